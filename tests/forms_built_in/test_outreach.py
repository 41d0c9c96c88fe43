"""Work without a client: outreach, awareness, mapping, advocacy, and what people in the village tell an agent."""

from __future__ import annotations

import pytest

from tests.forms_built_in.lists import MORE_UNITS
from tests.forms_built_in.playing import Report

VISIT = {"tgl": "2026-11-21", "sasaran": "keluarga", "cara": "kunjungan"}
EVENT = {"tgl": "2026-11-21", "tingkat": "rw", "tema": "mengenal_ibm", "peserta_l": "9", "peserta_p": "15"}
MAPPED = {"tgl": "2026-11-21", "tingkat": "ap", "wilayah": "RW 03", "sumber_info": "rt_rw"}
MEETING = {"tgl": "2026-11-21", "pihak": "kades", "topik": "sk dana"}
TOLD = {"tgl": "2026-11-21", "dari": "warga"}


def test_a_visit_is_a_contact_and_no_client() -> None:
    visit = Report("penjangkauan", **VISIT, hasil="pikir_pikir", aman="ya", ulang_tgl="2026-11-28")
    assert visit.can_be_sent
    assert visit.line == "keluarga, pikir-pikir dulu"
    assert visit.counts == {"penjangkauan.sasaran.keluarga": 1, "penjangkauan.hasil.pikir_pikir": 1, "terjangkau": 1}
    assert "klien" not in visit.asked()


def test_who_was_not_met_is_not_reached() -> None:
    assert "terjangkau" not in Report("penjangkauan", **VISIT, hasil="tidak_bertemu").counts


@pytest.mark.parametrize(
    ("outcome", "again"),
    [("bersedia", True), ("pikir_pikir", True), ("tidak_bertemu", True), ("menolak", False), ("darurat", False)],
)
def test_a_next_visit_is_asked_for_where_there_may_be_one(outcome: str, again: bool) -> None:
    assert ("ulang_tgl" in Report("penjangkauan", **VISIT, hasil=outcome).asked()) is again


@pytest.mark.parametrize("day", ["2026-11-15", "2028-01-01"])
def test_the_next_visit_comes_after_this_one(day: str) -> None:
    """Not after today: a visit may be entered, or corrected, when the next one is over already."""
    assert Report("penjangkauan", **VISIT, hasil="bersedia").refuses(ulang_tgl=day).startswith("Tanggalnya sesudah")


@pytest.mark.parametrize("answers", [{"aman": "tidak"}, {"hasil": "darurat"}])
def test_danger_is_answered_with_care_for_the_agent(answers: dict[str, str]) -> None:
    assert "jaga_diri" in Report("penjangkauan", **answers).asked()
    assert "jaga_diri" not in Report("penjangkauan", aman="ya", hasil="menolak").asked()


def test_nobody_cannot_come_along_with_somebody() -> None:
    assert "Tidak ada" in Report("penjangkauan").refuses(ditemani="ap tidak_ada")


@pytest.mark.parametrize("text", ["Ketemu.\nNAMANYA : Budi", "Nama: Budi", "x" * 301])
def test_a_note_with_a_name_is_refused(text: str) -> None:
    assert Report("penjangkauan").refuses(catatan=text) == "Tulis tanpa nama, paling banyak 300 huruf."


def test_a_note_about_plants_is_none_about_people() -> None:
    Report("penjangkauan", catatan="Tanaman: subur, nama baik terjaga")


# --- Awareness -----------------------------------------------------------------------------------


def test_an_event_counts_its_people_by_sex() -> None:
    event = Report("sosialisasi", **EVENT, tertarik="2")
    assert event.can_be_sent
    assert event.line == "RW, 24 peserta"
    assert event.counts == {
        "sosialisasi.tingkat.rw": 1, "sosialisasi.peserta.L": 9, "sosialisasi.peserta.P": 15,
        "sosialisasi.tertarik": 2,
    }  # fmt: skip


@pytest.mark.parametrize("number", ["-1", "1001"])
def test_an_event_has_a_thousand_people_at_most(number: str) -> None:
    assert Report("sosialisasi").refuses(peserta_l=number) == "Tulis angka 0 sampai 1000."


def test_not_more_ask_for_help_than_came() -> None:
    assert Report("sosialisasi", **EVENT).refuses(tertarik="25") == "Jumlahnya tidak lebih dari yang hadir."


def test_a_photo_is_without_clients() -> None:
    event = Report("sosialisasi")
    assert event.live.hint(event.ref("foto")) == "Tanpa wajah klien."


@pytest.mark.parametrize("name", ["sosialisasi", "advokasi", "krisis"])
def test_who_has_one_unit_is_not_asked_for_it(name: str) -> None:
    assert Report(name).value("unit") == "1904062006"
    several = Report(name, {"units": MORE_UNITS})
    assert several.value("unit") == ""
    assert several.ref("unit") in several.live.missing()


# --- Mapping -------------------------------------------------------------------------------------


def test_a_map_holds_estimates_and_nobody() -> None:
    mapped = Report("pemetaan", **MAPPED, perkiraan_jumlah="5_9", golongan_umur="18_24 25_40", zat_dominan="stimulan",
                    dampak="keluarga")  # fmt: skip
    assert mapped.can_be_sent
    assert mapped.line == "dalam desa, perkiraan 5–9 orang"
    assert mapped.counts == {"pemetaan.ap": 1, "pemetaan.zat.stimulan": 1}


def test_where_nobody_uses_there_is_nothing_more_to_ask() -> None:
    mapped = Report("pemetaan", **MAPPED, perkiraan_jumlah="0")
    assert mapped.can_be_sent
    assert not {"golongan_umur", "zat_dominan", "dampak"} & set(mapped.asked())
    assert "zat_dominan" in mapped.give(perkiraan_jumlah="tidak_tahu").asked()


@pytest.mark.parametrize("field", ["wilayah", "layanan_terdekat"])
def test_a_map_takes_no_names(field: str) -> None:
    assert Report("pemetaan").refuses(**{field: "nama: Budi"}).startswith("Tulis tanpa nama")


def test_a_village_that_is_still_to_be_chosen_has_no_unit() -> None:
    assert "unit" in Report("pemetaan", **MAPPED).asked()
    assert "unit" not in Report("pemetaan", **{**MAPPED, "tingkat": "satker"}).asked()


# --- Advocacy ------------------------------------------------------------------------------------


def test_a_meeting_says_with_whom_and_how_it_went() -> None:
    meeting = Report("advokasi", **MEETING, hasil="proses", tindak_lanjut_tgl="2026-12-01")
    assert meeting.can_be_sent
    assert meeting.line == "kades/lurah, masih diproses"
    assert meeting.counts == {"advokasi.proses": 1}
    assert meeting.refuses(tindak_lanjut_tgl="2026-11-20")


# --- What people tell ----------------------------------------------------------------------------


def test_a_report_from_the_village_names_nobody() -> None:
    told = Report("laporan_warga", **TOLD, tentang="khawatir", tindak_lanjut="penjangkauan")
    assert told.can_be_sent
    assert told.line == "dari warga, khawatir pada seseorang"
    assert "rencana_tgl" in told.asked()
    assert "rencana_tgl" not in told.give(tindak_lanjut="petugas").asked()


def test_dealing_is_no_work_of_an_agent() -> None:
    told = Report("laporan_warga", **TOLD, tentang="peredaran")
    assert "184" in told.live.hint(told.ref("bukan_tugas"))
    assert "bukan_tugas" in told.asked()
    assert "bukan_tugas" not in told.give(tentang="khawatir").asked()
