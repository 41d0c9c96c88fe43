"""Transcripts: what people can send in them, and how what bots show is written."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import FormData

from simulator import Bot, Message, Person, Simulator
from simulator.recordings import silence
from tests import attachments
from tests.transcript import Talk, shown
from tests.world import World

from .conftest import TOKEN, Line


@pytest.fixture
def talk(sim: Simulator, bot: Bot, rina: Person) -> Talk:
    world = SimpleNamespace(sim=sim, staff=bot, person=lambda name, language: rina)
    return Talk(cast(World, world), "Rina")


def sent(talk: Talk, line: str) -> Message:
    talk.does(line)
    return cast(Message, talk.chat.last)


def test_people_send_more_than_words(talk: Talk) -> None:
    forward, contact = sent(talk, "(terusan) satu ⏎ dua"), sent(talk, "(kontak)")
    assert (forward.text, forward.is_forwarded) == ("satu\ndua", True)
    assert forward.extras["forward_origin"]["sender_user"]["first_name"] in attachments.STRANGERS
    assert {contact.media["contact"]["first_name"], contact.media["contact"]["phone_number"]} < {
        *attachments.STRANGERS
    }
    assert (sent(talk, "(suara)").media["voice"]["duration"], sent(talk, "(foto)").text) == (2, "")
    assert sent(talk, "(foto rumah)").text == "rumah"


async def test_what_bots_send_shows_what_it_is(talk: Talk, line: Line, rina: Person) -> None:
    talk.hears()
    keys = {"inline_keyboard": [[{"text": "Baca", "callback_data": "x"}]]}
    locked = await line.call(
        "sendMessage", chat_id=rina.id, text="Untuk\nAnda", protect_content=True, reply_markup=keys
    )
    await send(line, "sendVoice", rina, voice=silence(2), caption="Dengar", protect_content="true")
    await send(line, "sendPhoto", rina, photo=attachments.plain_photo())
    await line.call("deleteMessage", chat_id=rina.id, message_id=locked["message_id"])
    talk.hears_only("""
        bot: (terkunci) Untuk
             Anda
             [Baca]
        bot: (terkunci) (suara) Dengar
        bot: (foto)
        gone: (terkunci) Untuk
    """)
    assert shown(talk.chat.answer) == "(foto)"


async def send(line: Line, method: str, to: Person, **fields: Any) -> None:
    form = FormData()
    form.add_field("chat_id", str(to.id))
    for name, value in fields.items():
        form.add_field(name, value, **({"filename": "file.bin"} if isinstance(value, bytes) else {}))
    async with line.session.post(f"{line.url}/bot{TOKEN}/{method}", data=form) as answer:
        assert answer.status == 200, await answer.text()
