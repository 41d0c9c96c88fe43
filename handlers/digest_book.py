"""The workbook of a digest: the figures, the places, how it went over time, and referrals whose end nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from domain.digest import ACTIVE, NO_RELAPSE, RATES, UNITS_THAT_REPORTED, Digest, Level, Part, Waiting, change
from domain.stages import ORDER, STAGE_NAMES, TRACK_NAMES, TRACKS
from domain.voice import phrase
from handlers.digest_words import HIDDEN, Words
from reports.columns import Cell, Column, Kind
from reports.workbook import Definitions, Workbook

ROUGH = phrase("dibulatkan ke puluhan, supaya tidak ada orang yang bisa dikenali")
STATUSES = {
    "dikirim": phrase("dikirim"),
    "diterima": phrase("diterima"),
    "datang": phrase("datang"),
    "dilayani": phrase("dilayani"),
}


def write_book(path: Path, words: Words, digest: Digest, foot: str, at: datetime) -> None:
    """All of a digest, with what each column means."""
    say = words.voice.plain
    about = [(words.place(digest), words.period(digest.period)), (say("Tanggal"), foot)]
    if digest.hides:
        about.append((HIDDEN, say("angka orang di bawah lima, dan yang lain supaya tidak bisa dihitung balik")))
        about.append((say("Angka orang"), words.period(digest.people)))
    about.append((say("Aturan"), f"{words.rules.version}, {words.voice.dated(words.rules.checked_on)}"))
    headings = (say("Lembar"), say("Kolom"), say("Arti"))
    with Workbook(path, Definitions(say("Definisi"), headings, tuple(about)), at) as book:
        book.table(say("Indikator"), _figure_columns(words), _figures(words, digest))
        if digest.parts:
            book.table(_parts_name(words, digest), _part_columns(words, digest), _parts(words, digest))
        if digest.whole.stages is not None and digest.scope.level is not Level.UNIT:
            book.table(say("Tahap unit"), _stage_columns(words), _stages(words, digest))
        book.table(say("Perkembangan"), _trend_columns(words), _trend(words, digest))
        if digest.scope.level is Level.SATKER:
            book.table(say("Rujukan belum jelas"), _referral_columns(words), _referrals(words, digest))


# --- Indicators ----------------------------------------------------------------------------------


def _figure_columns(words: Words) -> Sequence[Column]:
    say = words.voice.plain
    return (
        Column(say("Indikator"), Kind.TEXT, say("apa yang dihitung")),
        Column(say("Masa ini"), Kind.WHOLE, say("angka masa ringkasan ini")),
        Column(say("Masa sebelumnya"), Kind.WHOLE, say("sejauh hari yang sama, kalau masa ini belum selesai")),
        Column(say("Selisih"), Kind.WHOLE, say("masa ini dikurangi masa sebelumnya")),
        Column(say("Tujuan"), Kind.WHOLE, say("yang ingin dicapai, kalau ada")),
        Column(say("Satuan"), Kind.CHOICE, say("orang, laporan, unit, atau persen")),
        Column(say("Definisi"), Kind.TEXT, say("arti angka di baris ini"), 60),
    )


def _figures(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    for name in words.figures(digest.scope.level):
        if name == "ikm":
            yield from _ikm(words, digest)
        elif name in digest.whole.now:
            whole = digest.whole
            cells = _cell(whole.now.get(name)), _cell(whole.before.get(name)), change(whole, name)
            yield (
                words.label(name),
                *cells,
                words.rules.goals.get(name),
                _measure(words, name),
                _meaning(words, digest, name),
            )


def _ikm(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    if digest.ikm is not None:
        grade = words.voice.plain("{grade}, {n} responden", grade=digest.ikm.grade, n=digest.ikm.respondents)
        yield "IKM", digest.ikm.index / 100, None, None, None, grade, words.definition("ikm")


def _measure(words: Words, figure: str) -> str:
    return "%" if figure in RATES else words.voice.plain("jumlah")


def _meaning(words: Words, digest: Digest, figure: str) -> str:
    meaning = words.definition(figure)
    if digest.hides and (figure in NO_RELAPSE or figure == ACTIVE):
        return f"{meaning}; {words.voice.plain(ROUGH)}"
    return meaning


# --- Places --------------------------------------------------------------------------------------


def _parts_name(words: Words, digest: Digest) -> str:
    names = {Level.SATKER: phrase("Unit"), Level.PROVINCE: phrase("Satker"), Level.NATION: phrase("Provinsi")}
    return words.voice.plain(names[digest.scope.level])


def _shown(words: Words, digest: Digest) -> list[str]:
    """The figures that have a column; of a satker's unit whether it reported is told by how much."""
    first = "laporan" if not digest.hides else UNITS_THAT_REPORTED
    return [first, *(name for name in words.rules.shown if name in digest.whole.now)]


def _part_columns(words: Words, digest: Digest) -> Sequence[Column]:
    say = words.voice.plain
    figures = [
        Column(_headed(words, name), Kind.WHOLE, _meaning(words, digest, name)) for name in _shown(words, digest)
    ]
    return (
        Column(say("Kode"), Kind.TEXT, say("kode unit, satker, atau provinsi")),
        Column(say("Tempat"), Kind.TEXT, say("namanya")),
        *figures,
        Column(say("Laporan terakhir"), Kind.DAY, say("hari kegiatan terbaru yang dilaporkan")),
        Column(say("Belum melapor"), Kind.WHOLE, _silence(words)),
        Column(say("Dari"), Kind.WHOLE, say("unit yang diharapkan melapor")),
    )


def _headed(words: Words, figure: str) -> str:
    return f"{words.label(figure)} (%)" if figure in RATES else words.label(figure)


def _silence(words: Words) -> str:
    return words.voice.plain("unit tanpa laporan selama {n} hari", n=words.rules.silence.days)


def _parts(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    shown = _shown(words, digest)
    for part in digest.parts:
        yield part.code, part.name, *_values(part, shown), part.reported, part.silent, part.units
    whole = digest.whole
    yield "", words.voice.plain("Jumlah"), *_values(whole, shown), whole.reported, whole.silent, whole.units


def _values(part: Part, shown: Sequence[str]) -> list[Cell]:
    """A rate of nothing is empty; what is hidden has a mark."""
    return [_cell(part.now[name]) if name in part.now and not _is_empty(part, name) else None for name in shown]


def _is_empty(part: Part, figure: str) -> bool:
    return figure in RATES and part.now.get(f"{figure}.semua") == 0


def _cell(value: int | None) -> Cell:
    return HIDDEN if value is None else value


# --- Stages --------------------------------------------------------------------------------------


def _stage_columns(words: Words) -> Sequence[Column]:
    say = words.voice.plain
    tracks = [Column(say(TRACK_NAMES[track]), Kind.WHOLE, say("unit di jalur ini")) for track in TRACKS]
    return (
        Column(say("Tempat"), Kind.TEXT, say("namanya")),
        Column(say("Tahap"), Kind.CHOICE, say("tahap unit, termasuk yang sudah lebih jauh")),
        Column(say("Unit"), Kind.WHOLE, say("unit yang sampai di tahap ini")),
        *tracks,
        Column(say("Target"), Kind.WHOLE, say("target tahun ini, kalau ada")),
    )


def _stages(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    for part in (digest.whole, *(part for part in digest.parts if part.stages)):
        name = words.place(digest) if part is digest.whole else part.name
        for stage in ORDER:
            tracks = (part.stages or {}).get(stage, {})
            split = [tracks.get(track, 0) for track in TRACKS]
            goal = (part.goals or {}).get(stage)
            yield name, words.voice.plain(STAGE_NAMES[stage]), part.units_in(stage), *split, goal


# --- Over time, and what waits ---------------------------------------------------------------------


def _trend_columns(words: Words) -> Sequence[Column]:
    say = words.voice.plain
    figures = [Column(words.label(name), Kind.WHOLE, words.definition(name)) for name in words.rules.trend]
    return (
        Column(say("Sejak"), Kind.DAY, say("hari pertama")),
        Column(say("Sampai"), Kind.DAY, say("hari terakhir")),
        *figures,
    )


def _trend(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    for period, values in digest.trend:
        yield period.since, period.seen(digest.as_of), *(_cell(values.get(name)) for name in words.rules.trend)


def _referral_columns(words: Words) -> Sequence[Column]:
    say = words.voice.plain
    return (
        Column(say("Klien"), Kind.TEXT, say("kode klien")),
        Column(say("Unit"), Kind.TEXT, say("namanya")),
        Column(say("Tujuan rujukan"), Kind.TEXT, say("tempat yang dituju")),
        Column(say("Dirujuk"), Kind.DAY, say("hari rujukan")),
        Column(say("Keadaan"), Kind.CHOICE, say("kabar terbaru")),
        Column(say("Hari"), Kind.WHOLE, say("hari sejak dirujuk")),
    )


def _referrals(words: Words, digest: Digest) -> Iterator[Sequence[Cell]]:
    for each in digest.referrals:
        status = words.voice.plain(STATUSES[each.status]) if each.status in STATUSES else each.status
        yield each.client, each.unit, each.facility, each.day, status, _days(each, digest.as_of)


def _days(waiting: Waiting, today: date) -> int:
    return (today - waiting.day).days
