import time


class Clock:
    """The simulator's own time: real time plus what tests have advanced, so that nobody waits 48 hours."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        return time.time() + self.offset
