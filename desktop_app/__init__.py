"""The station: the window on the household's PC."""
