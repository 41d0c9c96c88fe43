"""What a form needs and is not there is said before it starts; and the same button leads to the same draft."""

from __future__ import annotations

import pytest

from domain.people import Invitation, Role, Satker
from handlers.invitations import invite
from tests.programme import consents, menu, opens_client, say_all
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


async def test_a_form_about_a_client_needs_a_client(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Tentang klien ›]")
    rina.hears()
    await rina.plays(
        """
        rina: [Pemantauan]
        edit: Belum ada klien. Mulai dari persetujuan.
              [Persetujuan]
              [Menu]
        rina: [Persetujuan]
        edit: Persetujuan · 1 dari kira-kira 3
              ▰▱▱

              Kapan persetujuannya?
              [Hari ini] [Kemarin]
              [Tanggal lain]
              [Batal]
        """
    )


async def test_a_new_client_without_a_consent_begins_with_one(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Klien baru]")
    assert rina.shown.startswith(
        "⚠ Klien baru mulai dari persetujuan. Tanyakan ini dulu.\n\nPersetujuan · 1 dari kira-kira 3"
    )


async def test_the_button_that_began_the_consent_instead_leads_to_it_again(rina: Talk) -> None:
    await rina.says("/lapor")
    offer = rina.chat.answer
    begin = next(button.data for button in offer.buttons if button.label == "Klien baru")
    await say_all(rina, "[Klien baru]", "[Hari ini]")
    rina.person.press(rina.bot, data=begin, message_id=offer.id)
    await rina.world.quiet()
    assert "Bacakan ini. Sudah?" in rina.shown
    assert "[Draf · 1]" in await menu(rina)


async def test_a_new_client_from_the_menu_chooses_among_the_consents(rina: Talk) -> None:
    await consents(rina)
    await say_all(rina, "/lapor", "[Klien baru]")
    assert "Persetujuan yang mana?" in rina.shown
    assert "[Minggu 22 Nov, dewasa]" in rina.shown


async def test_news_of_a_referral_needs_a_referral(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "/lapor", "[Tentang klien ›]", "[Hasil rujukan]")
    assert rina.shown == "Tidak ada rujukan yang menunggu kabar.\n[Rujukan]\n[Menu]"
    await rina.says("[Rujukan]")
    assert "Klien yang mana?" in rina.shown


async def test_a_petugas_without_clients_and_without_units_is_told(programme_world: World) -> None:
    async with programme_world.running.database.transaction() as store:
        await store.places.add_satker(Satker("BNNK-BTG", "BNNK Belitung", "19.02"), SUNDAY_EVENING)
        place = Invitation(Role.PETUGAS, satker="BNNK-BTG")
        await invite(store, "belitung-token", place, None, programme_world.running.clock.now())
    agus = Talk(programme_world, "Agus")
    await say_all(agus, "/start belitung-token", "[Pak Agus]", "[Saya berjanji menjaga rahasia]")
    await say_all(agus, "/lapor", "[Serah terima klien]")
    assert agus.shown == "Belum ada klien di satker Anda.\n[Menu]"
    await say_all(agus, "/lapor", "[Tentang unit ›]", "[Catatan asistensi]")
    assert agus.shown == "Belum ada unit di satker Anda.\n[Menu]"


async def test_the_button_of_a_card_leads_to_the_draft_that_it_began(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", "[Telepon]")
    await say_all(rina, "/klien teratai", "[Pemantauan]")
    assert "Bagaimana kondisi klien?" in rina.shown
    assert "[Draf · 1]" in await menu(rina)
    await say_all(rina, "[Draf · 1]", "[Lanjutkan 1]", "[Baik]", "[Tidak]", "[Kirim]")
    await say_all(rina, "/klien teratai", "[Pemantauan]")
    assert "Kapan pemantauannya?" in rina.shown
