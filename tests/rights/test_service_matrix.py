"""Each use case tried by everybody, on both engines: done for those it is for, refused to all others."""

import inspect
from dataclasses import fields

import pytest

from diary.errors import DiaryError, GuardiansOnlyError, NobodyToWriteToError, NotEntitledError
from diary.models.school import School
from storage.unit_of_work import SqlStorage
from tests.rights.cases import CASES, OPEN, SYSTEM
from tests.rights.cases.case import Case
from tests.rights.cast import Cast, Who, assemble
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.sample import Sample

REFUSALS = (NotEntitledError, NobodyToWriteToError, GuardiansOnlyError)
"""Answers that say no more than that it is not for you; any other is about the thing asked for."""


engine_name = both_engines


@pytest.fixture
async def cast(storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample) -> Cast:
    return await assemble(storage, school, clock, sample)


def use_cases(cast: Cast) -> set[str]:
    """Return every public method of every service that handlers are given."""
    return {
        f"{field.name}.{name}"
        for field in fields(cast.services)
        if (service := type(getattr(cast.services, field.name))).__module__.startswith("diary.services")
        for name, _ in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_")
    }


def test_every_use_case_stands_in_the_table_once(cast: Cast) -> None:
    tried = {case.what for case in CASES}

    assert use_cases(cast) == tried | set(OPEN) | set(SYSTEM)
    assert not tried & set(OPEN)
    assert not tried & set(SYSTEM)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.what))
async def test_it_is_for_those_it_is_for_and_refused_to_all_others(cast: Cast, case: Case) -> None:
    refused = {
        who for who in sorted(Who, key=lambda who: who in case.may) if await is_refused(cast, case, who)
    }

    assert refused == set(Who) - case.may


async def is_refused(cast: Cast, case: Case, who: Who) -> bool:
    try:
        await case.go(cast, who)
    except REFUSALS:
        return True
    except DiaryError:
        return False
    return False
