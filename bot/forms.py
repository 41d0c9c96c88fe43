"""Loading the built-in forms: compiled when their source has changed, otherwise taken from the database."""

from __future__ import annotations

import logging
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import conversations.forms
from conversations.xform import read_form
from conversations.xlsform import compile_xlsform
from handlers.library import Library
from storage.database import Database
from storage.forms import CompiledForm

log = logging.getLogger(__name__)

BUILT_IN = Path(conversations.forms.__path__[0])


async def load_forms(database: Database, now: datetime, folder: Path = BUILT_IN) -> Library:
    """Every version that a draft may need, with the built-in forms as they are now as the newest ones."""
    async with database.reading() as store:
        known = await store.forms.all()
    by_hash = {form.source_hash: form for form in known}
    library = Library(read_form(form.xml) for form in known)
    for path in sorted(folder.glob("*.md")):  # noqa: ASYNC240  # once, before anything runs
        source = path.read_bytes()
        compiled = by_hash.get(sha256(source).digest()) or await _compile(database, path, source, now)
        library.add(read_form(compiled.xml))
    return library


async def _compile(database: Database, path: Path, source: bytes, now: datetime) -> CompiledForm:
    log.info("compiling the form %s", path.name)
    xml = (await compile_xlsform(source, path.suffix.removeprefix("."), path.stem)).xml
    form = read_form(xml)
    compiled = CompiledForm(form.id, form.version, xml, sha256(source).digest())
    async with database.transaction() as store:
        await store.forms.add(compiled, now)
    return compiled
