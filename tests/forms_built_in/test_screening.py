"""ASSIST and the short screening: what is asked, the scores, the bands, and what is suggested."""

from __future__ import annotations

from random import Random

import pytest

from tests.forms_built_in.lists import LISTS
from tests.forms_built_in.playing import ADULT, CHILD, ENGLISH, INDONESIAN, Report

SUBSTANCES = (
    "tembakau", "alkohol", "kanabis", "kokain", "stimulan", "inhalan", "sedatif", "halusinogen", "opioid", "lain"
)  # fmt: skip
SCORES = {2: (0, 2, 3, 4, 6), 3: (0, 3, 4, 5, 6), 4: (0, 4, 5, 6, 7), 5: (0, 5, 6, 7, 8), 6: (0, 6, 3), 7: (0, 6, 3)}
# Answers to Q2 … Q7 on both sides of a border: 3 and 4, 10 and 11, 26 and 27. Nobody is asked Q5 of tobacco.
LAST_LOW = ((0, 3, 0), (4, 0, 0, 0, 0, 0))
LAST_LOW_OF_ALCOHOL = ((4, 0, 0, 0, 6, 0), (2, 3, 0, 0, 6, 0))
LAST_LOW_OF_TOBACCO = ((0, 3, 0), (4, 0, 0, 0, 0))
LAST_MIDDLE = ((6, 6, 7, 7, 0, 0), (6, 6, 7, 8, 0, 0))
LAST_MIDDLE_OF_TOBACCO = ((4, 4, 6, 6, 6), (6, 3, 6, 6, 6))
FRESH = {"tgl": "2026-11-21", "tanda_bahaya": "tidak_ada"}
REFERS = {"satker": LISTS["satker.csv"].replace("layani", "rujuk")}


def screened(*used: str, lists: dict[str, str] | None = None, klien: str = ADULT, **answers: str) -> Report:
    """An interview in which these were ever used; injecting is never, unless told."""
    begun = Report("skrining_assist", lists, klien=klien, **FRESH, q1=" ".join(used) or "tidak_ada")
    extra = {"zat_lain": "dextro"} if "lain" in used else {}
    injected = {"q8": "0"} if used and "tolak" not in used else {"q1_lagi": "tidak_ada"} if not used else {}
    return begun.give(**{**extra, **injected, **answers})


def scored(name: str, *scores: int) -> dict[str, str]:
    """Answers to Q2 … Q7 of one substance; those that are not asked are left out."""
    asked = [2, 3, 4, 5, 6, 7] if scores[0] else [2, 6, 7]
    if name == "tembakau" and 5 in asked:
        asked.remove(5)
    return {f"q{question}_{name}": str(score) for question, score in zip(asked, scores, strict=True)}


def stimulant(total: int) -> dict[str, str]:
    """Answers that come to this score."""
    known = {3: (0, 3, 0), 4: (4, 0, 0, 0, 0, 0), 26: (6, 6, 7, 7, 0, 0), 27: (6, 6, 7, 8, 0, 0)}
    return scored("stimulan", *known[total])


# --- The vectors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scores", "total", "risk"),
    [
        ("stimulan", (4, 4, 4, 0, 6, 0), 18, "sedang"),
        ("kanabis", (0, 3, 0), 3, "rendah"),
        ("kanabis", (0, 3, 3), 6, "sedang"),
        ("alkohol", (4, 0, 0, 0, 6, 0), 10, "rendah"),
        ("alkohol", (2, 3, 0, 0, 6, 0), 11, "sedang"),
        ("alkohol", (4, 4, 6, 6, 6, 0), 26, "sedang"),
        ("alkohol", (6, 6, 7, 5, 3, 0), 27, "tinggi"),
        ("stimulan", (0, 3, 0), 3, "rendah"),
        ("stimulan", (4, 0, 0, 0, 0, 0), 4, "sedang"),
        ("stimulan", (6, 6, 7, 7, 0, 0), 26, "sedang"),
        ("stimulan", (6, 6, 7, 8, 0, 0), 27, "tinggi"),
        ("tembakau", (6, 6, 7, 6, 6), 31, "tinggi"),
        ("opioid", (6, 6, 7, 8, 6, 6), 39, "tinggi"),
    ],
)
def test_the_score_and_its_band(name: str, scores: tuple[int, ...], total: int, risk: str) -> None:
    report = screened(name, **scored(name, *scores))
    assert report.value(f"skor_{name}") == str(total)
    assert report.value(f"risiko_{name}") == report.value("risiko") == risk


@pytest.mark.parametrize("name", SUBSTANCES)
def test_every_substance_has_its_bands(name: str) -> None:
    """The last score of a band, and the first of the next."""
    low = {"alkohol": LAST_LOW_OF_ALCOHOL, "tembakau": LAST_LOW_OF_TOBACCO}.get(name, LAST_LOW)
    high = LAST_MIDDLE_OF_TOBACCO if name == "tembakau" else LAST_MIDDLE
    found = [screened(name, **scored(name, *scores)) for scores in (*low, *high)]
    assert [report.value(f"skor_{name}") for report in found] == [str(sum(scores)) for scores in (*low, *high)]
    assert [report.value(f"risiko_{name}") for report in found] == ["rendah", "sedang", "sedang", "tinggi"]


def test_random_interviews_score_as_an_independent_table_does() -> None:
    chance = Random(20261125)
    for _ in range(25):
        used = [name for name in SUBSTANCES if chance.random() < 0.4] or ["stimulan"]
        report = screened(*used)
        totals = {name: _answered(report, name, chance) for name in used}
        bands = {name: _band(name, total) for name, total in totals.items()}
        assert {name: report.value(f"skor_{name}") for name in used} == {n: str(total) for n, total in totals.items()}
        assert {name: report.value(f"risiko_{name}") for name in used} == bands
        assert report.value("risiko") == max(bands.values(), key=("rendah", "sedang", "tinggi").index)


def _answered(report: Report, name: str, chance: Random) -> int:
    total = 0
    for question, weights in SCORES.items():
        if f"q{question}_{name}" in report.asked():
            score = chance.choice(weights)
            report.give(**{f"q{question}_{name}": str(score)})
            total += score
    return total


def _band(name: str, total: int) -> str:
    return "tinggi" if total >= 27 else "sedang" if total >= (11 if name == "alkohol" else 4) else "rendah"


# --- What is asked ---------------------------------------------------------------------------------


def test_a_question_is_asked_of_every_substance_before_the_next_one() -> None:
    asked = screened("kanabis", "stimulan", q2_kanabis="2", q2_stimulan="4").asked()
    assert [name for name in asked if name[0] == "q" and name[1:2].isdigit()] == [
        "q1",
        *(f"q{number}_{name}" for number in range(2, 8) for name in ("kanabis", "stimulan")),
        "q8",
    ]


def test_only_what_was_ever_used_is_asked_about() -> None:
    assert not [name for name in screened("kanabis").asked() if name.endswith(("_stimulan", "_alkohol", "zat_lain"))]


@pytest.mark.parametrize(("recent", "asked"), [("0", False), ("2", True), ("tolak", False)])
def test_questions_3_to_5_are_for_what_was_used_in_three_months(recent: str, asked: bool) -> None:
    names = screened("kanabis", "stimulan", q2_kanabis=recent, q2_stimulan="0").asked()
    assert all((f"q{number}_kanabis" in names) is asked for number in (3, 4, 5))
    assert not [name for name in names if name in {"q3_stimulan", "q4_stimulan", "q5_stimulan"}]
    assert {"q6_kanabis", "q7_kanabis", "q6_stimulan", "q7_stimulan"} <= set(names)


def test_tobacco_has_no_question_5() -> None:
    names = screened("tembakau", q2_tembakau="6").asked()
    assert {"q3_tembakau", "q4_tembakau"} <= set(names)
    assert "q5_tembakau" not in names


def test_never_is_probed_once_and_then_it_is_over() -> None:
    report = Report("skrining_assist", klien=ADULT, **FRESH, q1="tidak_ada")
    assert "sekolah" in report.live.label(report.ref("q1_lagi"))
    assert not report.value("risiko")
    report.give(q1_lagi="tidak_ada")
    assert not {name for name in report.asked() if name.startswith(("q2", "q6", "q8"))}
    assert report.give(umpan_balik="ya").can_be_sent
    assert (report.value("risiko"), report.value("saran")) == ("rendah", "kie")


def test_what_the_probe_finds_is_asked_about() -> None:
    report = Report("skrining_assist", klien=ADULT, **FRESH, q1="tidak_ada", q1_lagi="inhalan")
    assert {"q2_inhalan", "q6_inhalan", "q8"} <= set(report.asked())
    report.give(**scored("inhalan", 0, 3, 3), q8="0")
    assert report.value("skor_inhalan") == "6"


@pytest.mark.parametrize("alone", ["tidak_ada", "tolak"])
def test_none_and_no_answer_stand_alone(alone: str) -> None:
    assert "berdiri sendiri" in Report("skrining_assist").refuses(q1=f"stimulan {alone}")


def test_another_substance_is_asked_about_by_its_name() -> None:
    report = screened("lain", zat_lain="dextro")
    assert "dextro" in report.live.label(report.ref("q2_lain"))
    assert "dextro" in report.live.label(report.ref("q2_lain"), ENGLISH)


def test_every_answer_may_be_refused() -> None:
    report = screened(*SUBSTANCES, **{f"q2_{name}": "2" for name in SUBSTANCES})
    asked = [name for name in report.asked() if name == "q8" or name[:2] in {"q2", "q3", "q4", "q5", "q6", "q7"}]
    assert len(asked) == 60
    assert all(report.offers(name)[-1] == "tolak" for name in (*asked, "q1"))


# --- Without a score -------------------------------------------------------------------------------


@pytest.mark.parametrize("refused", ["q2", "q3", "q4", "q5", "q6", "q7"])
def test_one_refused_answer_and_nothing_is_scored(refused: str) -> None:
    report = screened("kanabis", "stimulan", **scored("kanabis", 4, 3, 4, 5, 6, 0), **stimulant(27))
    assert report.value("skor_stimulan") == "27"
    report.give(**{f"{refused}_kanabis": "tolak"}).give(umpan_balik="ya")
    assert [report.value(f"skor_{name}") for name in ("kanabis", "stimulan")] == ["", ""]
    assert (report.value("risiko"), report.value("saran")) == ("", "")
    assert report.live.missing() == ()
    assert "tanpa_skor" in report.asked()
    assert report.line == "belum lengkap"
    assert not {name for name in report.counts if name.startswith(("skrining.risiko", "skrining.saran"))}


def test_a_refused_question_about_injecting_leaves_no_score_either() -> None:
    assert screened("stimulan", **stimulant(27), q8="tolak").value("risiko") == ""


def test_who_refuses_the_first_question_is_asked_no_other() -> None:
    report = screened("tolak")
    assert not {name for name in report.asked() if name[:2] in {"q2", "q8"}}
    assert (report.value("risiko"), report.value("saran"), report.can_be_sent) == ("", "", True)


def test_half_an_interview_has_no_score() -> None:
    answers = stimulant(27)
    last = list(answers)[-1]
    report = screened("stimulan", **{name: score for name, score in answers.items() if name != last})
    assert (report.value("skor_stimulan"), report.value("risiko"), report.can_be_sent) == ("", "", False)
    assert report.give(**{last: answers[last]}).value("risiko") == "tinggi"


# --- What is suggested -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "serves", "refers"), [(3, "kie", "kie"), (26, "layani", "rujuk"), (27, "rujuk", "rujuk")]
)
def test_the_middle_band_is_served_or_referred_as_the_satker_says(total: int, serves: str, refers: str) -> None:
    assert screened("stimulan", **stimulant(total)).value("saran") == serves
    assert screened("stimulan", lists=REFERS, **stimulant(total)).value("saran") == refers


@pytest.mark.parametrize(("injected", "suggested"), [("0", "kie"), ("1", "kie"), ("2", "rujuk")])
def test_injecting_in_three_months_is_referred_whatever_the_score(injected: str, suggested: str) -> None:
    assert screened("opioid", **scored("opioid", 0, 0, 0), q8=injected).value("saran") == suggested


@pytest.mark.parametrize("flag", ["hamil", "bunuh_diri", "psikosis", "putus_zat", "kekerasan"])
def test_a_sign_of_danger_is_referred_whatever_the_score(flag: str) -> None:
    report = screened("kanabis", **scored("kanabis", 0, 0, 0), tanda_bahaya=flag)
    assert (report.value("risiko"), report.value("saran")) == ("rendah", "rujuk")
    assert ("dahulukan" in report.asked()) is (flag != "hamil")


def test_a_sign_of_danger_is_referred_also_without_a_score() -> None:
    report = screened("tolak", tanda_bahaya="bunuh_diri")
    assert (report.value("risiko"), report.value("saran"), report.line) == (
        "",
        "rujuk",
        "belum lengkap, saran: rujuk",
    )


def test_a_minor_who_used_drugs_is_referred() -> None:
    low = scored("kanabis", 0, 0, 0)
    assert screened("kanabis", klien=CHILD, **low).value("saran") == "rujuk"
    assert screened("kanabis", klien=ADULT, **low).value("saran") == "kie"


@pytest.mark.parametrize("client", [ADULT, CHILD])
def test_tobacco_and_alcohol_alone_go_to_the_puskesmas_and_not_to_bnn(client: str) -> None:
    worst = {**scored("tembakau", 6, 6, 7, 6, 6), **scored("alkohol", 6, 6, 7, 8, 6, 6)}
    report = screened("tembakau", "alkohol", klien=client, lists=REFERS, **worst)
    assert (report.value("risiko"), report.value("saran")) == ("tinggi", "kie")
    assert "puskesmas" in report.asked()


def test_the_puskesmas_is_offered_only_for_tobacco_and_alcohol() -> None:
    assert (
        "puskesmas"
        not in screened("stimulan", "alkohol", **stimulant(27), **scored("alkohol", 4, 0, 0, 0, 6, 0)).asked()
    )


# --- How the result is told --------------------------------------------------------------------------


def test_the_result_is_told_before_sending_and_is_no_diagnosis() -> None:
    report = screened("alkohol", "stimulan", **scored("alkohol", 4, 0, 0, 0, 6, 0), **stimulant(26))
    asked = report.asked()
    assert asked.index("q8") < asked.index("risiko") < asked.index("saran") < asked.index("umpan_balik")
    result = report.ref("risiko")
    assert report.live.readonly(result)
    assert report.live.label(result).startswith("Hasil skrining, bukan diagnosis.")
    assert report.live.hint(result, INDONESIAN) == "Alkohol 10 (rendah). Stimulan 26 (sedang). "
    assert report.live.hint(result, ENGLISH) == "Alcohol 10 (low). Stimulants 26 (moderate). "
    assert report.line == "risiko sedang, saran: layani"
    assert report.give(umpan_balik="ya").can_be_sent


def test_the_first_card_says_that_the_wording_is_a_placeholder() -> None:
    report = Report("skrining_assist")
    assert "menunggu izin WHO" in report.live.hint(report.ref("tgl"))


def test_what_is_counted() -> None:
    report = screened("alkohol", "stimulan", **scored("alkohol", 0, 0, 0), **stimulant(26))
    assert report.counts == {
        "skrining.tanda_bahaya.tidak_ada": 1, "skrining.zat.alkohol": 1, "skrining.zat.stimulan": 1,
        "skrining.suntik.0": 1, "skrining.risiko.sedang": 1, "skrining.saran.layani": 1,
    }  # fmt: skip


# --- The short screening -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "troubled", "wanted", "suggested"),
    [
        ("tidak", "", "10", "kie"),
        ("tolak", "", "5", "kie"),
        ("ya", "tidak", "10", "lengkap"),
        ("ya", "ya", "6", "lengkap"),
        ("ya", "ya", "7", "rujuk"),
    ],
)
def test_three_questions_and_a_suggestion(used: str, troubled: str, wanted: str, suggested: str) -> None:
    report = Report("skrining_ringkas", klien=ADULT, tgl="2026-11-21", pakai=used)
    assert ("mengganggu" in report.asked()) is bool(troubled)
    report.give(**({"mengganggu": troubled} if troubled else {}), bantuan=wanted)
    assert report.can_be_sent
    assert report.value("saran") == suggested
    assert report.counts == {f"skrining_ringkas.saran.{suggested}": 1}


def test_a_minor_who_used_is_referred_by_the_short_screening_too() -> None:
    report = Report("skrining_ringkas", klien=CHILD, tgl="2026-11-21", pakai="ya", mengganggu="tidak", bantuan="0")
    assert report.value("saran") == "rujuk"


def test_it_says_that_it_is_not_assist_and_names_no_substance() -> None:
    report = Report("skrining_ringkas")
    assert "bukan ASSIST" in report.live.hint(report.ref("tgl"))
    assert "bukan ASSIST" in report.live.label(report.ref("saran"))
    said = " ".join(report.live.label(question.ref).lower() for question in report.live.questions())
    assert not any(word in said for word in ("sabu", "ganja", "alkohol", "rokok", "putaw"))
