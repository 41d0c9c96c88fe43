"""The card of a client: how they stand, what comes next, what was reported, and what can be."""

from __future__ import annotations

from conversations.answered import Answers, answers_of
from conversations.form import Form
from conversations.keyboards import packed
from conversations.meaning import Meaning, asks_for
from domain.clients import Client
from domain.messages import Button, Message, Rows
from domain.people import Role
from domain.presses import Do
from domain.voice import escaped, fitted, phrase
from handlers.ahead import next_of
from handlers.audited import saw_client
from handlers.chat import Chat
from handlers.client_words import RISKS, SCREENING, kind_of_person, standing
from handlers.exporting import handoff_row
from handlers.library import key_of
from handlers.survey_links import link_row
from storage.cases import Case
from storage.sessions import Place

A_PAGE = 6
HAND_OVER = "serah_terima"
UNCOVERED = phrase("⚠ Persetujuannya tidak cocok. Koreksi laporan Persetujuan, atau laporan Klien baru.")
FORMS_OF_PETUGAS = (HAND_OVER,)


async def show_client(chat: Chat, client: Client, page: int = 0) -> None:
    """The card, with this page of what was reported. Of whom took consent back there is no more to see."""
    chat.session.place, chat.session.draft_id = Place.MENU, None
    saw_client(chat, client)
    if client.withdrawn_on is not None:
        _show_withdrawn(chat, client)
        return
    count = await chat.store.cases.count(chat.person, client.id)
    pages = max(1, -(-count // A_PAGE))
    at = min(page, pages - 1)
    cases = await chat.store.cases.of_client(chat.person, client.id, first=at * A_PAGE, most=A_PAGE)
    head = [_title(chat, client), *await _head(chat, client)]
    story = ["", chat.voice.say("<b>Riwayat</b>"), *(_line(chat, case) for case in cases)] if cases else []
    asking = (*link_row(chat, client, count), *handoff_row(chat, client))
    buttons = (*packed(_forms(chat, client)), *asking, *_turning(chat, client, at, pages), _last(chat))
    chat.show(Message(fitted("\n".join([*head, *story])), buttons))


def _show_withdrawn(chat: Chat, client: Client) -> None:
    day = chat.voice.short_day(client.withdrawn_on or client.opened_on, chat.local.date())
    said = chat.voice.say("Persetujuan ditarik {day}. Tidak ada lagi yang dicatat. Bantuan tetap terbuka.", day=day)
    chat.show(Message(f"{_title(chat, client)}\n{said}", (_last(chat),)))


def _title(chat: Chat, client: Client) -> str:
    return f"<b>{escaped(client.label(chat.person.id))}</b>"


# --- How they stand ------------------------------------------------------------------------------


async def _head(chat: Chat, client: Client) -> list[str]:
    lines = [
        _capital(standing(chat.voice, client, chat.local.date())),
        _capital(kind_of_person(chat.voice, client.sex, client.age)),
        _agent(chat, client),
        await _risk(chat, client),
        await _following(chat, client),
        "" if client.consented else chat.voice.say(UNCOVERED),
    ]
    return [line for line in lines if line]


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def _agent(chat: Chat, client: Client) -> str:
    if client.agent == chat.person.id:
        return ""
    words = phrase("Agen: {agent} (sudah berhenti)") if client.agent_left else phrase("Agen: {agent}")
    return chat.voice.say(words, agent=client.agent_name)


async def _following(chat: Chat, client: Client) -> str:
    following = await next_of(chat, client)
    if following is None:
        return ""
    what, due = following
    return chat.voice.say("Berikutnya: {what}, {day}", what=what, day=chat.voice.short_day(due, chat.local.date()))


async def _risk(chat: Chat, client: Client) -> str:
    """What the last screening found; nothing where it was not finished."""
    last = await chat.store.cases.last(chat.person, client.id, SCREENING)
    risk = RISKS.get(_answers(chat, last)["risiko"]) if last is not None else None
    if last is None or risk is None:
        return ""
    day = chat.voice.short_day(last.sent.day, chat.local.date())
    return chat.voice.say("Skrining terakhir: risiko {risk}, {day}", risk=chat.voice.say(risk), day=day)


# --- What was reported ---------------------------------------------------------------------------


def _line(chat: Chat, case: Case) -> str:
    """24 Nov Pemantauan: kondisi baik, bertemu (dicatat 26 Nov)."""
    today, answers = chat.local.date(), _answers(chat, case)
    entered = case.entered_at.astimezone(chat.zone).date()
    said = f": {answers['instanceName']}" if answers["instanceName"] else ""
    late = f" ({chat.voice.plain('dicatat {day}', day=chat.voice.short_day(entered, today))})"
    day = chat.voice.short_day(case.sent.day, today)
    return escaped(f"{day} {_form(chat, case).title}{said}{late if entered != case.sent.day else ''}")


def _form(chat: Chat, case: Case) -> Form:
    return chat.kit.library.find(case.sent.form, case.sent.form_version)


def _answers(chat: Chat, case: Case) -> Answers:
    return answers_of(_form(chat, case), case.sent.instance.decode())


# --- What can be done ----------------------------------------------------------------------------


def _forms(chat: Chat, client: Client) -> list[Button]:
    """An agent's forms about a client; a petugas hands them over."""
    offered = chat.kit.library.on_offer(chat.person)
    forms = [form for form in offered if asks_for(form, Meaning.CLIENT)]
    if chat.person.role is not Role.AGEN:
        forms = [form for form in forms if form.id in FORMS_OF_PETUGAS]
    return [chat.labelled(form.title, Do.CLIENT_FORM, client.id, choice=key_of(form)) for form in forms]


def _turning(chat: Chat, client: Client, at: int, pages: int) -> Rows:
    if pages == 1:
        return ()
    newer = chat.labelled("‹", Do.CLIENT, client.id, choice=(at - 1) % pages)
    older = chat.labelled("›", Do.CLIENT, client.id, choice=(at + 1) % pages)
    return ((newer, chat.labelled(f"{at + 1}/{pages}", Do.NOTHING), older),)


def _last(chat: Chat) -> tuple[Button, ...]:
    label = (
        chat.button("Klien saya", Do.CLIENTS) if chat.person.role is Role.AGEN else chat.button("Klien", Do.CLIENTS)
    )
    return (label, chat.button("Menu", Do.MENU))
