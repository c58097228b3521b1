"""Entries in a family's group, where each parent signs for themselves."""

from collections.abc import Mapping
from dataclasses import replace

from diary.models.deliveries import Lane
from diary.models.ids import PersonId
from diary.models.notifications import EntryContent, Item, Layout, Signature
from tests.views.drafts import MASHA, attendance, buttons, drawn, grade, item, signature

MOTHER, FATHER = PersonId(1), PersonId(2)
BOTH = {MOTHER: "мама", FATHER: "папа"}


def by(person: PersonId, revision: int = 1, *, answer: str | None = None, value: str = "") -> Signature:
    return replace(signature(revision, answer=answer, value=value), person_id=person)


def shown(
    content: EntryContent, guardians: Mapping[PersonId, str] = BOTH, *, lane: Lane = Lane.GRADES
) -> Item:
    return item(content, guardians=guardians, lane=lane, can_write=False)


def test_who_has_signed_is_said_and_the_other_keeps_the_button() -> None:
    signed = drawn(shown(grade("5", signatures=(by(MOTHER),))))

    assert signed.text.splitlines()[1] == "5 · подписано: мама"
    assert buttons(signed) == [["✍️ Подписать"]]


def test_who_has_signed_is_said_in_the_groups_language() -> None:
    signed = drawn(shown(grade("5", signatures=(by(MOTHER),))), locale="en")

    assert signed.text.splitlines()[1] == "5 · signed: mother"


def test_all_have_signed() -> None:
    signed = drawn(shown(grade("5", signatures=(by(MOTHER), by(FATHER)))))

    assert signed.text.splitlines()[1] == "5 · подписано: мама, папа"
    assert buttons(signed) == []


def test_a_parent_without_a_label_is_called_that() -> None:
    signed = drawn(shown(grade("5", signatures=(by(FATHER),)), {MOTHER: "мама", FATHER: ""}))

    assert signed.text.splitlines()[1] == "5 · подписано: родитель"


def test_who_is_no_parent_any_more_is_not_named() -> None:
    gone = PersonId(9)

    signed = drawn(shown(grade("5", signatures=(by(gone),))))

    assert signed.text.splitlines()[1] == "5 · подписано"
    assert buttons(signed) == [["✍️ Подписать"]]


def test_a_correction_reminds_only_those_who_signed_before() -> None:
    once = grade("5", revision=2, told_revision=2, was={"value": "2"}, signatures=(by(MOTHER, value="2"),))
    again = replace(once, signatures=(by(MOTHER, value="2"), by(FATHER, value="2")))

    some = drawn(shown(once), layout=Layout.CORRECTION)
    both = drawn(shown(again), layout=Layout.CORRECTION)

    assert "Вы подписали" not in some.text
    assert "Вы подписали «2»" in both.text
    assert buttons(some) == buttons(both) == [["✍️ Подписать"]]


def test_an_answered_absence_asks_nobody_again_and_the_other_parent_may_sign() -> None:
    answered = drawn(shown(attendance(signatures=(by(MOTHER, answer="fine"),)), lane=Lane.URGENT))

    assert answered.text.splitlines()[-1] == "Ответ: всё в порядке · подписано: мама"
    assert buttons(answered) == [["✍️ Подписать"]]


def test_what_is_for_siblings_waits_for_the_parents_of_each() -> None:
    content = grade("5", signatures=(by(MOTHER),))
    sister = item(content, MASHA, guardians={MOTHER: "мама"}, can_write=False)

    signed = drawn(shown(content), sister)

    assert "подписано: мама" in signed.text
    assert buttons(signed) == [["✍️ Подписать"]]
