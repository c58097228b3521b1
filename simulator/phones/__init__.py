"""What people do with their phones, as seen by bots."""
