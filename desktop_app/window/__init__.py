"""The frame around the screens: rail, top bar, status bar."""
