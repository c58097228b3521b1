"""What people ask the school for, and what the office decides. A person decides, never the machine."""
