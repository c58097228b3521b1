"""The schema of entries, made from what diary.kinds declares: a new kind needs nothing here."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, Strict, create_model

from diary.kinds import KINDS, KindDefinition, fields
from diary.kinds.common import SHARED
from diary.models.entries import Kind
from intake.push import types

STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
AUDIENCES: Mapping[str, Any] = {
    "student": types.ExternalId,
    "class": types.ExternalId,
    "group": types.ExternalId,
    "school": Annotated[bool, Strict()],
}


def annotation(kind: fields.FieldType, name: str) -> Any:  # noqa: PLR0911 - one answer for each type
    """Return the pydantic type of a declared field."""
    match kind:
        case fields.Text():
            return types.text(kind)
        case fields.Choice():
            return Literal[kind.options]
        case fields.Whole():
            return Annotated[int, Strict(), Field(ge=kind.least, le=kind.most)]
        case fields.Number():
            return Annotated[float, Strict(), Field(ge=kind.least, le=kind.most, allow_inf_nan=False)]
        case fields.Day():
            return types.Day
        case fields.Moment():
            return types.Moment if kind.naive else types.Instant
        case fields.Links():
            return Annotated[list[types.Link], Field(max_length=kind.most)]
        case fields.Reference():
            return types.ExternalId
        case fields.Parts():
            return create_model(name, __config__=STRICT, **_members(kind.fields, name))


def _members(declared: Iterable[fields.Field], name: str) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for field in declared:
        of = annotation(field.type, f"{name}{field.name.title()}")
        if field.required:
            members[field.name] = (of, Field(description=field.about))
        else:
            members[field.name] = (of | None, Field(default=field.default, description=field.about))
    return members


def _shared(definition: KindDefinition) -> dict[str, Any]:
    members = _members(SHARED, "entry")
    for name in definition.needs:
        of = next(field for field in SHARED if field.name == name)
        members[name] = (annotation(of.type, name), Field(description=of.about))
    return members


def _audiences(definition: KindDefinition) -> dict[str, Any]:
    if len(definition.concerns) == 1:
        return {
            _attribute(name): (AUDIENCES[name], Field(alias=name, description="whom it concerns"))
            for name in definition.concerns
        }
    about = f"whom it concerns: exactly one of {', '.join(definition.concerns)}"
    return {
        _attribute(name): (AUDIENCES[name] | None, Field(default=None, alias=name, description=about))
        for name in definition.concerns
    }


def _attribute(name: str) -> str:
    return "class_" if name == "class" else name


def _model(definition: KindDefinition) -> type[BaseModel]:
    title = definition.kind.replace("_", " ").title().replace(" ", "")
    return create_model(
        title,
        __config__=STRICT | ConfigDict(json_schema_extra={"examples": [definition.example]}),
        __doc__=f"{definition.about[0].upper()}{definition.about[1:]}.",
        id=(types.ExternalId, Field(description="the school's own id of it")),
        kind=(Literal[definition.kind.value], ...),
        op=(Literal["upsert"], "upsert"),
        **_audiences(definition),
        **_shared(definition),
        **_members(definition.fields, title),
    )


class Withdrawal(BaseModel):
    """Takes an entry back; repeated it is unchanged, and a later upsert is told afresh."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)
    id: types.ExternalId
    kind: Kind
    op: Literal["withdraw"]


ENTRY_MODELS: Mapping[Kind, type[BaseModel]] = MappingProxyType(
    {kind: _model(definition) for kind, definition in KINDS.items()}
)
Entry: Any = Annotated[Union[tuple(ENTRY_MODELS.values())], Field(discriminator="kind")]  # noqa: UP007 - made at run time


class EntriesPush(BaseModel):
    """At most 1,000 entries. One that cannot be stored is rejected alone, the rest are stored."""

    model_config = STRICT
    source: types.Source = Field(description="the system that pushes; ids are its own", examples=["journal"])
    silent: Annotated[bool, Strict()] = Field(
        default=False, description="store without notifying anyone: the first import"
    )
    entries: list[Entry | Withdrawal] = Field(max_length=1000)


class EntriesEnvelope(BaseModel):
    """The same with its entries unread, so that they can be read one by one."""

    model_config = STRICT
    source: types.Source
    silent: Annotated[bool, Strict()] = False
    entries: list[Any]
