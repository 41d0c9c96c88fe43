"""Loading the built-in forms: compiled when their source has changed, otherwise taken from the database."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import conversations.forms
from conversations.lists import files_of
from conversations.problems import Problem
from conversations.xform import read_form
from conversations.xlsform import Files, compile_xlsform
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


async def load_forms(database: Database, now: datetime, *folders: Path) -> Library:
    """Every version that a draft may need, with the forms in these folders as they are now as the newest ones.

    A form in a later folder takes the place of one with the same id in an earlier one.
    """
    async with database.reading() as store:
        known = await store.forms.all()
    offered: dict[str, CompiledForm] = {}
    for folder in folders or (BUILT_IN,):
        files = files_in(folder / MEDIA)
        for path in _sources_in(folder):
            compiled = await _compiled(database, path, files, known, now)
            offered[compiled.form] = compiled
    library = Library(read_form(form.xml, _resources(form)) for form in known)
    for compiled in offered.values():
        library.add(read_form(compiled.xml, _resources(compiled)))
    library.offer_only(offered)
    return library


def _sources_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in FORMS and path.is_file())


def _resources(form: CompiledForm) -> dict[str, bytes]:
    return {**form.files, **headers()}


async def _compiled(
    database: Database, path: Path, files: Files, known: Sequence[CompiledForm], now: datetime
) -> CompiledForm:
    """The form as its source says it now: it may be known already."""
    source = path.read_bytes()  # noqa: ASYNC240  # once, before anything runs
    named = {name: content for name, content in files.items() if Path(name).stem.encode() in source}
    fingerprint = _fingerprint(source, named)
    same = next((form for form in known if form.source_hash == fingerprint), None)
    if same is not None:
        return same
    log.info("compiling the form %s", path.name)
    compiled = await _compile(path, source, named, fingerprint)
    _refuse_another(compiled, known)
    async with database.transaction() as store:
        await store.forms.add(compiled, now)
    return compiled


async def _compile(path: Path, source: bytes, files: Files, fingerprint: bytes) -> CompiledForm:
    beside = {**files, **headers()}
    made = await compile_xlsform(source, path.suffix.lower().removeprefix("."), path.stem, beside)
    form = read_form(made.xml, beside)
    kept = {name: files[name] for name in files_of(made.xml) if name in files}
    return CompiledForm(form.id, form.version, made.xml, fingerprint, kept)


def _fingerprint(source: bytes, files: Files) -> bytes:
    beside = (part for name in sorted(files) for part in (name.encode(), files[name]))
    return sha256(b"\0".join([source, *beside])).digest()


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
