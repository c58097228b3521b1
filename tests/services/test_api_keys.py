import pytest

from diary.errors import KeyNameTakenError, KeyUnknownError
from diary.services.api_keys import FROM_ENVIRONMENT, ApiKeysService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import rows


@pytest.fixture
def keys(storage: SqlStorage, clock: FrozenClock) -> ApiKeysService:
    return ApiKeysService(storage=storage, clock=clock, environment_key="from-the-environment")


async def test_an_issued_key_opens_and_is_stored_as_a_digest_only(
    keys: ApiKeysService, storage: SqlStorage
) -> None:
    key = await keys.issue("journal")

    assert await keys.verify(key) == "journal"
    [row] = await rows(storage, schema.api_key)
    assert key.encode() not in row.key_hash


async def test_keys_are_told_apart_by_name(keys: ApiKeysService) -> None:
    first, second = await keys.issue("journal"), await keys.issue("timetable")

    assert (await keys.verify(first), await keys.verify(second)) == ("journal", "timetable")
    assert [key.name for key in await keys.list()] == ["journal", "timetable"]


@pytest.mark.parametrize("wrong", ["", "diary_", "ключ", "from-the-environment "])
async def test_a_wrong_key_opens_nothing(keys: ApiKeysService, wrong: str) -> None:
    await keys.issue("journal")

    assert await keys.verify(wrong) is None


async def test_the_key_of_the_environment_opens(keys: ApiKeysService) -> None:
    assert await keys.verify("from-the-environment") == FROM_ENVIRONMENT


async def test_no_key_in_the_environment_is_no_empty_key(storage: SqlStorage, clock: FrozenClock) -> None:
    assert await ApiKeysService(storage=storage, clock=clock).verify("") is None


async def test_a_revoked_key_opens_nothing_and_frees_its_name(keys: ApiKeysService) -> None:
    old = await keys.issue("journal")
    await keys.revoke("journal")
    new = await keys.issue("journal")

    assert (await keys.verify(old), await keys.verify(new)) == (None, "journal")


async def test_a_name_is_given_to_one_live_key_only(keys: ApiKeysService) -> None:
    await keys.issue("journal")

    with pytest.raises(KeyNameTakenError):
        await keys.issue("journal")


async def test_revoking_what_is_unknown_is_refused(keys: ApiKeysService) -> None:
    with pytest.raises(KeyUnknownError):
        await keys.revoke("journal")


async def test_the_audit_knows_names_and_no_keys(keys: ApiKeysService, storage: SqlStorage) -> None:
    await keys.issue("journal")
    await keys.revoke("journal")

    audit = [(row.action, row.detail) for row in await rows(storage, schema.audit)]
    assert audit == [("api_key_issued", {"name": "journal"}), ("api_key_revoked", {"name": "journal"})]
