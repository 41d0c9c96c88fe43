"""XML in and out: nothing foreign gets in, nothing people write gets lost or breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.markup import DEEPEST, NotXml, clean, read, write
from conversations.nodes import Node


@given(st.text())
def test_what_people_write_comes_back_as_it_was(text: str) -> None:
    node = Node("answer", text=text)
    assert read(write(node)).children[0].stored == clean(text)


@given(st.text(alphabet="ab \n\t\r&<>\"'é\x00\x0b", max_size=20))
def test_attributes_come_back_as_they_were(text: str) -> None:
    node = Node("answer")
    node.attributes = (Node("@of", node, text),)
    back = read(write(node)).children[0].attribute("of")
    assert back == clean(text).replace("\r", "\n") or back == clean(text)


def test_control_characters_are_left_out() -> None:
    assert write(Node("a", text="x\x00\x08\ud800y")) == "<a>xy</a>"


@pytest.mark.parametrize(
    "xml",
    [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a/>",
        "<!DOCTYPE a><a/>",
        "<a>",
        "",
        "<a>" * 200 + "</a>" * 200,
    ],
)
def test_entities_document_types_and_broken_xml_are_refused(xml: str) -> None:
    with pytest.raises(NotXml):
        read(xml)


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ("<!DOCTYPE a><a/>", "document types and entities are not allowed"),
        ("<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1), f"elements are nested deeper than {DEEPEST}"),
    ],
)
def test_why_something_is_refused_is_said(xml: str, why: str) -> None:
    with pytest.raises(NotXml) as refused:
        read(xml)
    assert str(refused.value) == why


def test_elements_may_be_nested_as_deep_as_is_said() -> None:
    assert len(list(read("<a>" * DEEPEST + "x" + "</a>" * DEEPEST).walk())) == DEEPEST + 1


def test_blanks_between_elements_are_kept_only_where_they_are_asked_for() -> None:
    xml = "<l> <o/> and <o/>\n</l>"
    assert [node.name for node in read(xml).children[0].children] == ["o", "#text", "o"]
    mixed = read(xml, mixed=True).children[0]
    assert [node.stored if node.name == "#text" else node.name for node in mixed.children] == [
        " ",
        "o",
        " and ",
        "o",
        "\n",
    ]
    assert write(mixed) == xml


def test_what_is_not_relevant_is_left_out_only_where_that_is_asked_for() -> None:
    root = read('<a x="1 &amp; 2"><b>seen</b><c>hidden</c></a>').children[0]
    hidden = root.children[1]
    hidden.own = False
    hidden.show()
    assert write(root) == '<a x="1 &amp; 2"><b>seen</b><c>hidden</c></a>'
    assert write(root, relevant_only=True) == '<a x="1 &amp; 2"><b>seen</b></a>'
