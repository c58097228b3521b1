"""One pushed entry at a time: raw JSON in, a draft for the journal out."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from diary.kinds import KINDS
from diary.models.entries import Draft, Json, Kind, Op
from intake.push.flaws import ItemFlawedError, first_flaw
from intake.push.models import ENTRY_MODELS, Withdrawal
from intake.push.types import as_date, as_instant

VALIDATORS = {kind: model.__pydantic_validator__ for kind, model in ENTRY_MODELS.items()}
OWN_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(field.name for field in definition.fields) for kind, definition in KINDS.items()
}
KIND_NAMES = {kind.value: kind for kind in Kind}
LONGEST_ECHO = 128


def read_entry(raw: object) -> Draft:
    """Raise ItemFlawedError where it is no entry of a known kind."""
    if not isinstance(raw, dict):
        raise ItemFlawedError("entries", "every entry must be an object")
    kind = KIND_NAMES.get(name) if isinstance(name := raw.get("kind"), str) else None
    if kind is None:
        raise ItemFlawedError("kind", f"must be one of {', '.join(KIND_NAMES)}")
    op = raw.get("op", Op.UPSERT.value)
    if op == Op.WITHDRAW.value:
        return _read_withdrawal(raw, kind)
    if op != Op.UPSERT.value:
        raise ItemFlawedError("op", "must be upsert or withdraw")
    try:
        values = VALIDATORS[kind].validate_python(raw).__dict__
    except ValidationError as error:
        raise ItemFlawedError(*first_flaw(error, known=_known(kind))) from None
    return Draft(
        external_id=values["id"],
        kind=kind,
        student=values.get("student"),
        class_=values.get("class_"),
        group=values.get("group"),
        school=values.get("school") or False,
        subject=values["subject"],
        teacher=values["teacher"],
        day=as_date(values["date"]),
        lesson=values["lesson"],
        published_at=as_instant(values["published_at"]),
        details={name: tidy(value) for name in OWN_FIELDS[kind] if (value := values[name]) is not None},
    )


def echo_id(raw: object) -> str:
    """Return the id of an item that could not be read, as far as it has one."""
    given = raw.get("id") if isinstance(raw, dict) else None
    return given[:LONGEST_ECHO] if isinstance(given, str) else ""


def _read_withdrawal(raw: dict[str, Any], kind: Kind) -> Draft:
    try:
        given = Withdrawal.model_validate(raw)
    except ValidationError as error:
        raise ItemFlawedError(*first_flaw(error)) from None
    return Draft(external_id=given.id, kind=kind, op=Op.WITHDRAW)


def tidy(value: Any) -> Json:
    """Return plain JSON: 2.0 is 2, and what was not given within an object is left out."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, str | int | list):
        return value
    return {name: tidy(part) for name, part in vars(value).items() if part is not None}


def _known(kind: Kind) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in ENTRY_MODELS[kind].model_fields.items())
