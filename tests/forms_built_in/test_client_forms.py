"""The built-in forms about a client: short, kind, and never against what the client agreed to."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from conversations.indicators import counted
from conversations.lists import columns_of
from conversations.meaning import Meaning, asks_for
from conversations.state import Screen
from handlers.datasets import headers
from tests.forms_built_in.made_up import ANGGREK, CEMARA, COLUMNS, TERATAI, Filled, form_of, opened
from tests.forms_built_in.wording import faults

AGENTS = "agen petugas"
MOST_TAPS = 7
CLIENT = {"klien": TERATAI}


@dataclass(frozen=True)
class Case:
    """An ordinary report: what is tapped, and how it reads in the timeline of the client."""

    name: str
    replies: tuple[str, ...]
    line: str
    known: dict[str, str] = field(default_factory=lambda: CLIENT)


ORDINARY = (
    Case("layanan", ("[Hari ini]", "[Konseling]", "[Seminggu lagi]"), "Konseling, pertemuan ke-2"),
    Case(
        "rujukan",
        ("[Hari ini]", "[☐ Risiko sedang]", "[Selesai]", "[Puskesmas]", "[Puskesmas Benteng]", "[Ya]"),
        "Puskesmas",
    ),
    Case(
        "hasil_rujukan",
        ("[Kemarin]", "[Ya, sampai]", "[Sedang dilayani]"),
        "Sedang dilayani",
        {"rujukan": "AMT-2611-0007"},
    ),
    Case("pemantauan", ("[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]"), "kondisi Baik, Bertemu"),
    Case(
        "kambuh",
        ("[Kemarin]", "[Tergelincir sekali]", "[☐ Didengar]", "[Selesai]", "[Tidak]"),
        "tercatat: Tergelincir sekali",
    ),
    Case("bina_lanjut", ("[Hari ini]", "[3]", "[☐ Pelatihan]", "[Selesai]"), "3 bulan"),
    Case("vokasional", ("[Hari ini]", "[Bengkel]", "[Mulai]"), "Bengkel, Mulai"),
    Case("status_klien", ("[Hari ini]", "[Selesai]"), "Selesai"),
    Case("serah_terima", ("[Hari ini]", "[Bu Sari]", "[Beban kerja]"), "Beban kerja"),
    Case("tarik_persetujuan", ("[Hari ini]", "[Saya sudah baca]"), ""),
)
NAMES = [case.name for case in ORDINARY]


def test_the_lists_of_these_tests_are_made_like_those_of_suar() -> None:
    assert {name: columns_of(name, content) for name, content in headers().items() if name in COLUMNS} == COLUMNS


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_said_in_both_languages_and_in_few_words(name: str) -> None:
    assert faults(name) == []


@pytest.mark.parametrize("case", ORDINARY, ids=NAMES)
def test_an_ordinary_report_takes_few_taps(case: Case) -> None:
    person = opened(case.name, **case.known).says(*case.replies)
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == person.live.invalid() == ()
    assert person.live.instance_name() == case.line
    assert len(case.replies) + len(["[Kirim]"]) <= MOST_TAPS


@pytest.mark.parametrize("name", NAMES)
def test_a_form_says_whom_it_is_for_and_what_it_is_about(name: str) -> None:
    form = form_of(name)
    assert (form.marks["suar:untuk"], form.marks["suar:bagian"]) == (AGENTS, "klien")
    assert asks_for(form, Meaning.REFERRAL if name == "hasil_rujukan" else Meaning.CLIENT)
    assert [bind.path[-1] for bind in form.binds.values() if bind.marks.get("suar:arti") == "hari"] == ["tgl"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("day", ["2026-11-23", "2025-11-20"])
def test_a_day_is_not_in_the_future_and_not_long_ago(name: str, day: str) -> None:
    assert Filled(name).refused("tgl", day).startswith("Tanggalnya")


@pytest.mark.parametrize("name", [each for each in NAMES if each != "tarik_persetujuan"])
def test_a_note_is_short_and_names_nobody(name: str) -> None:
    filled = Filled(name, catatan="x" * 300)
    assert filled.refused("catatan", "x" * 301)
    assert filled.refused("catatan", "Datang tepat waktu. NAMA : Andi")
    assert not filled.refused("catatan", "Bersama teman lama")


# --- Services ------------------------------------------------------------------------------------


def test_meetings_are_counted_by_themselves() -> None:
    assert Filled("layanan", klien=CEMARA).value("pertemuan_ke") == "7"
    assert Filled("layanan", klien=TERATAI, pertemuan_ke="3").value("pertemuan_ke") == "3"


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-20", "2028-01-01"])
def test_the_next_meeting_is_still_to_come(day: str) -> None:
    assert Filled("layanan", tgl="2026-11-21").refused("berikut_tgl", day)


def test_a_service_that_is_finished_has_no_next_meeting() -> None:
    person = opened("layanan", **CLIENT).says("[Hari ini]", "[Konseling]", "[Lewati]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()


# --- Referrals -----------------------------------------------------------------------------------


def test_a_referral_waits_for_the_client_to_agree() -> None:
    referral = Filled("rujukan", klien=TERATAI, tgl="2026-11-22", alasan="jiwa", tujuan="rs")
    assert not referral.is_complete
    assert "Simpan sebagai draf" in referral.refused("disetujui", "tidak")
    assert Filled("rujukan", klien=TERATAI, tgl="2026-11-22", alasan="jiwa", tujuan="rs", disetujui="ya").is_complete


def test_only_facilities_of_the_kind_are_offered_and_none_where_there_are_none() -> None:
    assert Filled("rujukan", tujuan="puskesmas").offered("fasilitas") == ["1", "2"]
    assert Filled("rujukan", tujuan="rs").offered("fasilitas") == ["3"]
    assert not Filled("rujukan", tujuan="lbh").asked("fasilitas")


def test_data_are_shared_only_where_the_client_agreed_to_it() -> None:
    agreed, not_agreed = Filled("rujukan", klien=TERATAI), Filled("rujukan", klien=CEMARA)
    assert (agreed.value("data_dibagikan"), not_agreed.value("data_dibagikan")) == ("kode_risiko", "tidak_ada")
    assert not agreed.refused("data_dibagikan", "sesuai")
    assert not_agreed.refused("data_dibagikan", "kode_risiko") == "Klien belum setuju datanya dibagikan."


def test_whether_the_client_arrived_leads_to_what_can_have_come_of_it() -> None:
    assert Filled("hasil_rujukan", sampai="ya").offered("status") == ["datang", "dilayani", "selesai", "ditolak"]
    assert Filled("hasil_rujukan", sampai="tidak").offered("status") == ["diterima", "tidak_datang", "ditolak"]
    unknown = Filled("hasil_rujukan", rujukan="AMT-2611-0007", tgl="2026-11-22", sampai="belum_tahu")
    assert not unknown.asked("status")
    assert unknown.is_complete
    assert unknown.live.instance_name() == "Belum tahu"


def test_an_outcome_is_not_older_than_its_referral() -> None:
    outcome = Filled("hasil_rujukan", rujukan="AMT-2611-0007")
    assert outcome.refused("tgl", "2026-11-09") == "Tanggalnya dari hari rujukan sampai hari ini."
    assert not outcome.refused("tgl", "2026-11-10")


# --- Check-ins and relapses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "day", "planned"),
    [
        (TERATAI, "2026-11-22", "2026-11-29"),  # as Suar plans it
        (TERATAI, "2026-11-01", "2026-11-29"),  # entered late
        (ANGGREK, "2026-11-20", ""),  # held two days early: it is not due again in two days
        (ANGGREK, "2026-11-18", "2026-11-22"),  # between two planned ones: the plan stays
        (ANGGREK, "2026-11-22", ""),  # held on its day: the rules say what comes next
        (CEMARA, "2026-11-22", ""),  # nothing is planned
    ],
)
def test_the_next_check_in_is_the_planned_one_where_it_is_still_to_come(client: str, day: str, planned: str) -> None:
    check_in = Filled("pemantauan", klien=client, tgl=day)
    assert check_in.value("berikut_tgl") == planned
    assert not check_in.refused("berikut_tgl", "2026-12-01")
    assert check_in.refused("berikut_tgl", "2026-11-20")


def test_of_another_client_another_day_is_planned() -> None:
    check_in = Filled("pemantauan", klien=TERATAI, tgl="2026-11-22")
    check_in.say(klien=CEMARA)
    assert check_in.value("berikut_tgl") == ""


def test_who_was_not_reached_is_not_asked_about() -> None:
    person = opened("pemantauan", **CLIENT).says("[Hari ini]", "[Tidak terhubung]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()
    assert person.live.instance_name() == "Tidak terhubung"
    assert "Motivasi" not in person.card.text


def test_danger_and_use_are_answered_with_care() -> None:
    danger = Filled("pemantauan", bentuk="bertemu", kondisi="darurat")
    assert danger.asked("jaga_diri")
    assert "119" in danger.label("jaga_diri")
    told = Filled("pemantauan", bentuk="bertemu", pakai="ya_1_2")
    assert told.asked("lalu_kambuh")
    assert "tanpa mengurangi nilai unit" in told.label("lalu_kambuh")
    calm = Filled("pemantauan", bentuk="bertemu", kondisi="baik", pakai="tidak")
    assert not calm.asked("jaga_diri")
    assert not calm.asked("lalu_kambuh")


def test_a_relapse_is_recorded_without_blame() -> None:
    relapse = Filled("kambuh")
    assert "tidak mengurangi nilai unit" in relapse.live.hint(relapse.ref("tgl"))
    assert relapse.refused("dibantu", "belum konseling")
    assert not relapse.refused("dibantu", "belum")


def test_what_is_counted_says_how_clients_are() -> None:
    filled = Filled("pemantauan", klien=TERATAI, tgl="2026-11-22", bentuk="telepon", kondisi="kurang", pakai="tidak")
    assert counted(filled.live.form, filled.live.submission(filled.context)) == {
        "laporan.pemantauan": 1,
        "pemantauan.bentuk.telepon": 1,
        "pemantauan.kondisi.kurang": 1,
        "pemantauan.pakai.tidak": 1,
    }


# --- Aftercare, status, hand-over, withdrawal ----------------------------------------------------


def test_aftercare_ends_three_to_six_months_after_it_begins() -> None:
    aftercare = Filled("bina_lanjut", tgl="2026-11-22", lama="3")
    assert (aftercare.value("mulai"), aftercare.value("sampai_tgl")) == ("2026-11-22", "2027-02-21")
    assert Filled("bina_lanjut", tgl="2026-11-22", lama="6", mulai="2026-12-01").value("sampai_tgl") == "2027-06-02"
    person = opened("bina_lanjut", **CLIENT).says("[Hari ini]", "2", "7")
    assert (person.at, person.value("lama")) == ("lama", "")


def test_quality_of_life_is_a_score_that_need_not_be_there() -> None:
    aftercare = Filled("bina_lanjut", klien=TERATAI, tgl="2026-11-22", lama="3", kegiatan="usaha")
    assert aftercare.is_complete
    assert aftercare.refused("mutu_sosial", "101")
    assert not aftercare.refused("mutu_sosial", "50")


def test_how_independent_a_client_has_become_is_asked_at_the_end() -> None:
    assert not Filled("vokasional", tahap="berjalan").asked("kondisi_akhir")
    for end in ("selesai", "berhenti"):
        assert Filled("vokasional", tahap=end).asked("kondisi_akhir")


def test_a_status_is_another_than_before() -> None:
    assert "aktif" not in Filled("status_klien", klien=TERATAI).offered("status")
    assert "aktif" in Filled("status_klien", klien=CEMARA).offered("status")


def test_a_death_is_met_with_a_word_and_without_a_question_why() -> None:
    died = Filled("status_klien", klien=TERATAI, tgl="2026-11-22", status="meninggal")
    assert died.asked("duka")
    assert not died.asked("alasan")
    assert died.is_complete


def test_a_client_is_handed_to_somebody_else_of_the_unit_first() -> None:
    handed = Filled("serah_terima", klien=TERATAI)
    assert handed.offered("agen") == ["sari"]
    assert handed.asked("unit_lain")
    assert Filled("serah_terima", klien=TERATAI, unit_lain="ya").offered("agen") == ["sari", "dedi"]
    alone = Filled("serah_terima", klien=ANGGREK)
    assert alone.offered("agen") == ["rina", "sari"]
    assert not alone.asked("unit_lain")


def test_who_withdraws_need_not_say_why() -> None:
    withdrawn = Filled("tarik_persetujuan", klien=TERATAI, tgl="2026-11-22")
    assert [question.name for question in withdrawn.live.questions()] == ["klien", "tgl", "paham"]
    assert not withdrawn.is_complete
    assert withdrawn.refused("paham", "") == "required"
