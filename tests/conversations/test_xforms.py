"""XForms as other tools write them: what they may do differently from pyxform, and what is refused in so many words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.form import Form, Group, Repeat
from conversations.live import LiveForm
from conversations.problems import Problem
from conversations.xform import read_form
from tests.conversations.forms import SUNDAY

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:suar="urn:suar:xform" xmlns:entities="urn:e">'
)
OTHER = """
<h:head><h:title> Other </h:title><model suar:x="1">
  <itext>
    <translation lang="id" default="true()">
      <text id="age"><value>Umur?</value></text>
      <text id="yes"><value>Ya</value></text><text id="no"><value>Tidak</value></text>
    </translation>
    <translation lang="en">
      <text id="age"><value>Age of <output value="../name"/>?</value></text>
      <text id="yes"><value>Yes</value></text><text id="no"><value>No</value></text>
    </translation>
  </itext>
  <instance><data id="other" orx:version="5" suar:untuk="agen">
    <name/><age>4</age><born>2020-01-02T03:04:05Z</born><young/><pin/><began/><here/>
    <group><inside/></group>
    <rep jr:template=""><what/><when/></rep>
    <orx:meta><orx:instanceID/></orx:meta>
  </data></instance>
  <instance id="colours"><root><item><code>r</code><name>Red</name></item></root></instance>
  <bind nodeset="/data/name" id="who" type="xsd:string" suar:ringkas="Nama"/>
  <bind nodeset="/data/age" type="xs:int"/>
  <bind nodeset="/data/age" constraint=". &lt; 120" jr:constraintMsg="Too old" required="true()" jr:requiredMsg="jr:itext('age')"/>
  <bind ref="/data/born" type="date"/>
  <bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid" type="string"/>
  <setvalue event="xforms-ready" ref="/data/began" value="1 + 1"/>
  <setvalue ev:event="odk-instance-load" ref="/data/here">plain</setvalue>
</model></h:head>
<h:body>
  <input bind="who"><label>Name?</label><hint>All of it</hint></input>
  <input ref="/data/age"><label ref="jr:itext('age')"/>
    <setvalue event="xforms-value-changed" ref="/data/group/inside" value="/data/age * 2"/></input>
  <select1 ref="/data/young" appearance="minimal"><label>Young?</label>
    <item><label ref="jr:itext('yes')"/><value> y </value></item>
    <item><label ref="jr:itext('no')"/><value>n</value></item>
    <item><label>Maybe</label><value>m</value></item>
  </select1>
  <secret ref="/data/pin"><label>Pin?</label></secret>
  <group ref="/data/group" appearance="field-list"><label>Inside</label><input ref="inside"><label>In?</label></input></group>
  <group><label>Again</label><repeat nodeset="/data/rep" jr:noAddRemove="true()">
    <setvalue event="jr-insert" ref="when" value="'now'"/>
    <select ref="./what"><label>What?</label>
      <itemset nodeset="instance('colours')/root/item[code != 'x']"><value ref="code"/><label ref="name"/></itemset></select>
  </repeat></group>
</h:body>"""


def form(inner: str = OTHER) -> Form:
    return read_form(f"{HEAD}{inner}</h:html>")


def test_what_other_tools_leave_out_or_write_differently_is_read() -> None:
    made = form()
    assert (made.id, made.title, made.version) == ("other", "Other", "5")
    assert (made.languages, made.default_language) == (("id", "en"), "id")
    assert made.marks == {"suar:untuk": "agen"}
    assert made.binds["data", "name"].marks == {"suar:ringkas": "Nama"}
    assert {path[-1]: bind.type for path, bind in made.binds.items()} == {
        "name": "string",
        "age": "int",
        "born": "date",
        "orx:instanceID": "string",
    }
    assert [control.kind for control in made.controls.values()] == [
        "input",
        "input",
        "select1",
        "input",
        "input",
        "select",
    ]
    assert made.controls["data", "rep", "what"].itemset is not None
    assert made.triggers == {("data", "age")}
    group, repeat = made.body[-2:]
    assert isinstance(group, Group)
    assert group.path == ("data", "group")
    assert isinstance(repeat, Repeat)
    assert (repeat.path, repeat.fixed, repeat.count) == (("data", "rep"), True, None)


def test_it_is_played_like_any_other() -> None:
    live = LiveForm.begin(form(), SUNDAY)
    assert [live.value(f"/data/{name}") for name in ("age", "born", "began", "here")] == [
        "4",
        "2020-01-02",
        "2",
        "plain",
    ]
    live.answer("/data/name", "Ani", SUNDAY)
    assert (live.label("/data/age"), live.label("/data/age", "en")) == ("Umur?", "Age of Ani?")
    assert [(each.value, each.label) for each in live.choices("/data/young")] == [
        ("y", "Ya"),
        ("n", "Tidak"),
        ("m", "Maybe"),
    ]
    assert [each.label for each in live.choices("/data/young", "en")] == ["Yes", "No", "Maybe"]
    assert (live.hint("/data/name"), live.group_labels("/data/group/inside")) == ("All of it", ("Inside",))
    assert (live.constraint_message("/data/age"), live.required_message("/data/age", "en")) == (
        "Too old",
        "Age of Ani?",
    )
    live.answer("/data/age", "7", SUNDAY)
    assert live.value("/data/group/inside") == "14"
    live.add("/data/rep", SUNDAY)
    ref = live.turns("/data/rep")[-1]
    assert live.value(f"{ref}/when") == "now"
    assert [(each.value, each.label) for each in live.choices(f"{ref}/what")] == [("r", "Red")]


def test_words_chosen_by_the_reader_come_in_the_language_of_the_reader() -> None:
    live = LiveForm.begin(form(), replace(SUNDAY, language="en"))
    assert [each.label for each in live.choices("/data/young")] == ["Yes", "No", "Maybe"]
    assert live.label("/data/age") == "Age of ?"


SMALL = """<h:head><h:title>T</h:title><model>{model}<instance><data id="t"><a/><r><b/></r></data></instance>
<bind nodeset="/data/a" type="string"/>{binds}</model></h:head><h:body>{body}</h:body>"""
QUESTION = '<input ref="/data/a"><label>A</label></input>'


def told(model: str = "", binds: str = "", body: str = QUESTION) -> str:
    with pytest.raises(Problem) as found:
        form(SMALL.format(model=model, binds=binds, body=body))
    return str(found.value)


def test_a_small_one_is_fine() -> None:
    assert [each.path for each in form(SMALL.format(model="", binds="", body=QUESTION)).controls.values()] == [
        ("data", "a")
    ]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"binds": '<bind nodeset="/data/x"/>'}, "/data/x. a bind points to a question that the form does not have. Correct its nodeset."),
        ({"binds": '<bind nodeset="/data/a[1]"/>'}, "bind: the path /data/a[1] is more than names. Refer to the question by its plain path."),
        ({"binds": '<bind nodeset="/data/r/b" type="geotrace"/>'}, "/data/r/b. the type “geotrace” is not supported. Use another type."),
        ({"binds": '<bind nodeset="/data/r/b" jr:preload="patient"/>'}, "/data/r/b. the preload patient is not supported. Remove the question."),
        ({"binds": '<bind nodeset="/data/r/b" relevant="1 +"/>'}, "column relevant, /data/r/b. the expression ends too early (character 4 of: 1 +▸). Correct the expression."),
        ({"binds": '<submission base64RsaPublicKey="A"/>'}, "encrypted forms are not supported. Remove public_key from the settings."),
        ({"body": '<input ref="/data/x"><label>A</label></input>'}, "body. input: the form has no /data/x. Correct the ref."),
        ({"body": '<input bind="x"><label>A</label></input>'}, "body. there is no bind “x”. Give the question a ref."),
        ({"body": '<output ref="/data/a"/>'}, "/data. output is not supported. Leave it out of the form."),
        ({"body": '<group ref="/data/r"><range2 ref="b"/></group>'}, "/data/r. range2 is not supported. Leave it out of the form."),
        ({"body": '<input ref="/data/a" appearance="ex:org.app"><label>A</label></input>'}, "column appearance, /data/a. the appearance “ex:org.app” is not supported. Ask it directly: no other app can be opened from a chat."),
        ({"body": '<select1 ref="/data/a"><label>A</label><itemset nodeset="/data/r"><label ref="b"/></itemset></select1>'}, "/data/a. the choices have no value. Name the column of the value."),
        ({"body": '<input ref="/data/a"><setvalue ref="/data/a" value="1"/></input>'}, "/data/a. a setvalue has no event. Use a trigger or a default."),
        ({"body": '<input ref="/data/a"><setvalue event="focus xforms-ready" ref="/data/a" value="1"/></input>'}, "/data/a. the event focus is not supported. Use a trigger or a default."),
        ({"body": '<group ref="/data/r"><setgeopoint event="xforms-ready" ref="/data/a"/></group>'}, "/data/r. setgeopoint is not supported. Leave it out of the form."),
        ({"body": '<recordaudio event="xforms-ready" ref="/data/a"/>'}, "/data. recordaudio is not supported. Leave it out of the form."),
        ({"binds": '<bind nodeset="/data/r/b" relevant="../../a = 1"/><bind nodeset="/data/a" relevant="/data/r/b = 1"/>'}, "column relevant, /data/a. these depend on each other in a circle: /data/a → /data/r/b → /data/a. Break the circle: leave one of the references out."),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_told_with_its_place(part: dict[str, str], problem: str) -> None:
    assert told(**part) == problem


@pytest.mark.parametrize(
    ("xml", "problem"),
    [
        ("<a><b></a>", "the XForm is not sound XML: <unknown>:1:8: mismatched tag. Compile the form again."),
        ("<h:html xmlns:h='h'/>", "the XForm has no head. Compile the form again."),
        (f"{HEAD}<h:head/><h:body/></h:html>", "the XForm has no model. Compile the form again."),
        (f"{HEAD}<h:head><model/></h:head></h:html>", "the XForm has no body. Compile the form again."),
        (f"{HEAD}<h:head><model/></h:head><h:body/></h:html>", "the XForm has no instance. Compile the form again."),
        (f"{HEAD}<h:head><model><instance/></model></h:head><h:body/></h:html>", "the instance of the XForm must have one root. Compile the form again."),
        (f"{HEAD}<h:head><model><instance><a/><b/></instance></model></h:head><h:body/></h:html>", "the instance of the XForm must have one root. Compile the form again."),
        (f"{HEAD}<h:head><model entities:entities-version='1'><instance><a/></instance></model></h:head><h:body/></h:html>", "entities are not supported. Remove the entities sheet and save_to."),
    ],
)  # fmt: skip
def test_what_is_no_form_at_all_is_told(xml: str, problem: str) -> None:
    with pytest.raises(Problem) as found:
        read_form(xml)
    assert str(found.value) == problem


WORDS = """<h:head><h:title>T</h:title><model>
  <itext><note/><translation lang="a"><text id="q">
      <value>  Say <b>it <output ref="/data/a"/></b> now  </value><value form="long">Long</value>
      <value form="image">jr://images/a.png</value></text>
    <text id="gap"><value>-</value></text><text id="short"><value form="short">Short</value></text>
    <text id="long"><value form="long">Long</value><value form="short">Short</value></text></translation>
  <translation lang="b" default=""><text id="gap"><value>Filled</value></text></translation></itext>
  <instance><data id="t"><a/><b>gap</b><c/><d/></data></instance>
</model></h:head><h:body>
  <input ref="/data/a"><label ref="jr:itext('q')"/><hint ref="jr:itext(&quot;gap&quot;)"/></input>
  <input ref="/data/b"><label ref="jr:itext(/data/b)"/></input>
  <input ref="/data/c"><label ref="jr:itext('short')"/><hint ref="concat(/data/a, '!')"/></input>
  <input ref="/data/d"><label ref="jr:itext('long')"/><hint> <output value="/data/a"/> </hint></input>
</h:body>"""


def test_words_are_found_in_the_language_the_default_or_any_other() -> None:
    made = form(WORDS)
    assert (made.languages, made.default_language) == (("a", "b"), "b")
    live = LiveForm.begin(made, SUNDAY)
    live.answer("/data/a", "this", SUNDAY)
    assert [live.label("/data/a", language) for language in ("a", "b", "c")] == ["Say it this now"] * 3
    assert [live.hint("/data/a", language) for language in ("a", "b", "")] == ["Filled"] * 3
    assert live.media("/data/a", "image") == "jr://images/a.png"
    assert (live.media("/data/b", "image"), live.media("/data/c", "audio")) == ("", "")
    assert live.label("/data/b") == "Filled"
    live.answer("/data/b", "nothing", SUNDAY)
    assert live.label("/data/b") == ""
    assert (live.label("/data/c"), live.hint("/data/c")) == ("Short", "this!")
    assert (live.label("/data/d"), live.hint("/data/d")) == ("Long", "this")


def test_words_that_are_not_there_are_told_with_their_question() -> None:
    assert (
        told(body='<input ref="/data/a"><label ref="jr:itext(\'no\')"/></input>')
        == "column label, /data/a. there is no text “no”. Add its translation."
    )
