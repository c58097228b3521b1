"""One module for each kind of entry, found by the kind's name."""

from importlib import import_module

from diary.models.entries import Kind
from diary.models.notifications import EntryContent
from views.notifications.drawing import Drawing
from views.notifications.entry_view import EntryView
from views.texts import Texts

VIEWS: dict[Kind, type[EntryView]] = {kind: import_module(f"{__name__}.{kind}").VIEW for kind in Kind}


def view_of(entry: EntryContent, drawing: Drawing, *, class_name: str = "") -> EntryView:
    return VIEWS[entry.kind](entry=entry, drawing=drawing, class_name=class_name)


def kind_said(kind: Kind, texts: Texts) -> str:
    return VIEWS[kind].noun(texts)
