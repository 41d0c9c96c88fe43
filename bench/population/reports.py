"""Two years of reports: sealed, numbered and counted as if each had been sent in a chat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from bench.population.answering import Pattern, patterns
from bench.population.lives import Client, Lives, present
from bench.population.people import Agent
from bench.population.writing import Writer
from handlers.library import Library
from storage.drafts import DROPPED, NOTHING, SENT
from storage.ids import RANDOM_BITS
from storage.programme_tables import IndicatorRow
from storage.sealing import Keyring
from storage.submissions import SENT as WAITS
from storage.submissions import VERIFIED
from storage.tables import CounterRow, DraftRow, SubmissionRow

CLIENTS_AN_AGENT = 2
PATTERNS = 12  # of a form
FORMS = (  # what agents send, and how often
    *(("pemantauan", 34), ("penjangkauan", 20), ("layanan", 16), ("sosialisasi", 7), ("skrining_ringkas", 6)),
    *(("skrining_assist", 5), ("rujukan", 3), ("hasil_rujukan", 2), ("kambuh", 2), ("bina_lanjut", 2)),
    *(("laporan_warga", 2), ("pemetaan", 1)),
)
OPENING = ("persetujuan", "klien_baru")
WITHOUT_CLIENT = "penjangkauan"
UNVERIFIED = timedelta(days=20)  # what is older was looked at, but for a few
MISSED, ENTERED_LATE, THROWN_AWAY = 0.03, 0.1, 0.02


@dataclass(frozen=True)
class About:
    """What one report is about."""

    agent: Agent
    day: date
    number: str
    client: Client | None = None
    consent: str = ""


class Reports:
    """Writes them, day by day."""

    def __init__(
        self, writer: Writer, keyring: Keyring, library: Library, lives: Lives, chance: Random, now: datetime
    ) -> None:
        self._writer, self._keyring, self._lives, self._chance, self._now = writer, keyring, lives, chance, now
        forms = (*(name for name, _ in FORMS), *OPENING)
        self._patterns = {name: patterns(library.newest(name), PATTERNS, chance) for name in forms}
        self._offsets = {each for some in self._patterns.values() for one in some for each in one.offsets}
        self._numbers: Counter[str] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._days: dict[bytes, bytes] = {}
        self.sent = 0

    def write_day(self, day: date, out: Sequence[Agent], opening: Sequence[Agent], count: int) -> None:
        """So many reports of those who are out that day, and of those who open a client."""
        self._days = {str(each).encode(): str(day + timedelta(days=each)).encode() for each in self._offsets}
        for agent in opening:
            self._open(agent, day)
        names, weights = zip(*FORMS, strict=True)
        for form in self._chance.choices(names, weights, k=max(0, count - len(OPENING) * len(opening))):
            self._report(form, self._chance.choice(out), day)
        for (unit, indicator), value in self._counts.items():
            self._writer.put(IndicatorRow, unit=unit, day=day, indicator=indicator, value=value)
        self._counts.clear()

    def close(self) -> None:
        """Whoever reports next gets the next number."""
        for name, value in self._numbers.items():
            self._writer.put(CounterRow, name=name, value=value)

    # --- One report ---

    def _open(self, agent: Agent, day: date) -> None:
        consent, number = self._number(agent, day), self._number(agent, day)
        self._put("persetujuan", About(agent, day, consent))
        said = self._put("klien_baru", About(agent, day, number, consent=consent))
        self._lives.open(agent, day, consent, number, said)

    def _report(self, form: str, agent: Agent, day: date) -> None:
        there = list(present(self._lives.clients, agent, day))
        client = self._chance.choice(there) if there else None
        if not self._patterns[form][0].wants("klien") and form != "hasil_rujukan":
            self._put(form, About(agent, day, self._number(agent, day)))
        elif client is None:
            self._put(WITHOUT_CLIENT, About(agent, day, self._number(agent, day)))
        else:
            self._follow(form if form != "hasil_rujukan" or client.referral else "layanan", client, day)

    def _follow(self, form: str, client: Client, day: date) -> None:
        about = About(client.agent, day, self._number(client.agent, day), client)
        said = self._put(form, about)
        if form == "pemantauan":
            self._lives.checked_in(client, about.number, day)
        elif form == "rujukan":
            self._lives.referred(client, about.number, day, said.get("tujuan", ""))
        elif form == "hasil_rujukan":
            self._lives.heard(client, about.number, day, said)

    def _number(self, agent: Agent, day: date) -> str:
        month = f"{agent.post.prefix}-{day:%y%m}"
        self._numbers[month] += 1
        return f"{month}-{self._numbers[month]:04d}"

    def _put(self, form: str, about: About) -> Mapping[str, str]:
        """Write it; gives what it says."""
        pattern = self._chance.choice(self._patterns[form])
        key = self._key(about.day)
        instance = pattern.instance % {**self._days, **_gaps(about, key)}
        at = self._sent_at(about.day)
        client = about.client.id if about.client is not None else None
        self._put_draft(key + 1, pattern, about, at, SENT)
        self._writer.put(
            SubmissionRow, id=key, number=about.number, version=1, draft=key + 1, form=form,
            form_version=pattern.version, person=about.agent.id, unit=about.agent.post.code, day=about.day,
            sent_at=at, instance=self._keyring.seal(instance, f"submissions.instance.{key}"),
            fingerprint=sha256(instance).hexdigest(), client=client, status=self._status(at),
        )  # fmt: skip
        if self._chance.random() < THROWN_AWAY:
            self._put_draft(key + 2, pattern, about, at, DROPPED)
        for indicator, value in pattern.counts.items():
            self._counts[about.agent.post.code, indicator] += value
        self.sent += 1
        return pattern.answers

    def _put_draft(self, key: int, pattern: Pattern, about: About, at: datetime, status: str) -> None:
        client = about.client.id if about.client is not None else None
        self._writer.put(
            DraftRow, id=key, person=about.agent.id, case=None, form=pattern.form, version=pattern.version,
            revision=9, status=status, state=self._keyring.seal(NOTHING, f"drafts.state.{key}"), begun_at=at,
            touched_at=at, corrects=None, task=None, client=client,
        )  # fmt: skip

    def _key(self, day: date) -> int:
        """An id as it would have been given that day."""
        morning = datetime.combine(day, time(2), UTC)
        return (int(morning.timestamp() * 1_000) << RANDOM_BITS) + self.sent * 4

    def _sent_at(self, day: date) -> datetime:
        late = timedelta(days=int(self._chance.random() < ENTERED_LATE))
        worked = timedelta(minutes=self._chance.randint(0, 600))
        return min(self._now, datetime.combine(day, time(2), UTC) + late + worked)

    def _status(self, at: datetime) -> str:
        return WAITS if self._now - at < UNVERIFIED or self._chance.random() < MISSED else VERIFIED


def _gaps(about: About, key: int) -> dict[bytes, bytes]:
    client = about.client
    return {
        b"klien": client.code.encode() if client is not None else b"",
        b"unit": about.agent.post.code.encode(),
        b"rujukan": client.referral.number.encode() if client is not None and client.referral is not None else b"",
        b"persetujuan": about.consent.encode(),
        b"laporan": f"uuid:{UUID(int=key, version=4)}".encode(),
    }


def by_weekday(agents: Sequence[Agent]) -> dict[int, list[Agent]]:
    """Who goes out on which day of the week: a unit has two days of its own, and nobody goes on Sundays."""
    found: dict[int, list[Agent]] = defaultdict(list)
    for agent in agents:
        for each in {agent.post.number % 6, (agent.post.number + 3) % 6}:
            found[each].append(agent)
    return found
