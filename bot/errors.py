"""What stops a command, said so that the operator can mend it."""


class CommandError(Exception):
    """A command cannot go on; says why and what to do, in English and in Russian."""

    def __init__(self, english: str, russian: str) -> None:
        super().__init__(english)
        self.english = english
        self.russian = russian

    def text(self, locale: str) -> str:
        return self.russian if locale == "ru" else self.english


class SettingsError(CommandError):
    """A setting is missing or wrong."""
