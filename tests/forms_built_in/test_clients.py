"""Consent, with the way of a minor, and the client that may be opened after it."""

from __future__ import annotations

import pytest

from tests.forms_built_in.playing import Report

READ = {"tgl": "2026-11-21", "dibacakan": "ya"}
AGREED = {"setuju_catat": "ya", "setuju_hubungi": "ya", "setuju_bagi": "tidak"}
GIVEN = ("setuju_catat", "setuju_hubungi", "setuju_bagi")
NEW = {"tgl": "2026-11-21", "jk": "L", "pintu": "penjangkauan"}


def test_an_adult_agrees_to_three_things_one_by_one() -> None:
    consent = Report("persetujuan", **READ, usia="dewasa", **AGREED)
    assert consent.can_be_sent
    assert consent.line == "setuju dicatat"
    assert "wali" not in consent.asked()
    assert consent.counts == {
        "persetujuan.catat.ya": 1, "persetujuan.hubungi.ya": 1, "persetujuan.bagi.tidak": 1
    }  # fmt: skip


def test_what_was_not_read_aloud_is_not_agreed_to() -> None:
    assert Report("persetujuan").refuses(dibacakan="tidak").startswith("Bacakan dulu.")


def test_what_is_read_aloud_promises_nothing_that_depends_on_the_law() -> None:
    consent = Report("persetujuan")
    script = consent.live.hint(consent.ref("dibacakan"))
    assert "Ini belum wajib lapor." in script
    assert not any(word in script.lower() for word in ("tangkap", "hukum", "pasti", "dijamin"))


@pytest.mark.parametrize("missing", GIVEN)
def test_none_of_the_three_may_be_left_out(missing: str) -> None:
    given = {name: answer for name, answer in AGREED.items() if name != missing}
    assert not Report("persetujuan", **READ, usia="dewasa", **given).can_be_sent


def test_who_does_not_want_to_be_recorded_is_asked_nothing_more() -> None:
    consent = Report("persetujuan", **READ, usia="dewasa", setuju_catat="tidak")
    assert consent.can_be_sent
    assert "tidak_dicatat" in consent.asked()
    assert not {"setuju_hubungi", "setuju_bagi", "cara_hubungi"} & set(consent.asked())
    assert consent.line == "tidak mau dicatat"


@pytest.mark.parametrize("guardian", ["setuju", "pendamping"])
def test_a_child_is_recorded_with_a_guardian_or_an_officer(guardian: str) -> None:
    consent = Report("persetujuan", **READ, usia="anak")
    assert not set(GIVEN) & set(consent.asked())
    assert consent.give(wali=guardian, **AGREED).can_be_sent


def test_without_a_guardian_nothing_is_recorded_and_the_child_is_helped() -> None:
    consent = Report("persetujuan", **READ, usia="anak", wali="setuju", **AGREED)
    consent.give(wali="belum")
    assert consent.can_be_sent
    assert not set(GIVEN) & set(consent.asked())
    assert "<setuju_catat>" not in consent.live.to_xml(relevant_only=True)
    assert "tunggu_wali" in consent.asked()
    assert "119" in consent.live.hint(consent.ref("tunggu_wali"))
    assert consent.line == "anak, menunggu wali"


def test_how_to_get_in_touch_is_for_who_agreed_to_it() -> None:
    assert "jam_aman" in Report("persetujuan", **READ, usia="dewasa", **AGREED).asked()
    refused = {**AGREED, "setuju_hubungi": "tidak"}
    assert "jam_aman" not in Report("persetujuan", **READ, usia="dewasa", **refused).asked()


# --- A new client --------------------------------------------------------------------------------


def test_a_client_is_opened_from_a_consent() -> None:
    new = Report("klien_baru", persetujuan="AMT-2611-0007", **NEW, umur="18_25")
    assert new.can_be_sent
    assert new.line == "lewat penjangkauan"
    assert new.counts == {"klien_baru.jk.L": 1, "klien_baru.umur.18_25": 1, "klien_baru.pintu.penjangkauan": 1}


def test_without_a_consent_there_is_no_client() -> None:
    assert not Report("klien_baru", **NEW, umur="18_25").can_be_sent


@pytest.mark.parametrize(
    ("consent", "ages"),
    [("AMT-2611-0007", ["18_25", "26_40", "40_up"]), ("AMT-2611-0008", ["10_17"])],
)
def test_the_age_is_that_of_the_consent(consent: str, ages: list[str]) -> None:
    assert Report("klien_baru", persetujuan=consent).offers("umur") == ages


def test_a_consent_that_is_no_longer_listed_leaves_every_age() -> None:
    new = Report("klien_baru")
    new.live.put(new.ref("persetujuan"), "AMT-2601-0001", new.context)
    assert new.offers("umur") == ["10_17", "18_25", "26_40", "40_up"]


def test_what_would_tell_who_somebody_is_has_no_question() -> None:
    assert set(Report("klien_baru").asked()) == {
        "persetujuan", "tgl", "jk", "umur", "pintu", "pekerjaan", "pendidikan", "berikut_tgl", "catatan"
    }  # fmt: skip
