"""Delivery against the troubles of Telegram: order is kept, nothing is lost, one chat's trouble is not another's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.arrivals import Arrivals
from bot.delivery import SENDERS, SENDERS_TO_MANY, SENDERS_TO_STRANGERS, Delivery
from bot.pace import UNLIMITED, Limits
from bot.transports import transport_of
from domain.letters import Letter, Show
from domain.messages import File, Message
from simulator import Bot, Fault, Person, Simulator
from storage.database import Database
from storage.outbox import LEASE
from storage.sealing import Keyring, new_keyring
from tests.storage.hands import Clock, session_of
from tests.transcript import Talk
from tests.transports.test_transports import DOT
from tests.world import STAFF_TOKEN, World

SENDS = {"sent", "edited"}


@dataclass
class Post:
    """Telegram, and a delivery that works for one bot."""

    sim: Simulator
    bot: Bot
    database: Database
    delivery: Delivery
    strangers: set[int] = field(default_factory=set)
    bulk: bool = False  # whether what is put now is said to many

    def take(self, letters: Iterable[Letter]) -> None:
        """What the outbox hands over; a test says which of it is for strangers."""
        self.delivery.take(
            replace(letter, stranger=letter.chat in self.strangers, bulk=self.bulk) for letter in letters
        )

    def stranger(self, name: str) -> Person:
        person = self.person(name)
        self.strangers.add(person.id)
        return person

    def person(self, name: str) -> Person:
        person = self.sim.add_person(name)
        person.open(self.bot)
        return person

    async def show(
        self, person: Person, *texts: str, card: int | None = None, database: Database | None = None
    ) -> None:
        """Show each text on a card of its own, or all of them on one card, one after the other."""
        database = database or self.database
        for text in texts:
            await self.show_at_once(person, text, card=card, database=database)

    async def show_at_once(
        self, person: Person, *texts: str, card: int | None = None, database: Database | None = None
    ) -> None:
        """The same in one transaction: they are handed over together, however slow the machine is."""
        database = database or self.database
        async with database.transaction() as store:
            session = await session_of(database, store, person.id)
            for text in texts:
                session.card = session.card + 1 if card is None else card
                if session.shown and card is None:
                    session.shown = None
                store.outbox.show(session, Show(session.card, Message(text)))

    async def tell_many(self, *people: Person, text: str = "semua") -> None:
        self.bulk = True
        for person in people:
            await self.show(person, text)
        self.bulk = False

    async def show_photo(self, person: Person, text: str, card: int) -> None:
        async with self.database.transaction() as store:
            session = await session_of(self.database, store, person.id)
            store.outbox.show(session, Show(card, Message(text, photo=File("satu.png", DOT))))

    async def quiet(self) -> None:
        await self.until(lambda: self.delivery.is_idle)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.005)

    def texts(self, person: Person) -> list[str]:
        """What the person has before them."""
        return [message.text for message in self.sim.chat(self.bot, person).messages if message.from_bot]

    def arrived(self) -> list[str]:
        """What arrived anywhere, in order."""
        events = [event for event in self.sim.events_since(0) if event.by == "bot" and event.kind in SENDS]
        return [event.message.text for event in events if event.message]

    async def waiting(self) -> int:
        async with self.database.reading() as store:
            return await store.outbox.count()


@pytest.fixture
def limits() -> Limits:
    return UNLIMITED


@pytest.fixture
def keyring() -> Keyring:
    return new_keyring()


@pytest.fixture
async def post(sqlite_url: str, keyring: Keyring, limits: Limits) -> AsyncIterator[Post]:
    sim = Simulator(seed=3)
    bot = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot")
    async with sim.serve() as url:
        transport = transport_of("aiogram", STAFF_TOKEN, url)
        database = Database(sqlite_url, keyring, holder="ours")
        delivery = Delivery("staff", transport, database, Arrivals(), limits)
        post = Post(sim, bot, database, delivery)
        database.deliver_through("staff", post.take)
        work = asyncio.ensure_future(delivery.run())
        yield post
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await transport.close()
        await database.close()


async def test_letters_arrive_in_order_and_the_outbox_is_empty_then(post: Post) -> None:
    rina, texts = post.person("Rina"), [str(n) for n in range(20)]
    await post.show(rina, *texts)
    await post.quiet()
    assert post.texts(rina) == texts
    assert await post.waiting() == 0


async def test_a_429_pauses_its_chat_only_and_keeps_the_order(post: Post) -> None:
    rina, sari = post.person("Rina"), post.person("Sari")
    post.sim.faults.add(Fault("429", chat=rina.id, retry_after=1, times=1))
    await post.show(rina, "1", "2")
    await post.show(sari, "a", "b")
    await post.quiet()
    assert post.arrived() == ["a", "b", "1", "2"]


@pytest.mark.parametrize("limits", [Limits(everyone=2.0, chat=100.0)])
async def test_a_429_in_three_chats_pauses_all(post: Post) -> None:
    flooded, sari = [post.person(name) for name in "xyz"], post.person("Sari")
    async with post.database.transaction() as store:  # in one, so that they leave together
        for person in flooded:
            post.sim.faults.add(Fault("429", chat=person.id, retry_after=2, times=1))
            session = await session_of(post.database, store, person.id)
            store.outbox.show(session, Show(session.card, Message("x")))
    await post.sim.until(lambda: len(post.sim.faults.hits) == 3 and not post.sim.faults.active)
    asked = asyncio.get_running_loop().time()
    await asyncio.sleep(0.5)  # the answers travel back
    await post.show(sari, "a")
    await post.sim.until(lambda: "a" in post.arrived())
    assert asyncio.get_running_loop().time() - asked >= 2.0
    await post.quiet()
    assert sorted(post.arrived()) == ["a", "x", "x", "x"]


@pytest.mark.parametrize("limits", [Limits(chat=0.001, chat_burst=2)])
async def test_a_deletion_waits_for_no_limit_and_uses_none_up(post: Post) -> None:
    rina = post.person("Rina")
    await post.show(rina, "1")
    await post.quiet()
    for text in ("", "2"):
        async with post.database.transaction() as store:
            session = await session_of(post.database, store, rina.id)
            if text:
                store.outbox.show(session, Show(session.card + 1, Message(text)))
            else:
                store.outbox.erase(session, (post.sim.chat(post.bot, rina).answer.id,))
        await post.quiet()
    assert post.texts(rina) == ["2"]


@pytest.mark.parametrize(("kind", "status"), [("5xx", 502), ("5xx", 401), ("cut_before", 502)])
async def test_after_an_error_the_same_letter_is_tried_again_before_the_next(
    post: Post, kind: str, status: int
) -> None:
    rina = post.person("Rina")
    post.sim.faults.add(Fault(kind, status=status, times=2))
    await post.show(rina, "1", "2", "3")
    await post.quiet()
    assert post.texts(rina) == ["1", "2", "3"]


async def test_when_the_answer_is_lost_a_letter_may_come_twice_but_never_not_at_all(post: Post) -> None:
    rina = post.person("Rina")
    post.sim.faults.add(Fault("cut_after", times=2, chance=0.5))
    await post.show(rina, "1", "2", "3", "4")
    await post.quiet()
    assert list(dict.fromkeys(post.texts(rina))) == ["1", "2", "3", "4"]
    assert len(post.texts(rina)) <= 6
    assert await post.waiting() == 0


async def test_when_the_answer_to_an_edit_is_lost_the_card_is_right_all_the_same(post: Post) -> None:
    rina = post.person("Rina")
    await post.show(rina, "first", card=1)
    await post.quiet()
    post.sim.faults.add(Fault("cut_after", method="editMessageText", times=1))
    await post.show(rina, "second", card=1)
    await post.quiet()
    assert post.texts(rina) == ["second"]


async def test_a_later_state_of_a_card_replaces_one_that_waits(post: Post) -> None:
    rina = post.person("Rina")
    post.sim.faults.add(Fault("429", chat=rina.id, retry_after=1, times=1))
    await post.show(rina, "1", "2", "3", card=1)
    await post.quiet()
    assert post.arrived() == ["3"]
    assert await post.waiting() == 0


async def test_a_later_state_of_a_card_edits_the_one_that_arrived(post: Post) -> None:
    rina = post.person("Rina")
    for text in ("1", "2"):
        await post.show(rina, text, card=1)
        await post.quiet()
    assert post.texts(rina) == ["2"]
    assert post.arrived() == ["1", "2"]


async def test_a_card_that_was_deleted_comes_as_a_fresh_one(post: Post) -> None:
    rina = post.person("Rina")
    await post.show(rina, "1", card=1)
    await post.quiet()
    rina.delete(post.bot, post.sim.chat(post.bot, rina).answer.id)
    await post.show(rina, "2", card=1)
    await post.quiet()
    assert post.texts(rina) == ["2"]


async def test_a_chat_that_blocked_us_is_unreachable_and_its_letters_are_dropped(post: Post) -> None:
    rina, sari = post.person("Rina"), post.person("Sari")
    rina.block(post.bot)
    await post.show(rina, "1", "2")
    await post.show(sari, "a")
    await post.quiet()
    assert post.texts(sari) == ["a"]
    assert await post.waiting() == 0
    async with post.database.reading() as store:
        session = await store.sessions.of(post.database.keyring.who("staff", rina.id))
    assert session is not None
    assert not session.reachable
    rina.unblock(post.bot)
    await post.show(rina, "3")
    await post.quiet()
    assert post.texts(rina) == ["3"]


async def test_a_letter_that_telegram_will_never_take_does_not_hold_up_the_next(post: Post) -> None:
    rina = post.person("Rina")
    await post.show(rina, "1", "<b>not closed", "3")
    await post.quiet()
    assert post.texts(rina) == ["1", "3"]
    assert await post.waiting() == 0


NO_SHARE = Limits(everyone=1e9, chat=1e9, strangers=0.001, strangers_burst=1)  # one stranger, and then no other


async def fill_the_seats(post: Post, more: int = 0) -> None:
    """Of strangers' letters one leaves, and the next ones wait."""
    for number in range(1 + SENDERS_TO_STRANGERS + more):
        await post.show(post.stranger(f"Asing {number}"), "asing")
    await post.until(lambda: post.arrived() == ["asing"] and post.delivery.crowd == SENDERS_TO_STRANGERS + more)


@pytest.mark.parametrize("limits", [NO_SHARE])
async def test_nobody_waits_behind_strangers(post: Post) -> None:
    await fill_the_seats(post, more=2 * SENDERS)
    rina = post.person("Rina")
    await post.show(rina, "1", "2", "3")
    await post.sim.until(lambda: post.texts(rina) == ["1", "2", "3"])
    assert post.arrived() == ["asing", "1", "2", "3"]


async def test_strangers_on_a_slow_line_hold_their_own_senders_only(post: Post) -> None:
    post.sim.faults.add(Fault("latency", method="sendMessage", seconds=600, times=SENDERS_TO_STRANGERS))
    for number in range(SENDERS):
        await post.show(post.stranger(f"Asing {number}"), "asing")
    await post.sim.until(lambda: not post.sim.faults.active)
    rina = post.person("Rina")
    await post.show(rina, "1", "2")
    await post.sim.until(lambda: post.texts(rina) == ["1", "2"])
    assert post.arrived() == ["1", "2"]


@pytest.mark.parametrize("limits", [NO_SHARE])
async def test_a_stranger_who_is_none_any_more_leaves_the_lane_with_all_that_waits(post: Post) -> None:
    await fill_the_seats(post)
    melati = post.stranger("Melati")
    await post.show(melati, "1", "2")
    assert (post.delivery.crowd, post.texts(melati)) == (SENDERS_TO_STRANGERS + 1, [])
    post.strangers.discard(melati.id)
    await post.show(melati, "3")
    await post.sim.until(lambda: post.texts(melati) == ["1", "2", "3"])
    assert post.delivery.crowd == SENDERS_TO_STRANGERS


async def test_strangers_letters_keep_their_order_and_survive_a_429(post: Post) -> None:
    asing, texts = post.stranger("Asing"), [str(n) for n in range(9)]
    post.sim.faults.add(Fault("429", chat=asing.id, retry_after=1, times=1))
    await post.show(asing, *texts)
    await post.quiet()
    assert post.texts(asing) == texts


NO_ROOM = Limits(everyone=2.0, chat=1e9)  # with one sending a moment ago there is no room for what is said to many


@pytest.mark.parametrize("limits", [Limits(everyone=20.0, chat=100.0)])
async def test_nobody_waits_behind_what_is_said_to_many(post: Post) -> None:
    rina, many = post.person("Rina"), [post.person(f"Agen {number}") for number in range(30)]
    await post.tell_many(*many)
    await post.until(lambda: len(post.arrived()) >= 10)
    await post.show_at_once(rina, *[str(n) for n in range(8)])
    before = post.arrived().count("semua")
    await post.sim.until(lambda: len(post.texts(rina)) == 8)
    meanwhile = post.arrived()[: post.arrived().index("7")].count("semua") - before
    assert meanwhile <= 4, "only those that were on their way"
    await post.quiet()
    assert post.arrived().count("semua") == 30
    assert post.texts(rina) == [str(n) for n in range(8)]


@pytest.mark.parametrize("limits", [NO_ROOM])
async def test_who_is_answered_gets_what_was_said_to_many_before_it_and_waits_no_more(post: Post) -> None:
    rina, sari = post.person("Rina"), post.person("Sari")
    await post.show(sari, "a", "b", "c")
    await post.tell_many(rina)
    await post.show(rina, "1")
    await post.quiet()
    assert post.texts(rina) == ["semua", "1"]


@pytest.mark.parametrize("limits", [Limits(everyone=4.0, chat=100.0)])
async def test_an_answer_is_not_held_up_by_what_is_said_to_many_after_it(post: Post) -> None:
    rina, many = post.person("Rina"), [post.person(f"Agen {number}") for number in range(12)]
    await post.tell_many(*many)
    await post.show(rina, "1", "2")
    await post.tell_many(rina)
    await post.sim.until(lambda: post.texts(rina)[:2] == ["1", "2"])
    assert post.arrived().count("semua") < 12
    await post.quiet()
    assert post.texts(rina) == ["1", "2", "semua"]


async def test_what_is_said_to_many_on_a_slow_line_holds_its_own_senders_only(post: Post) -> None:
    post.sim.faults.add(Fault("latency", method="sendMessage", seconds=600, times=SENDERS_TO_MANY))
    await post.tell_many(*[post.person(f"Agen {number}") for number in range(SENDERS)])
    await post.sim.until(lambda: not post.sim.faults.active)
    rina = post.person("Rina")
    await post.show(rina, "1", "2")
    await post.sim.until(lambda: post.texts(rina) == ["1", "2"])
    assert post.arrived() == ["1", "2"]


async def test_what_is_said_to_many_survives_a_429_and_keeps_its_order(post: Post) -> None:
    rina, sari = post.person("Rina"), post.person("Sari")
    post.sim.faults.add(Fault("429", chat=rina.id, retry_after=1, times=1))
    for text in ("1", "2"):
        await post.tell_many(rina, sari, text=text)
    await post.quiet()
    assert post.arrived() == ["1", "2", "1", "2"]
    assert post.texts(rina) == ["1", "2"]
    assert await post.waiting() == 0


@pytest.mark.parametrize("limits", [NO_SHARE])
async def test_however_often_a_card_changes_little_of_it_waits(post: Post) -> None:
    await fill_the_seats(post)
    asing = post.stranger("Asing")
    await post.show(asing, *[str(n) for n in range(50)], card=1)
    await post.delivery.settle()
    assert await post.waiting() == SENDERS_TO_STRANGERS + 2


async def test_letters_of_a_process_that_died_are_taken_over_when_their_lease_ends(
    post: Post, sqlite_url: str, keyring: Keyring
) -> None:
    rina = post.person("Rina")
    long_ago = Clock()
    long_ago.now -= timedelta(days=1) + LEASE
    dead = Database(sqlite_url, keyring, holder="dead", real=long_ago)
    dead.deliver_through("staff", lambda letters: None)
    await post.show(rina, "1", "2", database=dead)
    await dead.close()
    await post.delivery.sweep()
    await post.quiet()
    assert post.texts(rina) == ["1", "2"]


async def test_a_command_line_that_writes_a_letter_is_served_by_whoever_delivers(
    post: Post, sqlite_url: str, keyring: Keyring
) -> None:
    rina = post.person("Rina")
    command_line = Database(sqlite_url, keyring, holder="command line")
    await post.show(rina, "hello", database=command_line)
    await command_line.close()
    await post.delivery.sweep()
    await post.quiet()
    assert post.texts(rina) == ["hello"]


async def test_who_blocks_the_bot_and_comes_back_is_reached_again(small_world: World) -> None:
    rina: Talk = await small_world.joined("Rina")

    async def reachable() -> bool:
        async with small_world.store() as store:
            session = await store.sessions.of(small_world.who(rina))
        return session is not None and session.reachable

    rina.person.block(rina.bot)
    await small_world.quiet()
    assert not await reachable()
    rina.person.unblock(rina.bot)
    await small_world.quiet()
    assert await reachable()
    await rina.says("/menu")
    assert "[Catat kegiatan]" in rina.shown


async def test_a_card_with_a_picture_and_one_without_take_each_others_place(post: Post) -> None:
    rina = post.person("Rina")
    await post.show(rina, "tanpa", card=1)
    await post.quiet()
    await post.show_photo(rina, "dengan", card=1)
    await post.quiet()
    await post.show(rina, "tanpa lagi", card=1)
    await post.quiet()
    said = [message.text for message in post.sim.chat(post.bot, rina).messages if message.text != "/start"]
    assert said == ["tanpa lagi"], "the card with the picture is gone, and its buttons with it"
