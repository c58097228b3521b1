"""The words of design §1 as frozen values."""
