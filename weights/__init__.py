"""Which model files exist, where they come from and whether a byte of them is wrong."""
