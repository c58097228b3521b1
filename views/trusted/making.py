"""The questions about a new code, one after another in the same message."""

from collections.abc import Collection
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.delegation import Offer, Preset, Term
from diary.models.ids import SubjectId
from diary.models.people import Scope
from diary.rules.delegation import PRESETS
from views.keyboards import inline
from views.naming import student_said
from views.notifications.drawing import capitalised, dotted
from views.texts import Texts
from views.trusted.buttons import button, rows_of, ticked
from views.trusted.calendar import month_rows
from views.trusted.callbacks import NEW, NewTrustedStep, Step, TrustedDayCallback, TrustedMonthCallback
from views.trusted.card import MOST_SUBJECTS
from views.trusted.scope import areas_said, day_said, sees_said, until_said, writes_said

Screen = tuple[str, InlineKeyboardMarkup]


def preset_said(preset: Preset, texts: Texts) -> str:
    return {
        Preset.TUTOR: texts("tutor"),
        Preset.NANNY: texts("nanny"),
        Preset.EVERYTHING: texts("everything"),
    }[preset]


def ask_preset(offer: Offer, texts: Texts) -> Screen:
    lines = [
        _heading(offer, texts),
        texts("What shall they see?"),
        *(
            capitalised(f"{preset_said(preset, texts)}: {areas_said(areas, texts)}")
            for preset, areas in PRESETS.items()
        ),
        texts("Each of it can be opened or closed later. Only parents sign."),
    ]
    buttons = [
        button(capitalised(preset_said(preset, texts)), NewTrustedStep(step=Step.PRESET, value=number))
        for number, preset in enumerate(Preset)
    ]
    return "\n".join(lines), inline(*([one] for one in buttons), [_leave(texts)])


def ask_subjects(offer: Offer, chosen: Collection[SubjectId], texts: Texts) -> Screen:
    buttons = [
        button(
            ticked(name, on=key in chosen),
            NewTrustedStep(step=Step.DROP if key in chosen else Step.TAKE, value=key),
        )
        for key, name in list(offer.subjects.items())[:MOST_SUBJECTS]
    ]
    done = [button(texts("Next ▶"), NewTrustedStep(step=Step.SUBJECTS))] if chosen else []
    text = f"{_heading(offer, texts)}\n{texts('Of which subjects? Choose one or several.')}"
    return text, inline(*rows_of(buttons), [_leave(texts), *done])


def ask_day(offer: Offer, texts: Texts) -> Screen:
    buttons = [
        button(
            f"{_term_said(term, texts)}: {day_said(day, offer.today, texts)}",
            TrustedDayCallback(link=NEW, day=day.toordinal()),
        )
        for term, day in offer.days.items()
    ]
    calendar = button(texts("📅 Another day"), TrustedMonthCallback(link=NEW, day=offer.today.toordinal()))
    text = f"{_heading(offer, texts)}\n{texts('Until when? The day is included.')}"
    return text, inline(*([one] for one in buttons), [calendar], [_leave(texts)])


def ask_day_of_month(offer: Offer, shown: date, texts: Texts) -> Screen:
    rows = month_rows(NEW, shown, first=offer.today, last=offer.latest, texts=texts)
    text = f"{_heading(offer, texts)}\n{texts('Which day is the last?')}"
    return text, inline(*rows, [_leave(texts)])


def ask_writing(offer: Offer, texts: Texts) -> Screen:
    lines = [
        _heading(offer, texts),
        texts("May they write to the teachers? Your own messages stay yours in either case."),
    ]
    answers = [
        button(texts("Yes, they may"), NewTrustedStep(step=Step.WRITE, value=1)),
        button(texts("No"), NewTrustedStep(step=Step.WRITE, value=0)),
    ]
    return "\n".join(lines), inline(answers, [_leave(texts)])


def ask_label(offer: Offer, scope: Scope, last_day: date, texts: Texts) -> Screen:
    chosen = dotted(
        sees_said(scope, offer.subjects, texts),
        until_said(last_day, offer.today, texts),
        writes_said(scope, texts),
    )
    lines = [
        _heading(offer, texts),
        capitalised(chosen),
        texts('Who is it for? Write a name, e.g. "Vera, algebra": parents and teachers will see it.'),
    ]
    skip = button(texts("Without a name"), NewTrustedStep(step=Step.NAMELESS))
    return "\n".join(lines), inline([skip], [_leave(texts)])


def nameless(preset: Preset, texts: Texts) -> str:
    """Return what somebody is called of whom nothing else is said."""
    return "" if preset is Preset.EVERYTHING else preset_said(preset, texts)


def use_the_buttons(texts: Texts) -> str:
    return texts("Please choose with the buttons above, or leave with Cancel.")


def words_wanted(texts: Texts) -> str:
    return texts("Please write a name in words, at most 64 characters, or tap “Without a name”.")


def choose_a_subject(texts: Texts) -> str:
    return texts("Choose at least one subject.")


def _heading(offer: Offer, texts: Texts) -> str:
    return texts("Access to the diary: {child}", child=student_said(offer.student, texts))


def _term_said(term: Term, texts: Texts) -> str:
    return {
        Term.WEEK: texts("A week"),
        Term.MONTH: texts("A month"),
        Term.TERM: texts("The end of term"),
        Term.YEAR: texts("The end of the school year"),
    }[term]


def _leave(texts: Texts) -> InlineKeyboardButton:
    return button(texts("Cancel"), NewTrustedStep(step=Step.LEAVE))
