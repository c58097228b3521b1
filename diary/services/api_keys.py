"""Keys of the push API: shown once, stored as a digest, compared in constant time."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from diary.clock import Clock
from diary.errors import KeyNameTakenError, KeyUnknownError
from diary.models.api_keys import ApiKey
from diary.ports import Storage
from diary.ports.audit import AuditRecord

PREFIX = "diary_"
SECRET_BYTES = 32
FROM_ENVIRONMENT = "environment"


def digest_key(key: str) -> bytes:
    """Return what is kept: 256 random bits need no slow hash."""
    return sha256(key.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeysService:
    """`environment_key` is one more valid key, kept nowhere; empty: none."""

    storage: Storage
    clock: Clock
    environment_key: str = ""

    async def issue(self, name: str) -> str:
        """Return a new key, which is not known again afterwards; raise KeyNameTakenError."""
        key = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        now = self.clock.now()
        async with self.storage.write() as uow:
            if any(known.name == name for known in await uow.api_keys.live()):
                raise KeyNameTakenError
            await uow.api_keys.add(name, digest_key(key), now=now)
            await uow.audit.add(AuditRecord(action="api_key_issued", detail={"name": name}), now=now)
            await uow.commit()
        return key

    async def revoke(self, name: str) -> None:
        """Make the key worthless at once; raise KeyUnknownError where there is none."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            if not await uow.api_keys.revoke(name, now=now):
                raise KeyUnknownError
            await uow.audit.add(AuditRecord(action="api_key_revoked", detail={"name": name}), now=now)
            await uow.commit()

    async def list(self) -> Sequence[ApiKey]:
        """Return the live keys, oldest first."""
        async with self.storage.read() as uow:
            return await uow.api_keys.live()

    async def verify(self, presented: str) -> str | None:
        """Return the name of the key, None for a wrong one; every comparison is made, whichever fits."""
        digest, found = digest_key(presented), None
        if self.environment_key and hmac.compare_digest(digest, digest_key(self.environment_key)):
            found = FROM_ENVIRONMENT
        for key in await self.list():
            if hmac.compare_digest(digest, key.digest):
                found = key.name
        return found
