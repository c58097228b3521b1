"""When two spellings mean one class."""

from functools import lru_cache

from intake.files.classes import read_class


@lru_cache(maxsize=4096)
def class_key(name: str) -> str:
    """Return what two spellings of a class have in common."""
    read = read_class(name)
    return (read.name if read else name).casefold()
