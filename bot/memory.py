"""Python's search for cycles: what the bot itself consists of is left out of it.

Those are 300,000 objects that live as long as the process. Looked through again and again they took a fifth
of the time of a delivery, and a quarter of the start.
"""

import gc

YOUNG = 10_000
"""Objects made before the newest are looked through: some hundred calls to Telegram are under way at once."""


def begin() -> None:
    """Search for nothing while the bot is put together."""
    gc.disable()


def settle() -> None:
    """Keep what there is for good, and search what is made from now on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
    gc.enable()
