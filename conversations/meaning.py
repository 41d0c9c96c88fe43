"""What an answer is to Suar, beyond its form: the day of the activity, the client, the unit.

A form says so in the column `bind::suar:arti`. So a form of a BNNK's own can be about a client as well as ours.
"""

from __future__ import annotations

from enum import StrEnum

from conversations.expressions.compiler import Names
from conversations.form import Form
from conversations.instance import restore
from conversations.live import LiveForm, Question

MEANING = "suar:arti"


class Meaning(StrEnum):
    """What an answer can be. The words are those of the forms."""

    DAY = "hari"
    CLIENT = "klien"
    UNIT = "unit"
    REFERRAL = "rujukan"
    CONSENT = "persetujuan"
    NEXT = "berikut"
    PROVINCE = "provinsi"  # where somebody who asks for help is
    DISTRICT = "kabupaten"
    STORY = "cerita"  # what they tell in their own words


def asks_for(form: Form, meaning: Meaning) -> bool:
    """Whether some question of the form means this."""
    return any(bind.marks.get(MEANING) == meaning for bind in form.binds.values())


def question_of(live: LiveForm, meaning: Meaning) -> Question | None:
    """The question that means this; the first date means the day where the form does not say."""
    questions = live.questions()
    marked = next((each for each in questions if live.mark(each.ref, MEANING) == meaning), None)
    if marked is None and meaning is Meaning.DAY:
        return next((each for each in questions if each.type == "date" and live.relevant(each.ref)), None)
    return marked


def answer_of(live: LiveForm, meaning: Meaning) -> str:
    """The answer that means this; empty where there is none."""
    question = question_of(live, meaning)
    return live.value(question.ref) if question is not None and live.relevant(question.ref) else ""


def written(form: Form, xml: str, meaning: Meaning) -> str:
    """The same of answers as they are stored, without making them live."""
    path = _path_of(form, meaning)
    nodes = [restore(form, xml).children[0]] if path else []
    for name in path[1:]:
        nodes = [child for node in nodes for child in node.named(name)]
    return nodes[0].string() if nodes else ""


def _path_of(form: Form, meaning: Meaning) -> Names:
    return next((path for path, bind in form.binds.items() if bind.marks.get(MEANING) == meaning), ())
