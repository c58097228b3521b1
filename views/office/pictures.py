"""A link to hold a phone's camera to."""

import io

SCALE = 8
QUIET_ZONE = 4


def draw_code(link: str) -> bytes:
    """Return the link's QR code as PNG."""
    import segno  # noqa: PLC0415 - only who hands out a single code needs it

    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=SCALE, border=QUIET_ZONE)
    return picture.getvalue()
