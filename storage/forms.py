"""Form versions, kept for as long as a draft may need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.tables import FormRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form version as it was compiled. `source_hash` tells whether its source changed since."""

    form: str
    version: str
    xml: str
    source_hash: bytes


class Forms:
    """The forms of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def all(self) -> list[CompiledForm]:
        """Every version, the oldest first."""
        rows = await self._work.run(select(FormRow).order_by(FormRow.added_at))
        return [CompiledForm(row.form, row.version, row.xml, row.source_hash) for row in rows]

    async def add(self, form: CompiledForm, now: datetime) -> None:
        """Keep a version. One that is there is never overwritten."""
        await self._work.put_if_absent(
            FormRow,
            [
                {
                    "form": form.form,
                    "version": form.version,
                    "xml": form.xml,
                    "source_hash": form.source_hash,
                    "added_at": now,
                }
            ],
        )
