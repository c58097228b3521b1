"""Whom a guardian trusts with a child's diary: who holds what, and giving it to one more."""
