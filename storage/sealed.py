"""Where something is sealed, and under what: every column of bytes that there is stands in one of three lists.

A test compares them with the tables, so that no new column can be forgotten when the keyring is rotated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, and_, func, true

from storage.broadcast_tables import BroadcastRow
from storage.help_tables import SurveyAnswerRow
from storage.programme_tables import ReviewRow
from storage.tables import DraftRow, FileRow, LetterRow, QuarantineRow, SessionRow, SubmissionRow, TypedRow

MANY, FEW = 500, 4  # rows in one transaction: a file may have 20 MB


@dataclass(frozen=True)
class Sealed:
    """A column that the keyring seals; the rows of a help case are sealed under its own key."""

    column: Any
    at_once: int = MANY

    @property
    def table(self) -> Any:
        return self.column.class_.__table__

    @property
    def keys(self) -> tuple[Any, ...]:
        """What a row is known by."""
        return tuple(self.table.primary_key)

    @property
    def types(self) -> list[Any]:
        return [key.type for key in self.keys]

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"

    def place(self, row: Row[Any]) -> str:
        """What it is sealed for: such as drafts.state.17."""
        words = [key.hex() if isinstance(key, bytes) else str(key) for key in row[: len(self.keys)]]
        return ".".join([self.name, *words])

    def under(self, number: int) -> ColumnElement[bool]:
        """The rows that this key of the keyring seals."""
        return and_(self._ours, self._first_byte == bytes([number]))

    def not_under(self, number: int) -> ColumnElement[bool]:
        """The rows that another key of the keyring seals."""
        return and_(self._ours, self.column.is_not(None), self._first_byte != bytes([number]))

    @property
    def _first_byte(self) -> Any:
        return func.substr(self.column, 1, 1, type_=LargeBinary)

    @property
    def _ours(self) -> ColumnElement[bool]:
        columns = self.table.columns
        return columns["case"].is_(None) if "case" in columns else true()


BY_THE_KEYRING = (
    Sealed(SessionRow.chat),
    Sealed(SessionRow.notes),
    Sealed(TypedRow.text),
    Sealed(DraftRow.state),
    Sealed(SubmissionRow.instance),
    Sealed(FileRow.source),
    Sealed(FileRow.name),
    Sealed(FileRow.mime),
    Sealed(FileRow.content, FEW),
    Sealed(LetterRow.body),
    Sealed(QuarantineRow.body),
    Sealed(ReviewRow.sentence),
    Sealed(SurveyAnswerRow.words),
    Sealed(BroadcastRow.text),
)

UNDER_A_CASE = frozenset(("help_cases.about", "help_messages.body"))  # by the key of the case alone

NOT_SEALED = frozenset(
    (
        # Keyed hashes of chats, or random: neither opens, and a new key of the keyring does not change them.
        *("people.who", "sessions.who", "cards.who", "typed.who", "files.who", "outbox.who", "orders.who"),
        *("doors.hash", "doors.who", "help_cases.who", "help_cards.who", "traces.who"),
        # Hashes of tokens and receipts, and of what a link to the survey is about.
        *("invites.digest", "survey_links.digest", "survey_links.about", "help_cases.receipt"),
        # Forms are no secret. The links of the audit are made with a key that is never rotated.
        *("forms.source_hash", "local_forms.source_hash", "form_files.content", "audit.link"),
    )
)
