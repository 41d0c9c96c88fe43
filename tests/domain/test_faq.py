"""The questions of families: every one has a short answer that promises nothing, and is found by typing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.faq import SHIPPED, Topic, read_faq, shipped_faq
from domain.finding import find
from domain.privacy import private_number
from domain.rule_tables import BadRules
from domain.voice import LANGUAGES

FAQ = shipped_faq()
NAMES = [
    "ditangkap", "biaya", "syarat", "tempat", "lama", "agen", "menolak", "tanda",
    "jangan", "anak", "kambuh", "hiv", "ancaman", "sekolah_kerja", "wajib_lapor", "hapus",
]  # fmt: skip
EVERY_ANSWER = [
    pytest.param(topic, language, id=f"{topic.name}-{language}") for topic in FAQ.topics for language in LANGUAGES
]
PROMISES = re.compile(
    r"tidak akan|takkan|pasti|dijamin|menjamin|selalu|tidak pernah|tidak ditangkap|aman di sini|tidak dituntut"
    r"|will not|won't|guarantee|certainly|always|never|promise|not be arrested|not prosecuted",
    re.IGNORECASE,
)
UNKIND = re.compile(r"pecandu|addict|junkie|\bkamu\b|!|<|>|&", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?]) ", text)


# --- The answers ---------------------------------------------------------------------------------


def test_all_topics_of_the_brief_are_there_and_their_names_do_not_change() -> None:
    assert [topic.name for topic in FAQ.topics] == NAMES


@pytest.mark.parametrize(("topic", "language"), EVERY_ANSWER)
def test_an_answer_has_few_and_short_sentences(topic: Topic, language: str) -> None:
    said = sentences(topic.answer[language])
    assert 4 <= len(said) <= 8
    assert [sentence for sentence in said if len(sentence.split()) > 15] == []
    assert all(sentence.endswith((".", "?")) for sentence in said)


@pytest.mark.parametrize(("topic", "language"), EVERY_ANSWER)
def test_an_answer_promises_nothing_and_blames_nobody(topic: Topic, language: str) -> None:
    text = f"{topic.label[language]} {topic.question[language]} {topic.answer[language]}"
    assert PROMISES.findall(text) == []
    assert UNKIND.findall(text) == []


@pytest.mark.parametrize("name", ["ditangkap", "anak", "wajib_lapor"])
def test_what_is_said_about_the_law_depends_and_this_chat_is_no_official_report(name: str) -> None:
    topic = next(topic for topic in FAQ.topics if topic.name == name)
    assert "undang-undang" in topic.answer["id"].lower()
    assert "tergantung" in topic.answer["id"]
    assert "Obrolan ini bukan" in topic.answer["id"]
    assert "depends" in topic.answer["en"]
    assert "This chat is not" in topic.answer["en"]


@pytest.mark.parametrize(("topic", "language"), EVERY_ANSWER)
def test_no_number_to_call_stands_in_an_answer_but_the_one_for_violence(topic: Topic, language: str) -> None:
    # Numbers that work differ from place to place: they stand in the table of hotlines, behind Darurat.
    assert set(re.findall(r"\b1\d\d\b", topic.answer[language])) <= {"129"}
    assert private_number(topic.answer[language]) is None


@pytest.mark.parametrize("topic", FAQ.topics, ids=NAMES)
def test_every_topic_names_its_source_and_fits_on_a_button(topic: Topic) -> None:
    assert topic.source
    assert topic.checked_on >= date(2026, 11, 25)
    assert all(len(topic.label[language]) < 30 for language in LANGUAGES)


def test_every_topic_has_a_number_of_its_own() -> None:
    assert [FAQ.by_key(topic.key) for topic in FAQ.topics] == list(FAQ.topics)
    assert FAQ.by_key(1) is None
    assert FAQ.named("biaya") == FAQ.topics[1]
    assert FAQ.named("lotere") is None


# --- An operator's own file ----------------------------------------------------------------------

TEXT = SHIPPED.read_text("utf-8")


def test_who_reviewed_an_answer_is_kept() -> None:
    signed = read_faq(TEXT.replace('reviewed_by = ""', 'reviewed_by = "BNN, Deputi Bidang Rehabilitasi"', 1))
    assert [topic.reviewed_by for topic in signed.topics[:2]] == ["BNN, Deputi Bidang Rehabilitasi", ""]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "2026-1"', "version = ", "This is no TOML"),
        ('name = "biaya"', 'name = "ditangkap"', "topics has ditangkap twice"),
        ('name = "biaya"', 'name = "Biaya Rehab"', "Topic 2: name is 'Biaya Rehab'; write small letters"),
        ('label.id = "Biaya"', f'label.id = "{"Biaya" * 6}"', "label.id has 30 letters; write at most 29"),
        ('label.id = "Biaya"', 'label.ids = "Biaya"', "Topic 2, label: id is missing"),
        ("checked_on = 2026-11-25", 'checked_on = "kemarin"', "Topic 1: checked_on is 'kemarin'"),
        ('reviewed_by = ""\n', "", 'Topic 1: reviewed_by is missing; write a text, or reviewed_by = ""'),
        ('reviewed_by = ""', 'reviewedby = ""', "reviewedby is no key here"),
        ('answer.id = """', f'answer.id = """{"a" * 1500}', "answer.id has"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(BadRules, match=re.escape(said)):
        read_faq(TEXT.replace(old, new, 1))


# --- Found by typing -----------------------------------------------------------------------------


def found(query: str, language: str = "id") -> list[str]:
    return [topic.name for topic in find(query, FAQ.topics, language)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("anak saya ditangkap polisi ga", "ditangkap"),
        ("DITANGKEP POLISI?!", "ditangkap"),
        ("takut dipenjara", "ditangkap"),
        ("apakah gratis", "biaya"),
        ("brp biayanya", "biaya"),
        ("pake duit ga", "biaya"),
        ("harus bayarrrr berapa", "biaya"),
        ("perlu ktp ga", "syarat"),
        ("syarat rehab apa aja", "syarat"),
        ("rehab terdekat dimana", "tempat"),
        ("klinik di bandung", "tempat"),
        ("berapa lama rehab", "lama"),
        ("rawat inap atau rawat jln", "lama"),
        ("tetangga tau gak nanti", "agen"),
        ("mata-mata bnn", "agen"),
        ("anak saya gamau diajak rehab", "menolak"),
        ("ciri ciri pemakai sabu", "tanda"),
        ("lagi sakau gimana", "tanda"),
        ("over dosis", "tanda"),
        ("boleh dikurung gak", "jangan"),
        ("anak umur 15 tahun", "anak"),
        ("anak dibawah umur pakai ganja", "anak"),
        ("abis rehab balik pakai lagi", "kambuh"),
        ("tes hiv", "hiv"),
        ("jarum suntik", "hiv"),
        ("suami mukulin saya", "ancaman"),
        ("takut dipecat dari kerjaan", "sekolah_kerja"),
        ("wajib lapor itu apa", "wajib_lapor"),
        ("ｈａｐｕｓ　ｄａｔａ", "hapus"),
        ("will he be arrested", "ditangkap"),
        ("how much does it cost", "biaya"),
        ("he threatens me", "ancaman"),
        ("delete my data", "hapus"),
    ],
)
def test_a_question_is_found_as_people_type_it(query: str, first: str) -> None:
    assert found(query)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "?!", "apa", "halo", "resep rendang", "yang itu gimana ya", "🙏"])
def test_what_asks_for_nothing_finds_nothing(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("topic", FAQ.topics, ids=NAMES)
def test_every_topic_is_found_by_its_own_words(topic: Topic) -> None:
    for language in LANGUAGES:
        assert found(topic.label[language], language)[0] == topic.name
        assert found(topic.question[language], language)[0] == topic.name


@given(st.sampled_from(FAQ.topics), st.data())
def test_one_slip_in_a_long_word_does_no_harm(topic: Topic, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word for word in topic.words.split() if len(word) >= 6]))
    at = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "z" + word[at + 1 :]]))
    assume(not re.search(r"(.)\1\1", slip))  # a letter typed on and on is taken for one
    assert topic in find(slip, FAQ.topics, "id", most=len(FAQ.topics))


def test_only_the_likeliest_are_shown() -> None:
    everything = " ".join(topic.label["id"] for topic in FAQ.topics)
    assert len(found(everything)) == 5
    assert len(find(everything, FAQ.topics, "id", most=3)) == 3


@given(st.text(), st.sampled_from(LANGUAGES))
def test_anything_may_be_typed(query: str, language: str) -> None:
    assert len(found(query, language)) <= 5


def test_of_a_long_story_only_the_beginning_counts() -> None:
    assert found("ditangkap " + "kata" * 4000 + " kata" * 800)[0] == "ditangkap"
    assert found("resep " * 100 + " ".join(f"kata{n}" for n in range(100)) + " polisi") == []


def test_a_word_that_fits_many_topics_counts_little() -> None:
    assert found("takut")[0] == "ditangkap"
    assert found("takut aib")[0] == "agen"


def test_the_words_of_a_question_count_in_their_language_and_less_than_the_words_to_look_for() -> None:
    assert found("dilakukan") == ["jangan"]
    assert found("dilakukan", "en") == []
    assert found("out", "en") == ["sekolah_kerja", "lama"]
