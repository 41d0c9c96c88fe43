"""Going on from another phone, with the receipt."""

from __future__ import annotations

from tests.help.answering import a_petugas, taken
from tests.help.saying import messages, notes, say_all
from tests.transcript import Talk
from tests.world import World


def receipt(talk: Talk) -> str:
    """The code as it stands in the chat."""
    shown = next(m.text for m in reversed(talk.chat.messages) if m.text.startswith("Ini kode untuk melanjutkan"))
    return shown.splitlines()[-1]


async def test_a_case_goes_on_on_another_phone_and_nothing_that_was_written_is_lost(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    before = await small_help.case_of(melati)
    phone = Talk(small_help, "Mawar", small_help.help)
    await say_all(phone, "/start", "HP saya diambil suami", receipt(melati), "[Pindahkan ke HP ini]")
    assert (await small_help.case_of(phone)).id == before.id
    assert (await notes(small_help, phone))["area"] == "19.71"
    await say_all(phone, "/start")
    assert "Ada tulisan Anda yang belum dikirim." in phone.shown
    await phone.says("[Kirim ke petugas]")
    assert "HP saya diambil suami" in dewi.shown
    assert [message.text for message in await messages(small_help, phone)][-1] == "HP saya diambil suami"
    await melati.says("/kasus")
    assert melati.shown.startswith("Anda belum bertanya apa-apa.")


async def test_asking_again_on_the_new_phone_leaves_its_receipt_as_it_was_written_down(small_help: World) -> None:
    melati = await taken(small_help, await a_petugas(small_help, "Dewi"))
    phone = Talk(small_help, "Mawar", small_help.help)
    await say_all(phone, "/start", receipt(melati), "[Pindahkan ke HP ini]")
    code = receipt(phone)
    await say_all(phone, "/start", "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]", "[Kapan saja]")
    await say_all(phone, "[Lewati]", "[Kirim]")
    assert receipt(phone) == code
