"""Words that point to danger are found however they are spelled; ordinary sentences of families are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.crisis import SHIPPED, Crisis, crisis_in, read_crisis, shipped_crisis
from domain.rule_tables import BadRules
from domain.spelling import readings

WORDS = shipped_crisis()

CRISES = {
    Crisis.OVERDOSE: [
        "anak saya overdosis",
        "suami saya OD tolong",
        "badannya panas banget habis nyabu",
        "panas tinggi setelah pakai sabu",
        "dia kejang2 bu",
        "kejaaang terus dari tadi",
        "adik saya kejang-kejang, matanya ke atas",
        "habis pakai inex dadanya sakit",
        "dia bilang nyeri dada sejak pakai",
        "dia ga bangun bangun dari tadi pagi",
        "dibangunin gak bisa, napasnya pelan",
        "tidak bisa dibangunkan",
        "susah dibangunkan dan ngorok aneh",
        "nafasnya lambat sekali",
        "napas tinggal satu satu",
        "dia tdk bernapas",
        "sesak nafas habis nyuntik putaw",
        "bibirnya biru",
        "kukunya membiru pucat",
        "mulutnya berbusa",
        "keluar busa dari mulut",
        "pingsan di kamar mandi",
        "dia ndak sadar",
        "anak saya gak sadarkan diri",
        "dia minum obat banyak sekali",
        "nelen tramadol satu papan pil semuanya habis 20 pil sekaligus, nelen pil sekaligus",
        "dia telan sabunya waktu digerebek",
        "mulutnya mencong sebelah",
        "kayak mau mati dia",
        "dia sekarat",
        "0verdosis",
        "matanya ga mau buka, dipanggil diem aja",
        "kayaknya dia kebanyakan pake",
        "dia demam tinggi abis pake",
        "matanya kebalik ke atas",
        "panas bgt badannya",
        "he is not breathing",
        "she won't wake up",
        "his lips are blue",
        "my brother had a seizure after meth",
    ],
    Crisis.SUICIDE: [
        "saya mau bunuh diri",
        "aku pengen mati",
        "pengen mati aja rasanya",
        "pgn mati",
        "gw mo mati aja",
        "matiiii aja",
        "aku mau m4ti",
        "mending mati",
        "mendingan saya mati daripada begini",
        "lebih baik saya mati",
        "biarin aku mati",
        "dia bilang mau bundir",
        "BUNUH\nDIRI",
        "bunuh, diri",
        "bunuhdiri",
        "b u n u h d i r i",
        "b.u.n.u.h d.i.r.i",
        "b*nuh d*ri",
        "bnuh dri",
        "bunuh d1r1",
        "ｂｕｎｕｈ ｄｉｒｉ",
        "bu\u200bnuh di\u200bri",
        "suami saya gantung diri tapi ketahuan",
        "dia nyiapin tali di leher",
        "ga kuat lagi",
        "gak kuat lg",
        "nggak kuat lagi hidup begini",
        "g kuat lagi",
        "saya udah ga kuat",
        "tdk kuat lagi",
        "enggak kuat lagi bu",
        "capek hidup",
        "cape bgt sama hidup ini",
        "gak mau hidup lagi",
        "buat apa saya hidup",
        "hidup saya sudah tidak ada artinya",
        "ingin mengakhiri hidup",
        "mau akhiri semuanya",
        "ingin tidur selamanya",
        "dia mau minum racun",
        "istri saya minum baygon",
        "beli racun tikus tadi",
        "dia menyayat tangannya",
        "tangannya disilet sendiri",
        "mau sayat nadi",
        "dia mau loncat dari jembatan",
        "dia suka nyakitin diri sendiri",
        "kalau saya sudah tidak ada tolong rawat anak saya",
        "surat terakhir",
        "dia nulis surat perpisahan",
        "udah siapin tali",
        "mau ninggalin dunia ini",
        "pingin ilang dari bumi",
        "lebih baik saya tidak ada",
        "kepengin mati wae",
        "urip ora guna",
        "hayang paeh",
        "nio mati se",
        "handak mati",
        "i want to die",
        "he wants to kill himself",
        "she is suicidal",
        "better off dead",
        "don't want to live",
    ],
    Crisis.CHILD: [
        "anak saya yang kecil dipukuli bapaknya",
        "dia mukul anak kami tiap malam",
        "suami pukul anak saya pakai sabuk",
        "balita saya kena asap, terhirup sabu bapaknya",
        "cucu saya ditinggal sendirian, orang tuanya nyabu",
        "anaknya dikurung di kamar",
        "anak saya dicabuli",
        "keponakan saya diperkosa pamannya",
        "anak SD dikasih pil",
        "anak kecil disuruh pakai lem",
        "umur 8 tahun sudah ngelem",
        "umurnya 10thn dikasih sabu",
        "dia ancam mau bunuh anak saya",
        "anak saya dibawa kabur bapaknya yang pakai sabu",
        "anak ditinggal berhari-hari sendiri",
        "anak dalam bahaya",
        "anak perempuan saya digrepe bapak tirinya",
        "cucu saya ga dikasih makan ibunya yang nyabu",
        "the baby swallowed a pill",
        "he hits the kids",
    ],
    Crisis.VIOLENCE: [
        "saya dipukul suami",
        "dia mukulin saya",
        "dipukul2in tiap hari",
        "dia pukul ibu saya",
        "anak saya ngamuk bawa parang",
        "dia ngejar saya pake golok",
        "suami mengancam pakai pisau",
        "saya diancam bandar",
        "dia mau bunuh saya",
        "KDRT",
        "suami nyekek leher saya",
        "saya dikurung suami",
        "saya dicekik",
        "ditampar, dijambak",
        "dia suka main tangan",
        "muka saya lebam",
        "saya dipaksa berhubungan badan",
        "dia mau bakar rumah",
        "melempar piring ke saya",
        "nyawa saya terancam",
        "anak saya memukul ibunya",
        "digebugan ku salaki",
        "aku diantemi bojoku",
        "he beats me",
        "my husband threatened me with a knife",
    ],
}
HARMLESS = [
    "dia mati-matian berhenti",
    "dia mau mati2an cari kerja",
    "saya takut dia mati",
    "saya tidak mau dia mati",
    "narkoba itu racun",
    "anak saya kena racun narkoba",
    "saya ingin dia lepas dari racun narkoba",
    "lampu di rumah mau mati lampu terus",
    "pengedar harus dihukum mati saja",
    "dia cinta mati sama pacarnya",
    "motornya mati di jalan",
    "bapaknya sudah meninggal tahun lalu",
    "apakah anak saya akan ditangkap?",
    "suami saya pakai sabu sudah dua tahun",
    "berapa biaya rehabilitasi?",
    "dia tidak bangun pagi untuk sekolah",
    "saya bangun pukul 5, berangkat pukul 8 saya antar",
    "dia tidak sadar kalau itu berbahaya",
    "tidurnya lama sekali habis pakai",
    "badannya kurus, jarang makan",
    "jantung saya berdebar menunggu kabar",
    "ancaman hukumannya berapa tahun?",
    "dia diancam dikeluarkan dari sekolah",
    "saya banting tulang untuk keluarga",
    "saya terpukul mendengar kabar itu",
    "kata-katanya menusuk hati",
    "kisah kami menyayat hati",
    "anak saya ketergantungan obat",
    "tergantung keadaannya",
    "hidup kami susah sejak dia pakai",
    "saya ingin dia hidup normal lagi",
    "kami tidak mampu biaya hidup di kota",
    "saya sudah tidak kuat bayar utangnya",
    "saya sudah gak sanggup menghadapi dia",
    "capek mengurus dia",
    "tolong selamatkan anak saya dari narkoba",
    "anak saya umur 17 tahun pakai ganja",
    "dia kenal narkoba sejak SMP",
    "dia suka ngelem sama temannya",
    "dia jarang pulang dan suka marah",
    "dia susah meninggalkan dunia malam",
    "barang di rumah dijual semua",
    "dia tidak tidur tiga hari",
    "ga kuat nahan pengen pakai lagi",
    "saya lelah sekali",
    "apakah agen pemulihan itu mata-mata BNN?",
    "dia pergi selama tiga hari",
    "dia hilang di dunia malam",
    "dia mencuri uang saya",
    "obatnya habis, apa boleh beli lagi?",
    "apakah tetangga akan tahu?",
    "HIV apakah bisa dites gratis?",
    "dia dulu dipenjara karena sabu",
    "anak buah bandar sering datang",
    "narkoba membunuh masa depan anak muda",
    "dia ingin sembuh dan menyesal",
    "bandarnya sudah ditangkap, bndr besar",
    "pesan saya belum dibalas",
    "kami punya bayi, ibunya di rumah",
    "bismillah, mau tanya tempat rehab terdekat",
    "kami hampir putus asa",
    "dia suka minum inex di diskotik",
    "dia mengurung diri di kamar",
    "minum obat dari dokter tiap malam",
    "119",
    "",
    "👍",
    "how much does rehab cost?",
    "my son uses meth, will he be arrested?",
    "is drug abuse a disease?",
]
# What is no crisis, and still opens a card. We know, and would rather have it so.
CARDS_TOO_MANY = [
    "hp saya mau mati",
    "saya putus asa",
    "saya tidak mau mati",
    "dia panas tinggi karena tifus",
    "saya sudah tidak kuat",
    "apakah rehab pakai kekerasan?",
    "kalau saya mati siapa yang menjaga dia",
    "saya tidak akan bunuh diri",
]
SAID = [(crisis, text) for crisis, texts in CRISES.items() for text in texts]


@pytest.mark.parametrize(("crisis", "text"), SAID, ids=lambda each: str(each).replace("\n", " "))
def test_danger_is_found(crisis: Crisis, text: str) -> None:
    assert crisis_in(text, WORDS) is crisis


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_sentence_of_a_family_opens_no_card(text: str) -> None:
    assert crisis_in(text, WORDS) is None


@pytest.mark.parametrize("text", CARDS_TOO_MANY)
def test_where_it_could_be_either_a_card_opens(text: str) -> None:
    assert crisis_in(text, WORDS) is not None


@pytest.mark.parametrize(
    ("text", "crisis"),
    [
        ("dia minum racun mau bunuh diri, sekarang kejang", Crisis.OVERDOSE),
        ("bayinya menelan sabu", Crisis.OVERDOSE),
        ("suami mukul anak saya, saya mau mati saja", Crisis.SUICIDE),
        ("saya dan anak saya dipukul", Crisis.CHILD),
    ],
)
def test_of_several_dangers_the_most_urgent_counts(text: str, crisis: Crisis) -> None:
    assert crisis_in(text, WORDS) is crisis


# --- However it is written ------------------------------------------------------------------------

PLAIN = st.sampled_from([text for _, text in SAID if re.fullmatch(r"(?!b u n u h)[a-z ,]+", text)])
WAYS: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "... "),
    lambda text: text.replace(" ", "  🙏 "),
    lambda text: text.replace("a", "aaa").replace("i", "ii"),
    lambda text: text.replace("a", "4"),
    lambda text: text.replace("i", "1").replace("e", "3"),
    lambda text: text.replace("a", "@").replace("s", "$"),
    "\u200b".join,
    lambda text: text.replace("a", "á"),
    lambda text: f"*{text}*!!!",
    lambda text: f"umur 17, {text}; sejak 2019",
]


@given(PLAIN, st.lists(st.sampled_from(WAYS), max_size=2))
def test_the_way_of_writing_hides_nothing(text: str, ways: list[Callable[[str], str]]) -> None:
    for way in ways:
        text = way(text)
    assert crisis_in(text, WORDS) is not None


@given(PLAIN, st.sampled_from(HARMLESS), st.booleans())
def test_a_harmless_sentence_beside_it_hides_nothing(text: str, harmless: str, first: bool) -> None:
    assert crisis_in(f"{harmless}. {text}" if first else f"{text}. {harmless}", WORDS) is not None


def test_harmless_words_end_with_their_sentence() -> None:
    assert crisis_in("saya mau mati lampu terus", WORDS) is None
    for end in (". ", "\n", "! ", ", ", " 😭 "):
        assert crisis_in(f"saya mau mati{end}lampu saya padamkan", WORDS) is Crisis.SUICIDE


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    crisis_in(text, WORDS)
    assert all(reading == " ".join(reading.split()) for reading in readings(text))


@pytest.mark.parametrize("text", ["pematian", "kejangkauan", "todongan", "obundir", "kdrta"])
def test_a_part_of_a_longer_word_is_no_sign(text: str) -> None:
    signs = SHIPPED.read_text("utf-8").replace("*", "")
    assert crisis_in(text, read_crisis(signs)) is None


# --- The list -------------------------------------------------------------------------------------

SMALL = """
version = "1"
checked_on = 2026-11-25
source = "made up"
[same]
tidak = ["gak"]
[words]
waktu = ["pagi", "siang"]
[[kinds]]
name = "overdosis"
signs = ["tidak bangun*", "napas .. lambat"]
harmless = ["tidak bangun <waktu>"]
[[kinds]]
name = "bunuh_diri"
signs = ["mati saja|aja"]
[[kinds]]
name = "anak"
signs = ["anak hilang"]
[[kinds]]
name = "kekerasan"
signs = ["*pukul*"]
"""


@pytest.mark.parametrize(
    ("text", "crisis"),
    [
        ("gak bangun2", Crisis.OVERDOSE),
        ("gak bangun pagi", None),
        ("gak bangun pagi, sudah gak bangun", Crisis.OVERDOSE),
        ("napas dia sudah agak lambat", Crisis.OVERDOSE),
        ("napas dia yang tadi sudah agak lambat", None),
        ("mati aja", Crisis.SUICIDE),
        ("matiaja", Crisis.SUICIDE),
        ("anak yang hilang", None),
        ("saya dipukuli", Crisis.VIOLENCE),
    ],
)
def test_a_phrase_is_read_as_it_is_written(text: str, crisis: Crisis | None) -> None:
    assert crisis_in(text, read_crisis(SMALL)) is crisis


def test_the_list_says_where_it_comes_from() -> None:
    assert WORDS.version
    assert WORDS.checked_on
    assert "Inferred" in WORDS.source


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "1"', "version = 1", "The file: version is 1; write a text"),
        (
            'name = "anak"',
            'name = "bayi"',
            "Kind 3: name is 'bayi'; take one of overdosis, bunuh_diri, anak, kekerasan",
        ),
        (
            'name = "anak"',
            'name = "kekerasan"',
            "The file: kinds must have .* once each; add the one that is missing",
        ),
        ('["anak hilang"]', "[]", r"Kind 3: signs is \[\]; write a list of names"),
        ("anak hilang", "anak <hilang>", "Kind 3: signs has “anak <hilang>”, but there is no list hilang"),
        ("anak hilang", "anak ..", "Kind 3: signs has “anak ..”; begin and end a phrase with a word"),
        ("anak hilang", "anak (hilang)", r"Kind 3: signs has .* and “\(hilang\)” is no word; write small letters"),
        ("anak hilang", "anak hilang|", "Kind 3: signs has “anak hilang|”, and “” is no word"),
        ("anak hilang", "*", "Kind 3: signs has “\\*”, and “\\*” is no word"),
        ("tidak bangun <waktu>", "tidak .. pagi", "Kind 1: harmless has .., which could swallow a sign"),
        (
            "tidak bangun <waktu>",
            "tidak bangun*",
            "Kind 1: signs has “tidak bangun\\*”, which harmless or \\[same\\] takes",
        ),
        (
            'tidak = ["gak"]',
            'tidak = ["gak"]\nbukan = ["gak"]',
            "The file, same: bukan has “gak”, which is read as tidak",
        ),
        ("[[kinds]]", "[kinds", "This is no TOML"),
        ("harmless =", "harmles =", "Kind 1: harmles is no key here"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(BadRules, match=said):
        read_crisis(SMALL.replace(old, new, 1))
