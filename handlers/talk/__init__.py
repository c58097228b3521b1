"""Letters between families and the school."""
