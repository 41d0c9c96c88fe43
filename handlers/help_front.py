"""The first screen of the help bot: what this is, who reads it, and what nobody can hide.

What shows first, also on a locked screen, names neither BNN nor drugs.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.hotlines import Scope, laid_out
from domain.messages import Button, Message, Rows, Wrote
from domain.presses import Do, Press
from domain.voice import escaped, phrase
from handlers import help_lines, help_notes
from handlers.chat import Chat, rows
from handlers.help_notes import Told
from storage.drafts import Draft
from storage.sessions import Place

POSTER = "u_"  # begins the parameter of a poster's link; the ten digits of its unit follow
DIGITS = 10
LONGEST_QUOTE = 700


async def show(chat: Chat, above: str = "") -> None:
    """The first screen. `above` is a sentence to say first."""
    chat.session.place, chat.session.draft_id = Place.MENU, None
    say = chat.voice.say
    numbers = laid_out(await help_lines.lines(chat, [Scope.MEDICAL]), chat.voice.language)
    lines = [
        *([above, ""] if above else []),
        say("Halo. Di sini Anda bisa bertanya, untuk keluarga atau untuk diri sendiri."),
        "",
        f"<b>{say('Ada bahaya sekarang? Hubungi:')}</b>",
        numbers,
        "",
        say("Ini tempat bertanya soal rehabilitasi narkoba."),
        say("• Yang membaca: petugas rehabilitasi BNN, bukan bagian penindakan."),
        say("• Petugas melihat nama samaran, bukan akun Anda. Nama dan nomor HP tidak perlu."),
        say("• Kami tidak menanyakan bandar atau tempat."),
        say("• Bertanya di sini gratis. Ini belum wajib lapor."),
        say("• Telegram, dan orang yang memegang HP Anda, tetap bisa melihat obrolan ini."),
        *await _by_poster(chat),
        *_written(chat),
    ]
    chat.show(Message("\n".join(lines), await _buttons(chat)))


async def _by_poster(chat: Chat) -> list[str]:
    """That a poster tells where they are: nobody is to learn that without their knowing."""
    code = None if chat.case.is_open else help_notes.get(chat, help_notes.UNIT)
    unit = await chat.store.places.unit(code) if code is not None else None
    if unit is None:
        return []
    return ["", chat.voice.say("Anda datang lewat poster {unit}. Petugas melihat nama itu.", unit=unit.name)]


async def forget_poster(chat: Chat, _press: Press) -> None:
    """[Jangan sebut posternya]: of the area only the kabupaten is known from now on."""
    help_notes.drop(chat, help_notes.UNIT)
    await show(chat)


def _written(chat: Chat) -> list[str]:
    unsent = unsent_lines(chat)
    return ["", *unsent] if unsent else []


def unsent_lines(chat: Chat) -> list[str]:
    """That something was sent to nobody yet. It is not quoted: somebody else may hold the phone."""
    there = {
        phrase("Ada tulisan Anda yang belum dikirim."): help_notes.told(chat),
        phrase("Ada foto Anda yang belum dikirim."): help_notes.pictures(chat),
        phrase("Ada rekaman suara Anda yang belum dikirim."): help_notes.get(chat, help_notes.VOICES),
    }
    return [chat.voice.say(said) for said, waiting in there.items() if waiting]


def unsent_rows(chat: Chat) -> Rows:
    """What can be done with it."""
    if not unsent_lines(chat):
        return ()
    return ((chat.button("Kirim ke petugas", Do.HELP_ASK), chat.button("Buang", Do.HELP_REWRITE)),)


def quoted(texts: Sequence[Told]) -> str:
    joined = " ".join(each.text for each in texts)
    return f"“{escaped(joined[:LONGEST_QUOTE])}{'…' if len(joined) > LONGEST_QUOTE else ''}”"


async def _buttons(chat: Chat) -> Rows:
    case = ((chat.button("Kasus saya", Do.HELP_CASE),),) if chat.case.is_open else ()
    survey = await survey_begun(chat)
    return (
        *case,
        *(((chat.button("Lanjutkan survei", Do.RESUME, survey.id),),) if survey is not None else ()),
        (await _ask(chat), chat.button("Tanya jawab", Do.HELP_FAQ)),
        *_throw_away(chat),
        *_no_poster(chat),
        (chat.button("Darurat", Do.HELP_LINES), chat.button("Apa artinya?", Do.HELP_MEANS)),
        (chat.button("Bersihkan obrolan", Do.HELP_CLEAR), chat.button("Hapus saya", Do.HELP_ERASE)),
    )


async def asking_begun(chat: Chat) -> Draft | None:
    """The draft of asking, if one is open."""
    return await _open_draft(chat, help_notes.DRAFT)


async def survey_begun(chat: Chat) -> Draft | None:
    """That of a survey."""
    return await _open_draft(chat, help_notes.SURVEY)


async def _open_draft(chat: Chat, note: str) -> Draft | None:
    key = help_notes.get(chat, note)
    draft = await chat.store.drafts.find(key, chat.owner) if key is not None else None
    return draft if draft is not None and draft.is_open else None


async def _ask(chat: Chat) -> Button:
    if await asking_begun(chat) is not None:
        return chat.button("Lanjutkan", Do.HELP_ASK)
    return chat.button("Kirim ke petugas" if unsent_lines(chat) else "Minta bantuan", Do.HELP_ASK)


def _throw_away(chat: Chat) -> Rows:
    return ((chat.button("Buang yang belum dikirim", Do.HELP_REWRITE),),) if unsent_lines(chat) else ()


def _no_poster(chat: Chat) -> Rows:
    came_by_one = not chat.case.is_open and help_notes.get(chat, help_notes.UNIT) is not None
    return ((chat.button("Jangan sebut posternya", Do.HELP_NO_UNIT),),) if came_by_one else ()


async def home(chat: Chat, _press: Press) -> None:
    """Back to the first screen. A question of ours is over; what it was about is not sent, and not lost."""
    help_notes.set_aside(chat)
    await show(chat)


# --- What is written without being asked ----------------------------------------------------------


def keep(chat: Chat, wrote: Wrote) -> None:
    """A text before anything was asked for: it is kept until its person says what is to become of it."""
    help_notes.add_told(chat, Told(wrote.text, wrote.message_id))


async def offer(chat: Chat, word: str = "") -> None:
    """What was kept, as the beginning of asking; to somebody new below what they should know first."""
    if chat.session.place is Place.NOTHING:
        await show(chat)
        return
    chat.session.place = Place.MENU
    lines = [
        *([word, ""] if word else []),
        chat.voice.say("Mau dikirim ke petugas? Belum ada yang membacanya."),
        chat.voice.say("Petugas melihat nama samaran, bukan akun Anda."),
        "",
        *waiting(chat),
    ]
    send = (chat.button("Kirim ke petugas", Do.HELP_ASK),)
    others = (chat.button("Buang", Do.HELP_REWRITE), chat.button("‹ Kembali", Do.HELP_HOME))
    chat.show(Message("\n".join(lines), (send, others)))


def waiting(chat: Chat) -> list[str]:
    """What was kept, to be looked at once more by whoever has just sent it."""
    texts, pictures = help_notes.told(chat), help_notes.pictures(chat)
    counted = [chat.voice.say("Foto: {n}", n=len(pictures))] if pictures else []
    return [*([quoted(texts)] if texts else []), *counted]


# --- Coming in ------------------------------------------------------------------------------------


async def start(chat: Chat, said: str) -> None:
    """/start, perhaps by the link of a poster: its unit tells the area."""
    digits = said.removeprefix(POSTER)
    if said.startswith(POSTER) and digits.isdecimal() and len(digits) == DIGITS:
        await _come_by_poster(chat, f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}")
    help_notes.set_aside(chat)
    await show(chat)


async def _come_by_poster(chat: Chat, code: str) -> None:
    unit = await chat.store.places.unit(code)
    if unit is not None:
        help_notes.put(chat, help_notes.UNIT, unit.code)
        help_notes.put(chat, help_notes.AREA, unit.code[:5])


# --- What somebody can see ------------------------------------------------------------------------


async def explain(chat: Chat, _press: Press) -> None:
    """[Apa artinya?]: who can see what, and what can be done about it."""
    chat.session.place = Place.ASIDE
    say = chat.voice.say
    lines = [
        f"<b>{say('Siapa bisa melihat apa')}</b>",
        say("• Telegram: bahwa Anda mengobrol di sini, dan isinya. Obrolan dengan bot bukan obrolan rahasia."),
        say("• Orang yang memegang HP Anda: seluruh obrolan ini, dan pemberitahuannya."),
        say("• Petugas: nama samaran dan yang Anda tulis. Bukan nama, nomor, atau akun Anda."),
        say("• Pengelola server memegang kunci isinya. Ia bisa memeriksa apakah suatu akun pernah menulis."),
        "",
        f"<b>{say('Yang bisa Anda lakukan')}</b>",
        say("• Kunci HP, dan matikan isi pemberitahuan Telegram."),
        say("• Selesai mengobrol? Tekan Bersihkan obrolan."),
        say("• Tidak mau lanjut? Tekan Hapus saya. Cerita Anda dihapus dari server."),
    ]
    chat.show(Message("\n".join(lines), rows(chat.button("‹ Kembali", Do.HELP_HOME))))
