"""Who writes rules is told which key of which rule is wrong, and what to do."""

from __future__ import annotations

import re

import pytest

from domain.follow_up_rules import SHIPPED, read_rules
from domain.rule_tables import BadRules

TEXT = SHIPPED.read_text("utf-8")
RULE = """
[[rules]]
after = ["layanan"]
plan = "layanan"
in_days = 3
"""


def told(text: str) -> str:
    with pytest.raises(BadRules) as refused:
        read_rules(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('after = ["layanan"]', 'after = "layanan"', "Rule 20: after is 'layanan'; write a list of names"),
        ('after = ["layanan"]', "after = []", "Rule 20: after is []; write a list of names"),
        ('plan = "layanan"', 'plan = "terapi"', "Rule 20: plan is 'terapi'; take one of temui_lagi, persetujuan,"),
        ("in_days = 3", 'in_days = "tiga"', "Rule 20: in_days is 'tiga'; write a whole number of days"),
        ("in_days = 3", "in_days = true", "Rule 20: in_days is True; write a whole number"),
        ("in_days = 3", "in_days = -1", "Rule 20: in_days is -1; write a whole number"),
        ("in_days = 3", "", "Rule 20: in_days is missing, so it is never due; give"),
        ("in_days = 3", "days = 3", "Rule 20: days is no key here; take one of after, when,"),
        ("in_days = 3", 'in_days = 3\ncadence = "checkin"', "Rule 20: cadence says a second time when it is due"),
        ("in_days = 3", "steps = [3, 7]", "Rule 20: again_while goes with steps"),
        ("in_days = 3", "again_while = { a = ['b'] }\nin_days = 3", "Rule 20: again_while goes with steps"),
        (
            "in_days = 3",
            "again_while = { a = ['b'] }\nsteps = [7, 3]",
            "Rule 20: steps is [7, 3]; write days that grow",
        ),
        ("in_days = 3", 'cadence = "weekly"', "Rule 20: cadence is 'weekly'; take one of checkin."),
        ("in_days = 3", 'before = "sk_tgl"', "Rule 20: before is 'sk_tgl'; write a table"),
        ("in_days = 3", 'before = { question = "sk_tgl" }', "Rule 20, before: days is missing; write a whole number"),
        ("in_days = 3", 'from = "x"\nsteps = [3]\nagain_while = { a = ["b"] }', "Rule 20: steps says a second time"),
        ("in_days = 3", 'in_days = 3\nwhen = { saran = "layani" }', "Rule 20, when: saran is 'layani'; write a list"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(old: str, new: str, why: str) -> None:
    assert old in RULE
    end = TEXT.index("# --- When a task is put off")
    said = told(TEXT[:end] + RULE.replace(old, new) + TEXT[end:])
    assert why in said


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('version = "2026-1"', "version = 1", "The file: version is 1; write a text"),
        (
            r"checked_on = (\S+)",
            r'checked_on = "\1"',
            "The file: checked_on is '2026-11-25'; write a day without quotes",
        ),
        (r"checkin = \[", "weekly = [", "The file: cadences has no checkin; add checkin ="),
        ("until_day = 90", "until_day = 20", "The file, cadences: checkin must have its stretches in order"),
        ("every_days = 14", "every_days = 0", "Cadence checkin, stretch 2: every_days is 0; write a whole number"),
        ('to = "agen"', 'to = "bnnp"', "Kinds.temui_lagi: to is 'bnnp'; take one of agen, petugas."),
        ('en = "meet again"\n', "", "Kinds.temui_lagi: en is missing; write a text"),
        (
            "every_day = true\n",
            'every_day = "ya"\n',
            "every_day is 'ya'; write every_day = true or every_day = false",
        ),
        ("wait_days = 2\n", "", "Not_met 1: wait_days is missing; write a whole number"),
        (r"\[\[later\]\]", "[[sooner]]", "The file: sooner is no key here; take one of"),
        (r"\[\[done\]\]", "[[done", "This is no TOML ("),
        ('en = "Somebody else has done it"', 'en = "x"\nwait_days = 3', "Done 2: wait_days is no key here"),
    ],
)
def test_what_is_wrong_elsewhere_is_said(old: str, new: str, why: str) -> None:
    changed = re.sub(old, new, TEXT, count=1)
    assert changed != TEXT
    assert why in told(changed)


def test_an_empty_file_is_told_what_it_lacks() -> None:
    assert told("") == "The file: kinds is missing; write a table, such as kinds = { … = … }."
