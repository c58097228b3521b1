from pathlib import Path

import pytest

from diary.models.found_roster import Doubt, Rejection
from diary.models.roster_refusals import Refusal

DOCUMENT = Path(__file__).parents[3] / "docs" / "roster-files.md"


@pytest.mark.parametrize("code", [*Doubt, *Rejection, *Refusal])
def test_every_reason_is_explained(code: Doubt | Rejection | Refusal) -> None:
    assert f"`{code}`" in DOCUMENT.read_text("utf-8")
