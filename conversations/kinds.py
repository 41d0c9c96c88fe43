"""What kind of answer a question takes, in the words of this engine."""

from __future__ import annotations

from conversations.form import Bind, Control, Form

LATER = "suar:nanti"
_CONTROLS = ("select1", "select", "rank", "range", "trigger")
_TYPES = ("int", "decimal", "date", "time", "dateTime", "geopoint")
_MEDIA = ("image", "audio", "video")
KINDS = (*_CONTROLS, *_TYPES, *_MEDIA, "binary", "note", "string")


def kind_of(form: Form, control: Control) -> str:
    """One of KINDS. What is only read is a note, whatever it would take otherwise."""
    bind = form.binds.get(control.path, Bind(control.path))
    if bind.readonly is not None and bind.readonly.source.strip() == "true()":
        return "note"
    if control.kind == "upload":
        media = control.settings.get("mediatype", "").partition("/")[0]
        return media if media in _MEDIA else "binary"
    if control.kind in _CONTROLS:
        return control.kind
    return "int" if bind.type == "integer" else bind.type if bind.type in _TYPES else "string"


def is_later(bind: Bind) -> bool:
    """Whether a question waits for the review."""
    return bind.marks.get(LATER) == "ya"
