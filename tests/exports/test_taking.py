"""/ekspor, from the question to the file: what is in it, for whom, and what is noted."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from textwrap import dedent

import pytest

from bot.makers import export
from bot.makers.taking import Taking
from domain.people import Role
from domain.presses import Do, Press, pack
from storage import exporting
from tests.exports.taking import NOTE, as_rows, received, sheets, tables, unpacked
from tests.programme import TERATAI, rows, say_all
from tests.reports.paper import printed
from tests.transcript import Talk
from tests.world import AIR_MESU, BARUGA, World

SUNDAY = datetime(2026, 11, 22)  # noqa: DTZ001  # spreadsheets know no zones
FIXED = ["Nomor", "Versi", "Keadaan", "Tanggal", "Dikirim", "Unit", "Nama unit", "Pelapor", "Klien"]


async def takes(talk: Talk, *lines: str) -> tuple[str, bytes]:
    await say_all(talk, "/ekspor", *lines, "[Buat]")
    talk.hears()
    return received(talk)


async def noted(world: World) -> list[tuple[str, str]]:
    """What the audit says of exports."""
    found = await rows(world, "select record, subject from audit where action = 'export' order by number")
    return [(record, subject) for record, subject in found]


async def test_a_petugas_chooses_what_when_and_where(rina: Talk, budi: Talk) -> None:
    await say_all(budi, "/menu", "/ekspor")
    budi.hears()
    assert (
        budi.shown
        == dedent("""
        Ekspor
        Apa yang mau dibawa?
        [Tabel (XLSX)]
        [Tabel (CSV)]
        [Rekap bulanan (PDF)]
        [Menu]""").strip()
    )
    await budi.plays("""
        budi: [Tabel (XLSX)]
        edit: Tabel (XLSX)
              Masa yang mana?
              [Bulan ini]
              [Bulan lalu]
              [Tahun ini]
              [Semua]
              [‹ Ekspor] [Menu]
        budi: [Bulan ini]
        edit: Tabel (XLSX) · 1 Nov – 22 Nov 2026
              Unit yang mana?
              [Semua unit]
              [Air Mesu Timur]
              [Kace]
              [‹ Ekspor] [Menu]
        budi: [Semua unit]
        edit: Tabel (XLSX) · Semua unit · 1 Nov – 22 Nov 2026

              Isinya laporan, klien dengan kodenya, dan angka.
              Tanpa nama, catatan, foto, dan nomor telepon.
              Rahasia: untuk petugas dan agen yang bersangkutan. Jangan teruskan ke grup.
              Pembuatannya dicatat.
              [Buat]
              [‹ Ekspor] [Menu]
    """)
    await budi.says("[Buat]")
    assert "(berkas) Tabel (XLSX) · BNNK Pangkalpinang (BNNK-PGK)" in budi.shown
    assert "Rahasia. Jangan diteruskan ke grup." in budi.shown


async def test_a_workbook_has_a_sheet_for_each_form_and_says_what_everything_means(rina: Talk, budi: Talk) -> None:
    name, content = await takes(budi, "[Tabel (XLSX)]", "[Bulan ini]", "[Semua unit]")
    book = sheets(content)
    assert name == "suar-BNNK-PGK-2026-11-01-2026-11-22.xlsx"
    assert list(book) == ["Keterangan", "Klien", "Indikator", "Klien baru", "Pemantauan", "Persetujuan"]
    (client,) = as_rows(book["Klien"])
    assert client["Kode"] == TERATAI
    assert (client["Agen"], client["Golongan umur"], client["Klien sejak"]) == ("AMT-01", "26–40 tahun", SUNDAY)
    (check_in,) = as_rows(book["Pemantauan"])
    assert list(check_in)[: len(FIXED)] == FIXED
    assert (check_in["Nomor"], check_in["Klien"], check_in["Kondisi"]) == ("AMT-2611-0003", TERATAI, "Baik")
    assert check_in["Dikirim"] == datetime(2026, 11, 22, 19, 5)  # noqa: DTZ001  # by the clock in the unit
    about = {row["Kolom"]: row["Arti"] for row in as_rows(book["Keterangan"])}
    assert about["Keadaan per"] == "22 Nov 2026, 19.05 WIB"
    assert about["Kondisi"] == "Bagaimana kondisi klien?"
    counted = {row["Penghitung"]: row["Jumlah"] for row in as_rows(book["Indikator"])}
    assert counted["pemantauan.kondisi.baik"] == 1


async def test_csv_comes_as_a_zip_of_tables(rina: Talk, budi: Talk) -> None:
    name, content = await takes(budi, "[Tabel (CSV)]", "[Semua]", "[Air Mesu Timur]")
    found = tables(content)
    assert name == f"suar-{AIR_MESU}-2026-11-22.zip"
    assert set(found) == {f"{name}.csv" for name in (
        "klien", "indikator", "klien_baru", "pemantauan", "persetujuan", "keterangan"
    )}  # fmt: skip
    assert found["pemantauan.csv"][0]["Kondisi"] == "Baik"


async def test_an_agent_takes_along_their_own_and_is_not_asked_which_unit(programme_world: World, rina: Talk) -> None:
    sari = await programme_world.joined("Sari")  # of the same unit
    name, content = await takes(sari, "[Tabel (XLSX)]", "[Semua]")
    assert list(sheets(content)) == ["Keterangan", "Klien", "Indikator"]
    assert TERATAI.encode() not in unpacked(content)
    name, content = await takes(rina, "[Tabel (XLSX)]", "[Semua]")
    assert name == "suar-AMT-01-2026-11-22.xlsx"
    assert [row["Kode"] for row in as_rows(sheets(content)["Klien"])] == [TERATAI]
    about = {row["Kolom"]: row["Arti"] for row in as_rows(sheets(content)["Keterangan"])}
    assert about["Cakupan"] == f"Air Mesu Timur ({AIR_MESU}), laporan dan klien AMT-01 saja"


@pytest.mark.parametrize("kind", ["[Tabel (XLSX)]", "[Tabel (CSV)]"])
async def test_neither_words_nor_names_go_out(rina: Talk, budi: Talk, kind: str) -> None:
    assert NOTE in await _written(rina)
    for talk, where in ((rina, ()), (budi, ("[Semua unit]",))):
        _, content = await takes(talk, kind, "[Semua]", *where)
        inside = unpacked(content).decode("utf-8", "replace")
        assert TERATAI in inside  # it is looked for in what is really there
        for secret in (NOTE, "beranda", "Teratai", "Rina", "Budi"):
            assert secret not in inside, secret


async def _written(rina: Talk) -> str:
    """What stands in the reports."""
    async with rina.world.store() as store:
        found = [await store.submissions.newest(f"AMT-2611-000{n}") for n in (1, 2, 3)]
    return "".join(each.instance.decode() for each in found if each is not None)


async def test_every_file_stands_in_the_audit_with_its_rows(programme_world: World, rina: Talk, budi: Talk) -> None:
    await takes(budi, "[Tabel (XLSX)]", "[Bulan ini]", "[Semua unit]")
    await takes(rina, "[Rekap bulanan (PDF)]", "[Nov 2026]")
    (record, subject), (recap, recapped) = await noted(programme_world)
    place, days, counted = subject.split(":")
    assert (record, place, days) == ("xlsx", "BNNK-PGK", "2026-11-01..2026-11-22")
    assert int(counted) > 3
    assert (recap, recapped.split(":")[:2]) == ("recap", [AIR_MESU, "2026-11-01..2026-11-30"])


async def test_what_is_not_given_is_not_noted(
    programme_world: World, rina: Talk, budi: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(taking: Taking, path: object) -> dict[str, int]:
        raise OSError

    monkeypatch.setitem(export.MAKERS, "xlsx", broken)  # type: ignore[arg-type]
    await say_all(budi, "/ekspor", "[Tabel (XLSX)]", "[Semua]", "[Semua unit]", "[Buat]")
    assert await noted(programme_world) == []


async def test_an_overseer_takes_along_no_rows_and_no_small_counts(programme_world: World, rina: Talk) -> None:
    pusat = await programme_world.joined("Ratna", Role.PUSAT)
    bnnp = await programme_world.joined("Tono", Role.BNNP)
    programme_world.move(timedelta(days=20))  # the month is over
    for talk, name in ((bnnp, "suar-19-2026-12-12.xlsx"), (pusat, "suar-PUSAT-01-2026-12-12.xlsx")):
        await talk.says("/ekspor")
        assert "Rekap" not in talk.shown
        made, content = await takes(talk, "[Tabel (XLSX)]", "[Semua]")
        book = sheets(content)
        assert (made, list(book)) == (name, ["Keterangan", "Indikator"])
        assert TERATAI.encode() not in unpacked(content)
        counted = as_rows(book["Indikator"])
        assert {row["Bulan"] for row in counted} == {"2026-11"}
        of_people = [row["Jumlah"] for row in counted if row["Penghitung"].startswith("klien_baru")]
        assert of_people
        assert set(of_people) == {None}


async def test_a_month_that_goes_on_is_in_no_file_of_an_overseer(programme_world: World, rina: Talk) -> None:
    bnnp = await programme_world.joined("Tono", Role.BNNP)
    _, content = await takes(bnnp, "[Tabel (XLSX)]", "[Semua]")
    assert len(sheets(content)["Indikator"]) == 1


async def test_forged_buttons_give_nobody_more(programme_world: World, rina: Talk, budi: Talk) -> None:
    bnnp = await programme_world.joined("Tono", Role.BNNP)
    key, recap = programme_world.running.database.keyring.press, 2 + 10  # of this month
    for talk, unit in ((bnnp, AIR_MESU), (budi, BARUGA), (rina, BARUGA)):
        await talk.says("/menu")
        press = Press(Do.EXPORT_MAKE, int(unit.replace(".", "")), choice=recap)
        forged = pack(press, programme_world.who(talk), key)
        talk.person.press(talk.bot, data=forged, message_id=talk.chat.answer.id)
        await programme_world.quiet()
        assert not any("document" in message.media for message in talk.chat.messages)
    assert await rows(programme_world, "select count(*) from orders") == [(0,)]  # it was not even begun
    assert await noted(programme_world) == []


async def test_a_long_export_shows_how_far_it_is(rina: Talk, budi: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    said: list[tuple[int, int]] = []
    real = export.make_tables

    async def listened(taking: Taking, path: object) -> dict[str, object]:
        async def far(done: int, whole: int) -> None:
            said.append((done, whole))

        from dataclasses import replace

        return await real(replace(taking, far=far), path)  # type: ignore[arg-type]

    monkeypatch.setitem(export.MAKERS, "xlsx", listened)  # type: ignore[arg-type]
    await takes(budi, "[Tabel (XLSX)]", "[Semua]", "[Semua unit]")
    assert said == [(1, 3), (2, 3), (3, 3)]


# --- What is printed ------------------------------------------------------------------------------


async def test_a_recap_counts_what_was_done_and_who_was_accompanied(rina: Talk, budi: Talk) -> None:
    name, content = await takes(budi, "[Rekap bulanan (PDF)]", "[Nov 2026]", "[Air Mesu Timur]")
    assert name == f"suar-rekap-{AIR_MESU}-2026-11.pdf"
    text = " ".join(page_texts(content))
    assert "Rekap bulanan unit IBM: Nov 2026" in text
    assert f"Unit Air Mesu Timur ({AIR_MESU}), BNNK Pangkalpinang" in text
    assert "Pemantauan 1 1 Sesekali" in text
    assert "Rujukan 0 0 Tidak pernah" in text
    assert "Jumlah 1 1 0" in text
    assert "Perempuan 1 1 0" in text
    assert "Belum diskrining 1 1 0" in text


async def test_a_recap_of_a_month_before_has_none_of_what_came_later(rina: Talk, budi: Talk) -> None:
    _, content = await takes(budi, "[Rekap bulanan (PDF)]", "[Okt 2026]", "[Air Mesu Timur]")
    text = " ".join(page_texts(content))
    assert "Jumlah 0 0 0" in text
    assert "Pemantauan 0 0 Tidak pernah" in text


async def test_the_agents_of_a_unit_read_its_recap(rina: Talk) -> None:
    name, content = await takes(rina, "[Rekap bulanan (PDF)]", "[Nov 2026]")
    assert name == f"suar-rekap-{AIR_MESU}-2026-11.pdf"
    assert "Jumlah 1 1 0" in " ".join(page_texts(content))


async def test_the_sheet_for_sirena_has_lines_for_what_suar_does_not_know(
    programme_world: World, rina: Talk, budi: Talk
) -> None:
    for talk in (rina, budi):
        await say_all(talk, f"/klien {TERATAI}", "[Lembar SIRENA]")
        name, content = received(talk)
        paper = printed(content)
        assert name == f"suar-sirena-{TERATAI}.pdf"
        for known in (
            TERATAI,
            "BNNK Pangkalpinang (BNNK-PGK)",
            "perempuan, 26–40 tahun",
            "Skrining terakhir belum ada",
        ):
            assert known in paper.text, known
        assert re.search(r"Nama NIK / jenis identitas Tempat, tanggal lahir Alamat Telepon", paper.text)
        assert "Teratai" not in paper.text
        assert "Rina" not in paper.text
    assert await noted(programme_world) == [("handoff", f"{TERATAI}:2026-11-22..2026-11-22:1")] * 2


async def test_of_who_has_not_agreed_to_share_there_is_no_sheet(
    programme_world: World, rina: Talk, budi: Talk
) -> None:
    await say_all(budi, f"/klien {TERATAI}")
    await programme_world.sql("update consents set share = false")
    await say_all(budi, "[Lembar SIRENA]")
    assert "document" not in budi.chat.answer.media
    assert await rows(programme_world, "select count(*) from orders") == [(0,)]
    await say_all(budi, f"/klien {TERATAI}")
    assert "[Lembar SIRENA]" not in budi.shown
    assert await noted(programme_world) == []


def page_texts(pdf: bytes) -> list[str]:
    import pypdfium2

    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]
