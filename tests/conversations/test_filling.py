# forms are tables
"""What is asked, what holds and what follows while a form is filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.context import Context
from conversations.instance import NotThisForm
from conversations.live import LiveForm, NoSuchQuestion, Violation
from tests.conversations.forms import SUNDAY, Filling, form_of

HOUSE = """
    | survey |
    | | type              | name   | label                   | relevant         | constraint | constraint_message | required | required_message | calculation             |
    | | begin group       | home   | Home                    |                  |            |                    |          |                  |                         |
    | | integer           | people | How many people?        |                  | . > 0      | At least one       | yes      | Needed           |                         |
    | | select_one yesno  | young  | Any of ${people} young? | ${people} > 1    |            |                    | yes      |                  |                         |
    | | end group         |        |                         |                  |            |                    |          |                  |                         |
    | | begin group       | kids   | Children                | ${young} = 'yes' |            |                    |          |                  |                         |
    | | text              | name   | Name?                   |                  |            |                    |          |                  |                         |
    | | end group         |        |                         |                  |            |                    |          |                  |                         |
    | | calculate         | twice  |                         |                  |            |                    |          |                  | ${people} * 2           |
    | | calculate         | says   |                         |                  |            |                    |          |                  | concat('n:', ${name})   |
    | choices |
    | | list_name | name | label |
    | | yesno     | yes  | Yes   |
    | | yesno     | no   | No    |
"""


def test_someone_living_alone_is_not_asked_about_children() -> None:
    house = Filling(HOUSE)
    house.say(people="1")
    assert house.asked() == ["people"]
    house.say(people="3")
    assert house.asked() == ["people", "young"]
    assert house.live.label(house.ref("young")) == "Any of 3 young?"


def test_what_is_no_longer_asked_is_kept_hidden_and_left_out_at_the_end() -> None:
    house = Filling(HOUSE)
    house.say(people="3", young="yes", name="Rina")
    assert house.value("says") == "n:Rina"
    house.say(young="no")
    assert "name" not in house.asked()
    assert house.value("says") == "n:"
    assert "<name>Rina</name>" in house.live.to_xml()
    assert "<name" not in house.live.to_xml(relevant_only=True)
    house.say(young="yes")
    assert house.value("says") == "n:Rina"


def test_a_group_hides_everything_in_it() -> None:
    house = Filling(HOUSE)
    house.say(
        people="3",
        young="yes",
        name="Rina",
    )
    house.say(people="1")
    assert house.asked() == ["people"]


@pytest.mark.parametrize(
    ("name", "value", "violation"),
    [
        ("people", "0", Violation("constraint", "At least one")),
        ("people", "", Violation("required", "Needed")),
        ("people", "three", Violation("type")),
        ("people", "3.5", Violation("type")),
        ("young", "perhaps", Violation("type")),
        ("young", "yes no", Violation("type")),
        ("people", "4", None),
    ],
)
def test_a_value_is_tried_before_it_is_stored(name: str, value: str, violation: Violation | None) -> None:
    house = Filling(HOUSE)
    before = house.live.to_xml()
    assert house.live.violation(house.ref(name), value, SUNDAY) == violation
    assert house.live.to_xml() == before
    assert house.say(**{name: value}) == violation
    assert (house.live.to_xml() == before) == (violation is not None)


def test_missing_are_required_questions_that_are_asked() -> None:
    house = Filling(HOUSE)
    assert house.live.missing() == (house.ref("people"),)
    house.say(people="3")
    assert house.live.missing() == (house.ref("young"),)
    house.live.clear(house.ref("people"), SUNDAY)
    assert house.live.missing() == (house.ref("people"),)


def test_titles_and_unknown_refs() -> None:
    house = Filling(HOUSE)
    assert house.live.group_labels(house.ref("name")) == ("Children",)
    assert house.live.label(house.ref("kids")) == "Children"
    with pytest.raises(NoSuchQuestion):
        house.live.value("/data/nobody")


def test_changes_are_counted_only_when_something_changes() -> None:
    house = Filling(HOUSE)
    house.say(people="3")
    counted = house.live.changes
    house.say(people="3")
    house.say(people="0")
    assert house.live.changes == counted


def test_what_is_not_a_number_is_stored_as_nothing() -> None:
    house = Filling(HOUSE)
    assert house.value("twice") == ""
    house.say(people="3")
    assert house.value("twice") == "6"


def test_a_restart_changes_nothing() -> None:
    house = Filling(HOUSE)
    house.say(people="3", young="yes", name="a < b & \u0007c\r\nd")
    again = house.again()
    assert again.live.to_xml() == house.live.to_xml()
    assert again.asked() == house.asked()
    assert again.value("name") == "a < b & c\r\nd"


def test_a_draft_of_another_form_is_refused() -> None:
    with pytest.raises(NotThisForm):
        LiveForm.restore(form_of(HOUSE), "<other/>", SUNDAY)


def test_languages_fall_back_to_the_default_where_a_translation_is_missing() -> None:
    asked = Filling("""
        | survey |
        | | type          | name | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) | constraint | constraint_message::English (en) |
        | | select_one ab | a    | Yang mana?            |                     | Pilih satu.          | . != 'b'   | Not b                            |
        | choices |
        | | list_name | name | label::Indonesia (id) | label::English (en) |
        | | ab        | a    | Satu                  | One                 |
        | | ab        | b    | Dua                   |                     |
        | settings |
        | | default_language |
        | | Indonesia (id)   |
    """)
    ref, live = asked.ref("a"), asked.live
    assert live.label(ref, "English (en)") == live.label(ref) == "Yang mana?"
    assert live.hint(ref, "English (en)") == "Pilih satu."
    assert [choice.label for choice in live.choices(ref, "English (en)")] == ["One", "Dua"]
    assert [choice.label for choice in live.choices(ref)] == ["Satu", "Dua"]
    assert live.constraint_message(ref, "Indonesia (id)") == "Not b"
    in_english = replace(SUNDAY, language="English (en)")
    assert live.violation(ref, "b", in_english) == Violation("constraint", "Not b")


def test_a_form_says_in_its_own_words_that_an_answer_is_needed() -> None:
    asked = Filling("""
        | survey |
        | | type    | name   | label::Indonesia (id) | required | required_message::Indonesia (id) | required_message::English (en) |
        | | integer | people | Berapa?               | yes      | Harus diisi.                     | Needed.                        |
        | | integer | rooms  | Kamar?                | yes      |                                  |                                |
        | settings |
        | | default_language |
        | | Indonesia (id)   |
    """)
    said = [asked.live.required_message(asked.ref("people"), each) for each in ("", "English (en)", "French (fr)")]
    assert said == ["Harus diisi.", "Needed.", "Harus diisi."]
    assert asked.live.required_message(asked.ref("rooms")) == ""


def test_words_of_the_form_can_be_asked_for_by_their_id() -> None:
    words = form_of("""
        | survey |
        | | type              | name | label::Indonesia (id) | label::English (en) | calculation                        | choice_filter |
        | | select_one colour | tint | Warna apa?            | Which colour?       |                                    | name != 'x'   |
        | | calculate         | said |                       |                     | jr:itext('/data/tint:label')       |               |
        | | calculate         | none |                       |                     | jr:itext('nothing')                |               |
        | choices |
        | | list_name | name | label::Indonesia (id) | label::English (en) |
        | | colour    | red  | Merah                 | Red                 |
        | settings |
        | | default_language |
        | | Indonesia (id)   |
    """)
    for language, said in (("", "Warna apa?"), ("English (en)", "Which colour?")):
        live = LiveForm.begin(words, replace(SUNDAY, language=language))
        assert (live.value("/data/said"), live.value("/data/none")) == (said, "")


def test_defaults_and_what_nobody_is_asked() -> None:
    visit = Filling("""
        | survey |
        | | type     | name  | label | default  | calculation   |
        | | start    | start |       |          |               |
        | | end      | end   |       |          |               |
        | | today    | today |       |          |               |
        | | username | user  |       |          |               |
        | | date     | day   | When? | today()  |               |
        | | text     | town  | Town? | Kace     |               |
        | | calculate | stamp |      |          | now()         |
        | | calculate | mark  |      |          | uuid()        |
        | settings |
        | | instance_name           |
        | | concat(${town}, ' ', ${day}) |
    """)
    assert visit.value("start") == "2026-11-22T19:05:00.000+07:00"
    assert (visit.value("today"), visit.value("user"), visit.value("day")) == ("2026-11-22", "rina", "2026-11-22")
    assert visit.value("instanceID") == SUNDAY.instance_id
    assert visit.live.instance_name() == "Kace 2026-11-22"
    stamp, mark = visit.value("stamp"), visit.value("mark")
    visit.context = replace(SUNDAY, now=SUNDAY.now + timedelta(days=1), seed=8)
    visit.say(town="Mendobarat")
    later = visit.again()
    later.say(town="Bakam")
    assert (later.value("stamp"), later.value("mark")) == (stamp, mark)
    assert visit.value("end") == ""
    visit.live.submission(visit.context)
    assert visit.value("end") == "2026-11-23T19:05:00.000+07:00"


CASCADE = """
    | survey |
    | | type              | name  | label  | choice_filter      |
    | | select_one states | state | State? |                    |
    | | select_one towns  | town  | Town?  | state = ${state}   |
    | | note              | seen  | ${town} |                   |
    | choices |
    | | list_name | name | label | state |
    | | states    | a    | A     |       |
    | | states    | b    | B     |       |
    | | towns     | a1   | A one | a     |
    | | towns     | a2   | A two | a     |
    | | towns     | b1   | B one | b     |
"""


def test_only_what_fits_the_answer_before_is_offered() -> None:
    place = Filling(CASCADE)
    place.say(state="a")
    assert [choice.label for choice in place.live.choices(place.ref("town"))] == ["A one", "A two"]
    assert place.say(town="b1") == Violation("type")


def test_a_choice_that_is_no_longer_offered_is_no_answer_until_it_is_offered_again() -> None:
    place = Filling(CASCADE)
    place.say(state="a", town="a2")
    place.say(state="b")
    assert place.value("town") == ""
    assert place.live.label(place.ref("seen")) == ""
    assert "a2" not in place.live.to_xml(relevant_only=True)
    place = place.again()
    assert place.value("town") == ""
    place.say(state="a")
    assert place.value("town") == "a2"


def test_an_answer_may_set_another_one_which_stays_changeable() -> None:
    visit = Filling("""
        | survey |
        | | type    | name  | label  | trigger | calculation  |
        | | integer | age   | Age?   |         |              |
        | | date    | since | Since? | ${age}  | today()      |
        | | text    | twice | Twice? |         | ${age} * 2   |
    """)
    visit.say(age="4")
    assert (visit.value("since"), visit.value("twice")) == ("2026-11-22", "8")
    visit.say(since="2026-01-01", twice="nine")
    visit.context = replace(SUNDAY, now=SUNDAY.now + timedelta(days=1))
    assert (visit.value("since"), visit.value("twice")) == ("2026-01-01", "nine")
    visit.say(age="5")
    assert (visit.value("since"), visit.value("twice")) == ("2026-11-23", "10")


def test_what_an_answer_sets_may_set_more() -> None:
    chain = Filling("""
        | survey |
        | | type    | name | label | trigger | calculation |
        | | integer | a    | A     |         |             |
        | | integer | b    | B     | ${a}    | ${a} + 1    |
        | | integer | c    | C     | ${b}    | ${b} + 1    |
        | | integer | d    | D     | ${c}    | ${c} + 1    |
    """)
    chain.say(a="1")
    assert [chain.value(name) for name in "bcd"] == ["2", "3", "4"]
    chain.say(c="10")
    assert [chain.value(name) for name in "bcd"] == ["2", "10", "11"]


def test_today_is_the_day_where_the_person_is() -> None:
    late = replace(SUNDAY, now=SUNDAY.now.replace(hour=23, minute=59))
    visit = Filling(
        """
        | survey |
        | | type | name | label | constraint   |
        | | date | day  | When? | . <= today() |
        """,
        late,
    )
    assert visit.say(day="2026-11-22") is None
    assert visit.say(day="2026-11-23") == Violation("constraint", "")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Context(SUNDAY.now.replace(tzinfo=None))
