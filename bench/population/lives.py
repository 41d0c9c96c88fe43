"""Clients, and what is planned for them: opened, checked in on, referred, and in the end accompanied no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from bench.population.people import Agent
from bench.population.writing import Writer
from domain.clients import PRESENT, Status
from domain.codes import new_code
from domain.follow_up import next_checkin
from domain.follow_up_rules import Rules
from domain.nudges import Rhythm
from domain.people import USUAL_HOUR
from domain.tasks import State, slot_of
from domain.words import all_words
from storage.programme_tables import ClientRow, ConsentRow, NudgeRow, ReferralRow, ReferralStepRow, TaskRow

FIRST_CLIENT, FIRST_TASK = 1_000, 1_000
MOST_DAYS = 200  # that somebody is accompanied
SIGNS = 5  # of a code: there are 28 million
PRIME = 1_000_003  # spreads codes that follow each other
STATUSES = ((Status.ACTIVE, 85), (Status.REFERRED, 9), (Status.AFTERCARE, 6))
ENDED = ((Status.DONE, 70), (Status.STOPPED, 15), (Status.OUT_OF_REACH, 15))


@dataclass
class Task:
    """A check-in that is planned, or was held."""

    about: str
    since: date
    due: date
    state: State = State.OPEN
    done_by: str = ""
    done_on: date | None = None


@dataclass
class Referral:
    """Somebody was sent to a place of help."""

    number: str
    kind: str
    day: date
    steps: list[tuple[str, date, Mapping[str, str]]] = field(default_factory=list)

    @property
    def status(self) -> tuple[str, date]:
        """What was heard last, and when."""
        _, day, said = self.steps[-1] if self.steps else ("", self.day, dict[str, str]())
        return said.get("status") or "dikirim", day


@dataclass
class Client:
    """Somebody who is accompanied."""

    id: int
    code: str
    agent: Agent
    opened: date
    consent: str
    number: str
    sex: str
    age: str
    door: str
    status: Status
    task: Task | None = None
    referral: Referral | None = None

    def is_with_us(self, day: date) -> bool:
        return self.status in PRESENT or (day - self.opened).days < MOST_DAYS


class Lives:
    """All clients, and the tasks of their agents."""

    def __init__(self, writer: Writer, rules: Rules, now: datetime, chance: Random) -> None:
        self._writer, self._rules, self._now, self._chance = writer, rules, now, chance
        self._tasks = FIRST_TASK
        self._words = sorted(all_words())
        self.clients: list[Client] = []

    # --- What reports do ---

    def open(self, agent: Agent, day: date, consent: str, number: str, said: Mapping[str, str]) -> Client:
        over = (self._now.date() - day).days >= MOST_DAYS
        statuses, weights = zip(*(ENDED if over else STATUSES), strict=True)
        key = len(self.clients)
        client = Client(
            FIRST_CLIENT + key, new_code(key * PRIME, SIGNS), agent, day, consent, number,
            said.get("jk", ""), said.get("umur", ""), said.get("pintu", ""),
            self._chance.choices(statuses, weights)[0],
        )  # fmt: skip
        self.clients.append(client)
        self._put_client(client, len(agent.clients))
        agent.clients.append(key)
        self._plan(client, number, day)
        return client

    def checked_in(self, client: Client, number: str, day: date) -> None:
        if client.task is not None:
            client.task.state, client.task.done_by, client.task.done_on = State.DONE, number, day
            self._put_task(client, client.task)
        self._plan(client, number, day)

    def referred(self, client: Client, number: str, day: date, kind: str) -> None:
        self._put_referral(client)
        client.referral = Referral(number, kind, day)

    def heard(self, client: Client, number: str, day: date, said: Mapping[str, str]) -> None:
        if client.referral is not None:
            client.referral.steps.append((number, day, said))

    def _plan(self, client: Client, number: str, day: date) -> None:
        due = next_checkin(self._rules, client.opened, day)
        client.task = Task(number, day, due) if due is not None else None

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(9), self._now.tzinfo)

    # --- As it stands now ---

    def settle(self, agents: Sequence[Agent], due: int) -> None:
        """Write everybody down. So many agents have something to do today; the others later, or nothing at all."""
        today = self._now.date()
        busy = {agents[number * len(agents) // due].id for number in range(due)} if due else set()
        for client in self.clients:
            self._end(client)
        waits = {each.agent.id for each in self.clients if each.task is not None}
        for client in self.clients:
            self._put_referral(client)
            self._put_open(client, today, is_due=client.agent.id in busy)
        for agent in agents:
            if agent.id in busy - waits:
                self._put_visit(agent, today)
        self._put_looks(agents, busy, waits)

    def _end(self, client: Client) -> None:
        if client.status not in PRESENT and client.task is not None:
            client.task.state = State.CLOSED
            self._put_task(client, client.task)
            client.task = None

    def _put_open(self, client: Client, today: date, *, is_due: bool) -> None:
        task = client.task
        if task is None:
            return
        late, early = self._chance.randint(0, 5), self._chance.randint(1, 30)
        task.due = max(task.since, today - timedelta(days=late)) if is_due else today + timedelta(days=early)
        self._put_task(client, task)

    def _put_looks(self, agents: Sequence[Agent], busy: set[int], waits: set[int]) -> None:
        first: dict[int, date] = dict.fromkeys(busy, self._now.date())
        for client in self.clients:
            if client.task is not None and client.agent.id not in busy:
                first[client.agent.id] = min(client.task.due, first.get(client.agent.id, client.task.due))
        for agent in agents:
            if agent.id in first:
                at = Rhythm(agent.id, agent.zone, USUAL_HOUR).moment(first[agent.id])
                self._writer.put(NudgeRow, person=agent.id, at=at, looked_at=None)

    # --- Rows ---

    def _put_client(self, client: Client, turn: int) -> None:
        agent = client.agent
        self._writer.put(
            ClientRow, id=client.id, code=client.code, unit=agent.post.code, agent=agent.id,
            word=self._words[(agent.id + turn) % len(self._words)], sex=client.sex, age=client.age, door=client.door,
            status=client.status.value, opened_on=client.opened, number=client.number,
        )  # fmt: skip
        self._writer.put(
            ConsentRow, number=client.consent, agent=agent.id, unit=agent.post.code, day=client.opened, age="dewasa",
            guardian="", record=True, contact=True, share=client.id % 3 > 0, client=client.id, withdrawn_on=None,
        )  # fmt: skip

    def _put_referral(self, client: Client) -> None:
        referral = client.referral
        if referral is None:
            return
        status, heard_on = referral.status
        self._writer.put(
            ReferralRow, number=referral.number, client=client.id, unit=client.agent.post.code, kind=referral.kind,
            facility="", day=referral.day, status=status, status_on=heard_on,
        )  # fmt: skip
        for number, day, said in referral.steps:
            self._writer.put(
                ReferralStepRow, number=number, referral=referral.number, status=said.get("status", ""),
                arrived=said.get("sampai", ""), day=day, at=self._at(day),
            )  # fmt: skip

    def _put_task(self, client: Client, task: Task) -> None:
        self._put(client.agent, task, "pemantauan", "pemantauan", client.id)

    def _put_visit(self, agent: Agent, today: date) -> None:
        number = f"{agent.post.prefix}-{today:%y%m}-9{agent.id}"
        self._put(agent, Task(number, today - timedelta(days=3), today), "temui_lagi", "penjangkauan", None)

    def _put(self, agent: Agent, task: Task, kind: str, form: str, client: int | None) -> None:
        self._tasks += 1
        done = task.done_on or (task.since if task.state is not State.OPEN else None)
        self._writer.put(
            TaskRow, id=self._tasks, slot=slot_of(task.about, kind), unit=agent.post.code, person=agent.id,
            client=client, about=task.about, kind=kind, form=form, step=1, since=task.since, due=task.due,
            first_due=task.due, state=task.state.value, done_by=task.done_by, done_on=task.done_on,
            closed_at=self._at(done) if done is not None else None,
        )  # fmt: skip


def present(clients: Sequence[Client], agent: Agent, day: date) -> Iterator[Client]:
    """Whom an agent accompanies on a day."""
    return (clients[key] for key in agent.clients if clients[key].is_with_us(day))
