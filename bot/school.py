"""The school's row: made from the settings at the first start, kept equal to them after."""

from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Settings
from diary.models.ids import SchoolId
from diary.models.school import School
from storage import schema
from storage.engine import WRITES


async def settle_school(engine: AsyncEngine, settings: Settings) -> School:
    """Return the one school of this process."""
    values = {
        "name": settings.school_name,
        "timezone": settings.timezone,
        "default_locale": settings.default_locale,
        "grade_scale": settings.grade_scale,
    }
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        school_id = await connection.scalar(select(schema.school.c.id).order_by(schema.school.c.id).limit(1))
        if school_id is None:
            school_id = await connection.scalar(
                insert(schema.school).values(**values).returning(schema.school.c.id)
            )
        else:
            await connection.execute(
                update(schema.school).where(schema.school.c.id == school_id).values(**values)
            )
    return School(
        id=SchoolId(int(school_id or 0)),
        name=settings.school_name,
        timezone=ZoneInfo(settings.timezone),
        default_locale=settings.default_locale,
        grade_scale=settings.grade_scale,
    )
