# forms are tables
"""Whole talks by the engine alone: each card as it is drawn, with all its buttons, in both languages."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

from conversations.cards import Page, card, flash
from conversations.engine import Step, Turn
from domain.messages import Message
from domain.presses import pack
from domain.voice import load_voices
from tests.conversations.forms import SUNDAY, form_of
from tests.conversations.test_engine import KEY, WHO, Walk

VISIT = """
    | survey |
    | | type                | name  | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) | hint::English (en) | required | relevant     | constraint    | constraint_message::Indonesia (id) | constraint_message::English (en) | choice_filter | parameters           | bind::suar:ringkas | bind::suar:ringkas_en |
    | | date                | day   | Kapan?                | When?               |                      |                    | yes      |              | . <= today()  |                                    |                                  |               |                      | Hari               | Day                   |
    | | begin group         | home  | Rumah & halaman       | House & yard        |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | select_one way      | how   | Caranya?              | How?                | Pilih <satu>.        | Choose <one>.      | yes      |              |               |                                    |                                  |               |                      |                    |                       |
    | | select_multiple way | ways  | Cara lain?            | Other ways?         |                      |                    |          |              |               |                                    |                                  | name != ${how} |                     |                    |                       |
    | | integer             | many  | Berapa orang?         | How many people?    |                      |                    | yes      |              | . < 20        | Paling banyak 19.                  | At most 19.                      |               |                      | Orang              | People                |
    | | end group           |       |                       |                     |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | note                | care  | Hati-hati, ${many} orang | Take care, ${many} people |             |                    |          | ${many} > 5  |               |                                    |                                  |               |                      |                    |                       |
    | | rank way            | best  | Urutkan               | Put in order        |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | range               | scale | Seberapa?             | How much?           |                      |                    |          |              |               |                                    |                                  |               | start=1 end=3 step=1 |                    |                       |
    | | time                | clock | Jam berapa?           | What time?          |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | dateTime            | next  | Kapan lagi?           | When next?          |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | decimal             | cost  | Biaya?                | Cost?               |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | acknowledge         | rules | Baca aturan           | Read the rules      |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | geopoint            | spot  | Di mana?              | Where?              |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | image               | photo | Fotonya?              | A photo?            |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | begin repeat        | child | Anak                  | Child               |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | text                | name  | Namanya?              | Their name?         |                      |                    | yes      |              |               |                                    |                                  |               |                      |                    |                       |
    | | integer             | age   | Umur ${name}?         | Age of ${name}?     |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | end repeat          |       |                       |                     |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | | text                | story | Catatan               | Notes               |                      |                    |          |              |               |                                    |                                  |               |                      |                    |                       |
    | choices |
    | | list_name | name  | label::Indonesia (id) | label::English (en) |
    | | way       | phone | Telepon               | Phone               |
    | | way       | visit | Datang                | Visit               |
    | | way       | mail  | Surat                 | Letter              |
    | settings |
    | | default_language | namespaces | form_title |
    | | Indonesia (id)   | suar="urn:suar:xform" | Kunjungan |
"""


VOICES = load_voices()


class Heard(Walk):
    """A walk in which whole cards are drawn in the language of the form, for somebody or as a trial."""

    name = "Bu Rina"
    trial = False

    def drawn_of(self, taken: Step) -> tuple[Message, str]:
        voice = VOICES["en" if self.context.language else "id"]
        page = Page(
            Turn(self.form, taken.state, self.context), voice, lambda p: pack(p, WHO, KEY), 17, self.name, self.trial
        )
        return card(page, taken.word, taken.dropped), flash(page, taken.word)


def plays(transcript: str, table: str, language: str = "", name: str = "Bu Rina", *, trial: bool = False) -> None:
    """Say the person's lines. The whole talk must come out as it is written: each card, and its rows of buttons."""
    written = dedent(transcript).strip()
    person = Heard(form_of(table), context=replace(SUNDAY, language=language))
    person.name, person.trial = name, trial
    person.see(Step(person.state))
    lines = shown(person)
    for line in written.splitlines():
        if line.startswith("you: "):
            lines += [line, *shown(person.says(line.removeprefix("you: ")))]
        elif line.startswith("hold: "):
            person.hold(line.removeprefix("hold: "))
            lines += [line, *shown(person)]
    assert "\n".join(lines) == written


def shown(person: Walk) -> list[str]:
    rows = [" ".join(f"[{button.label}]" for button in row) for row in person.card.rows]
    return ["bot: " + person.card.text.replace("\n", " | "), "     " + " / ".join(rows)]


def test_a_whole_report_in_indonesian() -> None:
    plays(
        """
        bot: <b>Kunjungan</b> · 1 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>Kapan?</b>
             [Hari ini] [Kemarin] / [Tanggal lain] / [Batal]
        you: besok
        bot: ⚠ Jawaban itu belum bisa dipakai untuk pertanyaan ini. |  | <b>Kunjungan</b> · 1 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>Kapan?</b>
             [Hari ini] [Kemarin] / [Tanggal lain] / [Batal]
        you: [Tanggal lain]
        bot: <b>Kunjungan</b> · 1 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>Kapan?</b>
             [‹] [Nov 2026] [›] / [Sn] [Sl] [Rb] [Km] [Jm] [Sb] [Mg] / [·] [·] [·] [·] [·] [·] [1] / [2] [3] [4] [5] [6] [7] [8] / [9] [10] [11] [12] [13] [14] [15] / [16] [17] [18] [19] [20] [21] [22] / [Batal]
        you: [‹]
        bot: <b>Kunjungan</b> · 1 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>Kapan?</b>
             [‹] [Okt 2026] [›] / [Sn] [Sl] [Rb] [Km] [Jm] [Sb] [Mg] / [·] [·] [·] [1] [2] [3] [4] / [5] [6] [7] [8] [9] [10] [11] / [12] [13] [14] [15] [16] [17] [18] / [19] [20] [21] [22] [23] [24] [25] / [26] [27] [28] [29] [30] [31] [·] / [Batal]
        you: [›]
        bot: <b>Kunjungan</b> · 1 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>Kapan?</b>
             [‹] [Nov 2026] [›] / [Sn] [Sl] [Rb] [Km] [Jm] [Sb] [Mg] / [·] [·] [·] [·] [·] [·] [1] / [2] [3] [4] [5] [6] [7] [8] / [9] [10] [11] [12] [13] [14] [15] / [16] [17] [18] [19] [20] [21] [22] / [Batal]
        you: [21]
        bot: <b>Kunjungan</b> · 2 dari kira-kira 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman | ✅ Sabtu 21 Nov |  | <b>Caranya?</b> | <i>Pilih &lt;satu&gt;.</i>
             [Telepon] [Datang] / [Surat] / [‹ Kembali] [Batal]
        you: [Telepon]
        bot: <b>Kunjungan</b> · 3 dari kira-kira 15 | ▰▰▱▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman | ✅ Telepon |  | <b>Cara lain?</b>
             [☐ Datang] [☐ Surat] / [Selesai] / [‹ Kembali] [Batal]
        you: [☐ Surat]
        bot: <b>Kunjungan</b> · 3 dari kira-kira 15 | ▰▰▱▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman | ✅ Telepon |  | <b>Cara lain?</b>
             [☐ Datang] [☑ Surat] / [Selesai] / [‹ Kembali] [Batal]
        you: [Selesai]
        bot: <b>Kunjungan</b> · 4 dari kira-kira 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman | ✅ Surat |  | <b>Berapa orang?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Batal]
        you: 25
        bot: ⚠ Paling banyak 19. |  | <b>Kunjungan</b> · 4 dari kira-kira 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman | ✅ Surat |  | <b>Berapa orang?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Batal]
        you: 12
        bot: <b>Kunjungan</b> · 4 dari kira-kira 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ | ✅ 12 |  | <b>Hati-hati, 12 orang</b>
             [Lanjut] / [‹ Kembali] [Batal]
        you: [Lanjut]
        bot: <b>Kunjungan</b> · 5 dari kira-kira 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 12 |  | <b>Urutkan</b> | <i>Ketuk berurutan, yang pertama dulu.</i>
             [Telepon] [Datang] / [Surat] / [‹ Kembali] [Lewati] [Batal]
        you: [Datang]
        bot: <b>Kunjungan</b> · 5 dari kira-kira 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 12 |  | <b>Urutkan</b> | <i>Ketuk berurutan, yang pertama dulu.</i>
             [Telepon] [1. Datang] / [Surat] / [Ulangi] / [‹ Kembali] [Lewati] [Batal]
        you: [Ulangi]
        bot: <b>Kunjungan</b> · 5 dari kira-kira 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 12 |  | <b>Urutkan</b> | <i>Ketuk berurutan, yang pertama dulu.</i>
             [Telepon] [Datang] / [Surat] / [‹ Kembali] [Lewati] [Batal]
        you: surat, datang, telepon
        bot: <b>Kunjungan</b> · 6 dari kira-kira 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 1 Surat, 2 Datang, 3 Telepon |  | <b>Seberapa?</b> | <i>Dari 1 sampai 3.</i>
             [1] [2] [3] / [‹ Kembali] [Lewati] [Batal]
        you: [2]
        bot: <b>Kunjungan</b> · 7 dari kira-kira 15 | ▰▰▰▰▰▱▱▱▱▱▱▱ | ✅ 2 |  | <b>Jam berapa?</b>
             [Sekarang] / [00] [01] [02] [03] [04] [05] / [06] [07] [08] [09] [10] [11] / [12] [13] [14] [15] [16] [17] / [18] [19] [20] [21] [22] [23] / [‹ Kembali] [Lewati] [Batal]
        you: [08]
        bot: <b>Kunjungan</b> · 7 dari kira-kira 15 | ▰▰▰▰▰▱▱▱▱▱▱▱ | ✅ 2 |  | <b>Jam berapa?</b>
             [08.00] [08.15] [08.30] [08.45] / [Jam lain] / [‹ Kembali] [Lewati] [Batal]
        you: [08.15]
        bot: <b>Kunjungan</b> · 8 dari kira-kira 15 | ▰▰▰▰▰▰▱▱▱▱▱▱ | ✅ 08.15 |  | <b>Kapan lagi?</b>
             [Hari ini] [Kemarin] / [Besok] / [Tanggal lain] / [‹ Kembali] [Lewati] [Batal]
        you: [Besok]
        bot: <b>Kunjungan</b> · 8 dari kira-kira 15 | ▰▰▰▰▰▰▱▱▱▱▱▱ | ✅ 08.15 |  | <b>Kapan lagi?</b> | <i>Senin 23 Nov. Jam berapa?</i>
             [Sekarang] / [00] [01] [02] [03] [04] [05] / [06] [07] [08] [09] [10] [11] / [12] [13] [14] [15] [16] [17] / [18] [19] [20] [21] [22] [23] / [Tanggal lain] / [‹ Kembali] [Lewati] [Batal]
        you: [09]
        bot: <b>Kunjungan</b> · 8 dari kira-kira 15 | ▰▰▰▰▰▰▱▱▱▱▱▱ | ✅ 08.15 |  | <b>Kapan lagi?</b> | <i>Senin 23 Nov. Jam berapa?</i>
             [09.00] [09.15] [09.30] [09.45] / [Jam lain] / [Tanggal lain] / [‹ Kembali] [Lewati] [Batal]
        you: [09.30]
        bot: <b>Kunjungan</b> · 9 dari kira-kira 15 | ▰▰▰▰▰▰▰▱▱▱▱▱ | ✅ Senin 23 Nov, 09.30 |  | <b>Biaya?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: banyak
        bot: ⚠ Saya butuh angka, misalnya 2,5. |  | <b>Kunjungan</b> · 9 dari kira-kira 15 | ▰▰▰▰▰▰▰▱▱▱▱▱ | ✅ Senin 23 Nov, 09.30 |  | <b>Biaya?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: 2,5
        bot: <b>Kunjungan</b> · 10 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▱▱▱▱ | ✅ 2,5 |  | <b>Baca aturan</b>
             [Saya sudah baca] / [‹ Kembali] [Lewati] [Batal]
        you: [Saya sudah baca]
        bot: <b>Kunjungan</b> · 11 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▱▱▱▱ | ✅ Sudah dibaca |  | <b>Di mana?</b> | <i>Ketuk 📎, lalu Lokasi. Atau tulis lintang dan bujurnya, misalnya -2,13 106,11.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: -2.13, 106.11
        bot: <b>Kunjungan</b> · 12 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▱▱▱ | ✅ ±12 m sekitar −2,1300 106,1100 |  | <b>Fotonya?</b> | <i>Kirim foto lewat 📎.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: [Lewati]
        bot: <b>Kunjungan</b> · 12 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▱▱▱ | ✅ (kosong) |  | <b>Anak</b> | Ada yang mau dicatat?
             [Tambah] / [Tidak ada] / [‹ Kembali] [Batal]
        you: [Tambah]
        bot: <b>Kunjungan</b> · 13 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▰▱▱ Anak 1 |  | <b>Namanya?</b>
             [‹ Kembali] [Hapus isian] [Batal]
        you: Ani
        bot: <b>Kunjungan</b> · 14 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ Anak 1 | ✅ Ani |  | <b>Umur Ani?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Lewati] [Hapus isian] [Batal]
        you: 4
        bot: <b>Kunjungan</b> · 14 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ | ✅ 4 |  | <b>Anak</b> | 1 Ani, 4 |  | Tambah lagi?
             [Ubah 1] [Hapus 1] / [Tambah] / [Lanjut] / [‹ Kembali] [Batal]
        you: [Hapus 1]
        bot: Hapus isian 1 dari Anak? | Ani, 4
             [Hapus] [Jangan hapus]
        you: [Jangan hapus]
        bot: <b>Kunjungan</b> · 14 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ | ✅ 4 |  | <b>Anak</b> | 1 Ani, 4 |  | Tambah lagi?
             [Ubah 1] [Hapus 1] / [Tambah] / [Lanjut] / [‹ Kembali] [Batal]
        you: [Lanjut]
        bot: <b>Kunjungan</b> · 15 dari kira-kira 15 | ▰▰▰▰▰▰▰▰▰▰▰▰ |  | <b>Catatan</b>
             [‹ Kembali] [Lewati] [Batal]
        you: baik
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Hari: <b>Sabtu 21 Nov</b> | 2 Caranya? <b>Telepon</b> | 3 Cara lain? <b>Surat</b> | 4 Orang: <b>12</b> | 5 Urutkan <b>1 Surat, 2 Datang, 3 Telepon</b> | 6 Seberapa? <b>2</b> | 7 Jam berapa? <b>08.15</b> | 8 Kapan lagi? <b>Senin 23 Nov, 09.30</b> | 9 Biaya? <b>2,5</b> | 10 Baca aturan <b>Sudah dibaca</b> | 11 Di mana? <b>±12 m sekitar −2,1300 106,1100</b> | 12 Fotonya? (kosong) | <i>Anak 1</i> | 13 Namanya? <b>Ani</b> | 14 Umur Ani? <b>4</b> | 15 Anak <b>1 isian</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] [4] [5] / [6] [7] [8] [9] [10] / [11] [12] [13] [14] [15] / [‹] [1/2] [›] / [Simpan draf] [Batal]
        you: [4]
        bot: <b>Kunjungan</b> · 4 dari kira-kira 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ Rumah &amp; halaman |  | <b>Berapa orang?</b> | <i>Tulis angkanya.</i> |  | Sekarang tercatat: 12
             [‹ Kembali] [Biarkan] [Batal]
        you: 3
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Hari: <b>Sabtu 21 Nov</b> | 2 Caranya? <b>Telepon</b> | 3 Cara lain? <b>Surat</b> | 4 Orang: <b>3</b> | 5 Urutkan <b>1 Surat, 2 Datang, 3 Telepon</b> | 6 Seberapa? <b>2</b> | 7 Jam berapa? <b>08.15</b> | 8 Kapan lagi? <b>Senin 23 Nov, 09.30</b> | 9 Biaya? <b>2,5</b> | 10 Baca aturan <b>Sudah dibaca</b> | 11 Di mana? <b>±12 m sekitar −2,1300 106,1100</b> | 12 Fotonya? (kosong) | <i>Anak 1</i> | 13 Namanya? <b>Ani</b> | 14 Umur Ani? <b>4</b> | 15 Anak <b>1 isian</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] [4] [5] / [6] [7] [8] [9] [10] / [11] [12] [13] [14] [15] / [‹] [1/2] [›] / [Simpan draf] [Batal]
        you: [Batal]
        bot: Laporan ini belum dikirim. Mau diapakan?
             [Lanjutkan mengisi] / [Simpan draf] / [Buang]
        """,
        VISIT,
    )


def test_a_whole_report_in_english() -> None:
    plays(
        """
        bot: <b>Kunjungan</b> · 1 of about 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>When?</b>
             [Today] [Yesterday] / [Another day] / [Cancel]
        you: tomorrow
        bot: ⚠ That answer cannot be used for this question. |  | <b>Kunjungan</b> · 1 of about 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ |  | <b>When?</b>
             [Today] [Yesterday] / [Another day] / [Cancel]
        you: [Today]
        bot: <b>Kunjungan</b> · 2 of about 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ Sunday 22 Nov |  | <b>How?</b> | <i>Choose &lt;one&gt;.</i>
             [Phone] [Visit] / [Letter] / [‹ Back] [Cancel]
        you: [Visit]
        bot: <b>Kunjungan</b> · 3 of about 15 | ▰▰▱▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ Visit |  | <b>Other ways?</b>
             [☐ Phone] [☐ Letter] / [Done] / [‹ Back] [Cancel]
        you: [☐ Phone]
        bot: <b>Kunjungan</b> · 3 of about 15 | ▰▰▱▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ Visit |  | <b>Other ways?</b>
             [☑ Phone] [☐ Letter] / [Done] / [‹ Back] [Cancel]
        you: [☑ Phone]
        bot: <b>Kunjungan</b> · 3 of about 15 | ▰▰▱▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ Visit |  | <b>Other ways?</b>
             [☐ Phone] [☐ Letter] / [Done] / [‹ Back] [Cancel]
        you: [Done]
        bot: <b>Kunjungan</b> · 4 of about 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ (empty) |  | <b>How many people?</b> | <i>Type the number.</i>
             [‹ Back] [Cancel]
        you: lots
        bot: ⚠ I need a number, such as 3. |  | <b>Kunjungan</b> · 4 of about 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ House &amp; yard | ✅ (empty) |  | <b>How many people?</b> | <i>Type the number.</i>
             [‹ Back] [Cancel]
        you: 19
        bot: <b>Kunjungan</b> · 4 of about 15 | ▰▰▰▱▱▱▱▱▱▱▱▱ | ✅ 19 |  | <b>Take care, 19 people</b>
             [Go on] / [‹ Back] [Cancel]
        you: [Go on]
        bot: <b>Kunjungan</b> · 5 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 19 |  | <b>Put in order</b> | <i>Tap them in order, the first one first.</i>
             [Phone] [Visit] / [Letter] / [‹ Back] [Skip] [Cancel]
        you: [Phone]
        bot: <b>Kunjungan</b> · 5 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 19 |  | <b>Put in order</b> | <i>Tap them in order, the first one first.</i>
             [1. Phone] [Visit] / [Letter] / [Start again] / [‹ Back] [Skip] [Cancel]
        you: [Visit]
        bot: <b>Kunjungan</b> · 5 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 19 |  | <b>Put in order</b> | <i>Tap them in order, the first one first.</i>
             [1. Phone] [2. Visit] / [Letter] / [Start again] / [‹ Back] [Skip] [Cancel]
        you: [Letter]
        bot: <b>Kunjungan</b> · 5 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 19 |  | <b>Put in order</b> | <i>Tap them in order, the first one first.</i>
             [1. Phone] [2. Visit] / [3. Letter] / [Start again] [Done] / [‹ Back] [Skip] [Cancel]
        you: [Done]
        bot: <b>Kunjungan</b> · 6 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 1 Phone, 2 Visit, 3 Letter |  | <b>How much?</b> | <i>From 1 to 3.</i>
             [1] [2] [3] / [‹ Back] [Skip] [Cancel]
        you: 4
        bot: ⚠ Type a number from 1 to 3. |  | <b>Kunjungan</b> · 6 of about 15 | ▰▰▰▰▱▱▱▱▱▱▱▱ | ✅ 1 Phone, 2 Visit, 3 Letter |  | <b>How much?</b> | <i>From 1 to 3.</i>
             [1] [2] [3] / [‹ Back] [Skip] [Cancel]
        you: 3
        bot: <b>Kunjungan</b> · 7 of about 15 | ▰▰▰▰▰▱▱▱▱▱▱▱ | ✅ 3 |  | <b>What time?</b>
             [Now] / [00] [01] [02] [03] [04] [05] / [06] [07] [08] [09] [10] [11] / [12] [13] [14] [15] [16] [17] / [18] [19] [20] [21] [22] [23] / [‹ Back] [Skip] [Cancel]
        you: [Now]
        bot: <b>Kunjungan</b> · 8 of about 15 | ▰▰▰▰▰▰▱▱▱▱▱▱ | ✅ 19.05 |  | <b>When next?</b>
             [Today] [Yesterday] / [Tomorrow] / [Another day] / [‹ Back] [Skip] [Cancel]
        you: yesterday 8 am
        bot: <b>Kunjungan</b> · 9 of about 15 | ▰▰▰▰▰▰▰▱▱▱▱▱ | ✅ Saturday 21 Nov, 08.00 |  | <b>Cost?</b> | <i>Type the number.</i>
             [‹ Back] [Skip] [Cancel]
        you: [Skip]
        bot: <b>Kunjungan</b> · 10 of about 15 | ▰▰▰▰▰▰▰▰▱▱▱▱ | ✅ (empty) |  | <b>Read the rules</b>
             [I have read it] / [‹ Back] [Skip] [Cancel]
        you: [Skip]
        bot: <b>Kunjungan</b> · 11 of about 15 | ▰▰▰▰▰▰▰▰▱▱▱▱ | ✅ (empty) |  | <b>Where?</b> | <i>Tap 📎, then Location. Or write latitude and longitude, such as -2.13 106.11.</i>
             [‹ Back] [Skip] [Cancel]
        you: 91 10
        bot: ⚠ Tap 📎, then Location. Or write latitude and longitude, such as -2.13 106.11. |  | <b>Kunjungan</b> · 11 of about 15 | ▰▰▰▰▰▰▰▰▱▱▱▱ | ✅ (empty) |  | <b>Where?</b> | <i>Tap 📎, then Location. Or write latitude and longitude, such as -2.13 106.11.</i>
             [‹ Back] [Skip] [Cancel]
        you: [Skip]
        bot: <b>Kunjungan</b> · 12 of about 15 | ▰▰▰▰▰▰▰▰▰▱▱▱ | ✅ (empty) |  | <b>A photo?</b> | <i>Send a photo with 📎.</i>
             [‹ Back] [Skip] [Cancel]
        you: [Skip]
        bot: <b>Kunjungan</b> · 12 of about 15 | ▰▰▰▰▰▰▰▰▰▱▱▱ | ✅ (empty) |  | <b>Child</b> | Is there any to record?
             [Add] / [None] / [‹ Back] [Cancel]
        you: [Add]
        bot: <b>Kunjungan</b> · 13 of about 15 | ▰▰▰▰▰▰▰▰▰▰▱▱ Child 1 |  | <b>Their name?</b>
             [‹ Back] [Remove entry] [Cancel]
        you: Ani
        bot: <b>Kunjungan</b> · 14 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ Child 1 | ✅ Ani |  | <b>Age of Ani?</b> | <i>Type the number.</i>
             [‹ Back] [Skip] [Remove entry] [Cancel]
        you: [Skip]
        bot: <b>Kunjungan</b> · 14 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ | ✅ (empty) |  | <b>Child</b> | 1 Ani |  | Add another?
             [Change 1] [Remove 1] / [Add] / [Go on] / [‹ Back] [Cancel]
        you: [Add]
        bot: <b>Kunjungan</b> · 15 of about 17 | ▰▰▰▰▰▰▰▰▰▰▱▱ Child 2 |  | <b>Their name?</b>
             [‹ Back] [Remove entry] [Cancel]
        you: Budi
        bot: <b>Kunjungan</b> · 16 of about 17 | ▰▰▰▰▰▰▰▰▰▰▰▱ Child 2 | ✅ Budi |  | <b>Age of Budi?</b> | <i>Type the number.</i>
             [‹ Back] [Skip] [Remove entry] [Cancel]
        you: 9
        bot: <b>Kunjungan</b> · 16 of about 17 | ▰▰▰▰▰▰▰▰▰▰▰▱ | ✅ 9 |  | <b>Child</b> | 1 Ani | 2 Budi, 9 |  | Add another?
             [Change 1] [Remove 1] / [Change 2] [Remove 2] / [Add] / [Go on] / [‹ Back] [Cancel]
        you: [Remove 1]
        bot: Remove entry 1 of Child? | Ani
             [Remove] [Keep it]
        you: [Remove]
        bot: <b>Kunjungan</b> · 14 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ |  | <b>Child</b> | 1 Budi, 9 |  | Add another?
             [Change 1] [Remove 1] / [Add] / [Go on] / [‹ Back] [Cancel]
        you: [Change 1]
        bot: <b>Kunjungan</b> · 13 of about 15 | ▰▰▰▰▰▰▰▰▰▰▱▱ Child 1 |  | <b>Their name?</b> |  | Recorded now: Budi
             [‹ Back] [Leave it] [Remove entry] [Cancel]
        you: [Leave it]
        bot: <b>Kunjungan</b> · 14 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ Child 1 |  | <b>Age of Budi?</b> | <i>Type the number.</i> |  | Recorded now: 9
             [‹ Back] [Leave it] [Empty it] [Remove entry] [Cancel]
        you: 10
        bot: <b>Kunjungan</b> · 14 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▱ | ✅ 10 |  | <b>Child</b> | 1 Budi, 10 |  | Add another?
             [Change 1] [Remove 1] / [Add] / [Go on] / [‹ Back] [Cancel]
        you: [Go on]
        bot: <b>Kunjungan</b> · 15 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▰ |  | <b>Notes</b>
             [‹ Back] [Skip] [Cancel]
        you: [Skip]
        bot: <b>Please check, Bu Rina</b> | 1 Day: <b>Sunday 22 Nov</b> | 2 How? <b>Visit</b> | 3 Other ways? (empty) | 4 People: <b>19</b> | 5 Put in order <b>1 Phone, 2 Visit, 3 Letter</b> | 6 How much? <b>3</b> | 7 What time? <b>19.05</b> | 8 When next? <b>Saturday 21 Nov, 08.00</b> | 9 Cost? (empty) | 10 Read the rules (empty) | 11 Where? (empty) | 12 A photo? (empty) | <i>Child 1</i> | 13 Their name? <b>Budi</b> | 14 Age of Budi? <b>10</b> | 15 Child <b>1 entries</b> |  | <i>Tap a number to change it.</i>
             [Send] / [1] [2] [3] [4] [5] / [6] [7] [8] [9] [10] / [11] [12] [13] [14] [15] / [‹] [1/2] [›] / [Keep as draft] [Cancel]
        you: [›]
        bot: <b>Please check, Bu Rina</b> | 16 Notes (empty) |  | <i>Tap a number to change it.</i>
             [Send] / [16] / [‹] [2/2] [›] / [Keep as draft] [Cancel]
        you: [16]
        bot: <b>Kunjungan</b> · 15 of about 15 | ▰▰▰▰▰▰▰▰▰▰▰▰ |  | <b>Notes</b>
             [‹ Back] [Skip] [Cancel]
        you: fine
        bot: <b>Please check, Bu Rina</b> | 1 Day: <b>Sunday 22 Nov</b> | 2 How? <b>Visit</b> | 3 Other ways? (empty) | 4 People: <b>19</b> | 5 Put in order <b>1 Phone, 2 Visit, 3 Letter</b> | 6 How much? <b>3</b> | 7 What time? <b>19.05</b> | 8 When next? <b>Saturday 21 Nov, 08.00</b> | 9 Cost? (empty) | 10 Read the rules (empty) | 11 Where? (empty) | 12 A photo? (empty) | <i>Child 1</i> | 13 Their name? <b>Budi</b> | 14 Age of Budi? <b>10</b> | 15 Child <b>1 entries</b> |  | <i>Tap a number to change it.</i>
             [Send] / [1] [2] [3] [4] [5] / [6] [7] [8] [9] [10] / [11] [12] [13] [14] [15] / [‹] [1/2] [›] / [Keep as draft] [Cancel]
        you: [2]
        bot: <b>Kunjungan</b> · 2 of about 15 | ▰▱▱▱▱▱▱▱▱▱▱▱ House &amp; yard |  | <b>How?</b> | <i>Choose &lt;one&gt;.</i> |  | Recorded now: Visit
             [Phone] [Visit] / [Letter] / [‹ Back] [Leave it] [Cancel]
        you: [Letter]
        bot: <b>Please check, Bu Rina</b> | 1 Day: <b>Sunday 22 Nov</b> | 2 How? <b>Letter</b> | 3 Other ways? (empty) | 4 People: <b>19</b> | 5 Put in order <b>1 Phone, 2 Visit, 3 Letter</b> | 6 How much? <b>3</b> | 7 What time? <b>19.05</b> | 8 When next? <b>Saturday 21 Nov, 08.00</b> | 9 Cost? (empty) | 10 Read the rules (empty) | 11 Where? (empty) | 12 A photo? (empty) | <i>Child 1</i> | 13 Their name? <b>Budi</b> | 14 Age of Budi? <b>10</b> | 15 Child <b>1 entries</b> |  | <i>Tap a number to change it.</i>
             [Send] / [1] [2] [3] [4] [5] / [6] [7] [8] [9] [10] / [11] [12] [13] [14] [15] / [‹] [1/2] [›] / [Keep as draft] [Cancel]
        you: [Cancel]
        bot: This report has not been sent. What would you like to do with it?
             [Go on filling it in] / [Keep as draft] / [Throw away]
        """,
        VISIT,
        language="English (en)",
    )
