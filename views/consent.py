"""The consent to the processing of personal data: its short screen, and the document in full."""

from collections.abc import Iterator

from diary.models.consents import ConsentDocument
from diary.models.people import LINK_ROLES, Role
from diary.models.school import School
from views.markup import utf16_length
from views.texts import Texts

VERSION = "2026-1"
"""Raised with every change of what is agreed to; stands with each consent given."""

PAGE_LENGTH = 3_600
"""UTF-16 units of a message of the document, well below Telegram's limit."""

GENITIVE = {"школа": "школы", "гимназия": "гимназии", "лицей": "лицея", "колледж": "колледжа"}


def consent_screen(role: Role, school: School, texts: Texts) -> str:
    """Return what is asked before a code is spent. It names no child."""
    return "\n".join(
        [
            _greeting(school.name, texts),
            texts("Your code works. We need your consent to process personal data."),
            _kept(role, texts),
            " ".join((texts("Withdraw: /privacy."), _confirmed(role, texts))),
        ]
    )


def _kept(role: Role, texts: Texts) -> str:
    if role is Role.STUDENT:
        return texts("The school keeps your name, account and diary; messages travel through Telegram.")
    if role is Role.TRUSTED:
        return texts("The school keeps your name and account; messages travel through Telegram.")
    if role in LINK_ROLES:
        return texts(
            "The school keeps your name, account and your child's diary; messages travel through Telegram."
        )
    return texts(
        "The school keeps your name, account and what you write to families;"
        " messages travel through Telegram."
    )


def _confirmed(role: Role, texts: Texts) -> str:
    if role is Role.GUARDIAN:
        return texts("Tapping ✅ confirms you are a parent or guardian.")
    return texts("Tapping ✅ confirms that the code was given to you.")


def _greeting(name: str, texts: Texts) -> str:
    """Greet in the school's name, in the genitive where the language asks for it and the word is known."""
    word, _, rest = name.partition(" ")
    if texts.locale != "ru":
        return texts("Hello! This is the diary of {school}. Free of charge.", school=name)
    if word.lower() not in GENITIVE:
        return texts("Hello! Here is the diary: {school}. Free of charge.", school=name)
    school = f"{GENITIVE[word.lower()]} {rest}".strip()
    return texts("Hello! This is the diary of {school}. Free of charge.", school=school)


def consent_pages(document: ConsentDocument, school: School, texts: Texts) -> list[str]:
    """Return the whole document in messages that Telegram takes, broken between lines where it can be."""
    text = document.text(texts.locale).replace("{school}", school.name).strip()
    pages = [""]
    for line in _short_lines(text):
        longer = f"{pages[-1]}\n{line}" if pages[-1] else line
        if pages[-1] and utf16_length(longer) > PAGE_LENGTH:
            pages.append(line)
        else:
            pages[-1] = longer
    return [page for page in pages if page.strip()]


def _short_lines(text: str) -> Iterator[str]:
    # half the units: then even a line of nothing but emoji fits
    step = PAGE_LENGTH // 2
    for line in text.split("\n"):
        rest = line
        while len(rest) > step:
            end = rest.rfind(" ", 1, step)
            end = end if end > 0 else step
            yield rest[:end]
            rest = rest[end:].lstrip(" ")
        yield rest


DOCUMENTS = {
    "ru": """Согласие на обработку персональных данных
Редакция 2026-1

Оператор: {school}. Цель: сообщать семье и ученику о том, что записано в дневнике, принимать подписи \
родителей и передавать сообщения между семьёй и школой.

Что хранится
• номер вашего аккаунта Telegram и язык;
• кто вы: родитель, сам ученик, доверенное лицо или сотрудник школы, и как вас обозначили;
• дневник ученика: оценки, посещаемость, задания, замечания, объявления, расписание;
• что и когда вы подписали и что написали через этого бота.
Номер телефона, контакты и фотография профиля не запрашиваются и не хранятся.

Кто это видит
• учителя и администрация школы — в пределах своих обязанностей;
• родители ученика, он сам и те, кому родители доверили, видят его дневник, но не вашу переписку;
• собеседник не видит ни вашего номера, ни вашего аккаунта.
Сообщения идут через Telegram, серверы которого находятся и за пределами страны.

Как долго
Пока ученик учится, а сотрудник работает в школе и согласие не отозвано; журнал обращений к данным — \
столько, сколько требует закон.

Если вы ученик
Код вам выдают с согласия родителя. Родители узнают, что вы подключились, и могут попросить школу \
закрыть доступ. Подписывают только родители.

Ваши права
Узнать, что о вас хранится, получить это файлом, отозвать согласие и стереть всё о себе можно в этом \
чате командой /privacy, исправить — в канцелярии школы. После отзыва бот перестаёт присылать сообщения, \
а доступ закрывается. Отказ ни на что не влияет: дневник остаётся доступен в школе другими способами. \
Пользование бесплатно.""",
    "en": """Consent to the processing of personal data
Version 2026-1

Controller: {school}. Purpose: to tell the family and the student what stands in the diary, to take \
the parents' signatures and to pass messages between family and school.

What is kept
• the number of your Telegram account and your language;
• who you are: a parent, the student, a trusted person or staff, and what you are called here;
• the student's diary: grades, attendance, homework, remarks, announcements, timetable;
• what you signed and when, and what you wrote through this bot.
Your phone number, contacts and profile picture are neither asked for nor kept.

Who sees it
• teachers and the administration of the school, as far as their duties go;
• the student's parents, the student and those whom the parents trust see the diary, but not what you write;
• whoever you write with sees neither your number nor your account.
Messages travel through Telegram, some of whose servers are abroad.

How long
As long as the student is, or the employee works, at the school and the consent is not withdrawn; the log \
of accesses as long as the law asks.

If you are the student
You get the code with a parent's consent. Your parents hear that you are linked, and may ask the school \
to close the access. Only parents sign.

Your rights
In this chat, by the command /privacy, you may learn what is kept about you, get it as a file, withdraw \
this consent and erase everything about you; the school office corrects what is wrong. After a withdrawal \
the bot stops writing to you and access is closed. Refusing costs you nothing: the diary stays available \
at the school in other ways. Use is free of charge.""",
}
BUILT_IN = ConsentDocument(version=VERSION, texts=DOCUMENTS)
