"""A roster file that somebody looks at before it changes anything."""

from dataclasses import dataclass

from diary.models.found_roster import Preview
from diary.models.roster_difference import Difference, Step

FEW = 10
"""Of a hundred children. More who left at once are rather those whom an incomplete list leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person has said yes to: `doubtful` rows too, and that who is missing has left."""

    doubtful: bool = False
    leavers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file says and would change, against the roster as of `version`."""

    preview: Preview
    difference: Difference
    version: int

    @property
    def offered(self) -> Decision:
        """Return what is proposed: doubts wait, and who is missing has left if they are few."""
        left, stayed = len(self.difference.left), len(self.difference.students)
        return Decision(leavers=left <= 1 or left * 100 <= stayed * FEW)

    @property
    def can_change(self) -> bool:
        """Whether any decision would change something."""
        return bool(self.difference.asks) or not self.difference.is_empty

    def changes(self, decision: Decision) -> bool:
        """Whether this decision would change something."""
        difference = self.difference
        taken = any(
            one.step is not Step.UNCHANGED and (decision.doubtful or not one.asks)
            for one in difference.changes()
        )
        return taken or bool(difference.leaders) or (decision.leavers and bool(difference.left))
