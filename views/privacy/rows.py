"""What the readable page shows of each row: names put together, notices as they were told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from diary.models.entries import Json, Op
from diary.models.notifications import NoticeContent
from views.notices import DRAWINGS, draw
from views.texts import Texts

Row = Mapping[str, Json]
OWN_COLUMNS = frozenset({"subject", "date", "lesson"})
INWARD = frozenset({"mailbox", "locale"})
"""Numbers and marks of the log that say nothing to people; they stand in the JSON."""


def readable(section: str, rows: Sequence[Row], texts: Texts) -> Sequence[Row]:
    shape: Callable[[Row, Texts], Row] = {
        "notices": _notice,
        "log": _logged,
        "entries": _entry,
        "student": lambda row, _: row,
    }.get(section, _with_child)
    return [shape(row, texts) for row in rows]


def _with_child(row: Row, _: Texts) -> Row:
    if "given_name" not in row or "family_name" not in row:
        return row
    name = " ".join(str(row[part]) for part in ("given_name", "family_name") if row[part])
    return {
        "child": name,
        **{key: one for key, one in row.items() if key not in {"given_name", "family_name"}},
    }


def _notice(row: Row, texts: Texts) -> Row:
    what, data, told_at = str(row["what"]), row["data"], str(row["created_at"])
    if what not in DRAWINGS or not isinstance(data, Mapping):
        return row
    notice = NoticeContent(what=what, data=data, created_at=datetime.fromisoformat(told_at))
    try:
        return {"told_at": told_at, "text": draw(notice, texts=texts).text}
    except (KeyError, TypeError, ValueError):
        # told by an earlier version, which kept something else
        return row


def _logged(row: Row, texts: Texts) -> Row:
    detail = row["detail"]
    shown = (
        {key: one for key, one in detail.items() if key not in INWARD}
        if isinstance(detail, Mapping)
        else detail
    )
    named = _with_child(row, texts)
    return {**{key: named[key] for key in ("at", "action", "child", "by_you")}, "detail": shown}


def _entry(row: Row, _: Texts) -> Row:
    content = row["content"]
    if not isinstance(content, Mapping):
        return row
    details = content.get("details")
    rest = {key: one for key, one in content.items() if key not in OWN_COLUMNS and key != "details"}
    audience = rest.pop("audience", None)
    flat = {**(details if isinstance(details, Mapping) else {}), **rest}
    return {
        **{key: one for key, one in row.items() if key != "content"},
        "op": row["op"] if row["op"] == Op.WITHDRAW else None,
        "content": flat,
        "audience": audience if isinstance(audience, Mapping) and "student" not in audience else None,
    }
