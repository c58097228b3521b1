"""Telling "the same content again" from a change, without reading what is stored."""

import json
from datetime import UTC
from hashlib import sha256

from diary.models.entries import Content

ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def fingerprint(content: Content) -> bytes:
    """Return the same 32 bytes for the same content, whatever the order of its fields was."""
    audience, published = content.audience, content.published_at
    parts = (
        (audience.student_id, audience.class_id, audience.group_id, audience.school),
        (content.subject_id, content.staff_id, content.lesson),
        content.day.isoformat() if content.day else None,
        published.astimezone(UTC).isoformat() if published else None,
        content.details,
    )
    return sha256(ENCODER.encode(parts).encode()).digest()
