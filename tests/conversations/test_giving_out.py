"""What the questions of a form are to Suar: what of them goes out in files, what their answers mean, and how they are called."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import pytest

from conversations.answered import answers_of
from conversations.expressions.compiler import Names
from conversations.expressions.parser import parse
from conversations.flat import list_of
from conversations.form import Form
from conversations.giving_out import Given, Sayings, asked_of, given, goes_out
from conversations.meaning import Meaning, answer_of, asks_for, question_of, written
from conversations.xform import read_form
from conversations.xlsform import compile_here
from domain.export_rules import Asked, ExportRules, Way
from tests.conversations.forms import SUNDAY, WIB, Filling, form_of

AT = datetime(2026, 11, 22, 19, 5, tzinfo=WIB)
SUAR = 'suar="urn:suar:xform"'
EVERY_KIND = f"""
    | survey |
    | | type                              | name    | label        | bind::suar:arti | bind::suar:indikator | calculation | choice_filter | parameters          |
    | | date                              | hari    | Day?         | hari            |                      |             |               |                     |
    | | date                              | lagi    | Again?       | berikut         |                      |             |               |                     |
    | | date                              | born    | Born?        |                 |                      |             |               |                     |
    | | dateTime                          | moment  | Moment?      |                 |                      |             |               |                     |
    | | time                              | clock   | Clock?       |                 |                      |             |               |                     |
    | | integer                           | many    | Many?        |                 | B1                   |             |               |                     |
    | | decimal                           | some    | Some?        |                 | B2                   |             |               |                     |
    | | integer                           | age     | Age?         |                 |                      |             |               |                     |
    | | decimal                           | share   | Share?       |                 |                      |             |               |                     |
    | | geopoint                          | spot    | Spot?        |                 |                      |             |               |                     |
    | | text                              | words   | Words?       |                 |                      |             |               |                     |
    | | text                              | marked  | Marked?      |                 | B3                   |             |               |                     |
    | | text                              | client  | Client?      | klien           |                      |             |               |                     |
    | | select_one way                    | one     | One?         |                 |                      |             |               |                     |
    | | select_multiple way               | some_of | Some of?     |                 |                      |             | name != 'x'   |                     |
    | | rank way                          | ranked  | Ranked?      |                 |                      |             |               |                     |
    | | select_one_from_file klien.csv    | listed  | Listed?      |                 |                      |             |               |                     |
    | | range                             | scale   | Scale?       |                 |                      |             |               | start=1 end=5 step=1 |
    | | acknowledge                       | agreed  | Agreed?      |                 |                      |             |               |                     |
    | | image                             | photo   | Photo?       |                 |                      |             |               |                     |
    | | calculate                         | sum     |              |                 |                      | ${{age}} + 1 |              |                     |
    | | calculate                         | total   |              |                 | B4                   | ${{many}} * 2 |             |                     |
    | | begin repeat                      | house   | House        |                 |                      |             |               |                     |
    | | text                              | street  | Street?      |                 |                      |             |               |                     |
    | | end repeat                        |         |              |                 |                      |             |               |                     |
    | | select_one ${{street}}            | which   | Which?       |                 |                      |             |               |                     |
    | choices |
    | | list_name | name  | label |
    | | way       | phone | Phone |
    | | way       | visit | Visit |
    | settings |
    | | form_id | namespaces | instance_name |
    | | kinds   | {SUAR}     | 'a'           |
"""
KINDS = {
    "hari": Asked.ACTIVITY_DAY,
    "lagi": Asked.ACTIVITY_DAY,
    "born": Asked.DAY,
    "moment": Asked.DAY,
    "clock": Asked.TIME,
    "many": Asked.COUNTED,
    "some": Asked.COUNTED,
    "age": Asked.NUMBER,
    "share": Asked.NUMBER,
    "spot": Asked.PLACE,
    "words": Asked.TEXT,
    "marked": Asked.TEXT,
    "client": Asked.TEXT,
    "one": Asked.CHOICE,
    "some_of": Asked.CHOICE,
    "ranked": Asked.CHOICE,
    "listed": Asked.LISTED,
    "scale": Asked.SCALE,
    "agreed": Asked.CHOICE,
    "photo": Asked.FILE,
    "sum": Asked.WORKED_OUT,
    "total": Asked.COUNTED,
    "street": Asked.TEXT,
    "which": Asked.TEXT,
    "instanceName": Asked.TEXT,
}
EVERYTHING = dict.fromkeys(Asked, Way.AS_IS)
IN_TWO_LANGUAGES = f"""
    | survey |
    | | type                | name       | label::Indonesia (id) | label::English (en) | bind::suar:ringkas | bind::suar:ringkas_en | choice_filter     | calculation |
    | | select_one way      | cara       | Caranya?              | How?                | Cara               | Way                   | name != ${{lain}} | |
    | | select_multiple few | mana_saja  | Mana saja?            |                     |                    |                       |                   | |
    | | text                | lain       | Lain ${{cara}}, apa?  | Other ${{cara}}?    |                    |                       |                   | |
    | | acknowledge         | baca       | Bacalah               | Read                | Dibaca             |                       |                   | |
    | | calculate           | hasil_akhir |                      |                     |                    |                       |                   | 1 |
    | choices |
    | | list_name | name    | label::Indonesia (id) | label::English (en) |
    | | way       | telepon | Telepon               | Phone               |
    | | way       | datang  | Datang                | Visit               |
    | | few       | satu    | Satu                  | One                 |
    | | few       | dua     |                       |                     |
    | settings |
    | | default_language | namespaces |
    | | Indonesia (id)   | {SUAR}     |
"""


def rules(**others: object) -> ExportRules:
    held = {"forms": frozenset(), "lists": frozenset({"klien.csv"}), "questions": (), "kinds": EVERYTHING}
    return ExportRules("1", date(2026, 1, 1), "a test", **{**held, **others}, bands=(18, 26))  # type: ignore[arg-type]


@lru_cache
def kinds() -> Form:
    source = "\n".join(line.strip() for line in EVERY_KIND.strip().splitlines()).encode()
    compiled = compile_here(source, "md", "kinds", {"klien.csv": b"name,label\na,A\n"})
    return read_form(compiled.xml, {"klien.csv": b"name,label\n"}, compiled.rows)


def path_to(form: Form, name: str) -> Names:
    return next(path for path in form.siblings if path[-1] == name)


# --- What goes out ---------------------------------------------------------------------------------


def test_it_is_known_of_every_question_what_it_asks_for() -> None:
    form = kinds()
    assert {name: asked_of(form, path_to(form, name))[0] for name in KINDS} == KINDS
    assert {name: asked_of(form, path_to(form, name))[1] for name in ("listed", "one", "sum")} == {
        "listed": "klien.csv",
        "one": "",
        "sum": "",
    }


def test_texts_files_and_whom_a_report_is_about_never_go_out_whatever_the_rules_say() -> None:
    form = kinds()
    out = given(form, rules())
    never = [name for name, asked in KINDS.items() if asked in (Asked.TEXT, Asked.FILE)]
    assert [each.path[-1] for each in out] == [name for name in KINDS if name not in (*never, "hari")]
    assert out[0] == Given(path_to(form, "lagi"), Asked.ACTIVITY_DAY, Way.AS_IS, "date")


def test_the_rules_decide_by_kind_by_list_and_by_question() -> None:
    only = rules(
        kinds={**dict.fromkeys(Asked, Way.NOTHING), Asked.SCALE: Way.AS_IS},
        questions=(("kinds.born", Way.YEAR), ("other.age", Way.AGE), ("*.spot", Way.AREA)),
    )
    assert [(each.path[-1], each.way) for each in given(kinds(), only)] == [
        ("born", Way.YEAR),
        ("spot", Way.AREA),
        ("scale", Way.AS_IS),
    ]
    assert "listed" not in {each.path[-1] for each in given(kinds(), rules(lists=frozenset()))}


def test_nothing_goes_out_of_forms_that_the_rules_name() -> None:
    shut = rules(forms=frozenset({"kinds"}))
    assert goes_out(kinds(), rules())
    assert not goes_out(kinds(), shut)
    assert given(kinds(), shut) == []


@pytest.mark.parametrize(("whom", "is_out"), [("agen", True), ("keluarga", False), ("agen keluarga", False)])
def test_nothing_goes_out_of_what_families_fill_in(whom: str, is_out: bool) -> None:
    form = form_of(f"""
        | survey |
        | | type    | name | label |
        | | integer | many | Many? |
        | settings |
        | | namespaces | attribute::suar:untuk |
        | | {SUAR}     | {whom} |
    """)
    assert goes_out(form, rules()) is is_out
    assert [each.path[-1] for each in given(form, rules())] == (["many"] if is_out else [])


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("instance('towns')/root/item", "towns"),
        ("instance('towns')/root/item[name = 'a']", "towns"),
        ("randomize(instance('towns')/root/item, 4)", "towns"),
        ("/data/house/street", ""),
        ("count(instance('towns')/root/item)", ""),
    ],
)
def test_the_list_that_choices_come_from_is_known_by_its_name(source: str, name: str) -> None:
    assert list_of(parse(source)) == name


# --- What is said ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "question", "short", "choices"),
    [
        ("id", "Caranya?", "Cara", {"telepon": "Telepon", "datang": "Datang"}),
        ("en", "How?", "Way", {"telepon": "Phone", "datang": "Visit"}),
        ("fr", "Caranya?", "Cara", {"telepon": "Telepon", "datang": "Datang"}),
    ],
)
def test_a_form_is_called_by_its_own_words_in_each_language(
    language: str, question: str, short: str, choices: dict[str, str]
) -> None:
    form = form_of(IN_TWO_LANGUAGES)
    says, cara = Sayings(form, language, AT), path_to(form, "cara")
    assert (says.question(cara), says.short(cara), says.choices(cara)) == (question, short, choices)


def test_answers_within_what_is_said_stay_gaps_and_what_has_no_words_goes_by_its_name() -> None:
    form = form_of(IN_TWO_LANGUAGES)
    says = Sayings(form, "en", AT)
    assert says.question(path_to(form, "lain")) == "Other ?"
    assert says.choices(path_to(form, "lain")) == {}
    assert says.choices(path_to(form, "baca")) == {"OK": "OK"}
    assert says.short(path_to(form, "baca")) == "Read"
    assert Sayings(form, "id", AT).short(path_to(form, "baca")) == "Dibaca"
    assert says.choices(path_to(form, "mana_saja"))["satu"] == "One"
    hasil = path_to(form, "hasil_akhir")
    assert (says.question(hasil), says.short(hasil), says.choices(hasil)) == ("", "hasil akhir", {})


# --- What answers mean -----------------------------------------------------------------------------

MEANT = f"""
    | survey |
    | | type         | name  | label  | bind::suar:arti | relevant       |
    | | date         | first | First? |                 | ${{asked}} = 1 |
    | | integer      | asked | Asked? |                 |                |
    | | date         | next  | Next?  |                 |                |
    | | begin group  | who   | Who    |                 |                |
    | | text         | code  | Code?  | klien           | ${{asked}} = 1 |
    | | end group    |       |        |                 |                |
    | | begin repeat | house | House  |                 |                |
    | | text         | unit  | Unit?  | unit            |                |
    | | select_multiple way | ways | Ways? |           |                |
    | | end repeat   |       |        |                 |                |
    | | select_one way | agreed | Agreed? |            |                |
    | choices |
    | | list_name | name | label |
    | | way       | ya   | Yes   |
    | | way       | tdk  | No    |
    | settings |
    | | namespaces |
    | | {SUAR} |
"""


def meant() -> Filling:
    filling = Filling(MEANT)
    filling.say(asked="1", first="2026-11-20", next="2026-11-21", code="K-1", agreed="ya")
    filling.live.put("/data/house[1]/unit", "u1", SUNDAY)
    filling.live.put("/data/house[1]/ways", "ya tdk", SUNDAY)
    return filling


def test_an_answer_means_what_the_form_says_also_as_it_is_stored() -> None:
    filling = meant()
    form, xml = filling.form, filling.live.to_xml()
    assert [asks_for(form, each) for each in (Meaning.CLIENT, Meaning.UNIT, Meaning.DAY)] == [True, True, False]
    assert (answer_of(filling.live, Meaning.CLIENT), written(form, xml, Meaning.CLIENT)) == ("K-1", "K-1")
    assert (answer_of(filling.live, Meaning.UNIT), written(form, xml, Meaning.UNIT)) == ("u1", "u1")
    assert (answer_of(filling.live, Meaning.REFERRAL), written(form, xml, Meaning.REFERRAL)) == ("", "")
    assert question_of(filling.live, Meaning.REFERRAL) is None


def test_the_first_date_that_is_asked_for_is_the_day_where_the_form_does_not_say() -> None:
    filling = meant()
    assert answer_of(filling.live, Meaning.DAY) == "2026-11-20"
    filling.say(asked="2")
    assert answer_of(filling.live, Meaning.DAY) == "2026-11-21"
    assert answer_of(filling.live, Meaning.NEXT) == ""
    assert answer_of(filling.live, Meaning.CLIENT) == ""


def test_answers_of_a_report_are_known_by_name_and_those_of_repeats_by_turn() -> None:
    filling = meant()
    answers = answers_of(filling.form, filling.live.to_xml())
    assert (answers["asked"], answers["code"], answers["nothing"]) == ("1", "K-1", "")
    assert (answers.yes("agreed"), answers.yes("code"), answers.yes("nothing")) == (True, False, False)
    assert [(turn["unit"], turn.several("ways")) for turn in answers.turns["house"]] == [("u1", ("ya", "tdk"))]
    assert answers.several("nothing") == ()
