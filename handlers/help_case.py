"""/kasus: how the case stands, for whoever asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.aliases import FAMILY
from domain.help_cases import HelpCase, Sender, State
from domain.help_rules import To
from domain.messages import Message, Rows
from domain.presses import Do, Press
from domain.voice import phrase
from handlers import help_front, help_notes, thread_news
from handlers.chat import Chat
from handlers.help_promise import BY_WHEN, said_moment
from handlers.help_survey_offer import survey_offer
from storage.sessions import Place

STANDS = {
    State.WAITING: phrase("Menunggu jawaban petugas."),
    State.TAKEN: phrase("Sudah ada yang memegang permintaan Anda."),
    State.CLOSED: phrase("Obrolan dengan petugas sudah ditutup."),
}
TOLD = {
    To.SECOND: phrase("Petugas pengganti sudah diberi tahu."),
    To.HEAD: phrase("Atasan petugas sudah diberi tahu."),
    To.OVERSEERS: phrase("BNN provinsi sudah diberi tahu."),
}


async def show(chat: Chat, _press: Press | None = None) -> None:
    """Where it stands, and what can be done."""
    case = chat.case
    if not case.was_asked:
        await help_front.show(chat, chat.voice.say("Anda belum bertanya apa-apa."))
        return
    chat.session.place = Place.THREAD if case.is_open else Place.ASIDE
    alias = chat.voice.say(FAMILY, alias=case.alias or "")
    lines = [
        f"<b>{alias}</b>",
        chat.voice.say("Petugas memanggil Anda dengan nama samaran ini."),
        "",
        chat.voice.say(STANDS[case.state]),
    ]
    lines += await _promise(chat, case)
    if case.silent:
        lines.append(chat.voice.say("Anda minta tidak dikirimi pesan. Balasan menunggu di sini."))
    lines += help_front.unsent_lines(chat)
    unseen = await chat.store.help_messages.unseen(case.id, Sender.STAFF)
    chat.show(Message("\n".join(lines), _buttons(chat, case, len(unseen))))


async def _promise(chat: Chat, case: HelpCase) -> list[str]:
    if not case.is_open or case.promised_at is None:
        return []
    if case.promised_at < chat.now:
        return [await late(chat, case, case.promised_at)]
    until = await said_moment(chat, case.promised_at, case.satker)
    return [chat.voice.say(BY_WHEN, moment=until)]


async def late(chat: Chat, case: HelpCase, promised_at: datetime) -> str:
    """The promise has passed; and who was told of it, if anybody was."""
    until = await said_moment(chat, promised_at, case.satker)
    said = chat.voice.say("Maaf, jawabannya terlambat. Seharusnya paling lambat {until}.", until=until)
    steps = chat.kit.help_rules.steps
    if not 0 < case.level <= len(steps):
        return said
    return f"{said} {chat.voice.say(TOLD[steps[case.level - 1].to])}"


def _buttons(chat: Chat, case: HelpCase, unseen: int) -> Rows:
    read = (chat.button("Baca balasan · {n}", Do.HELP_READ, n=unseen),) if unseen else ()
    read = read or (chat.button("Balasan terakhir", Do.HELP_READ),)
    quiet = chat.button("Boleh kirim pesan", Do.HELP_SOUND) if case.silent else None
    quiet = quiet or chat.button("Jangan kirim pesan dulu", Do.HELP_SILENT)
    end = chat.button("Tutup", Do.HELP_CLOSE) if case.is_open else chat.button("Buka lagi", Do.HELP_REOPEN)
    write = (chat.button("Tulis pesan", Do.HELP_REPLY),) if case.is_open else ()
    return (
        *(help_front.unsent_rows(chat) if case.is_open else ()),
        read,
        (*write, end),
        *survey_offer(chat),
        *_receipt(chat),
        (quiet,),
        (chat.button("Bersihkan obrolan", Do.HELP_CLEAR), chat.button("Hapus saya", Do.HELP_ERASE)),
        (chat.button("Kembali", Do.HELP_HOME),),
    )


def _receipt(chat: Chat) -> Rows:
    """As long as it was not written down."""
    waits = help_notes.get(chat, help_notes.RECEIPT) is not None
    return ((chat.button("Kode untuk HP lain", Do.HELP_RECEIPT),),) if waits else ()


async def set_silent(chat: Chat, press: Press) -> None:
    """No messages, please; or: messages are welcome again."""
    silent = press.do is Do.HELP_SILENT
    await chat.store.help.change(chat.case.id, silent=silent)
    chat.session.help = replace(chat.case, silent=silent)
    await show(chat)


async def ask_to_close(chat: Chat, _press: Press) -> None:
    chat.session.place = Place.ASIDE
    sure = chat.button("Ya, tutup", Do.HELP_CLOSE_SURE)
    days = chat.kit.help_rules.keeping.erase_closed_days
    chat.say(
        "Tutup obrolan dengan petugas? Semuanya terhapus sendiri {n} hari sesudahnya.",
        (sure, chat.button("Tidak jadi", Do.HELP_CASE)),
        n=days,
    )


async def close(chat: Chat, _press: Press) -> None:
    """It is over, as far as they are concerned."""
    if chat.case.is_open:
        chat.session.help = await thread_news.close(chat, chat.case)
    await show(chat)
