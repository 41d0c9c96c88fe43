"""The lists of a form that come from the database, for the person who fills it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from conversations.answered import answers_of
from conversations.form import Form
from conversations.lists import from_rows
from conversations.nodes import Node
from domain.clients import PRESENT
from domain.follow_up import next_checkin
from domain.voice import phrase
from handlers.chat import Chat
from storage.datasets import DATASETS, Listed, columns_of

Cells = dict[str, str]
NEXT = "next"  # of a client: the day that the cadence wants for the next check-in
AGES = {"anak": phrase("anak"), "dewasa": phrase("dewasa")}


async def lists_for(chat: Chat, form: Form, corrects: int | None = None) -> dict[str, Node]:
    """Empty for a form that asks for none: it costs nothing then. A correction keeps what was chosen at first."""
    lists: dict[str, Node] = {}
    named = {list_id: name for list_id, name in form.sources.items() if name in DATASETS}
    answered = await _answered(chat, corrects) if named and corrects is not None else frozenset()
    for list_id, name in named.items():
        listed = await list_of(chat, name, answered)
        lists[list_id] = from_rows(name, listed.columns, listed.rows)
    return lists


async def _answered(chat: Chat, corrects: int) -> frozenset[str]:
    """Every answer of the report that is corrected."""
    sent = await chat.store.submissions.find(corrects)
    if sent is None:
        return frozenset()
    answers = answers_of(chat.kit.library.find(sent.form, sent.form_version), sent.instance.decode())
    return frozenset(chosen for value in answers.values.values() for chosen in value.split())


async def list_of(chat: Chat, name: str, also: Collection[str] = ()) -> Listed:
    """One list, with labels as people say them."""
    listed = await chat.store.datasets.of(chat.session.person, name, chat.local.date(), also)
    finish = _FINISH.get(name)
    if finish is None:
        return listed
    columns = _columns(name)
    finished = (finish(chat, dict(zip(listed.columns, row, strict=True))) for row in listed.rows)
    return replace(listed, columns=columns, rows=tuple(_in_order(columns, row) for row in finished))


def headers() -> dict[str, bytes]:
    """The lists without their rows, as files: so that a form which names one can be compiled and checked."""
    return {name: (",".join(_columns(name)) + "\n").encode() for name in DATASETS}


def _columns(name: str) -> tuple[str, ...]:
    return (*columns_of(name), NEXT) if name == "clients.csv" else columns_of(name)


def _in_order(columns: Iterable[str], row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _client(chat: Chat, row: Cells) -> Cells:
    """Whom it is, as this person calls them; and the day that comes next."""
    since = date.fromisoformat(row["since"])
    last = date.fromisoformat(row["last"]) if row["last"] else since
    following = next_checkin(chat.kit.rules, since, last)
    label = f"{row['label']} · {row['name']}" if row["label"] else row["name"]
    present = following if row["status"] in PRESENT else None
    return {**row, "label": label, NEXT: max(present, chat.local.date()).isoformat() if present else ""}


def _consent(chat: Chat, row: Cells) -> Cells:
    day = chat.voice.day(date.fromisoformat(row["label"]))
    return {**row, "label": f"{day}, {chat.voice.say(AGES.get(row['age'], row['age']))}"}


def _referral(chat: Chat, row: Cells) -> Cells:
    who, where = row["label"] or row["client"], f" → {row['facility']}" if row["facility"] else ""
    return {**row, "label": f"{who}{where}, {chat.voice.day(date.fromisoformat(row['day']))}"}


_FINISH: Mapping[str, Callable[[Chat, Cells], Cells]] = {
    "clients.csv": _client,
    "consents.csv": _consent,
    "referrals.csv": _referral,
}
