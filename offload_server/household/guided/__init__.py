"""Guided enrolment: one person in front of one camera, led by hints until every direction has its samples."""
