"""What server and camera say to each other: standard library only, versioned."""
