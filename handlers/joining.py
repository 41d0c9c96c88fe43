"""Joining: an invitation, what the person wants to be called, and the pledge of confidentiality."""

from __future__ import annotations

from conversations.engine import Word
from domain.messages import Message, Pressed, Wrote
from domain.people import Role
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.voice import phrase
from handlers.chat import Chat
from handlers.invitations import digest_of
from handlers.menu import show_menu
from handlers.private import take_out
from storage.people import Invited
from storage.sessions import Place

LONGEST_NAME = 40
LONGEST_ON_A_BUTTON = 16
TITLES = ("{name}", "Bu {name}", "Pak {name}", "Kak {name}")
ROLES = {
    Role.AGEN: phrase("Agen Pemulihan"),
    Role.PETUGAS: phrase("Petugas Pendamping"),
    Role.BNNP: phrase("Pengawas BNNP"),
    Role.PUSAT: phrase("BNN Pusat"),
}


async def greet(chat: Chat, token: str) -> None:
    """Somebody opened the bot, perhaps with an invitation."""
    if not token:
        await take_anything(chat)
        return
    invited = await _usable(chat, digest_of(token))
    if invited is None:
        return
    chat.session.place = Place.JOINING
    chat.session.notes = {"invite": digest_of(token).hex(), "ask": "name", "first": _first_name(chat)}
    _ask_name(chat)


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """While joining, a text is the name; from a stranger it is nothing."""
    private = private_number(wrote.text)
    if chat.session.place is not Place.JOINING:
        turn_away(chat)
    elif private is not None:
        await repeat(chat, take_out(chat, wrote.message_id, private))
    elif chat.session.notes.get("ask") == "name":
        await _take_name(chat, wrote.text)
    else:
        await _ask_pledge(chat)


async def take_anything(chat: Chat) -> None:
    """What is neither text nor button: whoever is joining sees again what is asked."""
    if chat.session.place is Place.JOINING:
        await _show(chat)
    else:
        turn_away(chat)


async def take_press(chat: Chat, press: Press) -> None:
    if chat.session.place is not Place.JOINING:
        turn_away(chat)
    elif press.do is Do.CALL_ME and chat.session.notes.get("first"):
        await _take_name(chat, TITLES[press.choice % len(TITLES)].format(name=chat.session.notes["first"]))
    elif press.do is Do.WRITE_NAME:
        chat.say("Tulis nama panggilan Anda, lalu kirim.")
    elif press.do is Do.PLEDGE and chat.session.notes.get("name"):
        await _join(chat)
    elif press.do is Do.READ_PLEDGE:
        await _read_pledge(chat)
    else:
        await _show(chat)


async def repeat(chat: Chat, word: Word) -> bool:
    """Say a word, and show again what somebody who is joining was at. False for everybody else."""
    if chat.session.place is not Place.JOINING:
        return False
    await _show(chat, chat.voice.say(word.phrase, **word.gaps))
    return True


async def _show(chat: Chat, above: str = "") -> None:
    if chat.session.notes.get("ask") == "name":
        _ask_name(chat, above)
    else:
        await _ask_pledge(chat, above)


def turn_away(chat: Chat) -> None:
    """One polite sentence, with the way to get invited, and nothing else. In a flood, not even that."""
    if chat.hushed or isinstance(chat.incoming.event, Pressed):
        return
    chat.say("Bot ini untuk Agen Pemulihan dan petugas; mintalah tautan undangan kepada petugas pendamping Anda.")


async def _usable(chat: Chat, digest: bytes) -> Invited | None:
    """The invitation if it can still be used; otherwise the person is told why not."""
    invited = await chat.store.invites.find(digest, chat.now)
    if invited is None:
        turn_away(chat)
    elif invited.used:
        _say_used(chat)
    elif invited.expired:
        chat.say("Undangan ini sudah lewat masanya. Mintalah yang baru kepada petugas pendamping Anda.")
    else:
        return invited
    chat.session.place = Place.NOTHING
    chat.session.notes = {}
    return None


def _say_used(chat: Chat) -> None:
    chat.session.place = Place.NOTHING
    chat.session.notes = {}
    chat.say("Undangan ini sudah dipakai. Mintalah yang baru kepada petugas pendamping Anda.")


def _first_name(chat: Chat) -> str:
    """The first word of what Telegram says: more does not fit on a button beside a title."""
    words = chat.incoming.first_name.split()
    name = words[0][:LONGEST_ON_A_BUTTON] if words else ""
    return name if private_number(name) is None else ""


def _ask_name(chat: Chat, above: str = "") -> None:
    name = chat.session.notes.get("first", "")
    offered = [title.format(name=name) for title in TITLES] if name else []
    buttons = [chat.labelled(each, Do.CALL_ME, choice=n) for n, each in enumerate(offered)]
    pairs = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    text = chat.voice.say("Selamat datang di Suar.\nAnda ingin dipanggil apa?")
    chat.show(
        Message(f"{above}\n\n{text}" if above else text, (*pairs, (chat.button("Tulis sendiri", Do.WRITE_NAME),)))
    )


async def _take_name(chat: Chat, text: str) -> None:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or name.startswith("/"):  # nobody is called /lapor
        _ask_name(chat, chat.voice.say("Tulis nama panggilan saja, paling banyak {most} huruf.", most=LONGEST_NAME))
        return
    chat.session.notes = {**chat.session.notes, "name": name, "ask": "pledge"}
    await _ask_pledge(chat)


async def _ask_pledge(chat: Chat, above: str = "") -> None:
    invited = await _usable(chat, bytes.fromhex(chat.session.notes["invite"]))
    if invited is None:
        return
    name = chat.session.notes["name"]
    lines = [
        *([above, ""] if above else []),
        chat.voice.say("Baik, {name}.", name=name) + " " + _invited_as(chat, invited),
        "",
        chat.voice.say("Sebelum mulai: apa yang Anda catat adalah rahasia klien."),
        chat.voice.say("Jangan tulis nama, NIK, atau nomor HP klien."),
    ]
    chat.show(
        Message(
            "\n".join(lines),
            (
                (chat.button("Saya berjanji menjaga rahasia", Do.PLEDGE),),
                (chat.button("Baca selengkapnya", Do.READ_PLEDGE),),
            ),
        )
    )


def _invited_as(chat: Chat, invited: Invited) -> str:
    role = chat.voice.say(ROLES[invited.invitation.role])
    if invited.by:
        return chat.voice.say(
            "Anda diundang sebagai {role} di {place} oleh {by}.",
            role=role,
            place=invited.place,
            by=invited.by,
        )
    if invited.place:
        return chat.voice.say("Anda diundang sebagai {role} di {place}.", role=role, place=invited.place)
    return chat.voice.say("Anda diundang sebagai {role}.", role=role)


async def _read_pledge(chat: Chat) -> None:
    lines = [
        chat.voice.say("<b>Janji menjaga rahasia</b>"),
        chat.voice.say("• Cerita klien hanya untuk menolong klien."),
        chat.voice.say("• Saya tidak menceritakannya kepada tetangga, keluarga lain, atau aparat."),
        chat.voice.say("• Saya tidak menulis nama, NIK, alamat, atau nomor HP klien."),
        chat.voice.say("• HP saya terkunci. Kalau hilang, saya segera memberi tahu petugas."),
    ]
    chat.show(Message("\n".join(lines), ((chat.button("Saya berjanji menjaga rahasia", Do.PLEDGE),),)))


async def _join(chat: Chat) -> None:
    digest = bytes.fromhex(chat.session.notes["invite"])
    invited = await _usable(chat, digest)
    if invited is None:
        return
    name = chat.session.notes["name"]
    if not await chat.store.invites.use(digest, chat.now):
        _say_used(chat)
        return
    gone = chat.session.person
    if gone is None:
        await chat.store.people.add(chat.session.who, name, invited.invitation, chat.now)
    else:
        await chat.store.people.come_back(gone, name, invited.invitation, chat.now)
    chat.session.person = await chat.store.people.by_who(chat.session.who)
    chat.store.nudges.expect(chat.person.id, "", chat.local.date(), chat.now)  # something may wait for them already
    chat.session.notes = {}
    await show_menu(chat, chat.voice.say("Terima kasih, {name}.", name=name))
