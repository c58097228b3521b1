"""What people read, in their language: English source texts, translated through gettext catalogues."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from diary.models.people import Name

SUPPORTED_LOCALES = ("ru", "en")
SOURCE_LOCALE = "en"
LOCALES = Path(__file__).parent / "locales"
HUNDREDTH = Decimal("0.01")


class Texts:
    """One language. Values are put in as they are: braces in what people wrote mean nothing."""

    def __init__(self, locale: str, translations: NullTranslations) -> None:
        self.locale = locale
        self._translate = translations.gettext
        self._translate_plural = translations.ngettext
        self._babel = Locale.parse(locale)
        self._decimal_symbol = self._babel.number_symbols["latn"]["decimal"]
        self._weekdays = get_day_names("wide", "stand-alone", self._babel)
        self._short_weekdays = get_day_names("abbreviated", "stand-alone", self._babel)

    def __call__(self, message: str, /, **values: object) -> str:
        translated = self._translate(message)
        return translated.format_map(values) if values else translated

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form for `n`, which the message may show as {n}."""
        return self._translate_plural(one, many, n).format_map({"n": n, **values})

    def date(self, day: dt.date) -> str:
        """Return e.g. "14 September"."""
        return _format_day(day, self.locale)

    def date_of_year(self, day: dt.date) -> str:
        """Return e.g. "14 September 2018"."""
        return f"{self.date(day)} {day.year}"

    def month(self, day: dt.date) -> str:
        """Return e.g. "October 2026", as a heading."""
        named = str(format_date(day, "LLLL y", self._babel))
        return named[:1].upper() + named[1:]

    def weekday(self, day: dt.date) -> str:
        return str(self._weekdays[day.weekday()])

    def weekday_short(self, day: dt.date) -> str:
        return str(self._short_weekdays[day.weekday()]).capitalize()

    def time(self, moment: dt.time) -> str:
        return f"{moment:%H:%M}"

    def decimal(self, value: Decimal) -> str:
        """Return two places, half up, as schools round."""
        rounded = value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
        return str(rounded).replace(".", self._decimal_symbol)

    def quoted(self, text: str) -> str:
        return self('"{text}"', text=text)

    def name_short(self, name: Name) -> str:
        """Return family name and initials, in the order of the language; the roster's script is kept."""
        initials = " ".join(f"{part[0]}." for part in (name.given_name, name.patronymic) if part)
        if not initials:
            return name.family_name
        return self("{initials} {family_name}", initials=initials, family_name=name.family_name)

    def name_full(self, name: Name) -> str:
        return f"{name.given_name} {name.family_name}".strip()


@cache
def load_texts(locale: str) -> Texts:
    """Return the texts of a language, of its plain form ("ru" for "ru-RU"), or else the source's."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    if language not in SUPPORTED_LOCALES:
        language = SOURCE_LOCALE
    return _load(language)


@cache
def _load(language: str) -> Texts:
    if language == SOURCE_LOCALE:
        return Texts(language, NullTranslations())
    return Texts(language, _compile(read_catalogue(language)))


def read_catalogue(language: str) -> Catalog:
    """Merge a language's *.po files, one for each area of the product."""
    merged = Catalog(locale=language)
    for path in catalogue_paths(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged.add(message.id, message.string, flags=message.flags)
    return merged


def catalogue_paths(language: str) -> Iterator[Path]:
    return iter(sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")))


def _compile(catalogue: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=4096)
def _format_day(day: dt.date, locale: str) -> str:
    return format_date(day, "d MMMM", locale)
