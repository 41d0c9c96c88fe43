"""What the commands about forms do. They need no database and no network."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.clocks import clock_of
from bot.commands import Failed, write_out
from bot.forms import files_in
from bot.settings import Settings
from bot.terminal import BACK, CHANGE, STOP, Sitting
from conversations.compiling import look_into
from conversations.context import Context
from conversations.flow import flow_of
from conversations.form import Form
from conversations.lists import from_rows
from conversations.nodes import Node
from conversations.sizing import Size, size_of
from conversations.xform import read_form
from conversations.xlsform import Files, Report
from domain.territory import zone_of
from domain.voice import Voice, load_voices, phrase
from handlers.datasets import headers

_NOT_YET = phrase("Formulir ini belum bisa dipakai. Perbaiki, lalu periksa lagi.")
SAMPLES = 3  # rows of a list that would come from the database


async def check(settings: Settings, options: argparse.Namespace) -> None:
    """Say everything there is to say about a form."""
    voice = load_voices()[options.bahasa]
    report, files = await _looked_into(options)
    print(f"{options.file.name}:")
    if report.xml and not report.problems:
        form = read_form(report.xml, files, report.rows)
        for line in _about(form, _context(form, clock_of(settings.clock)(), options.bahasa), voice):
            print(f"  {line}")
    _tell(voice, report)
    if report.problems:
        raise Failed(voice.plain(_NOT_YET))


async def play(settings: Settings, options: argparse.Namespace) -> None:
    """Fill in a form in the terminal."""
    voice = load_voices()[options.bahasa]
    report, files = await _looked_into(options)
    if report.problems:
        _tell(voice, report)
        raise Failed(voice.plain(_NOT_YET))
    form = read_form(report.xml, files, report.rows)
    now = clock_of(settings.clock)
    how = phrase("Ketik nomor tombol atau jawabannya. {back} kembali, {change} N mengubah, {stop} berhenti.")
    print(voice.plain(how, back=BACK, change=CHANGE, stop=STOP) + "\n")
    Sitting(form, voice, lambda: _context(form, now(), options.bahasa), print).play(_typed())


async def draw(settings: Settings, options: argparse.Namespace) -> None:
    """Draw the way through a form, and print where the picture is."""
    from reports import flow_picture  # noqa: PLC0415  # it loads matplotlib, which no other command needs

    voice = load_voices()[options.bahasa]
    report, files = await _looked_into(options)
    if report.problems:
        _tell(voice, report)
        raise Failed(voice.plain(_NOT_YET))
    form = read_form(report.xml, files, report.rows)
    flow = flow_of(form, voice, _context(form, clock_of(settings.clock)(), options.bahasa))
    path: Path = options.out or options.file.with_suffix(".svg")
    words = flow_picture.Words(
        legend=voice.plain(phrase("✱ wajib · ◇ hanya kalau begini, kalau tidak: garis titik-titik · ↻ diulang")),
        required_if=voice.plain(phrase("wajib kalau")),
        must=voice.plain(phrase("harus:")),
        narrowed=voice.plain(phrase("disaring:")),
        later=voice.plain(phrase("ditanyakan di daftar periksa")),
        worked_out=voice.plain(phrase("Dihitung")),
        begin=voice.plain(phrase("mulai")),
        end=voice.plain(phrase("kirim")),
    )
    write_out(path, flow_picture.draw(flow, words, path.suffix.removeprefix(".").lower()))
    print(path)


def _typed() -> Iterator[str]:
    """What is typed, or comes through a pipe."""
    while True:
        if sys.stdin.isatty():
            print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


async def _looked_into(options: argparse.Namespace) -> tuple[Report, Files]:
    source, files = _read(options.file, options.media)
    kind = options.file.suffix.lower().removeprefix(".")
    return await look_into(source, kind, options.file.stem, files), files


def _read(path: Path, media: Path | None) -> tuple[bytes, Files]:
    try:
        source = path.read_bytes()
        beside = files_in(media or path.parent, whole=False)
    except FileNotFoundError:
        raise Failed(f"There is no file {path}.") from None
    except OSError as failed:
        raise Failed(f"{path} could not be read: {failed.strerror}.") from None
    beside.pop(path.name, None)
    return source, {**beside, **headers()}


def _context(form: Form, now: datetime, language: str) -> Context:
    spoken = (name for name in form.languages if name.endswith(f"({language})"))
    return Context(
        now=now.astimezone(zone_of(None)),
        instance_id="uuid:00000000-0000-4000-8000-000000000000",
        username="CONTOH-01",
        language=next(spoken, form.default_language),
        lists={each: _samples(name) for each, name in form.sources.items() if name in headers()},
        seed=secrets.randbits(63),
    )


def _samples(name: str) -> Node:
    """A few rows in place of a list that each person sees differently."""
    columns = headers()[name].decode().strip().split(",")
    stem = Path(name).stem
    return from_rows(name, columns, [[f"{stem}_{n}", f"{stem} {n}"] for n in range(1, SAMPLES + 1)])


# --- The report ------------------------------------------------------------------------------------


def _about(form: Form, context: Context, voice: Voice) -> Iterator[str]:
    size = size_of(form, context)
    yield voice.plain(phrase("{title} ({id}, versi {version})"), title=form.title, id=form.id, version=form.version)
    languages = ", ".join(each for each in form.languages if each != "default") or "-"
    yield voice.plain(phrase("Bahasa: {languages}"), languages=languages)
    yield voice.plain(phrase("Pertanyaan: {n}"), n=size.questions)
    cards, sent = (size.least.cards, size.most.cards), (size.least.sent, size.most.sent)
    minutes = (size.least.minutes, size.most.minutes)
    yield voice.plain(phrase("Kartu per laporan: {span}"), span=_span(voice, *cards, size))
    yield voice.plain(phrase("Ketukan dan pesan per laporan: {span}"), span=_span(voice, *sent, size))
    yield voice.plain(phrase("Menit per laporan, perkiraan: {span}"), span=_span(voice, *minutes, size))


def _span(voice: Voice, least: int, most: int, size: Size) -> str:
    if size.repeats:
        return voice.plain(phrase("{least} atau lebih, karena ada yang diulang"), least=least)
    return str(least) if least == most else voice.plain(phrase("{least} sampai {most}"), least=least, most=most)


def _tell(voice: Voice, report: Report) -> None:
    for heading, told in (
        (phrase("Yang salah: {n}"), report.problems),
        (phrase("Catatan: {n}"), report.warnings),
    ):
        print("  " + voice.plain(heading, n=len(told)))
        for each in told:
            print(f"    {each.said(voice)}")
