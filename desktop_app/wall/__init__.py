"""The live wall: what one camera's tile says (models and words, free of Qt) and how it is painted."""
