"""What families do besides reading, signing and writing."""
