"""A person's own data as files: JSON for machines, one page for people that needs nothing else."""

import json
from collections.abc import Mapping, Sequence
from html import escape

from diary.models.entries import Json
from diary.models.privacy import PersonalData
from diary.models.school import School
from views.privacy.headings import column_said, section_said
from views.privacy.rows import readable
from views.privacy.values import value_said
from views.texts import Texts

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ddd;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
th{background:#f3f3f3}@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}
th{background:#2a2a2a}td,th{border-color:#444}}
td{white-space:pre-line}@media(max-width:48rem){tr:first-child{display:none}
tr,td{display:block;border:0}tr{border:1px solid #8886;margin:.5rem 0;padding:.3rem .6rem}
td{padding:.1rem 0}td:empty{display:none}td::before{content:attr(data-name)": ";color:#888}}
"""
Rows = Sequence[Mapping[str, Json]]


def export_name(ending: str, texts: Texts) -> str:
    return f"{texts('my-data')}.{ending}"


def export_json(data: PersonalData, school: School) -> bytes:
    """Return everything; instants are UTC."""
    document = {
        "school": school.name,
        "you": data.rows,
        "children": [child.rows for child in data.children],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def export_page(data: PersonalData, school: School, texts: Texts) -> bytes:
    """Return one HTML file in the person's language, with nothing to load."""
    title = texts("What is stored about you · {school}", school=school.name)
    parts = [_section(name, rows, school, texts) for name, rows in data.rows.items() if rows]
    for child in data.children:
        name = escape(texts.name_full(child.student.name))
        parts.append(f"<h1>{name}</h1>")
        parts += [_section(part, rows, school, texts) for part, rows in child.rows.items() if rows]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="{texts.locale}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>"
    ).encode()


def _section(name: str, stored: Rows, school: School, texts: Texts) -> str:
    rows = readable(name, stored, texts)
    columns = [one for one in _columns(rows) if any(row.get(one) not in (None, "", [], {}) for row in rows)]
    names = {one: escape(column_said(one, texts)) for one in columns}
    head = "".join(f"<th>{names[one]}</th>" for one in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{names[one]}">{escape(value_said(one, row.get(one), school, texts))}</td>'
            for one in columns
        )
        + "</tr>"
        for row in rows
    )
    heading = escape(section_said(name, texts))
    return f"<h2>{heading} · {len(rows)}</h2><table><tr>{head}</tr>{body}</table>"


def _columns(rows: Rows) -> Sequence[str]:
    return list(dict.fromkeys(name for row in rows for name in row))
