"""What somebody of the staff may do, from what their position is called."""

import re

from diary.models.people import Role

OFFICE = re.compile(
    r"директор|завуч|зам\w*\.?\s+дир|секретар|делопроизводител|администратор|канцеляри"
    r"|\b(?:principal|head ?teacher|headmaster|headmistress|director|secretary|office)\b"
    r"|\b(?:administrator|registrar)\b",
    re.IGNORECASE,
)
TEACHER = re.compile(
    r"учител|преподавател|педагог|воспитател|тренер|наставник|тьютор|логопед|психолог|дефектолог"
    r"|классн\w+ руковод"
    r"|\b(?:teacher|tutor|coach|instructor|lecturer|psychologist|counsellor|counselor)\b",
    re.IGNORECASE,
)
HEAD_TEACHER = re.compile(r"head ?teacher", re.IGNORECASE)


def read_roles(position: str) -> frozenset[Role]:
    """Return what the position lets one be here; nothing for one that is not known."""
    roles = set()
    if OFFICE.search(position):
        roles.add(Role.OFFICE)
    if TEACHER.search(HEAD_TEACHER.sub("", position)):
        roles.add(Role.TEACHER)
    return frozenset(roles)
