"""Pure painters shared by tiles, lists and reports: the distance strip and its parts."""
