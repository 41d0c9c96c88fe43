"""The sample world of the demo: who lives in it, and what they have done in the last weeks.

Everything here is made up. What people do goes through their chats, written as `bot.living.Deed` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from bot.living import Deed
from domain.people import Invitation, Role, Satker
from domain.places import Place

AIR_MESU = "19.04.03.2004"
KACE = "19.01.07.2011"
LESUNG = "19.02.01.2001"
BARUGA = "74.71.05.1002"

SATKERS = (
    Satker("BNNK-PGK", "BNNK Pangkalpinang", "19.71"),
    Satker("BNNK-BLT", "BNNK Belitung", "19.02"),
    Satker("BNNP-SULTRA", "BNNP Sulawesi Tenggara", "74"),
)
UNITS = (
    (AIR_MESU, "Air Mesu Timur", "BNNK-PGK"),
    (KACE, "Kace", "BNNK-PGK"),
    (LESUNG, "Lesung Batang", "BNNK-BLT"),
    (BARUGA, "Baruga", "BNNP-SULTRA"),
)
PLACES = (  # a family chooses among those that have a name
    Place("19.71", "Kota Pangkalpinang"),
    Place("19.04", "Kabupaten Bangka Tengah"),
    Place("19.01", "Kabupaten Bangka"),
    Place("19.02", "Kabupaten Belitung"),
    Place("74.71", "Kota Kendari"),
)
FREE_PLACE = Invitation(Role.AGEN, unit=AIR_MESU)
STRANGERS = ("Sari", "Melati")  # people who have not joined, or not written yet
FAMILIES = ("Dahlia", "Kirana")  # people who talk with the help bot


@dataclass(frozen=True)
class Character:
    """Somebody of the sample world who has joined already."""

    name: str
    called: str
    about: str
    invitation: Invitation


_PETUGAS = Invitation(Role.PETUGAS, satker="BNNK-PGK")
CAST = (
    Character("Rina", "Bu Rina", "agent in Air Mesu Timur", Invitation(Role.AGEN, unit=AIR_MESU)),
    Character("Joko", "Pak Joko", "agent in Air Mesu Timur", Invitation(Role.AGEN, unit=AIR_MESU)),
    Character("Dewi", "Bu Dewi", "agent in Lesung Batang, of BNNK Belitung", Invitation(Role.AGEN, unit=LESUNG)),
    Character("Wati", "Kak Wati", "agent in Baruga, in another province", Invitation(Role.AGEN, unit=BARUGA)),
    Character("Budi", "Pak Budi", "petugas of BNNK Pangkalpinang, on duty", _PETUGAS),
    Character("Sinta", "Bu Sinta", "petugas there, second on duty", _PETUGAS),
    Character("Hendra", "Pak Hendra", "petugas there, head of the rehabilitation section", _PETUGAS),
    Character("Chandra", "Pak Chandra", "bnnp of Kepulauan Bangka Belitung", Invitation(Role.BNNP, territory="19")),
    Character("Putri", "Bu Putri", "pusat", Invitation(Role.PUSAT)),
)


# --- What they do ---------------------------------------------------------------------------------

_STAGE = "[Tahap unit] [Tanggal lain]"
_TABLE = "/menu [Tabel]"
_TARGET = "/lapor [Target] [Biarkan]"

_EVERY_DAY = "[☐ Senin] [☐ Selasa] [☐ Rabu] [☐ Kamis] [☐ Jumat] [☐ Sabtu] [☐ Minggu]"

_SET_UP = f"""
60 08.00 Budi: /menu [Unit] [Air Mesu Timur] {_STAGE} "{{-380}}" [Advokasi] [☐ Catatan…] [Selesai] [Reguler] [Kirim]
60 08.10 Budi: /menu [Unit] [Air Mesu Timur] {_STAGE} "{{-345}}" [Operasional] [☐ Layanan…] [☐ Agen…] [Selesai] \
    [SK lurah/kades] "140/12/2025" [Tanggal lain] "{{-350}}" "Kantor Desa Air Mesu Timur" [Kirim]
60 08.20 Budi: /menu [Unit] [Kace] {_STAGE} "{{-120}}" [Ber-SK] [☐ SK…] [Selesai] [Mandiri] \
    [SK lurah/kades] "21/2026" [Tanggal lain] "{{-125}}" "Kantor Desa Kace" [Kirim]
60 08.30 Budi: /lapor [Tentang unit ›] [Unit baru] [Hari ini] "19.04.03.2001" "Beluluk" [Wilayah prioritas] [Kirim] \
    [Ya, kirim]
59 09.00 Budi: {_TABLE} [Fasilitas rujukan] [Tambah] [Puskesmas] "Puskesmas Benteng" [Kirim]
59 09.05 Budi: {_TABLE} [Fasilitas rujukan] [Tambah] [Klinik BNN] "Klinik Pratama BNNK" [Kirim]
59 09.10 Budi: {_TABLE} [Mitra vokasional] [Tambah] [BLK atau LPK] "BLK Pangkalpinang" [☐ Bengkel] [Selesai] [Kirim]
59 09.15 Budi: {_TABLE} [Nomor penting] [Tambah] "Ambulans" "119" [☐ Medis] [Selesai] [Seluruh Indonesia] [Kirim]
59 09.16 Budi: {_TABLE} [Nomor penting] [Tambah] "Panggilan darurat" "112" [☐ Darurat umum] [Selesai] \
    [Wilayah satker] [Kirim]
59 09.17 Budi: {_TABLE} [Nomor penting] [Tambah] "IGD rumah sakit (contoh)" "0717-000000" [☐ Medis] [Selesai] \
    [Wilayah satker] [Kirim]
59 09.20 Budi: {_TABLE} [Jadwal jaga] [Tambah] [Pak Budi] {_EVERY_DAY} [Selesai] \
    "00.00" "23.59" [5] [Bu Sinta] [Kirim]
59 09.25 Budi: /lapor [Tabel satker ›] [Aturan satker] [Dilayani unit] [3] [Pak Hendra] [Kirim]
30 09.00 Budi: /menu [Unit] [Beluluk] [Tahap unit] [Hari ini] [Advokasi] [☐ Catatan…] [Selesai] [Kirim]
58 10.00 Chandra: {_TARGET} [Satu satker] [BNNK Pangkalpinang] [Operasional] "3" [Kirim]
58 10.05 Chandra: {_TARGET} [Satu satker] [BNNK Pangkalpinang] [Ber-SK] "4" [Kirim]
58 10.10 Chandra: {_TARGET} [Satu satker] [BNNK Belitung] [Ber-SK] "2" [Kirim]
58 11.00 Putri: {_TARGET} [Satu provinsi] "Bangka" [Kepulauan Bangka Belitung…] [Ber-SK] "6" [Kirim]
58 11.05 Putri: {_TARGET} [Nasional] [Ber-SK] "450" [Kirim]
"""

_OUTREACH = "/lapor [Penjangkauan] [Hari ini]"
_THINKS = "[Keluarga] [Kunjungan] [Pikir-pikir dulu] [Ya] [Lewati] [Kirim]"
_WILLING = "[Pengguna] [Kunjungan] [Bersedia skrining] [Ya] [Besok] [Kirim]"
_CONSENTS = "[Hari ini] [Ya] [18 tahun ke atas] [Ya] [Ya] [Ya] [Kirim] [Lanjut: Klien baru] [Hari ini]"
_CHECK_IN = "[Hari ini] [Bertemu] [Baik] [Tidak] [Kirim]"
_EVENT = "/lapor [Sosialisasi] [Hari ini] [RW] [☐ Mengenal IBM] [Selesai]"

_ASSIST = "[Hari ini] [☐ Tidak ada] [Selesai] [Lanjut] [☐ Sabu, ekstasi] [Selesai]"
_MODERATE = (
    f"{_ASSIST} [Setiap minggu] [Setiap bulan] [Satu–dua kali] [Tidak pernah] [Ya, 3 bulan ini] [Tidak pernah] "
    "[Tidak pernah] [Lanjut] [Lanjut] [Ya] [Kirim]"
)
_HIGH = (
    f"{_ASSIST} [Hampir tiap hari] [Hampir tiap hari] [Setiap minggu] [Setiap minggu] [Ya, 3 bulan ini] "
    "[Ya, 3 bulan ini] [Tidak pernah] [Lanjut] [Lanjut] [Ya] [Kirim]"
)
_COUNSELS = "[Hari ini] [Konseling] [Lewati] [Kirim]"

_RINA = f"""
53 16.00 Rina: {_EVENT} "9" "15" [Kirim]
52 17.00 Rina: {_OUTREACH} {_WILLING}
49 16.00 Rina: /tugas [1 …] {_CONSENTS} [Laki-laki] [18–25] [Penjangkauan] [Kirim]
46 16.00 Rina: /tugas [1 …] {_MODERATE}
42 16.00 Rina: /tugas [1 …] {_CHECK_IN}
39 16.00 Rina: /tugas [1 …] {_COUNSELS}
35 16.00 Rina: /tugas [1 …] [Hari ini] [Bertemu] [Cukup] [Ya, 1–2 kali] [Lanjut] [Kirim]
35 16.10 Rina: /klien […] [Kambuh] [Hari ini] [Tergelincir sekali] [☐ Didengar] [Selesai] [Tidak] [Kirim]
33 16.00 Rina: /tugas [1 …] [Hari ini] [Cegah kambuh] [Lewati] [Kirim]
32 17.00 Rina: {_OUTREACH} {_WILLING}
30 16.00 Rina: /tugas [1 …] {_CONSENTS} [Perempuan] [26–40] [Keluarga] [Kirim]
28 16.00 Rina: /tugas [1 …] {_CHECK_IN}
27 16.00 Rina: /tugas [1 …] {_MODERATE}
23 16.00 Rina: /tugas [1 …] {_CHECK_IN}
21 16.00 Rina: /tugas [1 …] {_CHECK_IN}
20 16.00 Rina: /tugas [1 …] {_COUNSELS}
16 16.00 Rina: /tugas [1 …] {_CHECK_IN}
15 17.00 Rina: {_OUTREACH} {_WILLING}
14 16.00 Rina: /tugas [1 …] {_CHECK_IN}
12 16.00 Rina: /tugas [1 …] {_CONSENTS} [Laki-laki] [26–40] [Penjangkauan] [Kirim]
9 16.00 Rina: /tugas [1 …] {_CHECK_IN}
9 16.10 Rina: /tugas [1 …] {_HIGH}
7 16.00 Rina: /tugas [1 …] [Hari ini] [☐ Risiko berat] [Selesai] [Puskesmas] [Puskesmas Benteng] [Ya] [Kirim]
6 17.00 Rina: {_OUTREACH} {_WILLING}
5 16.00 Rina: /tugas [1 …] {_CHECK_IN}
4 16.00 Rina: /tugas [2 …] [Hari ini] [Belum tahu] [Kirim]
3 16.00 Rina: /tugas [1 …] {_CONSENTS} [Perempuan] [18–25] [Penjangkauan] [Kirim]
2 17.00 Rina: {_OUTREACH} {_THINKS}
"""

_OTHERS = f"""
45 16.00 Joko: {_EVENT} "12" "20" [Kirim]
38 16.00 Joko: {_OUTREACH} {_THINKS}
31 16.00 Joko: {_OUTREACH} {_WILLING}
29 16.00 Joko: /tugas [1 …] {_CONSENTS} [Laki-laki] [Di atas 40] [Penjangkauan] [Kirim]
26 16.00 Joko: /tugas [1 …] {_MODERATE}
22 16.00 Joko: /tugas [1 …] {_CHECK_IN}
19 16.00 Joko: /tugas [1 …] {_COUNSELS}
15 16.00 Joko: /tugas [1 …] {_CHECK_IN}
8 16.00 Joko: /tugas [1 …] {_CHECK_IN}
1 16.00 Joko: /tugas [1 …] {_CHECK_IN}
1 16.20 Joko: {_EVENT} "7" "11" [Kirim]
48 15.00 Dewi: {_EVENT} "14" "16" [Kirim]
44 15.00 Dewi: {_OUTREACH} {_THINKS}
40 15.00 Dewi: {_OUTREACH} {_THINKS}
37 15.00 Dewi: {_OUTREACH} {_THINKS}
33 15.00 Dewi: {_OUTREACH} {_WILLING}
31 15.00 Dewi: /tugas [1 …] {_CONSENTS} [Laki-laki] [18–25] [Keluarga] [Kirim]
24 15.00 Dewi: /tugas [2 …] {_CHECK_IN}
46 15.00 Wati: {_EVENT} "10" "21" [Kirim]
34 15.00 Wati: {_OUTREACH} {_THINKS}
"""

_LOOKS = f"""
25 08.00 Budi: /menu [Laporan masuk…] {"[1] [Verifikasi] " * 10}
6 08.00 Budi: /menu [Laporan masuk…] {"[1] [Verifikasi] " * 10}
1 17.00 Budi: /menu [Laporan masuk…] [3] [Kembalikan] [4] "Siapa yang menemani Anda ke sana?"
"""


_FROM_PANGKALPINANG = "[Ya] [Kepulauan Bangka Belitung] [Kota Pangkalpinang] [Kapan saja]"
_FAMILIES = f"""
3 16.30 Dahlia: /start [Minta bantuan] [Tidak] [Orang tua] [Takut ditangkap] {_FROM_PANGKALPINANG} \
    "Anak saya pakai sabu. Saya takut kalau bertanya, dia malah ditangkap." [Kirim]
3 17.10 Budi: /menu [Permintaan bantuan…] […] [Saya ambil] \
    "Selamat sore. Saya petugas rehabilitasi. Rasa takut itu wajar. Kita bisa bicara dulu di sini. Umurnya kira-kira?"
3 18.40 Dahlia: [Baca] [Balas] "Umurnya 19. Dia belum tahu saya bertanya. Apa dia harus dibawa ke kantor?"
2 08.20 Budi: /menu [Permintaan bantuan…] […] \
    "Tidak harus. Mulai dari Anda dulu: ada yang bisa Anda lakukan di rumah. Mau saya jelaskan?"
40m Kirana: /start [Minta bantuan] [Tidak] [Saudara] [Keluarga menolak dibantu] {_FROM_PANGKALPINANG} \
    "Kakak saya tidak mau diajak bicara. Kalau ditanya malah pergi dari rumah." [Kirim]
"""


def _deed(line: str) -> Deed:
    """`60 08.00 Budi: …` so many days ago, `40m Kirana: …` so many minutes."""
    when, _, does = line.partition(": ")
    *ago, who = when.split()
    if len(ago) == 1:
        return Deed(timedelta(minutes=int(ago[0].removesuffix("m"))), None, who, does)
    return Deed(timedelta(days=int(ago[0])), time.fromisoformat(ago[1].replace(".", ":")), who, does)


def _in_order(*lives: str) -> tuple[Deed, ...]:
    deeds = [_deed(line) for life in lives for line in life.strip().splitlines()]
    return tuple(sorted(deeds, key=lambda deed: (-deed.ago, deed.at or time())))


DEEDS = _in_order(_SET_UP, _RINA, _OTHERS, _LOOKS, _FAMILIES)
