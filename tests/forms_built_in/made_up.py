"""Made-up clients, units and lists, and people who fill in the built-in forms with them."""

from __future__ import annotations

from csv import reader
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import conversations.forms
from conversations.context import Context
from conversations.engine import begin
from conversations.form import Form
from conversations.lists import from_rows
from conversations.live import LiveForm
from conversations.meaning import Meaning
from conversations.turn import Step
from conversations.xform import read_form
from conversations.xlsform import Report, look_into_here
from handlers.datasets import headers
from tests.conversations.forms import SUNDAY
from tests.conversations.test_engine import Walk

FOLDER = Path(conversations.forms.__path__[0])
TERATAI, CEMARA, ANGGREK = "K-7Q4-2F", "K-3MX-9A", "K-2AB-5D"
TIMUR, KACE, DOBAROT = "1904062005", "1904032001", "1904032009"
ASPECTS = (
    *("sdm", "legal", "dana", "sarana", "sosialisasi", "jangkauan"),
    *("skrining", "layanan", "rujukan", "pemantauan", "pencatatan", "jejaring"),
)

LISTS = {
    "clients.csv": f"""
        name,label,unit,agent,status,sex,age,since,last,sessions,share,contact,next
        {TERATAI},Teratai,{TIMUR},rina,aktif,L,18_25,2026-11-01,2026-11-15,1,ya,ya,2026-11-29
        {CEMARA},Cemara,{TIMUR},rina,bina_lanjut,P,26_40,2026-05-01,,6,tidak,ya,
        {ANGGREK},Anggrek,{KACE},dedi,aktif,P,26_40,2026-11-01,,0,ya,ya,2026-11-22
        K-9TT-1C,Kenanga,{TIMUR},rina,selesai,P,40_up,2026-01-01,,9,tidak,ya,
    """,
    "referrals.csv": f"""
        name,label,client,status,day,facility
        AMT-2611-0007,Teratai ke puskesmas,{TERATAI},dikirim,2026-11-10,
    """,
    "facilities.csv": """
        name,label,kind
        1,Puskesmas Benteng,puskesmas
        2,Puskesmas Air Itam,puskesmas
        3,RSJ Sungailiat,rs
    """,
    "partners.csv": """
        name,label,kind
        1,BLK Pangkalpinang,blk
    """,
    "units.csv": f"""
        name,label,prefix,satker,stage,track,since,sk_until
        {TIMUR},Air Mesu Timur,AMT,bnnk-pgk,ber_sk,prioritas,2026-01-15,2027-01-15
        {KACE},Kace,KAC,bnnk-pgk,dipetakan,,2026-02-01,
        {DOBAROT},Mendobarat,MDB,bnnk-pgk,operasional,reguler,2025-01-10,2026-12-20
    """,
    "satker.csv": """
        name,label,territory,sedang
        bnnk-pgk,BNNK Pangkalpinang,1971,rujuk
    """,
    "agents.csv": f"""
        name,label,unit,satker
        rina,Bu Rina,{TIMUR},bnnk-pgk
        sari,Bu Sari,{TIMUR},bnnk-pgk
        dedi,Pak Dedi,{KACE},bnnk-pgk
    """,
    "findings.csv": "name,label,unit,start,end\n"
    + "\n".join(f"{each},{each},{TIMUR},2,3\n{each},{each},{DOBAROT},2," for each in ASPECTS),
    "records.csv": f"""
        name,label,activities,clients,referrals,arrived,checkins,on_time
        {TIMUR},Air Mesu Timur,24,4,3,2,31,28
    """,
    "provinces.csv": """
        name,label
        19,Kepulauan Bangka Belitung
    """,
    "officers.csv": """
        name,label,satker
        budi,Pak Budi,bnnk-pgk
        wati,Bu Wati,bnnk-pgk
    """,
}


def _table(name: str) -> list[list[str]]:
    return list(reader(line.strip() for line in LISTS[name].strip().splitlines()))


COLUMNS = {name: _table(name)[0] for name in LISTS}
CONTEXT = replace(
    SUNDAY,
    lists={
        name.removesuffix(".csv"): from_rows(name, table[0], table[1:]) for name in LISTS for table in [_table(name)]
    },
)


@lru_cache
def report_of(name: str) -> Report:
    return look_into_here((FOLDER / f"{name}.md").read_bytes(), "md", name, headers())


@lru_cache
def form_of(name: str) -> Form:
    return read_form(report_of(name).compiled().xml, headers())


class Filled:
    """One report, by the names of its questions. Answers that the form would not take are told."""

    context: Context = CONTEXT

    def __init__(self, name: str, **answers: str) -> None:
        self.live = LiveForm.begin(form_of(name), self.context)
        self.say(**answers)

    def say(self, **answers: str) -> None:
        for name, value in answers.items():
            assert not self.refused(name, value), f"{name}={value}"
            self.live.answer(self.ref(name), value, self.context)

    def ref(self, name: str) -> str:
        return next(ref for ref in self.live._layout.nodes if ref.endswith("/" + name))

    def refused(self, name: str, value: str) -> str:
        """What is said to this answer; empty where it can be taken."""
        violation = self.live.violation(self.ref(name), value, self.context)
        return violation.message or violation.kind if violation else ""

    def value(self, name: str) -> str:
        return self.live.value(self.ref(name))

    def label(self, name: str, language: str = "") -> str:
        return self.live.label(self.ref(name), language)

    def offered(self, name: str) -> list[str]:
        return [choice.value for choice in self.live.choices(self.ref(name))]

    def asked(self, name: str) -> bool:
        return self.live.relevant(self.ref(name))

    @property
    def is_complete(self) -> bool:
        return self.live.missing() == self.live.invalid() == ()


def opened(name: str, **known: str) -> Walk:
    """Somebody opens a form; from the card of a client, a unit or a referral where one is known."""
    person = Walk(form_of(name), context=CONTEXT)
    person.see(Step(begin(person.form, CONTEXT, known={Meaning(key): value for key, value in known.items()})))
    return person
