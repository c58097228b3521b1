"""The table of rights, area by area."""

from collections.abc import Sequence

from tests.rights.cases import asking, delegating, family, office, talking
from tests.rights.cases.case import Case

CASES: Sequence[Case] = (*family.CASES, *delegating.CASES, *talking.CASES, *asking.CASES, *office.CASES)

OPEN = {
    "people.who": "who somebody is",
    "people.may_write": "their own",
    "people.children": "their own children, none for most",
    "consents.in_force": "the document is public",
    "consents.note_shown": "their own",
    "consents.owed": "their own",
    "consents.renew": "their own",
    "linking.redeem": "whoever has the code",
    "linking.consent": "whoever holds the code: tests/services/test_linking.py",
    "linking.refuse": "whoever holds the code",
    "privacy.overview": "their own",
    "privacy.export": "their own",
    "privacy.withdraw": "their own",
    "privacy.erase": "their own",
    "talk.addressees": "nobody, for most",
    "talk.conversations": "their own",
    "talk.receive": "offers nobody to who may write to none",
    "talk.was_passed_on": "their own",
    "groups.linked": "their own",
    "applying.consent": "anybody",
    "applying.has_consented": "their own",
    "applying.submit": "anybody who has consented",
    "applying.waiting": "their own",
    "applying.granted": "their own",
    "roster_files.is_empty": "says nothing of anybody",
    "roster_files.template": "says nothing of anybody",
}
"""What needs no right, and why; everything else stands in the table."""

SYSTEM = {
    "consents.ask": "the command line's, after a text was replaced",
    "consents.remind": "a job's",
    "consents.replace": "the command line's",
    "auditing.student_named": "the command line's",
    "auditing.knows": "the command line's",
    "handing_out.take_back": "of codes just made and still in hand",
    "handing_out.arrived": "of codes just made and still in hand",
    "mailboxes.blocked": "Telegram's word",
    "mailboxes.returned": "Telegram's word",
    "mailboxes.group_returned": "Telegram's word",
    "mailboxes.moved": "Telegram's word",
}
"""What no person asks for."""
