"""Screens of the school office: the roster from a file, codes and letters."""
