"""XML in and out: nothing foreign gets in, nothing people write gets lost or breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.markup import NotXml, clean, read, write
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
