"""A sent report that is opened again, changed in nothing, and sent: nobody is asked anything, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.context import Context
from conversations.form import Form
from conversations.live import LiveForm
from tests.forms_built_in.lists import ASPECTS, LISTS
from tests.forms_built_in.playing import built_in, with_lists
from tests.forms_built_in.steps import SCRIPTS, Script, Sitting

# What the lists say once the reports have taken effect, and some time has passed.
AFTERWARDS: Mapping[str, str] = {
    "clients": """name,label,unit,agent,status,sex,age,since,last,sessions,share,contact,next
        K-7Q4-2F,Teratai · K-7Q4-2F,1904062006,AMT-02,selesai,L,18_25,2026-10-01,2026-11-22,3,ya,ya,""",
    "units": """name,label,prefix,satker,stage,track,since,sk_until
        1904062006,Air Mesu Timur,AMT,1971,berkelanjutan,mandiri,2026-02-01,2027-11-22""",
    "satker": """name,label,territory,sedang
        1971,BNNK Pangkalpinang,19.71,rujuk""",
    "findings": "name,label,unit,start,end\n" + "\n".join(f"{each},{each},1904062006,4,4" for each in ASPECTS),
    "records": """name,label,activities,clients,referrals,arrived,checkins,on_time
        1904062006,Air Mesu Timur,0,0,0,0,0,0""",
}
NO_DECREE_YET = {"units": LISTS["units.csv"].replace(",2027-02-01", ",")}
DECREE = Script(
    "tahap_unit",
    "[Hari ini] > [Berkelanjutan] > [☐ Aktif di tahun baru] > [Selesai]"
    " > [SK lurah/kades] > 12/2026 > [Hari ini] > Kantor desa",
)
DAYS = (0, 9, 300)


def sent(script: Script, lists: Mapping[str, str]) -> tuple[Form, str]:
    """A report as it was sent."""
    form = built_in(script.form)
    sitting = Sitting(form, context=with_lists(form, **lists))
    sitting.says(*script.replies)
    return form, sitting.live.submission(sitting.context)


def afterwards(form: Form, days: int) -> Context:
    found = with_lists(form, **{name: text for name, text in AFTERWARDS.items() if name in form.sources})
    return replace(found, now=found.now + timedelta(days=days), instance_id="again")


def answers(live: LiveForm) -> dict[str, str]:
    """Everything that somebody was asked, and has answered."""
    return {ref: live.value(ref) for each in live.questions() if live.value(ref := each.ref) and live.relevant(ref)}


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.form)
def test_what_is_corrected_in_nothing_can_be_sent_as_it_was(script: Script, days: int) -> None:
    _stays(*sent(script, {}), days)


def _stays(form: Form, xml: str, days: int) -> None:
    was = LiveForm.sent(form, xml, afterwards(form, days))
    again = LiveForm.correct(form, xml, afterwards(form, days))
    assert (again.missing(), again.invalid()) == ((), ())
    assert answers(again) == answers(was)


@pytest.mark.parametrize("days", DAYS)
def test_a_decree_stays_when_its_report_is_corrected(days: int) -> None:
    """The unit has a decree by now: the one of this very report."""
    form, xml = sent(DECREE, NO_DECREE_YET)
    assert "<sk_nomor>12/2026</sk_nomor>" in xml
    _stays(form, xml, days)
