"""A unit whose agents follow up: small forms with the names of the built-in ones, and clients that are there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from domain.people import Person
from storage.database import Database
from storage.programme_tables import ClientRow, ConsentRow
from tests.transcript import Talk
from tests.world import AIR_MESU, World

TERATAI, CEMARA = "K-7Q4-2F", "K-3MX-9A"
SUNDAY = date(2026, 11, 22)  # the world's first day

_SURVEY = "| survey |\n| | type | name | label | required | bind::suar:arti | bind::suar:ringkas |"
_WHEN = "| | date | tgl | Kapan? | yes | hari | Tanggal |"
_CLIENT = "| | select_one_from_file clients.csv | klien | Klien yang mana? | yes | klien | Klien |"
_NEXT = "| | date | berikut_tgl | Kapan lagi? | | berikut | Berikutnya |"
_NAMESPACE = 'suar="urn:suar:xform"'

SURVEYS = {
    "penjangkauan": (
        _WHEN,
        "| | select_one hasil | hasil | Bagaimana hasilnya? | yes | | Hasil |",
        "| | date | ulang_tgl | Kapan bertemu lagi? | | | Datang lagi |",
    ),
    "persetujuan": (_WHEN, "| | select_one ya_tidak | setuju_catat | Boleh dicatat? | yes | | Dicatat |"),
    "skrining_ringkas": (_CLIENT, _WHEN, "| | select_one saran | saran | Apa sarannya? | yes | | Saran |"),
    "pemantauan": (_CLIENT, _WHEN, _NEXT),
    "layanan": (_CLIENT, _WHEN, _NEXT),
    "rujukan": (
        _CLIENT,
        _WHEN,
        "| | select_one tujuan | tujuan | Ke mana? | yes | | Tujuan |",
        "| | select_one ya_tidak | disetujui | Klien setuju? | yes | | Setuju |",
        "| | select_one bagi | data_dibagikan | Data apa? | yes | | Data |",
    ),
    "hasil_rujukan": (
        "| | select_one_from_file referrals.csv | rujukan | Rujukan mana? | yes | rujukan | Rujukan |",
        _WHEN,
        "| | select_one sampai | sampai | Apakah klien sampai? | yes | | Sampai |",
        "| | select_one status | status | Sekarang bagaimana? | | | Keadaan |",
    ),
    "serah_terima": (_CLIENT, _WHEN, "| | select_one_from_file agents.csv | agen | Kepada siapa? | yes | | Kepada |"),
    "asistensi": ("| | select_one_from_file units.csv | unit | Unit mana? | yes | unit | Unit |", _WHEN),
}
TITLES = {
    "penjangkauan": "Penjangkauan",
    "persetujuan": "Persetujuan",
    "skrining_ringkas": "Skrining ringkas",
    "pemantauan": "Pemantauan",
    "layanan": "Layanan",
    "rujukan": "Rujukan",
    "hasil_rujukan": "Hasil rujukan",
    "serah_terima": "Serah terima klien",
    "asistensi": "Asistensi",
}
FOR = {"asistensi": "petugas"}
CHOICES = {
    "hasil": {"bersedia": "Bersedia", "pikir_pikir": "Pikir-pikir", "menolak": "Belum mau"},
    "ya_tidak": {"ya": "Ya", "tidak": "Tidak"},
    "saran": {"kie": "KIE", "layani": "Layani", "rujuk": "Rujuk"},
    "tujuan": {"puskesmas": "Puskesmas", "rs": "Rumah sakit"},
    "bagi": {"tidak_ada": "Tidak ada", "kode_risiko": "Kode dan risiko"},
    "sampai": {"ya": "Ya, sampai", "tidak": "Tidak sampai", "belum_tahu": "Belum tahu"},
    "status": {"datang": "Datang", "selesai": "Selesai dilayani", "tidak_datang": "Tidak datang"},
}


def form(name: str) -> str:
    """A form as a table."""
    rows = SURVEYS[name]
    lists = [each for each in CHOICES if any(f"select_one {each} " in row for row in rows)]
    choices = [f"| | {each} | {value} | {label} |" for each in lists for value, label in CHOICES[each].items()]
    head = ["| choices |", "| | list_name | name | label |"] if choices else []
    settings = (
        "| settings |\n| | form_id | form_title | namespaces | attribute::suar:untuk |\n"
        f"| | {name} | {TITLES[name]} | {_NAMESPACE} | {FOR.get(name, 'agen')} |"
    )
    return "\n".join([_SURVEY, *rows, *head, *choices, settings])


def write_forms(folder: Path) -> None:
    for name in SURVEYS:
        (folder / f"{name}.md").write_text(form(name) + "\n", "utf-8")


async def person_of(world: World, talk: Talk) -> Person:
    async with world.store() as store:
        found = await store.people.by_who(world.who(talk))
    assert found is not None
    return found


async def open_client(
    database: Database,
    agent: int,
    code: str,
    word: str,
    *,
    key: int,
    on: date = SUNDAY,
    share: bool = False,
    unit: str = AIR_MESU,
) -> None:
    """A client who agreed to be recorded, as the report of a new client would open one."""
    number = f"AMT-2611-9{key:03}"

    def work(connection: Connection) -> None:
        connection.execute(
            insert(ClientRow).values(
                id=key,
                code=code,
                unit=unit,
                agent=agent,
                word=word,
                sex="L",
                age="18_25",
                door="keluarga",
                status="aktif",
                opened_on=on,
                number=number,
            )
        )
        connection.execute(
            insert(ConsentRow).values(
                number=f"{number}-S",
                agent=agent,
                unit=unit,
                day=on,
                age="dewasa",
                guardian="",
                record=True,
                contact=True,
                share=share,
                client=key,
                withdrawn_on=None,
            )
        )

    await database.run_sync(work)


def days(count: int) -> timedelta:
    return timedelta(days=count)


# --- What people do -------------------------------------------------------------------------------


async def does(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.says(line)
    talk.hears()


async def meets(talk: Talk, hasil: str = "[Bersedia]") -> None:
    """An outreach visit today."""
    await does(talk, "/lapor", "[Penjangkauan]", "[Hari ini]", hasil, "[Lewati]", "[Kirim]")


async def checks_in(talk: Talk, client: str, following: str = "[Lewati]") -> None:
    await does(talk, "/lapor", "[Pemantauan]", f"[{client}]", "[Hari ini]", following, "[Kirim]")


async def screens(talk: Talk, client: str, saran: str) -> None:
    await does(talk, "/lapor", "[Skrining ringkas]", f"[{client}]", "[Hari ini]", saran, "[Kirim]")


async def pass_by(world: World, count: int) -> None:
    world.move(days(count))
    await world.quiet()
