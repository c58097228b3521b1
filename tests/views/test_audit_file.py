import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from diary.models.auditing import AuditLine, Called
from diary.models.ids import PersonId, SchoolId
from diary.models.people import Role
from diary.models.school import School
from handlers.office.audit_file import fitting
from views.audit.file import ENCODING, AuditTable
from views.audit.words import actions
from views.texts import SUPPORTED_LOCALES, load_texts

ROOT = Path(__file__).parents[2]
SCHOOL = School(
    id=SchoolId(1),
    name="Школа № 7",
    timezone=ZoneInfo("Europe/Moscow"),
    default_locale="ru",
    grade_scale="5",
)
WRITTEN = re.compile(r"""(?:action=|_record\(|note\(uow, )"([a-z_]+)\"""")


def line(label: str) -> AuditLine:
    return AuditLine(
        id=1,
        at=datetime(2026, 9, 14, 9, 0, tzinfo=UTC),
        action="linked",
        actor=Called(id=PersonId(1), role=Role.GUARDIAN, label=label),
        person=None,
        student=None,
        entry=None,
        subject_id=None,
        detail={},
    )


def audit_file(lines: list[AuditLine], locale: str) -> bytes:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding=ENCODING, newline="") as file:
        table = AuditTable(file=file, school=SCHOOL, texts=load_texts(locale))
        table.begin()
        for one in lines:
            table.add([one])
        file.flush()
        return written.getvalue()


def rows(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("label", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_written_by_people_is_a_formula(label: str) -> None:
    for locale, delimiter in (("ru", ";"), ("en", ",")):
        table = rows(audit_file([line(label)], locale), delimiter)
        assert [
            cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ] == []
        assert len(table) == 2


def test_times_are_the_schools_with_their_offset() -> None:
    assert rows(audit_file([line("мама")], "ru"), ";")[1][0] == "2026-09-14 12:00:00+03:00"


def test_a_file_that_is_too_large_is_packed_and_one_that_is_so_even_then_is_none(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_bytes(audit_file([line("мама")] * 5_000, "ru"))
    size = path.stat().st_size

    assert fitting(path, size) == path
    packed = fitting(path, size - 1)
    assert packed is not None
    with ZipFile(packed) as archive:
        assert archive.read("audit.csv") == path.read_bytes()
    assert fitting(path, 100) is None


def test_everything_that_is_written_down_has_words() -> None:
    written = {
        action
        for room in ("diary", "delivery", "intake", "handlers", "bot")
        for path in (ROOT / room).rglob("*.py")
        for action in WRITTEN.findall(path.read_text())
    }

    assert len(written) > 20
    for locale in SUPPORTED_LOCALES:
        assert written - set(actions(load_texts(locale))) == set()
