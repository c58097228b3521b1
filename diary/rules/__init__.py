"""Pure rules: what is told, when, and in which lane."""
