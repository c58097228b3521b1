"""How long is kept what is of use for a while only."""

from datetime import timedelta

DIALOGUE = timedelta(hours=1)
"""What is written long after a question is hardly its answer."""

CODE_TRIES = timedelta(days=1)
"""Failed tries count for an hour."""

JOB_RUNS = timedelta(days=90)
"""Longer than any job that was missed is made up for."""
