"""The satisfaction survey: links that are used once, and answers to which nothing leads.

Figures leave this file only as batches of at least five who answered (`domain/survey_batches.py`).
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, delete, exists, func, not_, or_, select, true, update
from sqlalchemy.orm import aliased

from domain.access import Action, Reach, Record, reach
from domain.ikm import Tally
from domain.ikm_rules import UNSUR
from domain.people import Person
from domain.survey_batches import Batch, Source, batches
from storage.help_tables import SurveyAnswerRow, SurveyLinkRow
from storage.reach import within_either
from storage.work import Work

ABOUT = 16  # bytes
ID_BITS = 63

Batches = Mapping[str, list[Batch]]  # by satker
Tallies = Mapping[str, Mapping[Source, Tally]]  # by satker


@dataclass(frozen=True, slots=True)
class Place:
    """Whose service is asked about. No unit: the satker's own."""

    satker: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: nine marks of 1 to 4, and what they chose to say besides."""

    marks: str
    service: str = ""
    sex: str = ""
    age: str = ""
    words: str = ""


class Surveys:
    """The links and answers of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    # --- Links ---

    async def make(self, digest: bytes, place: Place, subject: str, period: date, until: datetime) -> None:
        """A link about a client or case. In one period the newest takes the place of one that was not used."""
        about = self._about(subject, period)
        unused = and_(SurveyLinkRow.about == about, not_(SurveyLinkRow.used))
        await self._work.run(delete(SurveyLinkRow).where(unused))
        link = {"digest": digest, "satker": place.satker, "unit": place.unit, "about": about}
        await self._work.run(self._work.insert(SurveyLinkRow).values(**link, expires_at=until, used=False))

    async def is_open(self, digest: bytes, now: datetime) -> bool:
        """Whether this link can still be answered."""
        query = select(SurveyLinkRow.digest).where(*_usable(digest), SurveyLinkRow.expires_at > now)
        return (await self._work.run(query)).first() is not None

    async def use(self, digest: bytes) -> Place | None:
        """Use a link up, also one that has run out since it was opened. None when it was used already."""
        used = update(SurveyLinkRow).where(*_usable(digest)).values(used=True)
        row = (await self._work.run(used.returning(SurveyLinkRow.satker, SurveyLinkRow.unit))).first()
        return Place(row.satker, row.unit) if row else None

    async def forget_links(self, before: datetime) -> None:
        """Drop the links that ran out before. A used one has to outlive its period, or somebody answers twice."""
        await self._work.run(delete(SurveyLinkRow).where(SurveyLinkRow.expires_at < before))

    def _about(self, subject: str, period: date) -> bytes:
        told = f"survey:{subject}:{period.isoformat()}".encode()
        return blake2b(told, key=self._work.keyring.lookup, digest_size=ABOUT).digest()

    # --- Answers ---

    async def add(self, place: Place, answer: Answer, month: date) -> None:
        """Keep an answer. Of its time nothing but the month remains, and its id is drawn by chance."""
        key = secrets.randbits(ID_BITS)
        words = self._work.keyring.seal(answer.words.encode(), _sealed(key)) if answer.words else None
        told = {"marks": answer.marks, "service": answer.service, "sex": answer.sex, "age": answer.age}
        row = {"id": key, "satker": place.satker, "unit": place.unit, "month": month.replace(day=1), "words": words}
        await self._work.run(self._work.insert(SurveyAnswerRow).values(**row, **told))

    async def any(self, person: Person) -> bool:
        """Whether anybody was ever asked, as far as this person reaches."""
        links = select(SurveyLinkRow.digest).where(_may(person, SurveyLinkRow))
        answers = select(SurveyAnswerRow.id).where(_may(person, SurveyAnswerRow))
        return bool(await self._work.connection.scalar(select(or_(exists(links), exists(answers)))))

    async def shown(self, person: Person, today: date) -> Batches:
        """What this person may see of the answers until the end of last month, by satker."""
        found = {satker: batches(answers, today) for satker, answers in (await self._tallies(person)).items()}
        if reach(person.role, Action.SEE, Record.SURVEY) is Reach.UNIT:
            # What units put together takes the answers of all of them, and those were not even read.
            found = {satker: [batch for batch in each if batch.unit is not None] for satker, each in found.items()}
        return {satker: each for satker, each in found.items() if each}

    async def _tallies(self, person: Person) -> Tallies:
        return await self._added_up(_may(person, SurveyAnswerRow))

    async def tallies_of(self, satkers: Sequence[str] | None) -> Tallies:
        """What all answers of these satkers add up to, or of all. To be shown only in batches."""
        row = SurveyAnswerRow
        return await self._added_up(row.satker.in_(satkers) if satkers is not None else true())

    async def _added_up(self, condition: ColumnElement[bool]) -> Tallies:
        row = SurveyAnswerRow
        marks = [func.sum(cast(func.substr(row.marks, at, 1), Integer)) for at in range(1, UNSUR + 1)]
        query = select(row.satker, row.unit, row.month, func.count(), *marks).where(condition)
        found: dict[str, dict[Source, Tally]] = defaultdict(dict)
        for each in await self._work.run(query.group_by(row.satker, row.unit, row.month)):
            satker, unit, month, count, *sums = tuple(each)
            found[satker][unit, month] = Tally(count, tuple(map(int, sums)))
        return found

    async def suggestions(self, person: Person, today: date, since: date) -> list[str]:
        """What people wrote in the batches since then, in no order that tells anything."""
        row = SurveyAnswerRow
        may = within_either(person, Action.SEE, Record.SUGGESTION, unit=row.unit, satker=row.satker)
        opened = {
            (satker, *source)
            for satker, found in (await self.shown(person, today)).items()
            for batch in found
            if batch.month >= since
            for source in batch.sources
        }
        rows = await self._work.run(select(row.__table__).where(may, row.words.is_not(None)).order_by(row.id))
        mine = [each for each in rows if (each.satker, each.unit, each.month) in opened]
        return [self._work.keyring.open(each.words, _sealed(each.id)).decode() for each in mine]


def _usable(digest: bytes) -> tuple[ColumnElement[bool], ...]:
    """Not used, nor another one about the same in the same period.

    The first is said by itself, because a database that waited for another process looks anew at the row, not around.
    """
    other = aliased(SurveyLinkRow)
    answered = exists(select(other.digest).where(other.about == SurveyLinkRow.about, other.used))
    return SurveyLinkRow.digest == digest, not_(SurveyLinkRow.used), not_(answered)


def _may(person: Person, row: Any) -> ColumnElement[bool]:
    return within_either(person, Action.SEE, Record.SURVEY, unit=row.unit, satker=row.satker)


def _sealed(key: int) -> str:
    return f"survey_answers.words.{key}"
