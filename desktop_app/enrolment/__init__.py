"""The Enrol screen: one person, their consent, a camera, faces, a try-out and a report (board enrol)."""
