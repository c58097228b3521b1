"""Compares what was pushed with what arrived: nothing lost, nothing twice unmarked, everything in order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

MARK = re.compile(r"\bw\d{6}\b")
"""Every entry's key, which its text shows."""

AGAIN = re.compile(r"\((?:повторно|again)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """An entry and the chats that must hear of it, in the order in which it was pushed."""

    key: str
    lane: int
    chats: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message that the chat has, whether or not the bot ever learned so; oldest first."""

    chat: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Lists of (chat, key). `flagged` are second copies that say so: allowed, and counted."""

    expected: int
    lost: list[tuple[int, str]] = field(default_factory=list)
    unflagged: list[tuple[int, str]] = field(default_factory=list)
    disordered: list[tuple[int, str]] = field(default_factory=list)
    misdelivered: list[tuple[int, str]] = field(default_factory=list)
    flagged: list[tuple[int, str]] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.unflagged or self.disordered or self.misdelivered)


def check(pushed: Sequence[Pushed], arrived: Iterable[Arrived]) -> Findings:
    """Judge a whole history; order is that of the first copies within a chat and lane."""
    wanted = {(chat, one.key): one for one in pushed for chat in one.chats}
    places = {one.key: place for place, one in enumerate(pushed)}
    findings = Findings(expected=len(wanted))
    seen: set[tuple[int, str]] = set()
    reached: dict[tuple[int, int], int] = defaultdict(lambda: -1)
    for copy, again in _copies(arrived):
        if copy not in wanted:
            findings.misdelivered.append(copy)
        elif copy in seen:
            (findings.flagged if again else findings.unflagged).append(copy)
        else:
            seen.add(copy)
            lane = copy[0], wanted[copy].lane
            if places[copy[1]] < reached[lane]:
                findings.disordered.append(copy)
            reached[lane] = max(reached[lane], places[copy[1]])
    findings.lost.extend(copy for copy in wanted if copy not in seen)
    return findings


def _copies(arrived: Iterable[Arrived]) -> Iterator[tuple[tuple[int, str], bool]]:
    for message in arrived:
        again = AGAIN.search(message.text) is not None
        for match in MARK.finditer(message.text):
            yield (message.chat, match[0]), again
