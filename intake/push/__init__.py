"""The push format: JSON from the school's systems, checked and turned into the diary's own values."""
