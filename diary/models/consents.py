"""Consent to the processing of personal data: the document, and who gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDocument:
    """What is consented to, whole, in each language: `{school}` in it stands for the school's name."""

    version: str
    texts: Mapping[str, str]

    def text(self, locale: str) -> str:
        return self.texts.get(locale) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenConsent:
    version: str
    locale: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedConsent:
    """Someone consented to another version than the one in force. `until`: news comes until then."""

    version: str
    until: datetime
    overdue: bool
    shown: bool
    """Whether the document in force was put before them in the chat already."""
