"""Finding a question by typing: in small or capital letters, with a letter wrong or too many, in slang or English.

Each word is looked for by itself. It fits a topic wholly, or by its beginning or root ("biayanya"), or with one
letter wrong, missing, too many or swapped ("ditangkep"). A word that fits many topics counts little; words that tell
nothing stand in stopwords.txt.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from domain.faq import Topic

STOPWORDS = Path(__file__).parent / "stopwords.txt"
MOST_WORDS = 30  # of a query; what is longer is a story, and its beginning says what it is about
LONGEST = 30  # letters of a word
ROOT = 4  # letters from which on a word is recognised within another
LONG = 5  # letters from which on one of them may be wrong

WHOLE, PART, NEARLY = 10, 8, 6  # how well a word fits
KEYWORD, TITLE = 2, 1  # what it fits


def find(query: str, topics: Sequence[Topic], language: str, most: int = 5) -> tuple[Topic, ...]:
    """The topics that a typed query may mean, the likeliest first."""
    scores: defaultdict[str, float] = defaultdict(float)
    for word in _wanted(query):
        fits = {topic.name: fit for topic in topics if (fit := _fit(word, topic, language))}
        for name, fit in fits.items():
            scores[name] += fit / len(fits)
    found = [topic for topic in topics if topic.name in scores]
    return tuple(sorted(found, key=lambda topic: -scores[topic.name])[:most])


def _wanted(query: str) -> list[str]:
    """The words of a query that tell something, each once."""
    told = (word[:LONGEST] for word in _words(query) if word not in _stopwords())
    return list(islice(dict.fromkeys(told), MOST_WORDS))


def _fit(word: str, topic: Topic, language: str) -> int:
    title = f"{topic.label[language]} {topic.question[language]}"
    return max(KEYWORD * _vocabulary(topic.words).fit(word), TITLE * _vocabulary(title).fit(word))


# --- Words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a text, and what is left of the longer ones when a letter is missing."""

    words: frozenset[str]
    shortened: frozenset[str]

    def fit(self, word: str) -> int:
        if word in self.words:
            return WHOLE
        if len(word) >= ROOT and any(_is_part(word, known) for known in self.words):
            return PART
        return NEARLY if len(word) >= LONG and not self.shortened.isdisjoint(_shortened(word)) else 0


@cache  # of texts of ours only: what people type is not kept
def _vocabulary(text: str) -> _Vocabulary:
    words = frozenset(_words(text)) - _stopwords()
    return _Vocabulary(words, frozenset(short for word in words if len(word) >= LONG for short in _shortened(word)))


def _is_part(word: str, known: str) -> bool:
    return known.startswith(word) or (len(known) >= ROOT and known in word)


def _shortened(word: str) -> frozenset[str]:
    """The word itself, and without each of its letters: two words have one in common when a slip lies between."""
    return frozenset([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))])


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(_words(STOPWORDS.read_text("utf-8")))


def _words(text: str) -> list[str]:
    """The words in small letters, without accents, and a letter once that is typed on and on: tolooong."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", re.sub(r"([^\W\d_])\1{2,}", r"\1", bare))
