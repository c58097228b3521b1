"""Benchmarks of the real process against the simulator: `python -m bench`."""
