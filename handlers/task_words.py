"""How tasks are called."""

from __future__ import annotations

from datetime import date

from domain.follow_up_rules import Reason
from domain.voice import escaped
from handlers.chat import Chat
from storage.tasks import Listed


def kind_name(chat: Chat, kind: str) -> str:
    """What there is to do, in the person's language. A kind that the rules have dropped keeps its own name."""
    known = chat.kit.rules.kinds.get(kind)
    return known.labels[chat.voice.language] if known is not None else kind.replace("_", " ")


def reason_name(chat: Chat, reason: Reason) -> str:
    return reason.labels[chat.voice.language]


def short_name(chat: Chat, listed: Listed) -> str:
    """On a button: whom or what it is about."""
    if listed.code:
        return listed.word or listed.code
    return kind_name(chat, listed.task.kind) if listed.task.person is not None else listed.unit


def full_name(chat: Chat, listed: Listed) -> str:
    """In a line: whom or what it is about, and what there is to do."""
    task, kind = listed.task, kind_name(chat, listed.task.kind)
    if listed.code:
        return escaped(f"{_client(listed)} · {kind}")
    if task.person is not None:
        return chat.voice.say("{kind} (laporan {day})", kind=kind, day=chat.voice.day(task.since, chat.local.date()))
    return escaped(f"{listed.unit} · {kind}")


def _client(listed: Listed) -> str:
    return f"{listed.word} · {listed.code}" if listed.word else listed.code


def with_lateness(chat: Chat, listed: Listed) -> str:
    """The same, with how late it is, or when it will be due."""
    name, due, today = full_name(chat, listed), listed.task.due, chat.local.date()
    if due > today:
        return f"{name}, {chat.voice.day(due, today)}"
    return f"{name}, {_late(chat, due, today)}" if due < today else name


def _late(chat: Chat, due: date, today: date) -> str:
    days = (today - due).days
    return chat.voice.say("terlambat {n} hari", n=days) if days > 1 else chat.voice.say("terlambat sehari")
