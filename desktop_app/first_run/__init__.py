"""The first minutes in a new household: every step can be left and come back to."""
