"""How clients are spoken of: their status, and the little that is known of them."""

from __future__ import annotations

from datetime import date

from domain.clients import Client, Status
from domain.voice import Voice, phrase

NOT_HERE = phrase("Klien itu tidak ada di daftar Anda lagi.")
STATUSES = {
    Status.ACTIVE: phrase("aktif"),
    Status.REFERRED: phrase("dirujuk"),
    Status.AFTERCARE: phrase("bina lanjut"),
    Status.DONE: phrase("selesai"),
    Status.OUT_OF_REACH: phrase("tak terjangkau"),
    Status.STOPPED: phrase("berhenti"),
    Status.DIED: phrase("meninggal"),
}
SEXES = {"L": phrase("laki-laki"), "P": phrase("perempuan")}
AGES = {
    "10_17": phrase("10–17 tahun"),
    "18_25": phrase("18–25 tahun"),
    "26_40": phrase("26–40 tahun"),
    "40_up": phrase("di atas 40 tahun"),
}
SCREENING = "skrining_assist"  # the form that tells of a risk
RISKS = {"rendah": phrase("rendah"), "sedang": phrase("sedang"), "tinggi": phrase("tinggi")}


def kind_of_person(voice: Voice, sex: str, age: str) -> str:
    """Perempuan, 26–40 tahun: nothing by which somebody could be found."""
    return ", ".join(voice.say(words.get(key, key)) for words, key in ((SEXES, sex), (AGES, age)))


def standing(voice: Voice, client: Client, today: date) -> str:
    """Aktif, sejak 3 Nov."""
    since = voice.short_day(client.opened_on, today)
    return voice.say("{status}, klien sejak {since}", status=voice.say(STATUSES[client.status]), since=since)
