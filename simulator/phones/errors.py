class RefusedError(Exception):
    """A person can't do that; `/sim` answers with the status and the words."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status
