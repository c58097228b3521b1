"""Requests to the school: what those who ask see, and what the office decides on."""
