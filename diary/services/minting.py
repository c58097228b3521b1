"""Making the secrets of a code: a short one to type, a long one in its link."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from diary.models.codes import IssuedCode
from diary.models.ids import CodeId
from diary.ports import UnitOfWork
from diary.rules.access_codes import SELECTOR_BITS, VERIFIER_BITS, write_code, write_verifier
from diary.services.verifiers import Verifiers

TOKEN_BYTES = 16


def digest_token(token: str) -> bytes:
    """Return what is kept of a deep link's token: 128 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minted:
    """Made before the transaction that keeps it: hashing takes its time. Never shown in logs."""

    verifier: int = field(repr=False)
    token: str = field(repr=False)
    verifier_hash: str = field(repr=False)

    @property
    def token_hash(self) -> bytes:
        return digest_token(self.token)

    def issued(
        self, code_id: CodeId, selector: int, *, bot_username: str, expires_at: datetime
    ) -> IssuedCode:
        link = f"https://t.me/{bot_username}?start={self.token}" if bot_username else ""
        code = write_code(selector, self.verifier)
        return IssuedCode(id=code_id, code=code, link=link, expires_at=expires_at)


async def mint(verifiers: Verifiers) -> Minted:
    verifier = secrets.randbits(VERIFIER_BITS)
    return Minted(
        verifier=verifier,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        verifier_hash=await verifiers.hash(write_verifier(verifier)),
    )


async def free_selector(uow: UnitOfWork, *, now: datetime) -> int:
    while True:
        selector = secrets.randbits(SELECTOR_BITS)
        if not await uow.codes.selector_is_taken(selector, now=now):
            return selector
