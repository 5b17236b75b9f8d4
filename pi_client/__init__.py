"""The camera at the door: finds the server, streams, obeys; no numpy, no OpenCV, nobody's name."""
