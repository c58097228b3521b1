"""Trouble on demand: what the next calls of the bot meet."""

import random
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from simulator.state.signal import Signal

FaultKind = Literal["429", "5xx", "lost", "slow", "401", "403", "400"]

_random = random.Random()  # noqa: S311  (chance, not secrecy)


@dataclass(slots=True)
class Fault:
    """`times` calls meet it (None: all), each with `probability`; unset method and chat match any."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = None
    probability: float = 1.0
    seconds: float = 1.0
    description: str | None = None
    refused_until: float = 0.0

    def shown(self) -> dict[str, Any]:
        """Show the rule as it may be set again; `times` counts those that are left."""
        return {key: value for key, value in asdict(self).items() if key != "refused_until"}

    def meets(self, method: str, chat_id: int | None) -> bool:
        return (self.method is None or self.method.lower() == method) and (
            self.chat_id is None or self.chat_id == chat_id
        )


@dataclass(slots=True)
class Faults:
    rules: list[Fault] = field(default_factory=list)
    replaced: Signal = field(default_factory=Signal)
    """Lets the answers go that a slow rule holds back."""

    def replace(self, rules: list[Fault]) -> None:
        self.rules = rules
        self.replaced.fire()

    def take(self, method: str, chat_id: int | None, now: float) -> Fault | None:
        """Find the rule that strikes this call; a 429 goes on refusing until its retry_after has passed."""
        for rule in self.rules:
            if not rule.meets(method, chat_id):
                continue
            if now < rule.refused_until:
                return rule
            if rule.times == 0 or (rule.probability < 1 and _random.random() >= rule.probability):
                continue
            if rule.times is not None:
                rule.times -= 1
            if rule.kind == "429":
                rule.refused_until = now + rule.seconds
            return rule
        return None
