"""The same outreach visit for every contender: its questions, and cards of the size that Suar's have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

Buttons = list[list[tuple[str, str]]]  # rows of label and data


@dataclass(frozen=True)
class Question:
    """One question. `several` may be ticked together; `optional` may be skipped."""

    name: str
    part: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    optional: bool = False


QUESTIONS = (
    Question("tgl", "Kunjungan", "Kapan kunjungannya?", (("0", "Hari ini"), ("-1", "Kemarin"))),
    Question(
        "sasaran",
        "Kunjungan",
        "Siapa yang Anda temui?",
        (("pengguna", "Pengguna"), ("keluarga", "Keluarga"), ("warga", "Warga sekitar")),
    ),
    Question(
        "cara",
        "Kunjungan",
        "Bagaimana bertemunya?",
        (
            ("kunjungan", "Kunjungan"),
            ("di_luar", "Bertemu di luar"),
            ("telepon", "Telepon atau chat"),
            ("dirujuk", "Dirujuk warga"),
            ("datang", "Datang sendiri"),
        ),
    ),
    Question(
        "ditemani",
        "Kunjungan",
        "Siapa yang menemani Anda?",
        (
            ("ap", "AP lain"),
            ("petugas", "Petugas BNNK"),
            ("tokoh", "Tokoh setempat"),
            ("tidak_ada", "Tidak ada"),
        ),
        several=True,
    ),
    Question(
        "hasil",
        "Hasil",
        "Bagaimana hasilnya?",
        (
            ("bersedia", "Bersedia skrining"),
            ("pikir_pikir", "Pikir-pikir dulu"),
            ("menolak", "Belum mau"),
            ("tidak_bertemu", "Tidak bertemu"),
            ("darurat", "Darurat"),
        ),
    ),
    Question("aman", "Hasil", "Apakah situasinya aman?", (("ya", "Ya"), ("tidak", "Tidak"))),
    Question(
        "ulang_tgl",
        "Hasil",
        "Kapan rencana bertemu lagi?",
        (("1", "Besok"), ("7", "Seminggu lagi")),
        optional=True,
    ),
    Question("catatan", "Hasil", "Ada catatan?", optional=True),
)

Answers = dict[str, str]


def next_after(name: str) -> Question | None:
    """The question behind this one; the first one behind nothing; None before the review."""
    names = ["", *(question.name for question in QUESTIONS)]
    place = names.index(name)
    return QUESTIONS[place] if place < len(QUESTIONS) else None


def spoken(question: Question, answers: Answers) -> str:
    """An answer as people say it."""
    value = answers.get(question.name, "")
    if question.name in {"tgl", "ulang_tgl"} and value:
        day = date.today() + timedelta(days=int(value))  # noqa: DTZ011 - a toy has no zones
        return f"{day.day}/{day.month}/{day.year}"
    labels = dict(question.choices)
    return ", ".join(labels.get(each, each) for each in value.split()) or "(kosong)"


def question_text(question: Question, answers: Answers) -> str:
    """The card of a question: where one is, what was just recorded, and the question."""
    place = QUESTIONS.index(question)
    done = "▰" * (place + 1) + "▱" * (len(QUESTIONS) - place - 1)
    recorded = f"   ✅ {spoken(QUESTIONS[place - 1], answers)}" if place else ""
    heading = f"<b>Penjangkauan</b> · {question.part} · {place + 1} dari kira-kira {len(QUESTIONS)}"
    return f"{heading}\n{done}{recorded}\n\n<b>{question.label}</b>"


def question_buttons(question: Question, ticked: Iterable[str] = ()) -> Buttons:
    marks = {True: "☑ ", False: "☐ "}
    made = [
        ((marks[value in ticked] if question.several else "") + label, f"{question.name}:{value}")
        for value, label in question.choices
    ]
    rows = [made[place : place + 2] for place in range(0, len(made), 2)]
    if question.several:
        rows.append([("Selesai", f"{question.name}!done")])
    last = [("‹ Kembali", "back")]
    if question.optional:
        last.append(("Lewati", f"{question.name}!skip"))
    return [*rows, [*last, ("Batal", "cancel")]]


def review_text(answers: Answers) -> str:
    lines = [f"{n} {question.label} <b>{spoken(question, answers)}</b>" for n, question in enumerate(QUESTIONS, 1)]
    return "\n".join(["<b>Periksa dulu, Bu Rina</b>", *lines])


def review_buttons() -> Buttons:
    numbers = [(str(n), f"change:{n}") for n in range(1, len(QUESTIONS) + 1)]
    return [[("Kirim", "send")], numbers[:5], numbers[5:], [("Simpan sebagai draf", "keep"), ("Batal", "cancel")]]


def receipt_text(number: int) -> str:
    return f"✅ Tercatat. Nomor <b>AMT-2611-{number:04d}</b>, 22/11 19.05 WIB.\nSidik: <code>9f3a 61c2</code>"


def receipt_buttons() -> Buttons:
    return [[("Catat lagi", "again"), ("Menu", "menu")]]


FORMS_TEXT = "Apa yang mau dicatat?"


def forms_buttons() -> Buttons:
    return [[("Penjangkauan", "form:penjangkauan")], [("Menu", "menu")]]


# --- For bots that remember nothing --------------------------------------------------------------

SIGNED = 34  # as many characters as there are behind a button of Suar


def walk() -> list[tuple[str, Buttons]]:
    """Every card of one visit in turn; the data of each button says which card comes next."""
    answers = {"tgl": "-1", "sasaran": "keluarga", "cara": "kunjungan", "hasil": "bersedia", "aman": "ya"}
    cards: list[tuple[str, Buttons]] = [(FORMS_TEXT, forms_buttons())]
    for question in QUESTIONS:
        given = answers | {"ditemani": "ap petugas", "ulang_tgl": "7"}
        ticks: list[list[str]] = [[], ["ap"], ["ap", "petugas"]] if question.several else [[]]
        cards += [(question_text(question, given), question_buttons(question, ticked)) for ticked in ticks]
    cards += [(review_text(answers), review_buttons()), (receipt_text(17), receipt_buttons())]
    return [(text, _numbered(rows, (n + 1) % len(cards))) for n, (text, rows) in enumerate(cards)]


def _numbered(rows: Buttons, following: int) -> Buttons:
    return [[(label, f"{following}:{data}".ljust(SIGNED, "-")) for label, data in row] for row in rows]
