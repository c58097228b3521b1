"""What a notice consists of, and what its drawings share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diary.models.people import Name
from views.naming import own_name
from views.rendered import Button
from views.texts import Texts

Data = Mapping[str, Any]
OWN_VIEW = "view"
"""How the notice's one reader wants its student shown (a ChildView); missing: as the roster says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice's words, and the buttons under them."""

    text: str
    rows: Sequence[Sequence[Button]] = ()


Drawings = Mapping[str, Callable[[Data, Texts], str | Told]]
"""By a notice's `what`. Without buttons the words are enough."""


def child_said(data: Data, texts: Texts) -> str:
    name = own_name(texts.name_full(Name(**data["student"])), data.get(OWN_VIEW))
    return ", ".join(part for part in (name, data["class"]) if part)
