"""Formatted text: what Telegram makes of it, and how it complains."""

from contextlib import suppress
from typing import Any

import pytest
from aiogram.utils.text_decorations import html_decoration, markdown_decoration
from hypothesis import given
from hypothesis import strategies as st

from simulator.refusals import BadRequest
from simulator.rendering import as_html
from simulator.texts import formatted


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>😀</i><u>x</u>", "😀x", [("italic", 0, 2), ("underline", 2, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<code>x</code> <pre>y</pre>", "x y", [("code", 0, 1), ("pre", 2, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("a &lt;b&gt; &amp;&quot; &nbsp; &#65;&#x42;", 'a <b> &" &nbsp; AB', []),
        ("  <b>a </b> ", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("/go@hello_bot now", "/go@hello_bot now", [("bot_command", 0, 13)]),
        ("<code>/go</code>", "/go", [("code", 0, 3)]),
        (
            "@hello_bot #tag a@b.id https://suar.id/x +62 811 2233 4455",
            "@hello_bot #tag a@b.id https://suar.id/x +62 811 2233 4455",
            [("mention", 0, 10), ("hashtag", 11, 4), ("email", 16, 6), ("url", 23, 17), ("phone_number", 41, 17)],
        ),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, entities: list[Any]) -> None:
    said = formatted(html, "HTML")
    assert said.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in said.entities] == entities


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ('<a href="https://suar.id/?a=1&amp;b=2">x</a>', {"type": "text_link", "url": "https://suar.id/?a=1&b=2"}),
        (
            "<a href='tg://user?id=7'>x</a>",
            {"type": "text_mention", "user": {"id": 7, "is_bot": False, "first_name": ""}},
        ),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ('<code class="language-python">x</code>', {"type": "code"}),
        (
            '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>',
            {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"},
        ),
        (
            '<tg-time unix="1700000000" format="d">x</tg-time>',
            {"type": "date_time", "unix_time": 1700000000, "date_time_format": "d"},
        ),
    ],
)
def test_tags_with_attributes(html: str, entity: dict[str, Any]) -> None:
    said = formatted(html, "HTML")
    assert said.entities == ({"offset": 0, "length": 1, **entity},)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<script>a</script>", 'Unsupported start tag "script" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x!>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="9999999999999999999">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_html_errors_are_telegrams(html: str, why: str) -> None:
    assert _refusal(html, "HTML") == f"Bad Request: can't parse entities: {why}"


def test_a_link_that_leads_nowhere_is_only_text() -> None:
    assert formatted('<a href="not an address">x</a>', "html").entities == ()


@pytest.mark.parametrize(
    ("markdown", "text", "entities"),
    [
        ("*a* _b_ __c__ ~d~ ||e||", "a b c d e", "bold italic underline strikethrough spoiler"),
        ("`a*` ```py\nb_c```", "a* b_c", "code pre"),
        ("[x](https://suar.id/\\))", "x", "text_link"),
        ("*a _b_*", "a b", "bold italic"),
        ("_a __b___", "a b", "italic underline"),
        (">q\n>r\nx", "q\nr\nx", "blockquote"),
        (">q\n>r||\nx", "q\nr\nx", "expandable_blockquote"),
        ("1\\.5\\!", "1.5!", ""),
        ("a\n>\na", "a\n\na", ""),
    ],
)
def test_markdown_becomes_text_and_entities(markdown: str, text: str, entities: str) -> None:
    said = formatted(markdown, "MarkdownV2")
    assert (said.text, " ".join(one["type"] for one in said.entities)) == (text, entities)


@pytest.mark.parametrize(
    ("markdown", "why"),
    [
        ("hello.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("*unclosed", "Can't find end of Bold entity at byte offset 0"),
        ("*bold _italic\\_*", "Can't find end of Bold entity at byte offset 15"),
        ("[x](y", "Can't find end of a URL at byte offset 4"),
    ],
)
def test_markdown_errors_are_telegrams(markdown: str, why: str) -> None:
    assert _refusal(markdown, "MarkdownV2") == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    "html",
    [
        "<b>a<i>b</i></b> c",
        '<a href="https://suar.id">😀</a><tg-spoiler>x</tg-spoiler>',
        '<pre><code class="language-py">x &lt; y</code></pre>',
        "<blockquote expandable>a\nb</blockquote>",
    ],
)
def test_a_message_can_be_shown_as_html_again(html: str) -> None:
    assert as_html(*formatted(html, "HTML")) == html


def test_only_a_hundred_entities_are_kept() -> None:
    assert len(formatted("<b>a</b> " * 150, "HTML").entities) == 100


@given(st.text())
def test_what_aiogram_quotes_comes_back(text: str) -> None:
    plain = formatted(text).text
    assert formatted(html_decoration.quote(text), "HTML").text == plain
    assert formatted(markdown_decoration.quote(text), "MarkdownV2").text == plain


@given(st.text(alphabet="ab <>/=\"'&;#x1"))
def test_any_html_is_read_or_refused(text: str) -> None:
    with suppress(BadRequest):
        said = formatted(text, "HTML")
        assert all(0 <= one["offset"] < one["offset"] + one["length"] <= said.length for one in said.entities)


@given(st.text(alphabet="ab \n*_~|`[]()>!\\."))
def test_any_markdown_is_read_or_refused(text: str) -> None:
    with suppress(BadRequest):
        said = formatted(text, "MarkdownV2")
        assert all(0 <= one["offset"] < one["offset"] + one["length"] <= said.length for one in said.entities)


def _refusal(text: str, mode: str) -> str:
    with pytest.raises(BadRequest) as refused:
        formatted(text, mode)
    return refused.value.description
