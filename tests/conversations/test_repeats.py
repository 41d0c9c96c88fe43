# forms are tables
"""Turns of repeats: added, removed, counted, and reading each other."""

from __future__ import annotations

import pytest

from conversations.live import LiveForm, NoSuchQuestion
from conversations.recompute import MOST_TURNS_IN_ALL
from conversations.xform import read_form
from tests.conversations.forms import SUNDAY, Filling

FAMILY = """
    | survey |
    | | type         | name  | label        | calculation                  | relevant |
    | | begin repeat | child | Child        |                              |          |
    | | text         | name  | Name?        |                              |          |
    | | integer      | age   | Age of ${name}? |                           | ${name} != '' |
    | | calculate    | place |              | position(..)                 |          |
    | | begin repeat | toy   | Toy          |                              |          |
    | | text         | what  | Which toy of ${name}? |                     |          |
    | | end repeat   |       |              |                              |          |
    | | end repeat   |       |              |                              |          |
    | | calculate    | all   |              | sum(${age})                  |          |
    | | calculate    | many  |              | count(${child})              |          |
"""


def test_turns_come_and_go_and_everything_follows() -> None:
    family = Filling(FAMILY)
    live = family.live
    assert live.repeats() == ("/data/child", "/data/child[1]/toy")
    assert live.turns("/data/child") == ("/data/child[1]",)
    live.answer("/data/child[1]/name", "Ani", SUNDAY)
    live.answer("/data/child[1]/age", "4", SUNDAY)
    assert live.add("/data/child", SUNDAY) == "/data/child[2]"
    assert not live.relevant("/data/child[2]/age")
    live.answer("/data/child[2]/name", "Budi", SUNDAY)
    live.answer("/data/child[2]/age", "9", SUNDAY)
    assert live.label("/data/child[2]/age") == "Age of Budi?"
    assert live.group_labels("/data/child[2]/age") == ("Child",)
    assert (family.value("all"), family.value("many")) == ("13", "2")

    live.remove("/data/child[1]", SUNDAY)
    assert live.value("/data/child[1]/name") == "Budi"
    assert live.value("/data/child[1]/place") == "1"
    assert (family.value("all"), family.value("many")) == ("9", "1")
    with pytest.raises(NoSuchQuestion):
        live.value("/data/child[2]/name")
    with pytest.raises(NoSuchQuestion):
        live.remove("/data/child[1]/name", SUNDAY)


def test_turns_within_turns_keep_their_own_answers() -> None:
    live = Filling(FAMILY).live
    live.answer("/data/child[1]/name", "Ani", SUNDAY)
    live.add("/data/child", SUNDAY)
    live.answer("/data/child[2]/name", "Budi", SUNDAY)
    assert live.add("/data/child[2]/toy", SUNDAY) == "/data/child[2]/toy[1]"  # a new turn begins without toys
    assert live.add("/data/child[2]/toy", SUNDAY) == "/data/child[2]/toy[2]"
    assert live.label("/data/child[2]/toy[2]/what") == "Which toy of Budi?"
    assert live.turns("/data/child[1]/toy") == ("/data/child[1]/toy[1]",)
    assert [question.ref for question in live.questions()][-2:] == [
        "/data/child[2]/toy[1]/what",
        "/data/child[2]/toy[2]/what",
    ]


def test_a_restart_keeps_every_turn() -> None:
    family = Filling(FAMILY)
    family.live.add("/data/child", SUNDAY)
    family.live.answer("/data/child[2]/name", "Budi", SUNDAY)
    assert family.again().live.to_xml() == family.live.to_xml()


def test_a_count_makes_as_many_turns_as_it_says() -> None:
    family = Filling("""
        | survey |
        | | type         | name  | label     | repeat_count | calculation |
        | | integer      | many  | How many? |              |             |
        | | begin repeat | child | Child     | ${many}      |             |
        | | text         | name  | Name?     |              |             |
        | | calculate    | mark  |           |              | uuid()      |
        | | end repeat   |       |           |              |             |
        | | text         | after | After?    |              |             |
    """)
    live = family.live
    assert live.turns("/data/child") == ()
    family.say(many="2")
    assert live.turns("/data/child") == ("/data/child[1]", "/data/child[2]")
    assert not live.may_change_turns("/data/child")
    first = live.value("/data/child[1]/mark")
    family.say(many="3")
    assert live.value("/data/child[1]/mark") == first != live.value("/data/child[3]/mark")
    assert live.to_xml().index("<child>") < live.to_xml().index("<after")
    family.say(many="1")
    assert [question.name for question in live.questions()] == ["many", "name", "after"]


def test_what_is_counted_within_what_is_counted_is_counted_in_every_turn() -> None:
    table = """
        | survey |
        | | type         | name | label | repeat_count | calculation  |
        | | integer      | many | Many? |              |              |
        | | begin repeat | day  | Day   | ${many}      |              |
        | | begin repeat | meal | Meal  | ${many}      |              |
        | | text         | what | What? |              |              |
        | | end repeat   |      |       |              |              |
        | | end repeat   |      |       |              |              |
        | | calculate    | all  |       |              | count(${meal}) |
    """
    family = Filling(table)
    family.say(many="30")
    assert family.value("all") == "900"
    family.say(many="2")
    assert family.value("all") == "4"
    family.say(many="500")
    assert family.value("all") == str(MOST_TURNS_IN_ALL), "a slip of the finger must not fill the memory"
    assert family.again().value("all") == str(MOST_TURNS_IN_ALL)


def test_a_running_total_reads_the_turn_before() -> None:
    till = Filling("""
        | survey |
        | | type         | name  | label | calculation |
        | | begin repeat | line  | Line  |             |
        | | integer      | price | Price? |            |
        | | calculate    | total |       | ${price} + coalesce(indexed-repeat(${total}, ${line}, position(..) - 1), 0) |
        | | end repeat   |       |       |             |
    """)
    live = till.live
    live.add("/data/line", SUNDAY)
    live.add("/data/line", SUNDAY)
    for turn, price in enumerate(("5", "7", "9"), 1):
        live.answer(f"/data/line[{turn}]/price", price, SUNDAY)
    assert [live.value(f"/data/line[{turn}]/total") for turn in (1, 2, 3)] == ["5", "12", "21"]
    live.answer("/data/line[1]/price", "1", SUNDAY)
    assert live.value("/data/line[3]/total") == "17"


def test_several_formulas_of_a_turn_may_read_the_turn_before() -> None:
    family = Filling("""
        | survey |
        | | type         | name      | label | calculation                                         |
        | | begin repeat | child     | Child |                                                     |
        | | text         | name      | Name? |                                                     |
        | | integer      | age       | Age?  |                                                     |
        | | calculate    | last_name |       | indexed-repeat(${name}, ${child}, position(..) - 1) |
        | | calculate    | last_age  |       | indexed-repeat(${age}, ${child}, position(..) - 1)  |
        | | end repeat   |           |       |                                                     |
    """)
    live = family.live
    for number, (name, age) in enumerate((("Ani", "4"), ("Budi", "9"), ("Cici", "1")), 1):
        if number > 1:
            live.add("/data/child", SUNDAY)
        live.answer(f"/data/child[{number}]/name", name, SUNDAY)
        live.answer(f"/data/child[{number}]/age", age, SUNDAY)
    before = [[live.value(f"/data/child[{n}]/{name}") for name in ("last_name", "last_age")] for n in (1, 2, 3)]
    assert before == [["", ""], ["Ani", "4"], ["Budi", "9"]]
    live.remove("/data/child[1]", SUNDAY)
    assert [live.value(f"/data/child[{n}]/last_name") for n in (1, 2)] == ["", "Budi"]


def test_a_turn_may_read_the_turns_after_it() -> None:
    live = Filling("""
        | survey |
        | | type         | name  | label  | calculation |
        | | begin repeat | line  | Line   |             |
        | | integer      | price | Price? |             |
        | | calculate    | rest  |        | ${price} + coalesce(indexed-repeat(${rest}, ${line}, position(..) + 1), 0) |
        | | end repeat   |       |        |             |
    """).live
    live.add("/data/line", SUNDAY)
    live.add("/data/line", SUNDAY)
    for turn, price in ((1, "5"), (2, "7"), (3, "9")):
        live.answer(f"/data/line[{turn}]/price", price, SUNDAY)
    assert [live.value(f"/data/line[{turn}]/rest") for turn in (1, 2, 3)] == ["21", "16", "9"]


COUNTED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="counted"><many>0</many>
    <dose jr:template=""><name>booster</name></dose><dose><name>first</name></dose><dose><name>second</name></dose>
  </data></instance><bind nodeset="/data/many" type="int"/></model></h:head>
  <h:body><input ref="/data/many"/><repeat nodeset="/data/dose" jr:count="/data/many"><input ref="/data/dose/name"/>
  </repeat></h:body></h:html>"""


def test_turns_of_a_counted_repeat_begin_as_the_form_has_them_at_their_places() -> None:
    live = LiveForm.begin(read_form(COUNTED), SUNDAY)
    live.answer("/data/many", "3", SUNDAY)
    assert [live.value(f"/data/dose[{n}]/name") for n in (1, 2, 3)] == ["first", "second", "booster"]
