from typing import Any

import httpx
import pytest

from diary.kinds import KINDS
from diary.models.entries import Kind
from tests.support.sample import Sample

GRADE = {"id": "g1", "kind": "grade", "student": "s1", "subject": "alg", "value": "5"}


async def push(journal: httpx.AsyncClient, *entries: Any, **envelope: Any) -> list[dict[str, Any]]:
    answer = await journal.post(
        "/v1/entries", json={"source": "journal", "entries": list(entries), **envelope}
    )
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def test_an_entry_is_created_once_and_then_unchanged(
    journal: httpx.AsyncClient, sample: Sample
) -> None:
    created = {"id": "g1", "outcome": "created", "revision": 1, "error": None}

    assert await push(journal, GRADE) == [created]
    assert await push(journal, GRADE) == [created | {"outcome": "unchanged"}]
    assert await push(journal, GRADE | {"value": "4"}) == [created | {"outcome": "changed", "revision": 2}]
    withdrawal = {"id": "g1", "kind": "grade", "op": "withdraw"}
    assert await push(journal, withdrawal) == [created | {"outcome": "withdrawn", "revision": 3}]


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_documented_example_of_every_kind_is_taken(
    journal: httpx.AsyncClient, sample: Sample, kind: Kind
) -> None:
    [result] = await push(journal, KINDS[kind].example)

    assert result["outcome"] == "created"


async def test_what_is_pushed_is_read_back_unchanged(journal: httpx.AsyncClient, sample: Sample) -> None:
    example = KINDS[Kind.HOMEWORK].example
    await push(journal, example)

    status = (await journal.get("/v1/entries/journal/h-1")).json()

    assert status["entry"] == example
    assert (status["kind"], status["revision"], status["withdrawn"]) == ("homework", 1, False)
    assert {"role": "guardian", "label": "папа", "state": "queued", "revision": 1} | {
        "sent_at": None,
        "acknowledged_at": None,
    } in status["recipients"]


async def test_ids_may_hold_slashes_and_spaces(journal: httpx.AsyncClient, sample: Sample) -> None:
    await push(journal, GRADE | {"id": "7б/2026 09/1"})

    answer = await journal.get("/v1/entries/journal/7б/2026 09/1")

    assert answer.json()["id"] == "7б/2026 09/1"


async def test_kinds_that_share_an_id_must_be_told_apart(journal: httpx.AsyncClient, sample: Sample) -> None:
    await push(journal, GRADE, KINDS[Kind.HOMEWORK].example | {"id": "g1"})

    ambiguous = await journal.get("/v1/entries/journal/g1")
    chosen = await journal.get("/v1/entries/journal/g1", params={"kind": "grade"})
    nonsense = await journal.get("/v1/entries/journal/g1", params={"kind": "nonsense"})

    assert (ambiguous.status_code, ambiguous.json()["error"]["code"]) == (409, "ambiguous")
    assert chosen.json()["kind"] == "grade"
    assert (nonsense.status_code, nonsense.json()["error"]["field"]) == (422, "kind")


async def test_an_unknown_entry_is_not_found(journal: httpx.AsyncClient, sample: Sample) -> None:
    assert (await journal.get("/v1/entries/journal/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": True}, "value"),
        ({"value": "5" * 33}, "value"),
        ({"value": "5\u0000"}, "value"),
        ({"scale": "7"}, "scale"),
        ({"weight": -1}, "weight"),
        ({"weight": "2"}, "weight"),
        ({"lesson": "2"}, "lesson"),
        ({"date": "14.09.2026"}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": 5}, "date"),
        ({"published_at": "2026-09-14T10:00:00"}, "published_at"),
        ({"published_at": "2026-13-14T10:00:00Z"}, "published_at"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"student": "s9"}, "student"),
        ({"student": None}, "student"),
        ({"class": "7b"}, "class"),
        ({"subject": None}, "subject"),
        ({"id": ""}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": 7}, "id"),
        ({"kind": "greeting"}, "kind"),
        ({"kind": 1}, "kind"),
        ({"op": "delete"}, "op"),
        ({"op": "withdraw", "id": 3}, "id"),
        ({"note": "x"}, "note"),
    ],
)
async def test_one_bad_entry_is_rejected_alone_and_its_field_named(
    journal: httpx.AsyncClient, sample: Sample, change: dict[str, Any], field: str
) -> None:
    good, bad = await push(journal, GRADE | {"id": "fine"}, GRADE | change)

    assert good["outcome"] == "created"
    assert (bad["outcome"], bad["revision"], bad["field"]) == ("rejected", None, field)
    assert bad["error"].startswith(f"{field}: ")
    assert bad["id"] == ({**GRADE, **change}["id"] if isinstance({**GRADE, **change}["id"], str) else "")


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        (Kind.MEETING, {"starts_at": "2026-09-21"}, "starts_at"),
        (Kind.MEETING, {"starts_at": "2026-02-30T10:00"}, "starts_at"),
        (Kind.HOMEWORK, {"attachments": ["ftp://example.org"]}, "attachments.0"),
        (Kind.HOMEWORK, {"due": "soon"}, "due"),
        (Kind.ATTENDANCE, {"minutes": 1.5}, "minutes"),
        (Kind.TIMETABLE_CHANGE, {"new": {"lesson": 99}}, "new.lesson"),
        (Kind.TIMETABLE_CHANGE, {"new": {"teacher": "t9"}}, "new.teacher"),
        (Kind.TIMETABLE_CHANGE, {"new": {"door": "5"}}, "new.door"),
    ],
)
async def test_fields_of_a_kind_are_checked_down_to_their_parts(
    journal: httpx.AsyncClient, sample: Sample, kind: Kind, change: dict[str, Any], field: str
) -> None:
    [bad] = await push(journal, KINDS[kind].example | change)

    assert (bad["outcome"], bad["field"]) == ("rejected", field)


@pytest.mark.parametrize("entry", [None, 1, "g1", [], {}])
async def test_what_is_no_entry_at_all_is_rejected_alone(
    journal: httpx.AsyncClient, sample: Sample, entry: Any
) -> None:
    good, bad = await push(journal, GRADE, entry)

    assert (good["outcome"], bad["outcome"], bad["id"]) == ("created", "rejected", "")


async def test_a_bare_number_is_a_value_too(journal: httpx.AsyncClient, sample: Sample) -> None:
    assert (await push(journal, GRADE | {"value": 5}))[0]["outcome"] == "created"
    assert (await push(journal, GRADE))[0]["outcome"] == "unchanged"


async def test_whole_numbers_are_the_same_however_they_are_written(
    journal: httpx.AsyncClient, sample: Sample
) -> None:
    await push(journal, GRADE | {"weight": 2})

    assert (await push(journal, GRADE | {"weight": 2.0}))[0]["outcome"] == "unchanged"
    assert (await push(journal, GRADE | {"weight": 2.5}))[0]["outcome"] == "changed"


async def test_null_is_as_good_as_left_out(journal: httpx.AsyncClient, sample: Sample) -> None:
    await push(journal, GRADE)

    assert (await push(journal, GRADE | {"comment": None, "date": None}))[0]["outcome"] == "unchanged"


async def test_a_silent_push_tells_nobody(journal: httpx.AsyncClient, sample: Sample) -> None:
    await push(journal, GRADE, silent=True)

    assert (await journal.get("/v1/entries/journal/g1")).json()["recipients"] == []


async def test_a_withdrawal_needs_no_more_than_id_and_kind(
    journal: httpx.AsyncClient, sample: Sample
) -> None:
    unknown, *_ = await push(journal, {"id": "g1", "kind": "grade", "op": "withdraw"})
    await push(journal, GRADE)
    whole, *_ = await push(journal, GRADE | {"op": "withdraw"})

    assert (unknown["outcome"], unknown["field"]) == ("rejected", "id")
    assert whole["outcome"] == "withdrawn"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({}, "source"),
        ({"source": "journal"}, "entries"),
        ({"source": "", "entries": []}, "source"),
        ({"source": "j" * 65, "entries": []}, "source"),
        ({"source": "journal", "entries": {}}, "entries"),
        ({"source": "journal", "entries": [], "silent": "yes"}, "silent"),
        ({"source": "journal", "entries": [], "loud": True}, "loud"),
    ],
)
async def test_a_malformed_envelope_is_refused_whole_and_its_field_named(
    journal: httpx.AsyncClient, sample: Sample, body: Any, field: str
) -> None:
    answer = await journal.post("/v1/entries", json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "malformed")
    assert answer.json()["error"]["field"] == field


async def test_no_entries_at_all_are_fine(journal: httpx.AsyncClient, sample: Sample) -> None:
    assert await push(journal) == []


async def test_a_thousand_entries_are_taken_and_one_more_is_too_many(
    journal: httpx.AsyncClient, sample: Sample
) -> None:
    many = [GRADE | {"id": f"g{number}"} for number in range(1001)]

    results = await push(journal, *many[:1000])
    refused = await journal.post("/v1/entries", json={"source": "journal", "entries": many})

    assert {one["outcome"] for one in results} == {"created"}
    assert (refused.status_code, refused.json()["error"]["field"]) == (413, "entries")
