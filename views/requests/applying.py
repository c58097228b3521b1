"""What an applicant is asked, and what they read before sending."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.ids import CodeId
from diary.models.requests import ClaimField, Claims, Granted, Request, RequestKind, RequestState, Who
from diary.models.school import School
from diary.rules.claims import FIELDS
from views.callbacks import ConsentCallback, ConsentChoice
from views.keyboards import cancel_row, inline
from views.rendered import Button, Rendered
from views.requests.callbacks import (
    ApplyCallback,
    ApplyStep,
    FixCallback,
    OwnAct,
    OwnRequestCallback,
    WhoCallback,
)
from views.requests.words import claim_said, field_said, who_said
from views.texts import Texts

FIXES_IN_A_ROW = 2
OF_STAFF = RequestKind.STAFF


def entrance_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """Return the ways in for those who have no code."""
    return inline(
        [_step(texts("Apply for access"), ApplyStep.BEGIN, RequestKind.GUARDIAN)],
        [_step(texts("I had access before"), ApplyStep.BEGIN, RequestKind.RECOVERY)],
    )


def consent_asked(school: School, texts: Texts) -> str:
    return "\n".join(
        [
            texts("{school}: an application for access to the diary.", school=school.name),
            texts("First we need your consent to process personal data."),
            texts(
                "The school keeps your account and what you write about yourself and the child; "
                "messages travel through Telegram. Withdraw: /privacy."
            ),
            texts("No documents are sent here: you show them at the school office."),
        ]
    )


def consent_keyboard(kind: RequestKind, version: str, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [_step(texts("✅ I consent"), ApplyStep.CONSENT, kind, version)],
        [
            _step(texts("Full text"), ApplyStep.DOCUMENT, kind),
            _step(texts("Not now"), ApplyStep.LATER, kind),
        ],
    )


def question(kind: RequestKind, field: ClaimField, texts: Texts) -> str:
    if kind is OF_STAFF:
        return {
            ClaimField.FAMILY_NAME: texts("Your family name?"),
            ClaimField.GIVEN_NAME: texts("Your given name?"),
            ClaimField.POSITION: texts("What do you do at the school? For example: teacher of algebra."),
        }[field]
    return {
        ClaimField.WHO: texts("Who are you to the child?"),
        ClaimField.FAMILY_NAME: texts("The child's family name?"),
        ClaimField.GIVEN_NAME: texts("The child's given name?"),
        ClaimField.BIRTH_DATE: texts("When was the child born? For example: 01.05.2013"),
        ClaimField.CLASS_NAME: texts("Which class is the child in? For example: 7B"),
    }[field]


def question_keyboard(kind: RequestKind, field: ClaimField, texts: Texts) -> InlineKeyboardMarkup:
    if field is not ClaimField.WHO:
        return inline(cancel_row(texts))
    rows = [[_who(who_said(who, texts), who)] for who in Who]
    if kind is RequestKind.GUARDIAN:
        rows.append([_who(texts("I work at the school"), None)])
    return inline(*rows, cancel_row(texts))


def summary(kind: RequestKind, claims: Claims, texts: Texts) -> str:
    lines = [texts("Please check it before it is sent:")]
    lines += [f"{field_said(field, texts)}: {claim_said(field, claims, texts)}" for field in FIELDS[kind]]
    return "\n".join(lines)


def summary_keyboard(kind: RequestKind, texts: Texts) -> InlineKeyboardMarkup:
    fixes = [
        InlineKeyboardButton(
            text=f"✏️ {field_said(field, texts)}", callback_data=FixCallback(field=field).pack()
        )
        for field in FIELDS[kind]
    ]
    rows = [fixes[at : at + FIXES_IN_A_ROW] for at in range(0, len(fixes), FIXES_IN_A_ROW)]
    send = _step(texts("Send to the school"), ApplyStep.SEND, kind)
    return inline([send], *rows, cancel_row(texts))


def sent_said(kind: RequestKind, texts: Texts) -> str:
    """Return the same for every application of a kind: it says nothing of who is at the school."""
    papers = (
        texts("Please show your passport at the office once.")
        if kind is OF_STAFF
        else texts("Please show your passport and the child's birth certificate at the office once.")
    )
    return "\n".join(
        [
            texts("Sent. The school office checks it, usually in three working days. You will hear here."),
            papers,
        ]
    )


def waiting_said(request: Request, texts: Texts) -> str:
    if request.state is RequestState.ASKED_BACK:
        asked = texts.quoted(request.claims.get(ClaimField.QUESTION, ""))
        return texts("The school asks: {question}", question=asked)
    return texts("Your application is at the school office. You will hear in this chat.")


def waiting_keyboard(request: Request, texts: Texts) -> InlineKeyboardMarkup:
    rows = []
    if request.state is RequestState.ASKED_BACK:
        rows.append([_own(texts("Answer"), request.id, OwnAct.ANSWER)])
    return inline(*rows, [_own(texts("Take the application back"), request.id, OwnAct.DROP)])


def granted(one: Granted, texts: Texts) -> Rendered:
    rows = granted_rows(one.code_id, one.consent_version, texts)
    return Rendered(text=granted_said(texts), rows=rows)


def granted_said(texts: Texts) -> str:
    return "\n".join(
        [
            texts("The school has approved your application. One tap is left."),
            texts("The school keeps your name, account and the diary; messages travel through Telegram."),
            texts("Tapping ✅ confirms what you wrote, and your consent. Withdraw: /privacy."),
        ]
    )


def granted_rows(code_id: CodeId, version: str, texts: Texts) -> list[list[Button]]:
    """Return the consent and its text; there is no "not now": nobody else can spend it meanwhile."""

    def button(text: str, choice: ConsentChoice) -> Button:
        data = ConsentCallback(code=code_id, choice=choice, version=version)
        return Button(text=text, callback_data=data.pack())

    return [
        [button(texts("✅ I consent"), ConsentChoice.YES)],
        [button(texts("Full text"), ConsentChoice.TEXT)],
    ]


def no_documents(texts: Texts) -> str:
    return texts("No documents and files through the messenger, please: you show them at the office.")


def _step(text: str, step: ApplyStep, kind: RequestKind, version: str = "") -> InlineKeyboardButton:
    data = ApplyCallback(step=step, kind=kind, version=version).pack()
    return InlineKeyboardButton(text=text, callback_data=data)


def _who(text: str, who: Who | None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=WhoCallback(who=who).pack())


def _own(text: str, request: int, act: OwnAct) -> InlineKeyboardButton:
    data = OwnRequestCallback(request=request, act=act).pack()
    return InlineKeyboardButton(text=text, callback_data=data)
