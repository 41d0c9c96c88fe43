"""Form versions with their files, kept for as long as a draft may need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select

from domain.local_forms import MARK
from storage.tables import FormFileRow, FormRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form version as it was compiled. `source_hash` tells whether its source changed since; `files` are what lay
    beside it, by name."""

    form: str
    version: str
    xml: str
    source_hash: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)


class Forms:
    """The forms of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def all(self) -> list[CompiledForm]:
        """Every version, the oldest first."""
        return await self._those(select(FormRow))

    async def ours(self) -> list[CompiledForm]:
        """Every version of the forms that belong to no satker."""
        return await self._those(select(FormRow).where(FormRow.form.not_like(f"%{MARK}%")))

    async def _those(self, query: Select[FormRow]) -> list[CompiledForm]:
        files = await self._files()
        rows = await self._work.run(query.order_by(FormRow.added_at))
        return [
            CompiledForm(row.form, row.version, row.xml, row.source_hash, files.get((row.form, row.version), {}))
            for row in rows
        ]

    async def find(self, form: str, version: str) -> CompiledForm | None:
        """One version, without files: only ours have any."""
        query = select(FormRow).where(FormRow.form == form, FormRow.version == version)
        row = (await self._work.run(query)).first()
        return CompiledForm(row.form, row.version, row.xml, row.source_hash) if row is not None else None

    async def add(self, form: CompiledForm, now: datetime) -> None:
        """Keep a version. One that is there is never overwritten."""
        version = {"form": form.form, "version": form.version}
        kept = {**version, "xml": form.xml, "source_hash": form.source_hash, "added_at": now}
        await self._work.put_if_absent(FormRow, [kept])
        beside = [{**version, "name": name, "content": content} for name, content in form.files.items()]
        await self._work.put_if_absent(FormFileRow, beside)

    async def _files(self) -> dict[tuple[str, str], dict[str, bytes]]:
        found: dict[tuple[str, str], dict[str, bytes]] = {}
        for row in await self._work.run(select(FormFileRow)):
            found.setdefault((row.form, row.version), {})[row.name] = row.content
        return found
