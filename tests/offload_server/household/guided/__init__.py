"""Tests of the guided enrolment."""
