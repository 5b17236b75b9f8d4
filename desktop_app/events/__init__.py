"""The Events screen: every decision, with its reason."""
