"""The messages that tell of the diary: one module for each kind of entry, one for each layout."""
