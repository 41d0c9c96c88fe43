"""The poster of a unit: a code that leads to the help bot.

Its words mark nobody who looks at it, scans it or takes a picture of it: they name neither BNN nor drugs. What a code
tells about a place is said on it, as is what nobody can hide.
"""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from domain.hotlines import Hotlines, numbers_on_paper
from domain.messages import File, Message
from domain.people import Unit
from domain.presses import Press
from domain.voice import INDONESIAN, Voice, phrase
from handlers.chat import Chat
from handlers.help_front import POSTER
from handlers.help_lines import line_of
from handlers.invitations import link
from handlers.kit import HELP
from handlers.menu import show_menu
from handlers.units import NOT_YOURS, own_unit
from reports.poster import Poster, draw
from storage.store import Store

LONGEST_NAME = 60  # letters; as many as always fit above the numbers
TOLD = phrase(
    "Kode ini menyebut {unit} kepada yang menjawab; di layar pertama Anda bisa membatalkannya. "
    "Tautan yang diketik tidak menyebut tempat."
)


async def send(chat: Chat, press: Press) -> None:
    """[Poster] on the card of a unit: the file comes beside the card. It is in the language of whoever passes by."""
    unit = await own_unit(chat, press.subject)
    if unit is None or HELP not in chat.kit.bots:
        await show_menu(chat, chat.voice.say(NOT_YOURS))
        return
    voice, today = chat.kit.voices[INDONESIAN], chat.local.date()
    made = await poster_of(chat.store, unit, chat.kit.bots[HELP], chat.kit.hotlines, voice, today)
    how = chat.voice.say("Poster {unit}, ukuran A4. Cetak, lalu coba dulu kodenya dengan HP Anda.", unit=unit.name)
    chat.beside(Message(how, document=File(file_name(unit), draw(made))))


def file_name(unit: Unit) -> str:
    return f"poster-{unit.code}.pdf"


async def poster_of(store: Store, unit: Unit, bot: str, shipped: Hotlines, voice: Voice, today: date) -> Poster:
    """The poster of a unit, with the numbers that work where it hangs."""
    held = await store.hotlines.lines_for_area(unit.code[:5])
    numbers = numbers_on_paper(shipped.every, map(line_of, held), today)
    return Poster(
        title=voice.plain("Ruang tanya"),
        lines=(voice.plain("Ada yang mengganjal di rumah?"), voice.plain("Bertanya gratis, tanpa nama.")),
        link=link(bot, POSTER + unit.code.replace(".", "")),
        how=voice.plain("Arahkan kamera HP ke kode ini, atau ketik di Telegram:"),
        typed=f"t.me/{bot}",
        small=(
            voice.plain("Telegram, dan orang yang memegang HP Anda, tetap bisa melihat obrolannya."),
            voice.plain(TOLD, unit=shorten(unit.name, LONGEST_NAME, placeholder="…")),
        ),
        emergency=_call(voice, numbers) if numbers else "",
    )


def _call(voice: Voice, numbers: list[str]) -> str:
    either = f" {voice.plain('atau')} ".join(numbers)
    return voice.plain("Nyawa terancam? Telepon {numbers}", numbers=either)
