"""What is kept about a person, who else sees the children, and what a withdrawal ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.models.consents import GivenConsent
from diary.models.delegation import Subjects
from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId
from diary.models.people import Destination, Link, Role, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A child of this person, and the others who hold a link on it: empty unless it is theirs to know.

    `groups`: the labels of the guardians who have a family's group read the diary too.
    """

    student: Student
    link: Link
    others: Sequence[Link]
    groups: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    consent: GivenConsent | None
    children: Sequence[Watched]
    roles: frozenset[Role]
    subjects: Subjects
    """Those that the others' links are narrowed to."""

    last_of_office: bool = False
    """Whether nobody of the office would be left without this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedLink:
    """A link that has ended with a student's leaving."""

    person_id: PersonId
    student_id: StudentId
    role: Role
    in_force: bool
    """False where its term was over, and only its end not yet noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What was in force until now; with a guardian's link went what they had passed on of it."""

    links: Sequence[Link] = ()
    staff_roles: Sequence[Role] = ()
    groups: Sequence[Destination] = ()
    """That hear nothing from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """All that is stored: rows by what they are of, and the diary of each child that is theirs to take."""

    rows: Mapping[str, Sequence[Mapping[str, Json]]]
    children: Sequence["ChildData"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildData:
    student: Student
    rows: Mapping[str, Sequence[Mapping[str, Json]]]
