"""What an applicant may write into a field, and what is kept of it."""

from datetime import date

import pytest

from diary.errors import ClaimFlaw, ClaimUnreadableError
from diary.models.requests import ClaimField
from diary.rules.claims import read_claim

TODAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("field", "pasted", "kept"),
    [
        (ClaimField.GIVEN_NAME, "Андреи\u0306", "Андрей"),
        (ClaimField.FAMILY_NAME, "Ива\u00adнов\u200b", "Иванов"),
        (ClaimField.FAMILY_NAME, "\u200eИванов\u00a0 Петров\u2060", "Иванов Петров"),
        (ClaimField.CLASS_NAME, "\u200b7 Б\ufeff", "7Б"),
        (ClaimField.BIRTH_DATE, "\u200e01.05.2013", "2013-05-01"),
    ],
)
def test_what_is_invisible_in_pasted_text_is_no_mistake(field: ClaimField, pasted: str, kept: str) -> None:
    assert read_claim(field, pasted, today=TODAY) == kept


def test_what_is_nothing_but_invisible_is_empty() -> None:
    with pytest.raises(ClaimUnreadableError) as refused:
        read_claim(ClaimField.FAMILY_NAME, "\u200b\u2060", today=TODAY)

    assert refused.value.flaw is ClaimFlaw.EMPTY
