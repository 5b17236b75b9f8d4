"""Where a weight file may come from: each module opens one kind of source as bytes that nobody trusts yet."""
