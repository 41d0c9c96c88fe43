"""The menu, and the few things that are reached from anywhere."""

from __future__ import annotations

from domain.access import Action, Reach, Record, reach
from domain.messages import Button, Message, Rows
from domain.people import Role
from domain.presses import Do
from domain.voice import LANGUAGES, phrase
from handlers import help_front
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.tasks import count_for_menu
from handlers.threads import count_for_menu as count_threads
from storage.reports import Awaiting
from storage.sessions import Place
from storage.threads import Counted

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


async def show_menu(chat: Chat, above: str = "") -> None:
    """What the person can do. `above` is a sentence to say first."""
    if chat.session.bot == HELP:
        await help_front.show(chat, above)
        return
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    chat.at_rest = not above
    due = await count_for_menu(chat)
    waiting = await chat.store.drafts.count_waiting(chat.person.id)
    clients = await _clients(chat)
    reports = await chat.store.reports.awaiting(chat.person)
    survey = (*await _to_release(chat), *await _survey(chat))
    threads = _threads(chat, await count_threads(chat))
    attention = await _attention(chat)
    if above:
        text = f"{above}\n\n{chat.voice.say('Ini menu Anda:')}"
    else:
        text = chat.voice.say("Ini menu Anda, {name}.", name=chat.person.name)
    chat.show(Message(text, _rows(chat, due, waiting, clients, reports, (*threads, *attention), survey)))


async def _clients(chat: Chat) -> tuple[Button, ...]:
    """Whom they accompany; a petugas: who is accompanied in the units of the satker."""
    if reach(chat.person.role, Action.SEE, Record.CLIENT) is Reach.NOTHING:
        return ()
    count = await chat.store.clients.count(chat.person)
    label = phrase("Klien saya · {n}") if chat.person.role is Role.AGEN else phrase("Klien · {n}")
    return (chat.button(label, Do.CLIENTS, n=count),) if count else ()


async def _survey(chat: Chat) -> Rows:
    """Once somebody was asked."""
    return ((chat.button("Survei", Do.SURVEY),),) if await chat.store.surveys.any(chat.person) else ()


def _rows(
    chat: Chat, due: int, waiting: int, clients: tuple[Button, ...], reports: Awaiting, urgent: Rows, survey: Rows
) -> Rows:
    report = (chat.button("Catat kegiatan", Do.REPORT),) if may_report(chat) else ()
    tasks = (chat.button("Tugas hari ini · {n}", Do.TASKS, n=due),) if due else ()
    first = [(*report, *tasks)] if report or tasks else []
    drafts = (chat.button("Draf · {n}", Do.DRAFTS, n=waiting),) if waiting else ()
    waits = [(*clients, *drafts)] if clients or drafts else []
    invite = [_agents(chat)] if chat.person.role is Role.PETUGAS else []
    return (
        *urgent,
        *first,
        *waits,
        *_report_rows(chat, reports),
        *_keeping(chat),
        *invite,
        *_overseeing(chat),
        *survey,
        *_hour(chat),
        (chat.button("Bahasa", Do.LANGUAGE), chat.button("Bantuan", Do.HELP)),
    )


def _hour(chat: Chat) -> Rows:
    """For whoever is told of tasks."""
    if reach(chat.person.role, Action.SEE, Record.TASK) is Reach.NOTHING:
        return ()
    return ((chat.button("Jam pengingat", Do.NUDGE_HOUR),),)


def _threads(chat: Chat, threads: Counted) -> Rows:
    """Families who asked for help: first of all, since they wait."""
    if threads.waiting:
        return ((chat.button("Permintaan bantuan · {n}", Do.THREADS, n=threads.waiting),),)
    return ((chat.button("Permintaan bantuan", Do.THREADS),),) if threads.any else ()


async def _attention(chat: Chat) -> Rows:
    """What nobody has done, and this person could see to."""
    if reach(chat.person.role, Action.CHANGE, Record.CONCERN) is Reach.NOTHING:
        return ()
    there = await chat.store.escalations.any(chat.person)
    return ((chat.button("Perlu perhatian", Do.CONCERNS),),) if there else ()


def _report_rows(chat: Chat, reports: Awaiting) -> Rows:
    rows: list[Button] = []
    if reports.returned:
        rows.append(chat.button("Perlu diperbaiki · {n}", Do.FIX, n=reports.returned))
    if reports.unseen:
        rows.append(chat.button("Laporan masuk · {n}", Do.REPORTS, n=reports.unseen))
    elif reports.has_incoming:
        rows.append(chat.button("Laporan masuk", Do.REPORTS))
    if reports.has_own:
        rows.append(chat.button("Laporan saya", Do.MINE))
    return tuple((button,) for button in rows)


def _keeping(chat: Chat) -> Rows:
    """What a petugas keeps."""
    if chat.person.role is not Role.PETUGAS:
        return ()
    forms = chat.button("Formulir", Do.LOCAL_FORMS)
    return ((chat.button("Unit", Do.UNITS), chat.button("Tabel", Do.TABLES), forms),)


def _agents(chat: Chat) -> tuple[Button, ...]:
    return chat.button("Undang agen", Do.INVITE), chat.button("Tulis ke agen", Do.BROADCAST)


def _overseeing(chat: Chat) -> Rows:
    """Figures, for whoever oversees more than one unit."""
    summary, export = chat.button("Ringkasan", Do.DIGEST), chat.button("Ekspor", Do.EXPORT)
    match chat.person.role:
        case Role.PETUGAS:
            return ((summary, chat.button("Angka", Do.FIGURES), export),)
        case Role.BNNP | Role.PUSAT:
            return ((summary, export), (chat.button("Capaian", Do.ATTAINED), chat.button("Angka", Do.FIGURES)))
    return ()


def may_report(chat: Chat) -> bool:
    """Whether there is anything that this person can record."""
    return bool(chat.kit.library.on_offer(chat.person))


async def _to_release(chat: Chat) -> Rows:
    """Forms that wait for this person as the second officer."""
    if reach(chat.person.role, Action.RELEASE, Record.LOCAL_FORM) is Reach.NOTHING:
        return ()
    waiting = await chat.store.local_forms.count_waiting(chat.person)
    return ((chat.button("Formulir menunggu · {n}", Do.LOCAL_WAITING, n=waiting),),) if waiting else ()


def show_help(chat: Chat) -> None:
    """How to get along."""
    chat.session.place = Place.ASIDE
    lines = [
        chat.voice.say("<b>Bantuan</b>"),
        chat.voice.say("/lapor: catat kegiatan"),
        chat.voice.say("/klien: klien dan riwayatnya"),
        chat.voice.say("/tugas: lihat tugas hari ini"),
        chat.voice.say("/draf: lanjutkan yang belum selesai"),
        chat.voice.say("/ekspor: bawa data dan rekap"),
        chat.voice.say("/ringkasan: angka minggu dan bulan"),
        chat.voice.say("/menu: kembali ke menu"),
        chat.voice.say("/batal: berhenti mengisi"),
        chat.voice.say("/bahasa: ganti bahasa"),
        "",
        chat.voice.say("Sinyal hilang? Jawaban yang sudah tercatat tidak hilang."),
        chat.voice.say("Jangan tulis nama, NIK, atau nomor HP klien."),
    ]
    chat.show(Message("\n".join(lines), ((chat.button("Menu", Do.MENU),),)))


def offer_languages(chat: Chat) -> None:
    chat.session.place = Place.ASIDE
    buttons = [
        (chat.labelled(LANGUAGE_NAMES[language], Do.LANGUAGE, subject=1, choice=number),)
        for number, language in enumerate(LANGUAGES)
    ]
    chat.show(Message(chat.voice.say("Pilih bahasa."), tuple(buttons)))


def choose_language(chat: Chat, choice: int) -> None:
    if 0 <= choice < len(LANGUAGES):
        chat.session.language = LANGUAGES[choice]
