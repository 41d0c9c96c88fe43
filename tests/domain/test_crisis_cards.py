"""What is shown when a life may be in danger: short, plain, safe on a screen that somebody else sees."""

from __future__ import annotations

import re
from datetime import date

import pytest

from domain.crisis import Crisis
from domain.crisis_cards import SHIPPED, Card, read_cards, shipped_cards
from domain.hotlines import lines_for, shipped_hotlines
from domain.rule_tables import BadRules
from domain.voice import LANGUAGES

CARDS = shipped_cards()
EVERY = (CARDS.opening, *CARDS.every)
OURS = shipped_hotlines().every
TODAY = date(2026, 11, 25)

each_card = pytest.mark.parametrize("card", EVERY, ids=lambda card: card.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def sentences(card: Card, language: str) -> list[str]:
    told = [card.title[language], card.first[language], *card.do[language], *card.dont[language]]
    return [sentence for text in told for sentence in re.split(r"(?<=[.?!:])\s+", text)]


def shown(card: Card, language: str = "id") -> str:
    return card.shown(lines_for(card.scopes, OURS, [], TODAY), language)


def test_each_danger_has_a_card_and_stimulants_come_first() -> None:
    assert set(CARDS.by_crisis) == set(Crisis)
    assert [card.name for card in CARDS.by_crisis[Crisis.OVERDOSE]] == ["stimulan", "tidak_bangun"]


@each_card
@each_language
def test_every_sentence_is_short(card: Card, language: str) -> None:
    assert [sentence for sentence in sentences(card, language) if len(sentence.split()) >= 15] == []


@each_card
def test_nothing_is_promised_and_nobody_is_named_badly(card: Card) -> None:
    said = f"{shown(card)} {shown(card, 'en')}".casefold()
    assert not re.search(r"tidak akan|pasti|dijamin|pecandu|will not|guarantee|addict|!", said)


@each_card
@each_language
def test_what_a_locked_screen_shows_names_neither_drugs_nor_what_was_told(card: Card, language: str) -> None:
    seen = f"{card.title[language]} {card.first[language]}".casefold()
    assert not re.search(
        r"bnn|narkoba|sabu|obat|bunuh|mengakhiri|kekerasan|pelaku|drug|meth|suicid|violence|end .* life", seen
    )


@each_card
@each_language
def test_a_card_has_two_lines_and_says_where_to_go_without_them(card: Card, language: str) -> None:
    lines = lines_for(card.scopes, OURS, [], TODAY)
    text = card.shown(lines, language)
    assert len([line for line in lines if not line.never_alone]) >= 2
    assert all(line.number in text.splitlines() for line in lines)
    assert re.search("UGD|emergency room|hospital", text)
    assert "\n\n\n" not in card.shown([], language)


@pytest.mark.parametrize("crisis", [Crisis.VIOLENCE, Crisis.CHILD])
def test_a_safe_place_comes_before_the_numbers(crisis: Crisis) -> None:
    text = shown(CARDS.by_crisis[crisis][0])
    assert text.index("tempat aman") < text.index("129")


def test_the_card_of_a_suicide_names_no_method_and_does_not_only_give_119_ext_8() -> None:
    text = shown(CARDS.by_crisis[Crisis.SUICIDE][0])
    assert not re.search(r"gantung|racun|sayat|lompat|tali|pisau|overdosis", text.casefold())
    assert text.index("\n119\n") < text.index("119 ext 8")


def test_a_card_as_a_mother_reads_it() -> None:
    card = CARDS.by_crisis[Crisis.OVERDOSE][1]
    assert shown(card) == (
        "⚠ <b>Tidak bangun, atau napas lambat</b>\n"
        "Panggil ambulans sekarang:\n\n"
        "Ambulans · 24 jam\n119\n\n"
        "SAPA, untuk perempuan dan anak · 24 jam\n129\n\n"
        "• Tidak tersambung? Bawa ke UGD terdekat.\n"
        "• Panggil namanya. Tepuk bahunya. Lihat napasnya.\n"
        "• Tidak bernapas: beri napas bantuan, kalau Anda bisa.\n"
        "• Bernapas: miringkan badannya.\n"
        "• Ada nalokson? Boleh diberikan.\n"
        "• Kalau aman bagi Anda, temani sampai bantuan datang.\n\n"
        "Jangan tinggalkan sendirian.\n"
        "Jangan menyiram, memberi makan, atau membuat muntah."
    )


def test_a_card_is_found_by_the_number_on_its_button() -> None:
    assert [CARDS.by_key(card.key) for card in EVERY] == list(EVERY)
    assert CARDS.by_key(1) is None


def test_each_card_has_a_source_and_tells_that_nobody_has_signed_it() -> None:
    assert all(card.source and card.checked_on for card in EVERY)
    assert CARDS.unsigned == [card.name for card in EVERY]
    signed = SHIPPED.read_text("utf-8").replace('reviewed_by = ""', 'reviewed_by = "dr. Sari"')
    assert read_cards(signed).unsigned == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('crisis = "anak"', 'crisis = "bayi"', "Card 5: crisis is 'bayi'; take one of overdosis"),
        ('crisis = "anak"', 'crisis = "kekerasan"', "The file: cards has none for anak; write one"),
        ('name = "anak"', 'name = "kekerasan"', "The file: cards has a name twice"),
        ('dont.en = ["Do not judge.", ', "dont.en = [", "Card 3: dont has not as many sentences in each language"),
        ('first.en = "Call now:"\n', "", "The file, opening, first: en is missing"),
        ('lines = ["medis"]', 'lines = ["dokter"]', "Card 1: lines has dokter; take one of darurat"),
        ('reviewed_by = ""', "", "The file, opening: reviewed_by is missing"),
        ('reviewed_by = ""', "reviewed_by = 1", "The file, opening: reviewed_by is 1; write a text"),
        ("[opening]", "[opening", "This is no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    with pytest.raises(BadRules, match=said):
        read_cards(text.replace(old, new, 1))
