# forms are tables
"""Whole screens beside the ordinary way: long lists, what is held, what was made wrong, trials, and the help bot."""

from __future__ import annotations

from tests.conversations.test_whole_cards import plays

LISTS = """
    | survey |
    | | type                 | name  | label  | choice_filter | required |
    | | select_one town      | where | Di mana? |               | yes      |
    | | select_multiple town | seen  | Mana lagi? | name != ${where} |     |
    | | select_one none      | none  | Yang ini? | name = ${where} |  |
    | choices |
    | | list_name | name | label |
    | | none | x | X |
""" + "".join(f"    | | town | t{n} | Kampung {n} |\n" for n in range(1, 43))
WRONG = """
    | survey |
    | | type      | name | label  | constraint | constraint_message | required | relevant     | default | calculation | readonly | hint |
    | | integer   | all  | Semua? |            |                    | yes      |              |         |             |          | Dengan bayi |
    | | integer   | ill  | Sakit? | . <= ${all} | Paling banyak ${all}. |       |              |         |             |          |      |
    | | date      | day  | Kapan? |            |                    |          |              | 2026-11-20 |          |          |      |
    | | decimal   | twice | Dua kali: |        |                    |          |              |         | ${all} * 2  | yes      |      |
    | | text      | why  | Mengapa? |          |                    |          | ${all} > 9   |         |             |          |      |
    | | range     | far  | Berapa jauh? |      |                    |          |              |         |             |          |      |
"""
SHORT = """
    | survey |
    | | type | name | label |
    | | text | a    | Apa?  |
    | | text | b    | Lalu? |
"""


def test_a_long_list_is_leafed_through_searched_and_ticked() -> None:
    plays(
        """
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [Kampung 1] [Kampung 2] / [Kampung 3] [Kampung 4] / [Kampung 5] [Kampung 6] / [Kampung 7] [Kampung 8] / [‹] [1/6] [›] / [Batal]
        you: zzz
        bot: ⚠ Tidak ada pilihan yang cocok dengan “zzz”. Coba kata lain. |  | <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [Kampung 1] [Kampung 2] / [Kampung 3] [Kampung 4] / [Kampung 5] [Kampung 6] / [Kampung 7] [Kampung 8] / [‹] [1/6] [›] / [Batal]
        you: pung 4
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Hasil untuk “pung 4”.</i>
             [Kampung 4] [Kampung 14] / [Kampung 24] [Kampung 34] / [Kampung 40] [Kampung 41] / [Kampung 42] / [Semua pilihan] / [Batal]
        you: [Semua pilihan]
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [Kampung 1] [Kampung 2] / [Kampung 3] [Kampung 4] / [Kampung 5] [Kampung 6] / [Kampung 7] [Kampung 8] / [‹] [1/6] [›] / [Batal]
        you: [›]
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [Kampung 9] [Kampung 10] / [Kampung 11] [Kampung 12] / [Kampung 13] [Kampung 14] / [Kampung 15] [Kampung 16] / [‹] [2/6] [›] / [Batal]
        you: [‹]
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [Kampung 1] [Kampung 2] / [Kampung 3] [Kampung 4] / [Kampung 5] [Kampung 6] / [Kampung 7] [Kampung 8] / [‹] [1/6] [›] / [Batal]
        you: kampung 42
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [☐ Kampung 1] [☐ Kampung 2] / [☐ Kampung 3] [☐ Kampung 4] / [☐ Kampung 5] [☐ Kampung 6] / [☐ Kampung 7] [☐ Kampung 8] / [‹] [1/6] [›] / [Selesai] / [‹ Kembali] [Batal]
        you: pung 1
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Hasil untuk “pung 1”.</i>
             [☐ Kampung 1] [☐ Kampung 10] / [☐ Kampung 11] [☐ Kampung 12] / [☐ Kampung 13] [☐ Kampung 14] / [☐ Kampung 15] [☐ Kampung 16] / [‹] [1/2] [›] / [Semua pilihan] / [Selesai] / [‹ Kembali] [Batal]
        you: [›]
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Hasil untuk “pung 1”.</i>
             [☐ Kampung 17] [☐ Kampung 18] / [☐ Kampung 19] [☐ Kampung 21] / [☐ Kampung 31] [☐ Kampung 41] / [‹] [2/2] [›] / [Semua pilihan] / [Selesai] / [‹ Kembali] [Batal]
        you: [☐ Kampung 19]
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Hasil untuk “pung 1”.</i>
             [☐ Kampung 17] [☐ Kampung 18] / [☑ Kampung 19] [☐ Kampung 21] / [☐ Kampung 31] [☐ Kampung 41] / [‹] [2/2] [›] / [Semua pilihan] / [Selesai] / [‹ Kembali] [Batal]
        you: [Semua pilihan]
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [☐ Kampung 1] [☐ Kampung 2] / [☐ Kampung 3] [☐ Kampung 4] / [☐ Kampung 5] [☐ Kampung 6] / [☐ Kampung 7] [☐ Kampung 8] / [‹] [1/6] [›] / [Selesai] / [‹ Kembali] [Batal]
        you: [☐ Kampung 1]
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ | ✅ Kampung 42 |  | <b>Mana lagi?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [☑ Kampung 1] [☐ Kampung 2] / [☐ Kampung 3] [☐ Kampung 4] / [☐ Kampung 5] [☐ Kampung 6] / [☐ Kampung 7] [☐ Kampung 8] / [‹] [1/6] [›] / [Selesai] / [‹ Kembali] [Batal]
        you: [Selesai]
        bot: <b>a_form</b> · 3 dari 3 | ▰▰▰ | ✅ Kampung 1, Kampung 19 |  | <b>Yang ini?</b> | <i>Di sini tidak ada pilihan. Kalau ada jawaban sebelumnya yang keliru, kembali dan ubahlah.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: apa
        bot: ⚠ Saya belum menemukan pilihan itu. Tekan salah satu tombol di bawah ini. |  | <b>a_form</b> · 3 dari 3 | ▰▰▰ | ✅ Kampung 1, Kampung 19 |  | <b>Yang ini?</b> | <i>Di sini tidak ada pilihan. Kalau ada jawaban sebelumnya yang keliru, kembali dan ubahlah.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: [Lewati]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Di mana? <b>Kampung 42</b> | 2 Mana lagi? <b>Kampung 1, Kampung 19</b> | 3 Yang ini? (kosong) |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] / [Simpan draf] [Batal]
        you: [2]
        bot: <b>a_form</b> · 2 dari 3 | ▰▰▱ |  | <b>Mana lagi?</b> | <i>Ketik beberapa huruf untuk mencari.</i>
             [☑ Kampung 1] [☐ Kampung 2] / [☐ Kampung 3] [☐ Kampung 4] / [☐ Kampung 5] [☐ Kampung 6] / [☐ Kampung 7] [☐ Kampung 8] / [‹] [1/6] [›] / [Selesai] / [‹ Kembali] [Batal]
        you: [Selesai]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Di mana? <b>Kampung 42</b> | 2 Mana lagi? <b>Kampung 1, Kampung 19</b> | 3 Yang ini? (kosong) |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] / [Simpan draf] [Batal]
        you: [1]
        bot: <b>a_form</b> · 1 dari 3 | ▰▱▱ |  | <b>Di mana?</b> | <i>Ketik beberapa huruf untuk mencari.</i> |  | Sekarang tercatat: Kampung 42
             [Kampung 1] [Kampung 2] / [Kampung 3] [Kampung 4] / [Kampung 5] [Kampung 6] / [Kampung 7] [Kampung 8] / [‹] [1/6] [›] / [Biarkan] [Batal]
        you: [Kampung 1]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Di mana? <b>Kampung 1</b> | 2 Mana lagi? <b>Kampung 19</b> | 3 Yang ini? (kosong) |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] / [Simpan draf] [Batal]
        """,
        LISTS,
    )


def test_what_another_answer_has_made_wrong_says_why() -> None:
    plays(
        """
        bot: <b>a_form</b> · 1 dari kira-kira 4 | ▰▱▱▱ |  | <b>Semua?</b> | <i>Dengan bayi</i>
             [Batal]
        you: lima
        bot: ⚠ Saya butuh angka, misalnya 3. |  | <b>a_form</b> · 1 dari kira-kira 4 | ▰▱▱▱ |  | <b>Semua?</b> | <i>Dengan bayi</i>
             [Batal]
        you: 12
        bot: <b>a_form</b> · 2 dari kira-kira 5 | ▰▰▱▱▱ | ✅ 12 |  | <b>Sakit?</b> | <i>Tulis angkanya.</i>
             [‹ Kembali] [Lewati] [Batal]
        you: 8
        bot: <b>a_form</b> · 3 dari kira-kira 5 | ▰▰▰▱▱ | ✅ 8 |  | <b>Kapan?</b> |  | Sekarang tercatat: Jumat 20 Nov
             [Hari ini] [Kemarin] / [Besok] / [Tanggal lain] / [‹ Kembali] [Biarkan] [Kosongkan] [Batal]
        you: [Biarkan]
        bot: <b>a_form</b> · 3 dari kira-kira 5 | ▰▰▰▱▱ | ✅ 8 |  | <b>Dua kali:</b> |  | 24
             [Lanjut] / [‹ Kembali] [Batal]
        you: [Lanjut]
        bot: <b>a_form</b> · 4 dari kira-kira 5 | ▰▰▰▰▱ | ✅ 8 |  | <b>Mengapa?</b>
             [‹ Kembali] [Lewati] [Batal]
        you: begini
        bot: <b>a_form</b> · 5 dari kira-kira 5 | ▰▰▰▰▰ | ✅ begini |  | <b>Berapa jauh?</b> | <i>Dari 1 sampai 10.</i>
             [1] [2] [3] [4] [5] [6] / [7] [8] [9] [10] / [‹ Kembali] [Lewati] [Batal]
        you: [7]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Semua? <b>12</b> | 2 Sakit? <b>8</b> | 3 Kapan? <b>Jumat 20 Nov</b> | 4 Mengapa? <b>begini</b> | 5 Berapa jauh? <b>7</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] [4] [5] / [Simpan draf] [Batal]
        you: [1]
        bot: <b>a_form</b> · 1 dari kira-kira 5 | ▰▱▱▱▱ |  | <b>Semua?</b> | <i>Dengan bayi</i> |  | Sekarang tercatat: 12
             [Biarkan] [Batal]
        you: 5
        bot: Jawaban ini tidak dipakai lagi: Mengapa?. |  | <b>a_form</b> · 2 dari kira-kira 4 | ▰▰▱▱ | ✅ 5 |  | <b>Sakit?</b> | <i>Tulis angkanya.</i> |  | Sekarang tercatat: 8 | ⚠ Paling banyak 5.
             [‹ Kembali] [Kosongkan] [Batal]
        you: [Kosongkan]
        bot: <b>a_form</b> · 3 dari kira-kira 4 | ▰▰▰▱ | ✅ (kosong) |  | <b>Dua kali:</b> |  | 10
             [Lanjut] / [‹ Kembali] [Batal]
        you: [Lanjut]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Semua? <b>5</b> | 2 Sakit? (kosong) | 3 Kapan? <b>Jumat 20 Nov</b> | 4 Berapa jauh? <b>7</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] [4] / [Simpan draf] [Batal]
        you: [3]
        bot: <b>a_form</b> · 3 dari kira-kira 4 | ▰▰▰▱ |  | <b>Kapan?</b> |  | Sekarang tercatat: Jumat 20 Nov
             [Hari ini] [Kemarin] / [Besok] / [Tanggal lain] / [‹ Kembali] [Biarkan] [Kosongkan] [Batal]
        you: [Kosongkan]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Semua? <b>5</b> | 2 Sakit? (kosong) | 3 Kapan? (kosong) | 4 Berapa jauh? <b>7</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] [3] [4] / [Simpan draf] [Batal]
        """,
        WRONG,
    )


def test_texts_that_came_too_early_are_asked_about() -> None:
    plays(
        """
        bot: <b>a_form</b> · 1 dari 2 | ▰▱ |  | <b>Apa?</b>
             [Lewati] [Batal]
        you: satu
        bot: <b>a_form</b> · 2 dari 2 | ▰▰ | ✅ satu |  | <b>Lalu?</b>
             [‹ Kembali] [Lewati] [Batal]
        hold: dua
        bot: Beberapa pesan datang sekaligus. Yang ini belum tercatat: | • dua | Pertanyaan berikut: Lalu?
             [Pakai untuk pertanyaan berikut] / [Gabung jadi satu] / [Buang]
        you: [Gabung jadi satu]
        bot: <b>a_form</b> · 2 dari 2 | ▰▰ | ✅ satu dua |  | <b>Lalu?</b>
             [‹ Kembali] [Lewati] [Batal]
        hold: tiga <b>
        bot: Beberapa pesan datang sekaligus. Yang ini belum tercatat: | • tiga &lt;b&gt; | Pertanyaan berikut: Lalu?
             [Pakai untuk pertanyaan berikut] / [Gabung jadi satu] / [Buang]
        you: [Pakai untuk pertanyaan berikut]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Apa? <b>satu dua</b> | 2 Lalu? <b>tiga &lt;b&gt;</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Simpan draf] [Batal]
        hold: empat
        bot: Beberapa pesan datang sekaligus. Yang ini belum tercatat: | • empat
             [Gabung jadi satu] / [Buang]
        you: [Buang]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Apa? <b>satu dua</b> | 2 Lalu? <b>tiga &lt;b&gt;</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Simpan draf] [Batal]
        you: [Batal]
        bot: Laporan ini belum dikirim. Mau diapakan?
             [Lanjutkan mengisi] / [Simpan draf] / [Buang]
        you: [Lanjutkan mengisi]
        bot: <b>Periksa dulu, Bu Rina</b> | 1 Apa? <b>satu dua</b> | 2 Lalu? <b>tiga &lt;b&gt;</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Simpan draf] [Batal]
        """,
        SHORT,
    )


def test_a_trial_says_so_on_every_card_and_keeps_nothing() -> None:
    plays(
        """
        bot: <i>Percobaan. Tidak ada yang disimpan.</i> |  | <b>a_form</b> · 1 dari 2 | ▰▱ |  | <b>Apa?</b>
             [Lewati] [Batal]
        you: satu
        bot: <i>Percobaan. Tidak ada yang disimpan.</i> |  | <b>a_form</b> · 2 dari 2 | ▰▰ | ✅ satu |  | <b>Lalu?</b>
             [‹ Kembali] [Lewati] [Batal]
        you: [Lewati]
        bot: <i>Percobaan. Tidak ada yang disimpan.</i> |  | <b>Periksa dulu, Bu Rina</b> | 1 Apa? <b>satu</b> | 2 Lalu? (kosong) |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Batal]
        you: [Batal]
        bot: <i>Percobaan. Tidak ada yang disimpan.</i> |  | Berhenti mencoba?
             [Lanjutkan mengisi] / [Berhenti mencoba]
        you: [Lanjutkan mengisi]
        bot: <i>Percobaan. Tidak ada yang disimpan.</i> |  | <b>Periksa dulu, Bu Rina</b> | 1 Apa? <b>satu</b> | 2 Lalu? (kosong) |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Batal]
        """,
        SHORT,
        trial=True,
    )


def test_who_has_no_name_is_not_called_by_one_and_sends_no_report() -> None:
    plays(
        """
        bot: <b>a_form</b> · 1 dari 2 | ▰▱ |  | <b>Apa?</b>
             [Lewati] [Batal]
        you: satu
        bot: <b>a_form</b> · 2 dari 2 | ▰▰ | ✅ satu |  | <b>Lalu?</b>
             [‹ Kembali] [Lewati] [Batal]
        you: dua
        bot: <b>Periksa dulu</b> | 1 Apa? <b>satu</b> | 2 Lalu? <b>dua</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Simpan draf] [Batal]
        you: [Batal]
        bot: Ini belum dikirim. Mau diapakan?
             [Lanjutkan mengisi] / [Simpan draf] / [Buang]
        you: [Lanjutkan mengisi]
        bot: <b>Periksa dulu</b> | 1 Apa? <b>satu</b> | 2 Lalu? <b>dua</b> |  | <i>Ketuk nomornya untuk mengubah.</i>
             [Kirim] / [1] [2] / [Simpan draf] [Batal]
        """,
        SHORT,
        name="",
    )


def test_a_trial_in_english() -> None:
    plays(
        """
        bot: <i>A trial. Nothing is kept.</i> |  | <b>a_form</b> · 1 of 2 | ▰▱ |  | <b>Apa?</b>
             [Skip] [Cancel]
        you: one
        bot: <i>A trial. Nothing is kept.</i> |  | <b>a_form</b> · 2 of 2 | ▰▰ | ✅ one |  | <b>Lalu?</b>
             [‹ Back] [Skip] [Cancel]
        hold: two
        bot: <i>A trial. Nothing is kept.</i> |  | Several messages came at once. These are not recorded yet: | • two | Next question: Lalu?
             [Use for the next question] / [Join into one] / [Throw away]
        you: [Throw away]
        bot: <i>A trial. Nothing is kept.</i> |  | <b>a_form</b> · 2 of 2 | ▰▰ | ✅ one |  | <b>Lalu?</b>
             [‹ Back] [Skip] [Cancel]
        you: [Cancel]
        bot: <i>A trial. Nothing is kept.</i> |  | Stop trying?
             [Go on filling it in] / [Stop trying]
        """,
        SHORT,
        language="English (en)",
        name="",
        trial=True,
    )
