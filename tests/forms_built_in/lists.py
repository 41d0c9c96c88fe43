"""A few rows of each list that comes from the database, as one agent of Air Mesu Timur would see them."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.lists import from_file
from conversations.nodes import Node

ASPECTS = (
    *("sdm", "legal", "dana", "sarana", "sosialisasi", "jangkauan"),
    *("skrining", "layanan", "rujukan", "pemantauan", "pencatatan", "jejaring"),
)  # of a unit, looked at by its petugas
LISTS: Mapping[str, str] = {
    "clients.csv": """name,label,unit,agent,status,sex,age,since,last,sessions,share,contact,next
        K-7Q4-2F,Teratai · K-7Q4-2F,1904062006,AMT-01,aktif,L,18_25,2026-10-01,2026-11-15,2,ya,ya,2026-11-29
        K-3MX-9A,Cemara · K-3MX-9A,1904062006,AMT-01,aktif,P,10_17,2026-11-02,,0,tidak,ya,2026-11-23""",
    "consents.csv": """name,label,age
        AMT-2611-0007,Persetujuan 20 Nov · dewasa,dewasa
        AMT-2611-0008,Persetujuan 21 Nov · anak,anak""",
    "referrals.csv": """name,label,client,status,day,facility
        AMT-2611-0011,Teratai → Puskesmas Benteng,K-7Q4-2F,dikirim,2026-11-15,Puskesmas Benteng""",
    "facilities.csv": """name,label,kind
        1,Puskesmas Benteng,puskesmas
        2,Klinik Pratama BNNK,klinik_bnn""",
    "partners.csv": """name,label,kind
        1,Bengkel Jaya,usaha""",
    "hotlines.csv": """name,label,line
        1,Ambulans,119""",
    "duty.csv": """name,label,days
        1,Pak Budi,senin""",
    "officers.csv": """name,label,satker
        P-01,Pak Budi,1971""",
    "units.csv": """name,label,prefix,satker,stage,track,since,sk_until
        1904062006,Air Mesu Timur,AMT,1971,operasional,reguler,2026-02-01,2027-02-01""",
    "satker.csv": """name,label,territory,sedang
        1971,BNNK Pangkalpinang,19.71,layani""",
    "agents.csv": """name,label,unit,satker
        AMT-01,Rina,1904062006,1971
        AMT-02,Sari,1904062006,1971""",
    "findings.csv": "name,label,unit,start,end\n" + "\n".join(f"{each},{each},1904062006,2,3" for each in ASPECTS),
    "records.csv": """name,label,activities,clients,referrals,arrived,checkins,on_time
        1904062006,Air Mesu Timur,14,4,3,2,9,8""",
    "provinces.csv": """name,label
        19,Kep. Bangka Belitung""",
    "regions.csv": """name,label
        19,Kep. Bangka Belitung
        74,Sulawesi Tenggara""",
    "districts.csv": """name,label,province
        19.04,Kab. Bangka Tengah,19
        19.71,Kota Pangkalpinang,19""",
}
MORE_UNITS = f"{LISTS['units.csv']}\n1904062007,Kace,KCE,1971,ber_sk,reguler,2026-05-01,2027-05-01"


def nodes(sources: Mapping[str, str], **others: str) -> dict[str, Node]:
    """The rows of the lists that a form names; `others` replace those of a list, by its id."""
    told = {list_id: others.get(list_id, LISTS.get(name, "")) for list_id, name in sources.items()}
    return {list_id: from_file(sources[list_id], _flush(text)) for list_id, text in told.items()}


def _flush(text: str) -> bytes:
    return "\n".join(line.strip() for line in text.splitlines()).encode()
