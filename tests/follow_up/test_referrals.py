"""A referral: with the client's consent, asked about after 3, 7 and 14 days, until it is known what came of it."""

from __future__ import annotations

import pytest

from domain.access import Action
from domain.people import Role
from tests.follow_up.unit import CEMARA, SUNDAY, TERATAI, does, pass_by, person_of
from tests.transcript import Talk

NUMBER = "AMT-2611-0001"


async def refers(
    talk: Talk, client: str = f"Cemara · {CEMARA}", shared: str = "[Tidak ada]", agreed: str = "[Ya]"
) -> None:
    await does(talk, "/lapor", "[Rujukan]", f"[{client}]", "[Hari ini]", "[Puskesmas]", agreed, shared, "[Kirim]")


async def hears_of_it(talk: Talk, arrived: str, status: str = "[Lewati]") -> None:
    """From the first line of the list of tasks."""
    await does(talk, "/tugas", "[1 Cemara]", "[Hari ini]", arrived, status, "[Kirim]")


async def standing(talk: Talk) -> tuple[str, int]:
    """How the referral stands, and since which day after it was made."""
    async with talk.world.store() as store:
        person = await person_of(talk.world, talk)
        listed = await store.datasets.of(person, "referrals.csv", SUNDAY, [NUMBER])
        [row] = [dict(zip(listed.columns, row, strict=True)) for row in listed.rows]
        news = await store.referrals.news_of(NUMBER)
    return row["status"], max(((each.day - SUNDAY).days for each in news), default=0)


async def due_of(talk: Talk) -> list[int]:
    """In how many days after the referral it is asked about."""
    async with talk.world.store() as store:
        client = await store.clients.by_code(await person_of(talk.world, talk), CEMARA, Action.SEE)
        assert client is not None
        listed = await store.tasks.of_client(await person_of(talk.world, talk), client.id)
    return [(each.task.due - SUNDAY).days for each in listed if each.task.kind == "hasil_rujukan"]


async def test_a_referral_is_asked_about_three_times_while_nothing_is_known(rina: Talk) -> None:
    await refers(rina)
    assert await due_of(rina) == [3]
    await pass_by(rina.world, 3)
    await rina.plays("""
        rina: /tugas
        bot: Tugas Anda

             Hari ini
             1 Cemara · K-3MX-9A · rujukan: sudah sampai?
             [1 Cemara] [⋯ 1]
             [Menu]
        rina: [1 Cemara]
        edit: Hasil rujukan · 2 dari 4
              ▰▰▱▱

              Kapan?
              [Hari ini] [Kemarin]
              [Besok]
              [Tanggal lain]
              [‹ Kembali] [Batal]
    """)
    await does(rina, "[Hari ini]", "[Belum tahu]", "[Lewati]")
    await rina.says("[Kirim]")
    assert "Berikutnya: rujukan: sudah sampai?, Minggu 29 Nov." in rina.shown
    await pass_by(rina.world, 4)
    await hears_of_it(rina, "[Belum tahu]")
    assert await due_of(rina) == [14]
    await pass_by(rina.world, 7)
    await hears_of_it(rina, "[Belum tahu]")
    assert await due_of(rina) == []
    assert await standing(rina) == ("dikirim", 14)


async def test_once_it_is_known_nobody_is_asked_again(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 3)
    await hears_of_it(rina, "[Ya, sampai]")
    assert await due_of(rina) == []
    assert await standing(rina) == ("datang", 3)


async def test_a_correction_takes_the_question_back_and_asks_it_again(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 3)
    await hears_of_it(rina, "[Belum tahu]")
    assert await due_of(rina) == [7]
    await does(rina, "[Koreksi]", "[3]", "[Ya, sampai]", "[4]", "[Selesai dilayani]", "[Kirim]")
    assert (await due_of(rina), await standing(rina)) == ([], ("selesai", 3))
    await does(rina, "[Koreksi]", "[3]", "[Belum tahu]", "[4]", "[Kosongkan]", "[Kirim]")
    assert (await due_of(rina), await standing(rina)) == ([7], ("dikirim", 3))


async def test_who_answers_late_is_not_asked_for_a_day_that_has_passed(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 9)
    await hears_of_it(rina, "[Belum tahu]")
    assert await due_of(rina) == [14]


async def test_older_news_that_is_entered_late_does_not_ask_again(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 3)
    await hears_of_it(rina, "[Ya, sampai]", "[Datang]")
    await does(rina, "[Koreksi]", "/menu")
    await does(rina, "/lapor", "[Mulai yang baru]", "[Hasil rujukan]", "[Cemara, Minggu 22 Nov]", "[Kemarin]")
    await does(rina, "[Belum tahu]", "[Lewati]", "[Kirim]")
    assert (await due_of(rina), await standing(rina)) == ([], ("datang", 3))


async def test_a_referral_moved_to_another_day_moves_its_questions(rina: Talk) -> None:
    await refers(rina)
    await does(rina, "[Koreksi]", "[2]", "[Kemarin]", "[Kirim]")
    assert await due_of(rina) == [2]


# --- What a referral needs -----------------------------------------------------------------------


async def test_who_does_not_agree_is_not_referred(rina: Talk) -> None:
    await refers(rina, agreed="[Tidak]")
    assert rina.shown.startswith("⚠ Klien belum setuju dirujuk. Rujukan ini menunggu sampai klien setuju.")
    await does(rina, "[Ya]", "[Kirim]")
    assert rina.shown.startswith("✅ Tercatat.")


@pytest.mark.parametrize(("client", "goes"), [(f"Teratai · {TERATAI}", False), (f"Cemara · {CEMARA}", True)])
async def test_nothing_is_shared_without_consent_to_that(rina: Talk, client: str, goes: bool) -> None:
    await refers(rina, client, shared="[Kode dan risiko]")
    refused = "⚠ Klien belum setuju datanya dibagikan. Pilih yang tidak membagikan data."
    assert rina.shown.startswith("✅ Tercatat." if goes else refused)


async def test_what_is_heard_of_a_referral_belongs_to_its_client(rina: Talk) -> None:
    """Otherwise everybody in the unit could read it as an activity."""
    await refers(rina)
    await pass_by(rina.world, 3)
    await hears_of_it(rina, "[Belum tahu]")
    async with rina.world.store() as store:
        sent = await store.submissions.newest("AMT-2611-0002")
        client = await store.clients.by_code(await person_of(rina.world, rina), CEMARA)
    assert sent is not None
    assert client is not None
    assert sent.client == client.id


async def test_the_referral_of_somebody_elses_client_cannot_be_reported_on(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 3)
    await does(rina, "/tugas", "[1 Cemara]", "[Hari ini]", "[Belum tahu]", "[Lewati]")
    joko = await person_of(rina.world, await rina.world.joined("Joko"))
    await rina.world.sql("update clients set agent = :joko", joko=joko.id)
    rina.world.running.kit.warm.clear()
    await rina.says("[Kirim]")
    assert "Tercatat" not in rina.shown


async def test_a_petugas_who_looks_at_an_outcome_sees_the_code_and_not_the_word(rina: Talk) -> None:
    await refers(rina)
    await pass_by(rina.world, 3)
    await hears_of_it(rina, "[Belum tahu]")
    budi = await rina.world.joined("Budi", Role.PETUGAS)
    await does(budi, "/menu", "[Laporan masuk · 2]", "[1]")
    assert "Hasil rujukan" in budi.shown
    assert "K-3MX-9A" in budi.shown
    assert "Cemara" not in budi.shown
