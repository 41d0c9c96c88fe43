"""What the printed recap and the sheet for SIRENA say."""

from __future__ import annotations

from domain.recap import UNSCREENED, Intensity
from domain.voice import phrase

SUBSTANCES = {
    "tembakau": phrase("Tembakau"),
    "alkohol": phrase("Alkohol"),
    "kanabis": phrase("Kanabis (ganja)"),
    "kokain": phrase("Kokain"),
    "stimulan": phrase("Stimulan jenis amfetamin (sabu, ekstasi)"),
    "inhalan": phrase("Inhalan (lem)"),
    "sedatif": phrase("Sedatif (obat tidur)"),
    "halusinogen": phrase("Halusinogen"),
    "opioid": phrase("Opioid (putaw, tramadol)"),
    "lain": phrase("Zat lain"),
}
LEVELS = {
    "rendah": phrase("Risiko rendah"),
    "sedang": phrase("Risiko sedang"),
    "tinggi": phrase("Risiko tinggi"),
    UNSCREENED: phrase("Belum diskrining"),
}
INTENSITIES = {
    Intensity.NEVER: phrase("Tidak pernah"),
    Intensity.ONCE: phrase("Sesekali"),
    Intensity.RARE: phrase("Jarang"),
    Intensity.OFTEN: phrase("Sering"),
    Intensity.ROUTINE: phrase("Rutin"),
}

# --- The recap ------------------------------------------------------------------------------------

TITLE = phrase("Rekap bulanan unit IBM: {month}")
UNIT = phrase("Unit {unit} ({code}), {satker}")
AS_OF = phrase("Menurut catatan di Suar, keadaan {moment}.")
ACTIVITIES = phrase("Kegiatan")
ACTIVITY_HEADS = (phrase("Kegiatan"), phrase("Bulan ini"), phrase("12 bulan"), phrase("Intensitas"))
SCALE = phrase(
    "Intensitas dari laporan 12 bulan sampai bulan ini: sesekali {once}–{once_until}, jarang {rare}–{rare_until}, "
    "sering {often} atau lebih, rutin tiap bulan."
)
PEOPLE = phrase("Orang dan rujukan bulan ini")
PEOPLE_HEADS = (phrase("Indikator"), phrase("Jumlah"))
CLIENTS = phrase("Klien")
CLIENT_HEADS = (phrase("Klien"), phrase("Baru"), phrase("Aktif"), phrase("Ditutup"))
CLIENTS_WHOLE = phrase("Jumlah")
SEX, AGE = phrase("Jenis kelamin"), phrase("Golongan umur")
CLIENTS_NOTE = phrase(
    "Baru: menjadi klien bulan ini. Aktif: didampingi di akhir bulan. Ditutup: pendampingannya berakhir bulan ini, "
    "juga karena menarik persetujuan. Zat: berisiko sedang atau tinggi menurut skrining ASSIST terakhir; satu klien "
    "bisa beberapa zat. Skrining bukan diagnosis."
)
DUE = phrase("Sampaikan ke BNNK atau BNNP di minggu pertama bulan berikutnya.")
SECRET = phrase("Untuk unit dan satkernya. Angka kecil bisa menunjuk orang: jangan ditempel atau diteruskan.")
SIGNATURES = (phrase("Agen Pemulihan / ketua unit"), phrase("Petugas pendamping"))

# --- The sheet for SIRENA -------------------------------------------------------------------------

HANDOFF = phrase("Lembar serah ke SIRENA")
HANDOFF_LINES = (
    phrase("Satu klien, untuk petugas yang mengisi SIRENA. Dibuat {moment}."),
    phrase("Suar tidak menyimpan nama, NIK, alamat, atau nomor telepon klien."),
)
KNOWN = phrase("Yang diketahui Suar")
CODE, WHICH_UNIT, WHICH_SATKER = phrase("Kode klien"), phrase("Unit"), phrase("Satker")
SINCE, HOW_CAME, STATUS = phrase("Klien sejak"), phrase("Pintu masuk"), phrase("Status")
WHO = phrase("Jenis kelamin, golongan umur")
SCREENED, LEVEL, WHICH = (
    phrase("Skrining terakhir"),
    phrase("Tingkat risiko"),
    phrase("Zat (risiko sedang atau tinggi)"),
)
REFERRED, WHERE_TO, ARRIVED = phrase("Dirujuk"), phrase("Tujuan"), phrase("Keadaan rujukan")
LAST_MET = phrase("Pemantauan terakhir")
BY_HAND = phrase("Diisi tangan, bertatap muka")
BY_HAND_NOTE = phrase("Tanyakan langsung kepada klien. Jangan diisi dari ingatan, dan jangan difoto.")
LINES_BY_HAND = (
    phrase("Nama"),
    phrase("NIK / jenis identitas"),
    phrase("Tempat, tanggal lahir"),
    phrase("Alamat"),
    phrase("Telepon"),
    phrase("Keluarga yang bisa dihubungi"),
    phrase("No. rekam medis / registrasi"),
    phrase("Sumber biaya"),
)
CONSENT = phrase("Klien setuju datanya dibagi: {day}. Persetujuan bisa ditarik kapan saja.")
AFTERWARDS = phrase("Sesudah diisi, lembar ini memuat identitas: simpan di lemari terkunci, atau musnahkan.")
NOT_KNOWN = phrase("belum ada")
HANDOFF_SIGNATURES = (phrase("Yang menyerahkan"), phrase("Petugas SIRENA"))
PLACES = {
    "puskesmas": phrase("Puskesmas"),
    "klinik_bnn": phrase("Klinik BNN"),
    "rs": phrase("RS atau RSJ"),
    "balai": phrase("Balai/loka BNN"),
    "lrkm": phrase("LRKM"),
    "lbh": phrase("Bantuan hukum"),
    "ppa": phrase("UPTD PPA"),
    "dinsos": phrase("Dinas sosial"),
}
REFERRAL_STATES = {
    "dikirim": phrase("dikirim"),
    "diterima": phrase("diterima"),
    "datang": phrase("sudah datang"),
    "dilayani": phrase("dilayani"),
    "selesai": phrase("selesai"),
    "tidak_datang": phrase("tidak datang"),
    "ditolak": phrase("ditolak"),
}
