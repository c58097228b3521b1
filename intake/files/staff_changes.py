"""What a file changes about the staff: people come and gain roles, none loses one through a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diary.models.found_roster import Doubt, FoundStaff, Place, Preview, Reason
from diary.models.people import StaffMember
from diary.models.roster_difference import StaffChange, Step
from diary.models.school_lists import SchoolLists
from intake.files.candidates import reason
from intake.files.identifiers import Identifiers
from intake.files.name_keys import same_person, whole_name
from intake.files.student_changes import fuller_name, open_doubts


@dataclass(slots=True)
class _StaffMatching:
    known: list[StaffMember]

    def take(self, found: FoundStaff) -> list[StaffMember]:
        """Return who fits, and count the one who does as found."""
        by_id = [one for one in self.known if found.file_id and one.external_id == found.file_id]
        fitting = by_id or [one for one in self.known if same_person(found.name, one.name)]
        if len(fitting) == 1:
            self.known.remove(fitting[0])
        return fitting


def staff_changes(
    preview: Preview, known: SchoolLists
) -> tuple[tuple[StaffChange, ...], tuple[StaffMember, ...]]:
    """Return a change for each member of staff in the file, and who is known and not in it."""
    rows = preview.all_staff
    matching = _StaffMatching(list(known.staff))
    doubts = preview.reasons_by_place()
    identifiers = Identifiers.beside((one.external_id for one in known.staff), known.once_used_ids)
    changes = tuple(_changes(rows, matching, doubts, identifiers))
    in_doubt = [change.found.name for change in changes if change.was is None and change.asks]
    missing = (one for one in matching.known if not any(same_person(name, one.name) for name in in_doubt))
    return changes, tuple(missing) if rows else ()


def _changes(
    rows: tuple[FoundStaff, ...],
    matching: _StaffMatching,
    doubts: Mapping[Place, tuple[Reason, ...]],
    identifiers: Identifiers,
) -> Iterator[StaffChange]:
    for found in rows:
        asks = doubts.get(found.place, ())
        fitting = matching.take(found)
        if len(fitting) == 1:
            yield _known(found, fitting[0], asks)
            continue
        if fitting:
            asks = (*asks, reason(Doubt.SEVERAL_KNOWN))
        external_id = identifiers.of_staff(found)
        yield StaffChange(step=Step.JOINED, found=found, external_id=external_id, asks=asks)


def _known(found: FoundStaff, was: StaffMember, doubts: tuple[Reason, ...]) -> StaffChange:
    renamed = not same_person(found.name, was.name)
    name = found.name if renamed else fuller_name(was.name, found.name)
    kept = replace(found, name=name, roles=found.roles | was.roles)
    changed = (kept.name, kept.roles) != (was.name, was.roles)
    asks = open_doubts(doubts, renamed=renamed)
    if renamed:
        asks = (*asks, reason(Doubt.RENAMED, was=whole_name(was.name)))
    return StaffChange(
        step=Step.CORRECTED if changed else Step.UNCHANGED,
        found=kept,
        external_id=was.external_id,
        was=was,
        asks=asks if changed else (),
    )
