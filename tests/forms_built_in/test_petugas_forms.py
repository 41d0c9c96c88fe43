"""The built-in forms of a petugas: what they ask for, what they work out by themselves, and what they do not take."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.indicators import counted
from conversations.meaning import Meaning, asks_for
from conversations.state import Screen
from tests.conversations.test_engine import Walk
from tests.forms_built_in.lists import ASPECTS
from tests.forms_built_in.made_up import DOBAROT, KACE, TIMUR, Filled, opened
from tests.forms_built_in.playing import built_in

ABOUT_A_UNIT = (
    *("pembentukan", "bimtek", "tahap_unit"),
    *("monitoring_awal", "asistensi", "monitoring_akhir", "hasil_asistensi"),
)
TABLES = ("fasilitas", "mitra", "hotline", "jaga", "aturan")
BEGUN, WORKING = "[2 Baru mulai]", "[3 Berjalan]"
UNIT = {"unit": TIMUR}


@pytest.mark.parametrize(
    ("names", "who", "part"),
    [
        ((*ABOUT_A_UNIT, "unit_baru", "agen_berhenti"), "petugas", "unit"),
        (TABLES, "petugas", "tabel"),
        (("target",), "bnnp pusat", "target"),
    ],
)
def test_a_form_says_whom_it_is_for(names: tuple[str, ...], who: str, part: str) -> None:
    for name in names:
        marks = built_in(name).marks
        assert (marks["suar:untuk"], marks["suar:bagian"]) == (who, part)


@pytest.mark.parametrize("name", ABOUT_A_UNIT)
def test_a_form_about_a_unit_begins_with_the_unit(name: str) -> None:
    assert asks_for(built_in(name), Meaning.UNIT)
    assert Filled(name).live.questions()[0].name == "unit"


def every(state: str) -> list[str]:
    return [state] * len(ASPECTS)


# --- At the start: problems and SWOT -------------------------------------------------------------

PROBLEM = ("[Tambah]", "[Dana]", "Belum ada dana desa", "[3 Besar]", "[2 Segera]")
SWOT = ("[1]", "Agen rajin", "[1]", "Sedikit orang", "[1]", "Dana desa", "[1]", "Warga takut")


def looked_at_first() -> Walk:
    return opened("monitoring_awal", **UNIT).says("[Hari ini]", *every(BEGUN))


def test_a_first_look_names_problems_and_all_four_of_swot() -> None:
    person = looked_at_first().says(*PROBLEM, "[Lanjut]", "[Lanjut]", *SWOT)
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == person.live.invalid() == ()
    assert person.live.instance_name() == "1 masalah, paling mendesak: Dana"


def test_the_most_urgent_problem_is_worked_out() -> None:
    other = ("[Tambah]", "[SDM agen]", "Dua agen pindah", "[1 Kecil]", "[3 Sangat mendesak]")
    person = looked_at_first().says(*other, *PROBLEM, "[Lanjut]")
    found = [person.live.value(ref) for ref in person.live._layout.nodes if ref.endswith("/prioritas")]
    assert found == ["3", "6"]
    assert "Masalah paling mendesak: Dana." in person.card.text


def test_a_unit_without_problems_has_none_that_is_urgent() -> None:
    person = looked_at_first().says("[Tidak ada]", *SWOT)
    assert person.live.instance_name() == "0 masalah, paling mendesak: –"
    assert "laporan.monitoring_awal" in counted(person.form, person.live.submission(person.context))


@pytest.mark.parametrize("place", range(4))
def test_each_of_swot_has_at_least_one_entry(place: int) -> None:
    person = looked_at_first().says("[Tidak ada]", *SWOT[: 2 * place], "0")
    assert person.at == ("n_kekuatan", "n_kelemahan", "n_peluang", "n_ancaman")[place]
    person.says("[1]")
    assert person.live.missing() != ()
    assert "Lewati" not in [button.label for row in person.card.rows for button in row]


def test_as_many_are_asked_for_as_there_are() -> None:
    person = looked_at_first().says("[Tidak ada]", "[2]", "Agen rajin", "Kades mendukung")
    assert person.at == "n_kelemahan"
    said = [person.live.value(ref) for ref in person.live._layout.nodes if ref.endswith("/isi")]
    assert said[:2] == ["Agen rajin", "Kades mendukung"]


# --- Assistance ----------------------------------------------------------------------------------


def test_assistance_ends_in_agreements_with_a_day() -> None:
    person = opened("asistensi", **UNIT).says(
        "[Hari ini]", "[Tatap muka]", "[☐ Dana]", "[Selesai]", "[Ini yang pertama]"
    )
    person.says("Ajukan dana ke desa", "[Tambah]", "Surat ke kades", "[Ketua unit]")
    assert person.at == "tenggat"
    person.says("22/11/2026")
    assert person.at == "tenggat", "it is due after the day of the assistance"
    person.says("[Seminggu lagi]", "[Lanjut]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()
    assert person.live.instance_name() == "Tatap muka, 1 kesepakatan"


# --- At the end ----------------------------------------------------------------------------------


def test_a_last_look_shows_what_was_recorded_and_how_it_began() -> None:
    person = opened("monitoring_akhir", **UNIT).says("[Hari ini]")
    for figure in ("Kegiatan 24, klien 4", "Rujukan 3, sampai 2", "Pemantauan 31, tepat waktu 28"):
        assert figure in person.card.text
    person.says("[Lanjut]")
    assert "Awalnya 2." in person.card.text
    person.says(*every(WORKING), "Sinyal", "Rapat luring")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()
    assert person.live.instance_name() == "24 kegiatan, 4 klien"


def test_a_unit_that_nobody_looked_at_before_shows_so() -> None:
    last = Filled("monitoring_akhir", unit=KACE)
    assert last.label("akhir_sdm").endswith("Awalnya –.")
    assert last.value("kegiatan") == "0"


def test_a_result_is_filled_in_by_itself() -> None:
    person = opened("hasil_asistensi", **UNIT).says("[Hari ini]")
    assert "SDM agen: 2 → 3" in person.card.text
    person.says("[Lanjut]")
    assert "selisih 12" in person.card.text
    assert "Meningkat" in person.card.text
    person.says("[Lanjut]", "[Operasional]", "[Ya, setuju]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()
    assert person.live.instance_name() == "Meningkat, disarankan: Operasional"
    assert counted(person.form, person.live.submission(person.context))["asistensi.kesimpulan.meningkat"] == 1


def test_what_no_last_look_recorded_is_asked_for() -> None:
    person = opened("hasil_asistensi", unit=DOBAROT).says("[Hari ini]")
    assert person.at == "akhir_sdm"
    assert "Awalnya 2." in person.card.text
    person.says(*every(BEGUN))
    assert person.at == "rincian"


@pytest.mark.parametrize(
    ("ends", "difference", "conclusion"),
    [(("3", "2"), "1", "meningkat"), (("3", "1"), "0", "tetap"), (("1", "2"), "-1", "menurun")],
)
def test_a_conclusion_follows_from_the_differences(ends: tuple[str, str], difference: str, conclusion: str) -> None:
    result = Filled("hasil_asistensi", unit=DOBAROT, akhir_sdm=ends[0], akhir_dana=ends[1])
    assert result.value("selisih_sdm") == str(int(ends[0]) - 2)
    assert result.value("selisih_legal") == ""
    assert (result.value("selisih"), result.value("kesimpulan")) == (difference, conclusion)


def test_there_is_no_result_without_a_first_look() -> None:
    assert "Isi itu dulu" in Filled("hasil_asistensi").refused("unit", KACE)


# --- Forming, training and registering units -----------------------------------------------------


def test_recruiting_says_how_many() -> None:
    assert Filled("pembentukan", langkah="rekrutmen").asks("jumlah_agen")
    assert not Filled("pembentukan", langkah="advokasi").asks("jumlah_agen")
    step = Filled("pembentukan", unit=KACE, tgl="2022-03-01", langkah="advokasi", hasil="selesai")
    assert step.can_be_sent
    assert step.line == "Advokasi, Selesai"


def test_training_counts_agents_of_the_unit_and_others() -> None:
    person = opened("bimtek", **UNIT).says("11/5/2022", "[3]", "[☐ Pengelolaan unit]", "[Selesai]", "[BNNK]")
    person.says("[☐ Bu Rina]", "[☐ Bu Sari]", "[Selesai]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == person.live.invalid() == ()
    assert person.live.instance_name() == "3 hari, 2 peserta"
    assert counted(person.form, person.live.submission(person.context))["bimtek.peserta"] == 2


def test_training_without_anybody_is_no_training() -> None:
    assert Filled("bimtek", unit=TIMUR).refused("peserta_lain", "0") == "Paling sedikit satu peserta."
    training = Filled("bimtek", unit=TIMUR, peserta="rina")
    assert training.offers("peserta") == ["rina", "sari"]
    assert not training.refused("peserta_lain", "0")
    person = opened("bimtek", unit=DOBAROT).says("[Hari ini]", "[3]", "[☐ Skrining]", "[Selesai]", "[BNNK]")
    assert person.at == "peserta_lain", "a unit without agents in Suar"
    person.says("5")
    assert person.state.screen is Screen.REVIEW


@pytest.mark.parametrize("code", ["1904062007", "19.04.06.2007", "19 04 06 2007"])
def test_a_code_may_be_typed_with_dots(code: str) -> None:
    unit = Filled("unit_baru", tgl="2026-11-22", kode_wilayah=code, nama="Mangkol", jalur="mandiri")
    assert unit.value("kode") == "1904062007"
    assert unit.can_be_sent
    assert unit.line == "jalur Mandiri"


@pytest.mark.parametrize("code", ["190406200", "19040620076", "Mangkol"])
def test_a_code_has_ten_digits(code: str) -> None:
    assert Filled("unit_baru").refused("kode_wilayah", code) == "Kodenya 10 angka, misalnya 19.04.06.2005."


DECREE = {"sk_jenis": "sk_desa", "sk_nomor": "12/2026", "sk_tgl": "2026-11-20", "sk_penerbit": "Kepala Desa Kace"}
EVIDENCE = {
    "dipetakan": "peta",
    "advokasi": "advokasi",
    "ber_sk": "sk",
    "operasional": "layanan agen_dilatih",
    "berkelanjutan": "aktif_lagi",
    "tidak_aktif": "sk_habis",
}


def stage(unit: str, name: str, **answers: str) -> Filled:
    return Filled(
        "tahap_unit", unit=unit, tgl="2026-11-22", tahap=name, bukti=EVIDENCE[name], jalur="reguler", **answers
    )


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_stage_needs_its_own_evidence(name: str) -> None:
    unit = Filled("tahap_unit", unit=KACE, tgl="2026-11-22", tahap=name)
    assert set(EVIDENCE[name].split()) <= set(unit.offers("bukti"))
    others = {each for other, evidence in EVIDENCE.items() if other != name for each in evidence.split()}
    assert not others & set(unit.offers("bukti"))
    assert unit.ref("bukti") in unit.live.missing()


def test_a_unit_is_operational_with_services_and_trained_agents() -> None:
    unit = Filled("tahap_unit", unit=TIMUR, tahap="operasional")
    assert unit.refused("bukti", "layanan") == "Untuk operasional, keduanya perlu ada."
    assert not unit.refused("bukti", "layanan agen_dilatih")
    assert "24 kegiatan, 4 klien" in unit.hint("bukti")


@pytest.mark.parametrize("name", ["ber_sk", "operasional", "berkelanjutan"])
def test_a_decree_is_required_from_its_stage_on(name: str) -> None:
    unit = stage(KACE, name)
    assert {ref.rpartition("/")[2] for ref in unit.live.missing()} == set(DECREE)
    assert stage(KACE, name, **DECREE).can_be_sent


@pytest.mark.parametrize("name", ["dipetakan", "advokasi", "tidak_aktif"])
def test_a_decree_is_not_asked_for_at_other_stages(name: str) -> None:
    unit = stage(KACE, name)
    assert not unit.asks("sk_nomor")
    assert unit.can_be_sent


def test_a_decree_is_asked_for_again_only_when_it_ends_soon() -> None:
    assert not stage(TIMUR, "operasional").asks("sk_nomor"), "until 15 January"
    again = Filled("tahap_unit")
    again.context = replace(again.context, now=again.context.now + timedelta(days=24))
    again.give(unit=TIMUR, tgl="2026-12-16", tahap="operasional")
    assert again.asks("sk_nomor")
    assert stage(DOBAROT, "operasional").asks("sk_nomor"), "until 20 December"
    assert stage(TIMUR, "ber_sk").asks("sk_nomor"), "a new decree"


def test_the_track_of_the_unit_is_known() -> None:
    assert Filled("tahap_unit", unit=TIMUR).value("jalur") == "prioritas"
    person = opened("tahap_unit", unit=KACE).says("[Hari ini]", "[Advokasi]", "[☐ Catatan advokasi]", "[Selesai]")
    assert person.at == "jalur", "a unit without a track"
    person.says("[Mandiri]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.instance_name() == "Advokasi, jalur Mandiri"


def test_who_stops_hands_over_first() -> None:
    stopped = Filled("agen_berhenti", agen="rina")
    assert stopped.asks("serahkan_dulu")
    assert "masih punya 2 klien" in stopped.label("serahkan_dulu")
    person = opened("agen_berhenti").says("[Bu Sari]", "[Hari ini]", "[Pindah]")
    assert person.state.screen is Screen.REVIEW


# --- Tables and targets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "replies"),
    [
        ("fasilitas", ("[Puskesmas]", "Puskesmas Benteng")),
        ("mitra", ("[BLK atau LPK]", "BLK Pangkalpinang", "[☐ Bengkel]", "[Selesai]")),
        ("hotline", ("PSC", "119", "[☐ Medis]", "[Selesai]", "[Seluruh Indonesia]")),
        ("jaga", ("[Pak Budi]", "[☐ Senin]", "[Selesai]", "08.00", "15.30")),
        ("aturan", ("[Dirujuk]",)),
    ],
)
def test_a_row_of_a_table_takes_little(name: str, replies: tuple[str, ...]) -> None:
    person = opened(name).says(*replies)
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == person.live.invalid() == ()


def test_what_is_in_a_table_is_active_and_checked_today() -> None:
    for name in ("fasilitas", "mitra", "hotline", "jaga"):
        assert Filled(name).value("aktif") == "ya"
    for name in ("fasilitas", "hotline"):
        assert Filled(name).value("dicek_tgl") == "2026-11-22"


@pytest.mark.parametrize("number", ["119", "112", "119 ext 8", "0717 431234", "+62 717 431234", "08111-129-129"])
def test_a_hotline_is_a_number_that_can_be_dialled(number: str) -> None:
    assert not Filled("hotline").refused("nomor", number)
    assert Filled("hotline").refused("nomor", f"tel {number}")


def test_who_is_second_on_duty_is_somebody_else_and_a_night_may_be_long() -> None:
    duty = Filled("jaga", petugas="budi", hari="sabtu minggu", dari="20:00:00.000+07:00", sampai="06:00:00.000+07:00")
    assert duty.offers("kedua") == ["wati"]
    assert duty.refused("sampai", "20:00:00.000+07:00")
    assert duty.line == "20:00–06:00"


def test_a_rule_shows_what_is_in_force() -> None:
    rule = Filled("aturan", sedang="layani")
    assert rule.hint("sedang") == "Sekarang berlaku: Dirujuk."
    assert rule.value("mulai_tgl") == "2026-11-22"
    assert not rule.refused("mulai_tgl", "2027-01-01")


def test_a_rule_may_say_what_families_are_promised_and_who_heads_the_section() -> None:
    rule = Filled("aturan", sedang="layani")
    assert (rule.value("janji_jam"), rule.value("kepala")) == ("", "")
    assert rule.offers("kepala") == ["budi", "wati"]
    assert [rule.refused("janji_jam", hours) != "" for hours in ("0", "1", "168", "169")] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("level", "asked"), [("satker", ["satker"]), ("provinsi", ["provinsi"]), ("nasional", [])])
def test_a_target_is_for_a_satker_a_province_or_the_nation(level: str, asked: list[str]) -> None:
    target = Filled("target", tingkat=level)
    assert [name for name in ("satker", "provinsi") if target.asks(name)] == asked


def test_a_target_is_for_a_year_not_far_away() -> None:
    target = Filled("target")
    assert target.value("tahun") == "2026"
    assert [year for year in ("2024", "2025", "2031", "2032") if target.refused("tahun", year)] == ["2024", "2032"]
    person = opened("target").says("[Biarkan]", "[Nasional]", "[Operasional]", "45")
    assert person.state.screen is Screen.REVIEW
    assert person.live.instance_name() == "2026, Operasional: 45"
