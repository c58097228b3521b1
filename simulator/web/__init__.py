"""The simulator's own HTTP: `/sim` for people and tests, and the page of phones."""
