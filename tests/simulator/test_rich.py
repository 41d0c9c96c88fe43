"""Rich messages: paragraphs, headings and tables, as bots write them in HTML."""

import pytest

from simulator import Chat, Person

from .conftest import Line

TABLE = '<table bordered striped><caption>Nov</caption><tr><th>A</th></tr><tr><td align="right">1</td></tr></table>'


async def test_a_table_has_cells_and_a_caption(line: Line, chat: Chat, rina: Person) -> None:
    sent = await line.call("sendRichMessage", chat_id=rina.id, rich_message={"html": TABLE})
    (table,) = sent["rich_message"]["blocks"]
    assert table["cells"] == [
        [{"text": "A", "is_header": True, "align": "left", "valign": "top"}],
        [{"text": "1", "align": "right", "valign": "top"}],
    ]
    assert (table["caption"], table["is_bordered"], table["is_striped"]) == ("Nov", True, True)
    assert "text" not in sent
    assert chat.last.text == "Nov\nA\n1"


async def test_headings_and_paragraphs_stand_in_their_order(line: Line, rina: Person) -> None:
    html = "<h3>Judul</h3>\n<p>Satu   <b>dua</b> &amp; tiga</p>"
    sent = await line.call("sendRichMessage", chat_id=rina.id, rich_message={"html": html})
    assert sent["rich_message"]["blocks"] == [
        {"type": "heading", "text": "Judul", "size": 3},
        {"type": "paragraph", "text": "Satu dua & tiga"},
    ]


@pytest.mark.parametrize(
    ("rich", "refusal"),
    [
        ({}, "400 Bad Request: rich message must be non-empty"),
        ({"html": ""}, "400 Bad Request: rich message must be non-empty"),
        ({"html": "<p>a</p>", "markdown": "a"}, "400 Bad Request: rich message must be non-empty"),
        ({"html": "<p>a"}, "400 Bad Request: can't parse rich message: tag <p> is not closed"),
        ({"html": "<p>a</b>"}, "400 Bad Request: can't parse rich message: unexpected end tag </b>"),
        ({"html": "<p>" + "a" * 32_768 + "</p>"}, "400 Bad Request: rich message is too long"),
        ({"html": "<p>a</p>" * 501}, "400 Bad Request: rich message is too long"),
        (
            {"html": "<table><tr>" + "<td>1</td>" * 21 + "</tr></table>"},
            "400 Bad Request: rich message has too many columns",
        ),
        (
            {"html": '<table><tr><td align="up">1</td></tr></table>'},
            "400 Bad Request: can't parse rich message: wrong alignment",
        ),
    ],
)
async def test_what_is_refused(line: Line, rina: Person, rich: dict[str, str], refusal: str) -> None:
    assert await line.refused("sendRichMessage", chat_id=rina.id, rich_message=rich) == refusal
