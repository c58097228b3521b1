"""What stands on one letter."""

from dataclasses import dataclass
from datetime import date

from diary.models.found_roster import class_order
from diary.models.people import Name, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A code for one child and label, or for one member of staff."""

    role: Role
    name: Name
    """The child's, or the staff member's own."""

    class_name: str = ""
    label: str = ""
    """Which of a child's guardians it is for."""

    code: str
    link: str = ""
    """The deep link that the picture leads to; without one the letter has no picture."""

    valid_until: date

    @property
    def order(self) -> tuple[bool, tuple[int, str], tuple[str, ...], str]:
        """Sort by class, the youngest first and staff last, then by name."""
        return not self.class_name, class_order(self.class_name), self.name.in_order, self.label
