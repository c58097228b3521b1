"""Every kind of entry has a module of its name here: a new one is a member of `Kind` and its module."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from diary.kinds.definition import KindDefinition
from diary.models.entries import Kind

__all__ = ["KINDS", "KindDefinition"]


def _definition(kind: Kind) -> KindDefinition:
    definition: KindDefinition = import_module(f"{__name__}.{kind}").DEFINITION
    return definition


KINDS: Mapping[Kind, KindDefinition] = MappingProxyType({kind: _definition(kind) for kind in Kind})
