"""The sources of pictures behind one protocol; each module is imported only when its camera is asked for."""
