"""What files that are taken along call things."""

from __future__ import annotations

from domain.exports import What
from domain.voice import phrase
from storage.submissions import RETURNED, SENT, VERIFIED

WHATS = {
    What.XLSX: phrase("Tabel (XLSX)"),
    What.CSV: phrase("Tabel (CSV)"),
    What.RECAP: phrase("Rekap bulanan (PDF)"),
    What.HANDOFF: phrase("Lembar SIRENA"),
}
STATES = {
    SENT: phrase("belum diperiksa"),
    RETURNED: phrase("dikembalikan"),
    VERIFIED: phrase("sudah diperiksa"),
}
DOORS = {
    "penjangkauan": phrase("penjangkauan"),
    "keluarga": phrase("keluarga"),
    "sil": phrase("PBM atau SIL"),
    "rawat_jalan": phrase("rawat jalan"),
    "rawat_inap": phrase("rawat inap"),
    "sendiri": phrase("datang sendiri"),
    "ipwl": phrase("IPWL"),
}

# --- The sheet that explains ----------------------------------------------------------------------

DEFINITIONS = phrase("Keterangan")
HEADINGS = (phrase("Lembar"), phrase("Kolom"), phrase("Arti"))
INSIDE = phrase("Isi")
WHICH_PLACE = phrase("Cakupan")
WHICH_TIME = phrase("Masa")
AS_OF = phrase("Keadaan per")
SECRET = phrase("Rahasia")
LEFT_OUT = phrase("Tidak ikut")
BY_RULES = phrase("Aturan")

ROWS_INSIDE = phrase("Laporan, klien, dan angka. Yang dikoreksi: versi terakhirnya saja.")
FIGURES_INSIDE = phrase(
    "Angka bulan-bulan yang sudah selesai. Angka kecil dikosongkan, supaya tidak ada yang dikenali."
)
HOW_SECRET = phrase("Untuk petugas dan agen yang bersangkutan. Simpan di tempat aman. Jangan teruskan ke grup.")
WHAT_IS_LEFT_OUT = phrase(
    "Catatan dan teks bebas, berkas, nama, nomor telepon, jawaban yang belum punya aturan, "
    "klien yang menarik persetujuan, dan semua dari ruang tanya."
)
RULES_OF = phrase("Aturan ekspor {version}, diperiksa {day}")

# --- Columns --------------------------------------------------------------------------------------

REPORT_COLUMNS = {
    "number": (phrase("Nomor"), phrase("Nomor laporan")),
    "version": (phrase("Versi"), phrase("1, atau lebih kalau laporannya pernah dikoreksi")),
    "state": (phrase("Keadaan"), phrase("Sudah diperiksa petugas atau belum")),
    "day": (phrase("Tanggal"), phrase("Tanggal kegiatannya")),
    "sent": (phrase("Dikirim"), phrase("Tanggal dan jam laporan dikirim, menurut jam di unit")),
    "unit": (phrase("Unit"), phrase("Kode wilayah unit")),
    "unit_name": (phrase("Nama unit"), phrase("Nama unit")),
    "author": (phrase("Pelapor"), phrase("Kode agen atau petugas yang melapor")),
    "client": (phrase("Klien"), phrase("Kode klien")),
}
TURN_COLUMNS = {
    "number": (phrase("Nomor"), phrase("Nomor laporan")),
    "turn": (phrase("Baris"), phrase("Urutan di dalam laporannya")),
    "within": (phrase("Di dalam baris"), phrase("Baris yang memuatnya")),
}
CLIENTS = phrase("Klien")
CLIENT_COLUMNS = {
    "code": (phrase("Kode"), phrase("Kode klien")),
    "unit": (phrase("Unit"), phrase("Kode wilayah unit")),
    "unit_name": (phrase("Nama unit"), phrase("Nama unit")),
    "agent": (phrase("Agen"), phrase("Kode agen yang mendampingi")),
    "sex": (phrase("Jenis kelamin"), ""),
    "age": (phrase("Golongan umur"), phrase("Waktu menjadi klien")),
    "door": (phrase("Pintu masuk"), ""),
    "status": (phrase("Status"), phrase("Status waktu berkas ini dibuat")),
    "opened_on": (phrase("Klien sejak"), ""),
    "contact": (phrase("Boleh dihubungi"), phrase("Menurut persetujuan klien")),
    "share": (phrase("Boleh dibagi"), phrase("Menurut persetujuan klien: kepada puskesmas atau BNNK")),
}
INDICATORS = phrase("Indikator")
INDICATOR_COLUMNS = {
    "month": (phrase("Bulan"), ""),
    "place": (phrase("Kode"), phrase("Kode tempatnya")),
    "name": (phrase("Tempat"), phrase("Nama tempatnya")),
    "indicator": (phrase("Indikator"), phrase("Artinya di bawah, di lembar ini")),
    "level": (phrase("Rincian"), ""),
    "total": (phrase("Jumlah"), phrase("Banyaknya di bulan itu; kosong: tidak ditampilkan")),
    "counter": (phrase("Penghitung"), phrase("Nama tetapnya, untuk mesin")),
}
YES, NO = phrase("ya"), phrase("tidak")
WHOLE = phrase("Jumlah")
