"""What an answer costs in the engine alone: everything is worked out again after each, with nothing around it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from statistics import median, quantiles
from time import process_time
from zoneinfo import ZoneInfo

from bench.load import Say
from conversations.context import Context
from conversations.form import Form
from conversations.live import LiveForm
from conversations.xform import read_form

SIZES = (100, 300, 1000)
LONG_LIST = 20_000
# what a long list is filtered by, and whether it comes from a file
FILTERS = {
    "a text": ("of = /data/district", False),
    "a text, the list from a .csv": ("of = /data/district", True),
    "a number": ("of = /data/district + 0", False),
    "two columns": ("half = /data/district mod 2 and of = /data/district", False),
}
TRIED = " or false()"  # after this every row is tried
ANSWERS = 400
CONTEXT = Context(datetime(2026, 11, 22, 19, 5, tzinfo=ZoneInfo("Asia/Jakarta")), instance_id="uuid:bench", seed=1)

# Ten questions of the kinds that forms have, with twelve expressions that read answers before them.
KINDS = (
    ("int", 'constraint=". &gt;= 0 and . &lt; 120"'),
    ("string", 'relevant="{1} &gt; 17"'),
    ("date", 'relevant="{2} != \'\' or {1} &gt; 3" constraint=". &lt;= today()"'),
    ("string", "relevant=\"selected({9}, 'a') and {3} != ''\""),
    ("int", 'calculate="round({1} * 2.5, 1) + count-selected({9})"'),
    ("string", "calculate=\"if({1} &gt; 5, concat({4}, '-', {2}), 'none')\" relevant=\"not(selected({9}, 'b'))\""),
    ("decimal", 'calculate="coalesce({6}, 0) + {1} div 3"'),
    ("string", 'required="{7} &gt; 10" calculate="format-date(today() - {1}, \'%e/%n/%Y\')"'),
    ("string", ""),
    ("string", 'relevant="string-length({9}) &gt; 0"'),
)


@dataclass(frozen=True)
class Sized:
    """Seconds of processor time with so many questions: an answer, everything anew, and opening a stored draft."""

    questions: int
    expressions: int
    answer: list[float]
    anew: list[float]
    restore: list[float]


@dataclass(frozen=True)
class Filtered:
    """Seconds of processor time to filter a long list: looked up, and the same by trying every row."""

    by: str
    looked_up: list[float]
    tried: list[float]


@dataclass(frozen=True)
class Engine:
    """Forms of each size, and a long list that is filtered by this and that."""

    sizes: tuple[Sized, ...]
    filters: tuple[Filtered, ...]

    @property
    def slowest_filter(self) -> float:
        return max(median(each.looked_up) for each in self.filters)

    @property
    def smallest(self) -> Sized:
        return self.sizes[0]

    @property
    def bend(self) -> float:
        """How much more a question costs in the largest form than in the smallest: 1 is linear."""
        first, last = self.sizes[0], self.sizes[-1]
        return (median(last.answer) / last.questions) / (median(first.answer) / first.questions)


def measure(say: Say) -> Engine:
    sizes = tuple(_sized(size) for size in SIZES)
    for each in sizes:
        say(f"{each.questions} questions: an answer takes {median(each.answer) * 1e6:.0f} µs")
    found = Engine(sizes, tuple(_filtered(by, *how) for by, how in FILTERS.items()))
    say(f"{LONG_LIST} choices filtered: {found.slowest_filter * 1e3:.2f} ms")
    return found


def _filtered(by: str, condition: str, from_file: bool) -> Filtered:
    looked_up, tried = _filtering(condition, from_file), _filtering(condition + TRIED, from_file)
    return Filtered(by, _timed(looked_up, 200), _timed(tried, 20))


def _sized(size: int) -> Sized:
    xform = _form(size)
    form = read_form(xform)
    live = _filled(form)
    xml = live.to_xml()
    return Sized(
        size,
        sum(xform.count(f" {what}=") for what in ("relevant", "constraint", "calculate", "required")),
        _answering(form),
        _timed(lambda: live.at(CONTEXT), 100),
        _timed(lambda: LiveForm.restore(form, xml, CONTEXT), 60),
    )


def slow(series: list[float]) -> float:
    """What 95 of 100 stay under."""
    return quantiles(series, n=20)[-1]


def _timed(work: Callable[[], object], times: int) -> list[float]:
    took = []
    gc.collect()
    for _ in range(times):
        began = process_time()
        work()
        took.append(process_time() - began)
    return took


def _answering(form: Form) -> list[float]:
    """Answers at random places, each other than the one before."""
    live, chance = _filled(form), Random(7)
    asked = [each for each in live.questions() if not form.binds[each.control.path].calculate]
    took = []
    gc.collect()
    for number in range(ANSWERS):
        question = chance.choice(asked)
        value = _value(question.type, number, chance)
        began = process_time()
        live.answer(question.ref, value, CONTEXT)
        took.append(process_time() - began)
    return took


def _filled(form: Form) -> LiveForm:
    live, chance = LiveForm.begin(form, CONTEXT), Random(3)
    for number, question in enumerate(live.questions()):
        if form.binds[question.control.path].calculate is None:
            live.put(question.ref, _value(question.type, number, chance), CONTEXT)
    return live


def _value(kind: str, number: int, chance: Random) -> str:
    if kind == "int":
        return str((number * 7 + chance.randrange(5)) % 100)
    if kind == "date":
        return f"2026-10-{number % 28 + 1:02d}"
    return f"{chance.choice(('a', 'b', 'a b', 'c'))} {number}"  # never the answer before


def _form(size: int) -> str:
    """A form of so many questions in groups of ten; each group reads its own answers and those of the one before."""
    names = [f"g{number // 10}/q{number}" for number in range(size)]
    groups = range(0, size, 10)
    model = "".join(
        f"<g{at // 10}>{''.join(f'<q{number}/>' for number in range(at, at + 10))}</g{at // 10}>" for at in groups
    )
    binds = "".join(_bind(names, number) for number in range(size))
    body = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)
    return _XFORM.format(model=model, binds=binds, body=body, lists="")


def _bind(names: list[str], number: int) -> str:
    kind, rest = KINDS[number % 10]
    group, before = number // 10 * 10, max(0, number // 10 * 10 - 10)
    paths = [f"/data/{names[(before if at == 6 else group) + at - 1]}" for at in range(1, 11)]
    return f'<bind nodeset="/data/{names[number]}" type="{kind}" {rest.format("", *paths)}/>'


def _filtering(condition: str, from_file: bool) -> Callable[[], object]:
    """The villages of one district out of a long list, as a cascade asks for them; each time of another district."""
    rows = [(f"v{n}", f"V{n}", str(n % 500), str(n % 2)) for n in range(LONG_LIST)]
    lists = '<instance id="villages" src="jr://file-csv/villages.csv"/>' if from_file else _in_the_form(rows)
    body = _CASCADE.format(condition=condition)
    xform = _XFORM.format(model="<district/><village/>", binds="", lists=lists, body=body)
    table = "\n".join(["name,label,of,half", *(",".join(row) for row in rows)])
    live = LiveForm.begin(read_form(xform, {"villages.csv": table.encode()}), CONTEXT)
    districts = iter(range(10**9))

    def filtered() -> object:
        live.put("/data/district", str(next(districts) % 500), CONTEXT)
        return live.choices("/data/village")

    filtered()  # the first one makes the index, once for all drafts
    return filtered


def _in_the_form(rows: list[tuple[str, ...]]) -> str:
    item = "<item><name>{}</name><label>{}</label><of>{}</of><half>{}</half></item>"
    items = "".join(item.format(*row) for row in rows)
    return f'<instance id="villages"><root>{items}</root></instance>'


_CASCADE = """<input ref="/data/district"><label>District</label></input>
<select1 ref="/data/village"><label>Village</label><itemset nodeset="instance('villages')/root/item[{condition}]">
<value ref="name"/><label ref="label"/></itemset></select1>"""
_XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
<instance><data id="bench" version="1">{model}<meta><instanceID/></meta></data></instance>
{lists}{binds}</model></h:head><h:body>{body}</h:body></h:html>"""
