"""Words, logo and unit files; imports nothing of ours."""
