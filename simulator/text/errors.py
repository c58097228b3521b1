class MarkupError(ValueError):
    """The text can't be parsed; the message is what follows "can't parse entities: "."""
