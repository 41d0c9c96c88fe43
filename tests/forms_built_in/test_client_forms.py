"""The built-in forms about a client: short, kind, and never against what the client agreed to."""

from __future__ import annotations

import pytest

from conversations.meaning import Meaning, asks_for
from conversations.state import Screen
from tests.forms_built_in.made_up import ANGGREK, CEMARA, TERATAI, Filled, opened
from tests.forms_built_in.playing import built_in

NAMES = (
    *("layanan", "pemantauan", "rujukan", "hasil_rujukan", "kambuh", "bina_lanjut"),
    *("vokasional", "status_klien", "serah_terima", "tarik_persetujuan"),
)
CLIENT = {"klien": TERATAI}


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_for_agents_and_their_petugas_and_begins_with_its_client(name: str) -> None:
    form = built_in(name)
    assert (form.marks["suar:untuk"], form.marks["suar:bagian"]) == ("agen petugas", "klien")
    assert asks_for(form, Meaning.REFERRAL if name == "hasil_rujukan" else Meaning.CLIENT)
    assert [question.name for question in Filled(name).live.questions()][1] == "tgl"


@pytest.mark.parametrize(
    ("name", "answers", "line"),
    [
        ("layanan", {"jenis": "konseling"}, "Konseling, pertemuan ke-2"),
        ("rujukan", {"tujuan": "puskesmas"}, "Puskesmas"),
        ("pemantauan", {"bentuk": "bertemu", "kondisi": "baik"}, "kondisi baik, bertemu"),
        ("kambuh", {"tingkat": "tergelincir"}, "tercatat: Tergelincir sekali"),
        ("bina_lanjut", {"lama": "3"}, "3 bulan"),
        ("vokasional", {"jenis": "bengkel", "tahap": "mulai"}, "Bengkel, Mulai"),
        ("status_klien", {"status": "selesai"}, "Selesai"),
        ("serah_terima", {"alasan": "beban"}, "Beban kerja"),
        ("tarik_persetujuan", {}, ""),
    ],
)
def test_a_report_is_one_line_in_the_story_of_its_client(name: str, answers: dict[str, str], line: str) -> None:
    assert Filled(name, klien=TERATAI, **answers).line == line


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("layanan", "tgl jenis"),
        ("rujukan", "tgl alasan tujuan disetujui"),
        ("pemantauan", "tgl bentuk kondisi pakai"),
        ("kambuh", "tgl tingkat dibantu perlu_rujuk"),
        ("bina_lanjut", "tgl lama kegiatan mulai"),
        ("vokasional", "tgl jenis tahap"),
        ("status_klien", "tgl status"),
        ("serah_terima", "tgl agen alasan"),
        ("tarik_persetujuan", "tgl paham"),
    ],
)
def test_only_what_is_needed_has_to_be_answered(name: str, required: str) -> None:
    missing = Filled(name, klien=TERATAI).live.missing()
    assert [ref.rpartition("/")[2] for ref in missing] == required.split()


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
    assert not referral.can_be_sent
    assert "Simpan sebagai draf" in referral.refused("disetujui", "tidak")
    assert Filled("rujukan", klien=TERATAI, tgl="2026-11-22", alasan="jiwa", tujuan="rs", disetujui="ya").can_be_sent


def test_only_facilities_of_the_kind_are_offered_and_none_where_there_are_none() -> None:
    assert Filled("rujukan", tujuan="puskesmas").offers("fasilitas") == ["1", "2"]
    assert Filled("rujukan", tujuan="rs").offers("fasilitas") == ["3"]
    assert not Filled("rujukan", tujuan="lbh").asks("fasilitas")


def test_data_are_shared_only_where_the_client_agreed_to_it() -> None:
    agreed, not_agreed = Filled("rujukan", klien=TERATAI), Filled("rujukan", klien=CEMARA)
    assert (agreed.value("data_dibagikan"), not_agreed.value("data_dibagikan")) == ("kode_risiko", "tidak_ada")
    assert not agreed.refused("data_dibagikan", "sesuai")
    assert not_agreed.refused("data_dibagikan", "kode_risiko") == "Klien belum setuju datanya dibagikan."


def test_whether_the_client_arrived_leads_to_what_can_have_come_of_it() -> None:
    assert Filled("hasil_rujukan", sampai="ya").offers("status") == ["datang", "dilayani", "selesai", "ditolak"]
    assert Filled("hasil_rujukan", sampai="tidak").offers("status") == ["diterima", "tidak_datang", "ditolak"]
    unknown = Filled("hasil_rujukan", rujukan="AMT-2611-0007", tgl="2026-11-22", sampai="belum_tahu")
    assert not unknown.asks("status")
    assert unknown.can_be_sent
    assert unknown.line == "Belum tahu"


def test_an_outcome_is_not_older_than_its_referral() -> None:
    outcome = Filled("hasil_rujukan", rujukan="AMT-2611-0007")
    assert outcome.refused("tgl", "2026-11-09") == "Tanggalnya hari ini atau sebelumnya, dan tidak sebelum rujukan."
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
    assert check_in.refused("berikut_tgl", day)


def test_of_another_client_another_day_is_planned() -> None:
    check_in = Filled("pemantauan", klien=TERATAI, tgl="2026-11-22")
    check_in.give(klien=CEMARA)
    assert check_in.value("berikut_tgl") == ""


def test_who_was_not_reached_is_not_asked_about() -> None:
    person = opened("pemantauan", **CLIENT).says("[Hari ini]", "[Tidak terhubung]")
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()
    assert person.live.instance_name() == "Tidak terhubung"
    assert "Motivasi" not in person.card.text


def test_danger_and_use_are_answered_with_care() -> None:
    danger = Filled("pemantauan", bentuk="bertemu", kondisi="darurat")
    assert danger.asks("jaga_diri")
    assert "119" in danger.label("jaga_diri")
    told = Filled("pemantauan", bentuk="bertemu", pakai="ya_1_2")
    assert told.asks("lalu_kambuh")
    assert "tanpa mengurangi nilai unit" in told.label("lalu_kambuh")
    calm = Filled("pemantauan", bentuk="bertemu", kondisi="baik", pakai="tidak")
    assert not calm.asks("jaga_diri")
    assert not calm.asks("lalu_kambuh")


def test_a_relapse_is_recorded_without_blame() -> None:
    relapse = Filled("kambuh")
    assert "tidak mengurangi nilai unit" in relapse.hint("tgl")
    assert relapse.refused("dibantu", "belum konseling")
    assert not relapse.refused("dibantu", "belum")


def test_what_is_counted_says_how_clients_are() -> None:
    filled = Filled("pemantauan", klien=TERATAI, tgl="2026-11-22", bentuk="telepon", kondisi="kurang", pakai="tidak")
    assert filled.counts == {
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
    assert aftercare.can_be_sent
    assert aftercare.refused("mutu_sosial", "101")
    assert not aftercare.refused("mutu_sosial", "50")


def test_how_independent_a_client_has_become_is_asked_at_the_end() -> None:
    assert not Filled("vokasional", tahap="berjalan").asks("kondisi_akhir")
    for end in ("selesai", "berhenti"):
        assert Filled("vokasional", tahap=end).asks("kondisi_akhir")


def test_a_status_is_another_than_before() -> None:
    assert "aktif" not in Filled("status_klien", klien=TERATAI).offers("status")
    assert "aktif" in Filled("status_klien", klien=CEMARA).offers("status")


def test_a_death_is_met_with_a_word_and_without_a_question_why() -> None:
    died = Filled("status_klien", klien=TERATAI, tgl="2026-11-22", status="meninggal")
    assert died.asks("duka")
    assert not died.asks("alasan")
    assert died.can_be_sent


def test_a_client_is_handed_to_somebody_else_of_the_unit_first() -> None:
    handed = Filled("serah_terima", klien=TERATAI)
    assert handed.offers("agen") == ["sari"]
    assert handed.asks("unit_lain")
    assert Filled("serah_terima", klien=TERATAI, unit_lain="ya").offers("agen") == ["sari", "dedi"]
    alone = Filled("serah_terima", klien=ANGGREK)
    assert alone.offers("agen") == ["rina", "sari"]
    assert not alone.asks("unit_lain")


def test_who_withdraws_need_not_say_why() -> None:
    withdrawn = Filled("tarik_persetujuan", klien=TERATAI, tgl="2026-11-22")
    assert [question.name for question in withdrawn.live.questions()] == ["klien", "tgl", "paham"]
    assert not withdrawn.can_be_sent
    assert withdrawn.refused("paham", "") == "required"
