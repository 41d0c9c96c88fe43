"""Clients, units and lists as the petugas of a satker would see them, and hands to fill in forms with them."""

from __future__ import annotations

from conversations.engine import begin
from conversations.meaning import Meaning
from conversations.turn import Step
from tests.conversations.test_engine import Walk
from tests.forms_built_in.lists import ASPECTS
from tests.forms_built_in.playing import Report, built_in, with_lists

TERATAI, CEMARA, ANGGREK = "K-7Q4-2F", "K-3MX-9A", "K-2AB-5D"
TIMUR, KACE, DOBAROT = "1904062006", "1904032001", "1904032009"

ROWS = {
    "clients": f"""name,label,unit,agent,status,sex,age,since,last,sessions,share,contact,next
        {TERATAI},Teratai,{TIMUR},rina,aktif,L,18_25,2026-11-01,2026-11-15,1,ya,ya,2026-11-29
        {CEMARA},Cemara,{TIMUR},rina,bina_lanjut,P,26_40,2026-05-01,,6,tidak,ya,
        {ANGGREK},Anggrek,{KACE},dedi,aktif,P,26_40,2026-11-01,,0,ya,ya,2026-11-22
        K-9TT-1C,Kenanga,{TIMUR},rina,selesai,P,40_up,2026-01-01,,9,tidak,ya,""",
    "referrals": f"""name,label,client,status,day,facility
        AMT-2611-0007,Teratai ke puskesmas,{TERATAI},dikirim,2026-11-10,""",
    "facilities": """name,label,kind
        1,Puskesmas Benteng,puskesmas
        2,Puskesmas Air Itam,puskesmas
        3,RSJ Sungailiat,rs""",
    "partners": """name,label,kind
        1,BLK Pangkalpinang,blk""",
    "units": f"""name,label,prefix,satker,stage,track,since,sk_until
        {TIMUR},Air Mesu Timur,AMT,bnnk-pgk,ber_sk,prioritas,2026-01-15,2027-01-15
        {KACE},Kace,KAC,bnnk-pgk,dipetakan,,2026-02-01,
        {DOBAROT},Mendobarat,MDB,bnnk-pgk,operasional,reguler,2025-01-10,2026-12-20""",
    "satker": """name,label,territory,sedang
        bnnk-pgk,BNNK Pangkalpinang,1971,rujuk""",
    "agents": f"""name,label,unit,satker
        rina,Bu Rina,{TIMUR},bnnk-pgk
        sari,Bu Sari,{TIMUR},bnnk-pgk
        dedi,Pak Dedi,{KACE},bnnk-pgk""",
    "findings": "name,label,unit,start,end\n"
    + "\n".join(f"{each},{each},{TIMUR},2,3\n{each},{each},{DOBAROT},2," for each in ASPECTS),
    "records": f"""name,label,activities,clients,referrals,arrived,checkins,on_time
        {TIMUR},Air Mesu Timur,24,4,3,2,31,28""",
    "officers": """name,label,satker
        budi,Pak Budi,bnnk-pgk
        wati,Bu Wati,bnnk-pgk""",
}


class Filled(Report):
    """One report, by the names of its questions."""

    def __init__(self, name: str, **answers: str) -> None:
        super().__init__(name, ROWS, **answers)

    def refused(self, name: str, value: str) -> str:
        """What is said to this answer; empty where it can be taken."""
        violation = self.live.violation(self.ref(name), value, self.context)
        return violation.message or violation.kind if violation else ""

    def asks(self, name: str) -> bool:
        return self.live.relevant(self.ref(name))

    def label(self, name: str) -> str:
        return self.live.label(self.ref(name))

    def hint(self, name: str) -> str:
        return self.live.hint(self.ref(name))


def opened(name: str, **known: str) -> Walk:
    """Somebody opens a form; from the card of a client, a unit or a referral where one is known."""
    form = built_in(name)
    context = with_lists(form, **ROWS)
    person = Walk(form, context=context)
    person.see(Step(begin(form, context, known={Meaning(key): value for key, value in known.items()})))
    return person
