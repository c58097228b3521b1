"""One small class per rule broken; handlers localise them, the push API maps them to 4xx."""


class DiaryError(Exception):
    """A rule of the diary was broken by whoever asked."""


class NotEntitledError(DiaryError):
    """The person has no right to see or do this, or the thing does not exist: the answer is the same."""
