"""Loading the built-in forms: compiled when their source has changed, otherwise taken from the database."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import conversations.forms
from conversations.compiling import Source, look_into_all
from conversations.form import Form
from conversations.lists import files_of
from conversations.problems import Problem
from conversations.xform import read_form
from conversations.xlsform import Files, Report
from domain.local_forms import is_local
from domain.voice import phrase
from handlers.datasets import headers
from handlers.library import Library
from storage.database import Database
from storage.forms import CompiledForm

log = logging.getLogger(__name__)

BUILT_IN = Path(conversations.forms.__path__[0])
MEDIA = "media"
FORMS = (".md", ".xlsx", ".xls", ".csv")
LARGEST_FILE = 10_000_000  # bytes; Telegram takes pictures up to this size
_LISTS = (".csv", ".xml", ".geojson")
_MEDIA = (*(".png", ".jpg", ".jpeg", ".gif", ".webp"), *(".mp3", ".ogg", ".wav", ".m4a"), *(".mp4", ".mov", ".3gp"))


@dataclass(frozen=True)
class Written:
    """A form as it lies in a folder: its source, what tells one source from another, and the files of the folder."""

    source: Source
    fingerprint: bytes
    files: Files


async def load_forms(database: Database, now: datetime, *folders: Path) -> Library:
    """Every version that a draft may need, with the forms in these folders as they are now as the newest ones.

    A form in a later folder takes the place of one with the same id in an earlier one.
    """
    async with database.reading() as store:
        known = await store.forms.ours()
    offered: dict[str, CompiledForm] = {}
    for folder in folders or (BUILT_IN,):
        for compiled in await _compiled(database, _written_in(folder), known, now):
            offered[compiled.form] = compiled
    library = Library(_read(form) for form in known)
    before = {(form.form, form.version) for form in known}
    for compiled in offered.values():
        is_read = (compiled.form, compiled.version) in before
        library.add(library.find(compiled.form, compiled.version) if is_read else _read(compiled))
    library.offer_only(offered)
    return library


async def kept_forms(database: Database) -> Library:
    """Every version that a report was made with."""
    async with database.reading() as store:
        return Library(_read(form) for form in await store.forms.all())


def kept_form(form: CompiledForm) -> Form:
    """A version as it was kept, ready to use."""
    return _read(form)


def _written_in(folder: Path) -> list[Written]:
    files = files_in(folder / MEDIA)
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in FORMS and path.is_file())
    return [_written(path, files) for path in paths]


def _written(path: Path, files: Files) -> Written:
    source = path.read_bytes()
    named = {name: content for name, content in files.items() if Path(name).stem.encode() in source}
    kind = path.suffix.lower().removeprefix(".")
    return Written(Source(source, kind, path.stem, {**files, **headers()}), _fingerprint(source, named), files)


def _read(form: CompiledForm) -> Form:
    return replace(read_form(form.xml, {**form.files, **headers()}), id=form.form)


def read_local(edition: tuple[str, str], xml: str) -> Form:
    """A form of a satker, under the name that it has here. Raises `Problem`."""
    form, version = edition
    return _read(CompiledForm(form, version, xml, b""))


async def _compiled(
    database: Database, written: Sequence[Written], known: Sequence[CompiledForm], now: datetime
) -> list[CompiledForm]:
    """The forms as their sources say them now. Those that are known already cost nothing."""
    before = {form.source_hash: form for form in known}
    new = [each for each in written if each.fingerprint not in before]
    if new:
        log.info("compiling %s", ", ".join(each.source.name for each in new))
    reports = await look_into_all([each.source for each in new])
    made = {each.fingerprint: _made(each, report) for each, report in zip(new, reports, strict=True)}
    for form in made.values():
        _refuse_local(form)
        _refuse_another(form, known)
    async with database.transaction() as store:
        for form in made.values():
            await store.forms.add(form, now)
    return [{**before, **made}[each.fingerprint] for each in written]


def _made(written: Written, report: Report) -> CompiledForm:
    xml = report.compiled().xml
    form = read_form(xml, written.source.files)
    kept = {name: written.files[name] for name in files_of(xml) if name in written.files}
    return CompiledForm(form.id, form.version, xml, written.fingerprint, kept)


def _fingerprint(source: bytes, files: Files) -> bytes:
    beside = (part for name in sorted(files) for part in (name.encode(), files[name]))
    return sha256(b"\0".join([source, *beside])).digest()


def _refuse_local(made: CompiledForm) -> None:
    """A colon in the id says that a form belongs to a satker, and is published in the chat."""
    if is_local(made.form):
        wrong = phrase("form_id “{form}” berisi titik dua")
        raise Problem(wrong, "Ganti form_id, tanpa titik dua", form=made.form, sheet="settings", column="form_id")


def _refuse_another(made: CompiledForm, known: Sequence[CompiledForm]) -> None:
    """A draft stays on its version: what a version says can never change."""
    for form in known:
        same = (form.form, form.version) == (made.form, made.version)
        if same and (form.xml, dict(form.files)) != (made.xml, dict(made.files)):
            wrong = phrase("versi {version} dari formulir {form} sudah ada dengan isi lain")
            remedy = phrase("Beri version lain di lembar settings, atau hapus kolom itu")
            raise Problem(wrong, remedy, version=made.version, form=made.form, sheet="settings")


def files_in(folder: Path, *, whole: bool = True) -> dict[str, bytes]:
    """The lists, pictures, sounds and videos in a folder; not `whole`, it is enough to know that there is a picture.
    The names of Suar's own lists are refused."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        kind = path.suffix.lower()
        if kind in (*_LISTS, *_MEDIA) and path.is_file():
            _refuse_reserved(path.name)
            found[path.name] = _content(path) if whole or kind in _LISTS else b""
    return found


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        most = LARGEST_FILE // 1_000_000
        raise Problem("berkas {file} terlalu besar", "Perkecil sampai {most} MB", file=path.name, most=most)
    return path.read_bytes()


def _refuse_reserved(name: str) -> None:
    if name in headers():
        raise Problem("nama {file} dipakai untuk data Suar sendiri", "Beri berkasnya nama lain", file=name)
