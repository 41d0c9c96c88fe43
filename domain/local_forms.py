"""Forms of a satker's own: how they are called beside ours, and how far one has come.

A form of an officer is called by its satker, a colon and the id that its author gave it. No form of ours has a
colon in its id, so none of a satker can take the place of one of ours, or of another satker's.
"""

from __future__ import annotations

from enum import StrEnum

MARK = ":"
_TRIED_OUT = f"percobaan{MARK}"


class State(StrEnum):
    """How far a form has come."""

    TRIED = "tried"  # its sender looks at it, and may play it
    WAITING = "waiting"  # for a second officer
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a newer version
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"  # by the second officer
    DROPPED = "dropped"  # by its sender


def local_id(satker: str, form: str) -> str:
    """What a form of this satker is called in the database."""
    return f"{satker}{MARK}{form}"


def is_local(form: str) -> bool:
    """Whether this is no form of ours."""
    return MARK in form


def satker_of(form: str) -> str:
    """Whose form it is."""
    return form.rpartition(MARK)[0]


def trial_id(key: int) -> str:
    """What a form is called while it is only played, by the number of its upload."""
    return f"{_TRIED_OUT}{key}"


def trial_of(form: str) -> int | None:
    """The number of the upload that is played under this name; None for what is no trial."""
    number = form.removeprefix(_TRIED_OUT)
    return int(number) if form.startswith(_TRIED_OUT) and number.isdecimal() else None
