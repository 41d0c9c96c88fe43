"""The ordinary case of each built-in form, played by the engine, and how many taps it takes.

`python -m tests.forms_built_in.steps` writes the table in docs/steps.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conversations.engine import Step, begin
from conversations.meaning import Meaning
from conversations.state import Screen
from tests.conversations.test_engine import Walk
from tests.forms_built_in.lists import ASPECTS
from tests.forms_built_in.playing import ADULT, built_in, with_lists

PAGE = Path(__file__).parents[2] / "docs" / "steps.md"
MOST = 7  # taps of an ordinary report of an agent
KNOWN = {  # the form is opened from their card
    Meaning.CLIENT: ADULT,
    Meaning.UNIT: "1904062006",
    Meaning.REFERRAL: "AMT-2611-0011",
}
BETWEEN = " > "
TWELVE = BETWEEN.join(["[2 Baru mulai]"] * len(ASPECTS))
INTRO = f"""\
Counted by playing the ordinary case of each form with the engine: every tap and every typed answer, [Selesai] of a
list of ticks and [Kirim]. The client or unit is known, because the form is opened from its card. The everyday reports
of agents take at most {MOST}. What is optional waits in the review. This page is written by
`python -m tests.forms_built_in.steps`; a test compares it.
"""


@dataclass(frozen=True)
class Script:
    """What somebody taps, in brackets, and types. `ordinary`: an everyday report of an agent."""

    form: str
    way: str
    ordinary: bool = True

    @property
    def replies(self) -> list[str]:
        return self.way.split(BETWEEN)


SCRIPTS = (
    Script("penjangkauan", "[Kemarin] > [Keluarga] > [Kunjungan] > [Pikir-pikir dulu] > [Ya] > [Seminggu lagi]"),
    Script("sosialisasi", "[Hari ini] > [RW] > [☐ Mengenal IBM] > [Selesai] > 9 > 15"),
    Script("laporan_warga", "[Hari ini] > [Warga sekitar] > [Khawatir pada orang] > [Saya jangkau] > [Besok]"),
    Script("persetujuan", "[Hari ini] > [Ya] > [18 tahun ke atas] > [Ya] > [Ya] > [Ya]"),
    Script("klien_baru", "[Persetujuan 20 Nov · dewasa] > [Hari ini] > [Laki-laki] > [26–40] > [Penjangkauan]"),
    Script("krisis", "[Panas tinggi, kejang sesudah sabu] > [Lanjut] > [Hari ini] > [☐ Menghubungi 119 atau 112]"
           " > [Selesai] > [Lewati]"),
    Script("advokasi", "[Kemarin] > [Kades atau lurah] > [☐ SK unit] > [Selesai] > [Masih diproses]"),
    Script("skrining_ringkas", "[Hari ini] > [Ya] > [Tidak] > [5] > [Lanjut]"),
    Script("skrining_assist", "[Hari ini] > [☐ Tidak ada] > [Selesai] > [Lanjut] > [☐ Sabu, ekstasi] > [Selesai]"
           " > [Setiap minggu] > [Setiap bulan] > [Satu–dua kali] > [Tidak pernah] > [Ya, 3 bulan ini]"
           " > [Tidak pernah] > [Tidak pernah] > [Lanjut] > [Lanjut] > [Ya]", ordinary=False),
    Script("pemetaan", "[Hari ini] > [Mengenali desa kita] > RW 03 > [☐ RT atau RW] > [Selesai] > [5–9 orang]"
           " > [☐ 18–24] > [Selesai] > [☐ Sabu, ekstasi] > [Selesai] > [☐ Keluarga, KDRT] > [Selesai]",
           ordinary=False),
    Script("layanan", "[Hari ini] > [Konseling] > [Seminggu lagi]"),
    Script("pemantauan", "[Hari ini] > [Bertemu] > [Baik] > [Tidak]"),
    Script("rujukan", "[Hari ini] > [☐ Risiko sedang] > [Selesai] > [Puskesmas] > [Puskesmas Benteng] > [Ya]"),
    Script("hasil_rujukan", "[Kemarin] > [Ya, sampai] > [Sedang dilayani]"),
    Script("kambuh", "[Kemarin] > [Tergelincir sekali] > [☐ Didengar] > [Selesai] > [Tidak]"),
    Script("bina_lanjut", "[Hari ini] > [3] > [☐ Pelatihan] > [Selesai]"),
    Script("vokasional", "[Hari ini] > [Bengkel] > [Mulai]"),
    Script("status_klien", "[Hari ini] > [Selesai]"),
    Script("serah_terima", "[Hari ini] > [Sari] > [Beban kerja]"),
    Script("tarik_persetujuan", "[Hari ini] > [Saya sudah baca]"),
    Script("unit_baru", "[Hari ini] > 1904062009 > Mangkol > [Reguler]", ordinary=False),
    Script("pembentukan", "[Hari ini] > [Advokasi] > [Selesai]", ordinary=False),
    Script("bimtek", "[Hari ini] > [3] > [☐ Pengelolaan unit] > [Selesai] > [BNNK] > [☐ Rina] > [☐ Sari] > [Selesai]",
           ordinary=False),
    Script("tahap_unit", "[Hari ini] > [Berkelanjutan] > [☐ Aktif di tahun baru] > [Selesai]", ordinary=False),
    Script("monitoring_awal", f"[Hari ini] > {TWELVE} > [Tambah] > [Dana] > Belum ada dana > [3 Besar] > [2 Segera]"
           " > [Lanjut] > [Lanjut] > [1] > Agen rajin > [1] > Sedikit orang > [1] > Dana desa > [1] > Warga takut",
           ordinary=False),
    Script("asistensi", "[Hari ini] > [Tatap muka] > [☐ Dana] > [Selesai] > [Ini yang pertama] > Ajukan dana desa"
           " > [Tambah] > Surat ke kades > [Ketua unit] > [Seminggu lagi] > [Lanjut]", ordinary=False),
    Script("monitoring_akhir", f"[Hari ini] > [Lanjut] > {TWELVE} > Sinyal lemah > Rapat tatap muka", ordinary=False),
    Script("hasil_asistensi", "[Hari ini] > [Lanjut] > [Lanjut] > [Operasional] > [Ya, setuju]", ordinary=False),
    Script("agen_berhenti", "[Sari] > [Hari ini] > [Pindah]", ordinary=False),
    Script("fasilitas", "[Puskesmas] > Puskesmas Air Itam", ordinary=False),
    Script("mitra", "[BLK atau LPK] > BLK Pangkalpinang > [☐ Bengkel] > [Selesai]", ordinary=False),
    Script("hotline", "PSC > 119 > [☐ Medis] > [Selesai] > [Seluruh Indonesia]", ordinary=False),
    Script("jaga", "[Pak Budi] > [☐ Senin] > [Selesai] > 08.00 > 15.30", ordinary=False),
    Script("aturan", "[Dirujuk]", ordinary=False),
    Script("minta_bantuan", "[Tidak] > [Orang tua] > [Takut ditangkap] > [Ya] > [Kep. Bangka Belitung]"
           " > [Kota Pangkalpinang] > [Kapan saja] > saya takut", ordinary=False),
    Script("survei_kepuasan", "[Mudah] > [Mudah] > [Cepat] > [Sangat sesuai] > [Sesuai] > [Memahami] > [Sangat sopan]"
           " > [Nyaman] > [Ditanggapi]", ordinary=False),
    Script("target", "[Biarkan] > [Nasional] > [Operasional] > 45", ordinary=False),
)  # fmt: skip


class Sitting(Walk):
    """One person in a built-in form, whose client or unit is known already."""

    def __post_init__(self) -> None:
        self.see(Step(begin(self.form, self.context, known=KNOWN)))


def play(script: Script) -> Sitting:
    form = built_in(script.form)
    sitting = Sitting(form, context=with_lists(form))
    sitting.says(*script.replies)
    return sitting


@lru_cache
def taps(script: Script) -> int:
    """Every reply, and [Kirim]. Raises where the way does not end at the review."""
    if play(script).state.screen is not Screen.REVIEW:
        raise ValueError(f"{script.form}: the way does not end at the review")
    return len(script.replies) + 1


def page() -> str:
    """docs/steps.md."""
    head = ("| Form | Taps | Everyday | The way |", "|---|---|---|---|")
    return "\n".join(("# Taps in a report", "", INTRO, *head, *map(_row, SCRIPTS), ""))


def _row(script: Script) -> str:
    form = built_in(script.form)
    way = " ".join((*script.replies, "[Kirim]"))
    return f"| {form.title} (`{form.id}`) | {taps(script)} | {'yes' if script.ordinary else '–'} | {way} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
