"""What is sent is the instance of the XForm, as ODK Central and KoboToolbox take it; and so is what corrects it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from conversations import engine
from conversations.instance import NotThisForm
from conversations.live import LiveForm
from conversations.xform import read_form
from tests.conversations.forms import SUNDAY, Filling, form_of

VISIT = """
    | survey |
    | | type              | name  | label | relevant       | default | calculation   |
    | | start             | start |       |                |         |               |
    | | end               | end   |       |                |         |               |
    | | select_one yn     | met   | Met?  |                |         |               |
    | | text              | why   | Why?  | ${met} = 'no'  | hujan   |               |
    | | begin group       | home  | Home  | ${met} = 'yes' |         |               |
    | | text              | mood  | Mood? |                |         |               |
    | | date              | when  | When? |                | today() |               |
    | | begin repeat      | child | Child |                |         |               |
    | | text              | name  | Name  |                |         |               |
    | | text              | sick  | Sick  | ${name} != ''  |         |               |
    | | end repeat        |       |       |                |         |               |
    | | end group         |       |       |                |         |               |
    | | calculate         | mark  |       |                |         | once(uuid())  |
    | | text              | note  | Note  |                |         |               |
    | choices |
    | | list_name | name | label |
    | | yn        | yes  | Yes   |
    | | yn        | no   | No    |
    | settings |
    | | form_id | version |
    | | visit   | 7       |
"""
FIRST, SECOND, THIRD = (f"uuid:{n * 8}-0000-4000-8000-000000000000" for n in "123")
FIRST_CONTEXT = replace(SUNDAY, instance_id=FIRST)


def opened(xml: str) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314  # our own; it knows namespaces, as servers do


def outline(element: ET.Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def test_a_submission_has_the_attributes_of_the_form_and_no_question_that_was_not_asked() -> None:
    visit = Filling(VISIT, FIRST_CONTEXT)
    visit.say(met="no", why="tidak ada orang & <pergi>", mood="hidden")
    root = opened(visit.live.submission(replace(FIRST_CONTEXT, now=SUNDAY.now + timedelta(minutes=4))))
    assert (root.tag, root.attrib) == ("data", {"id": "visit", "version": "7"})
    assert outline(root) == ["start", "end", "met", "why", "mark", "note", "meta"]
    assert root.findtext("why") == "tidak ada orang & <pergi>"
    assert root.findtext("note") == ""
    assert root.findtext("meta/instanceID") == FIRST
    assert root.findtext("end") == "2026-11-22T19:09:00.000+07:00"


def test_a_correction_has_an_id_of_its_own_and_names_the_one_before() -> None:
    visit = Filling(VISIT, FIRST_CONTEXT)
    visit.say(met="no", why="hujan deras")
    sent, ids = visit.live.submission(FIRST_CONTEXT), []
    for instance_id in (SECOND, THIRD):
        context = replace(SUNDAY, instance_id=instance_id, seed=99)
        live = LiveForm.correct(visit.form, sent, context)
        live.answer("/data/note", f"as {instance_id}", context)
        live = LiveForm.restore(visit.form, live.to_xml(), context)  # after a restart
        corrected = live.submission(context)
        meta = opened(corrected).find("meta")
        assert meta is not None
        ids.append((meta.findtext("instanceID"), meta.findtext("deprecatedID"), outline(meta)))
        assert opened(corrected).findtext("mark") == opened(sent).findtext("mark")  # what was made by chance stays
        assert opened(corrected).findtext("start") == opened(sent).findtext("start")
        sent = corrected
    names = ["instanceID", "deprecatedID"]
    assert ids == [(SECOND, FIRST, names), (THIRD, SECOND, names)]


def test_what_was_left_out_of_a_submission_is_asked_again_in_its_correction() -> None:
    visit = Filling(VISIT, FIRST_CONTEXT)
    visit.say(met="yes", mood="baik", name="Budi", sick="tidak")
    visit.live.add("/data/home/child", FIRST_CONTEXT)
    sent = visit.live.submission(FIRST_CONTEXT)
    assert "why" not in sent
    assert sent.count("sick") == 2  # of the first child, opening and closing
    later = replace(SUNDAY, now=SUNDAY.now + timedelta(days=3), instance_id=SECOND)
    live = LiveForm.correct(visit.form, sent, later)
    assert live.value("/data/why") == "hujan"  # as in a new draft
    assert live.value("/data/home/when") == "2026-11-22"  # what was sent stays
    live.answer("/data/home/child[2]/name", "Ani", later)
    assert live.relevant("/data/home/child[2]/sick")
    live.answer("/data/met", "no", later)
    live.answer("/data/why", "salah rumah", later)
    assert outline(opened(live.submission(later))) == ["start", "end", "met", "why", "mark", "note", "meta"]
    back = LiveForm.correct(visit.form, live.to_xml(relevant_only=True), later)
    back.answer("/data/met", "yes", later)
    assert back.value("/data/home/when") == "2026-11-25"  # a default that is worked out, as in a new draft
    assert back.value("/data/home/child[1]/name") == ""


def test_the_engine_begins_a_correction_with_its_own_id() -> None:
    visit = Filling(VISIT, FIRST_CONTEXT)
    visit.say(met="no")
    sent = visit.live.submission(FIRST_CONTEXT)
    state = engine.begin(visit.form, replace(SUNDAY, instance_id=SECOND), sent)
    meta = opened(state.xml).find("meta")
    assert meta is not None
    assert (meta.findtext("instanceID"), meta.findtext("deprecatedID")) == (SECOND, FIRST)


def test_a_correction_of_another_form_is_refused() -> None:
    with pytest.raises(NotThisForm):
        LiveForm.correct(form_of(VISIT), "<other/>", SUNDAY)


SERVED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:ext="http://example.org/ext">
  <h:head><h:title>Served</h:title><model>
    <instance><survey xmlns="http://example.org/survey" id="served" orx:version="3" ext:batch="b1">
      <formhub><uuid/></formhub><name/>
      <item jr:template=""><ext:code ext:kind="k">9</ext:code><what/></item>
      <__version__/><unasked>kept</unasked>
      <orx:meta><orx:instanceID/></orx:meta>
    </survey></instance>
    <bind nodeset="/survey/formhub/uuid" type="string" calculate="'f00d'"/>
    <bind nodeset="/survey/__version__" calculate="'v9'" type="string"/>
    <bind nodeset="/survey/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>
  </model></h:head>
  <h:body><input ref="/survey/name"><label>Name</label></input>
    <group ref="/survey/item"><label>Item</label><repeat nodeset="/survey/item">
      <input ref="/survey/item/what"><label>What</label></input></repeat></group></h:body>
</h:html>"""
ORX, EXT, OWN = "{http://openrosa.org/xforms}", "{http://example.org/ext}", "{http://example.org/survey}"


def test_the_form_of_a_server_comes_back_with_its_namespaces_and_what_we_do_not_know() -> None:
    form = read_form(SERVED)
    live = LiveForm.begin(form, FIRST_CONTEXT)
    live.add("/survey/item", FIRST_CONTEXT)
    sent = live.submission(FIRST_CONTEXT)
    root = opened(sent)
    assert root.tag == f"{OWN}survey"
    assert root.attrib == {"id": "served", f"{ORX}version": "3", f"{EXT}batch": "b1"}
    assert root.findtext(f"{OWN}formhub/{OWN}uuid") == "f00d"
    assert (root.findtext(f"{OWN}__version__"), root.findtext(f"{OWN}unasked")) == ("v9", "kept")
    code = root.find(f"{OWN}item/{EXT}code")
    assert code is not None
    assert (code.text, code.attrib) == ("9", {f"{EXT}kind": "k"})
    assert "template" not in sent
    again = opened(LiveForm.correct(form, sent, replace(SUNDAY, instance_id=SECOND)).submission(SUNDAY))
    assert again.findtext(f"{ORX}meta/{ORX}instanceID") == SECOND
    assert again.findtext(f"{ORX}meta/{ORX}deprecatedID") == FIRST


def test_a_form_without_a_place_for_the_instance_id_gets_one() -> None:
    bare = SERVED.replace("<orx:meta><orx:instanceID/></orx:meta>", "")
    bare = bare.replace('<bind nodeset="/survey/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>', "")
    root = opened(LiveForm.begin(read_form(bare), FIRST_CONTEXT).submission(FIRST_CONTEXT))
    assert root.findtext(f"{ORX}meta/{ORX}instanceID") == FIRST


def test_letters_are_sent_in_their_composed_form() -> None:
    visit = Filling(VISIT, FIRST_CONTEXT)
    visit.say(met="no", why="Ame\u0301lie")
    assert "Am\u00e9lie" in visit.live.submission(FIRST_CONTEXT)
    assert visit.value("why") == "Ame\u0301lie"
