"""Receipts: made ahead, proved before a batch, and no more than one a second."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.receipts import Receipts
from domain.messages import Incoming, Wrote
from domain.receipts import digest_of, new_receipt, receipt_in

PEPPER = b"p" * 32
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def wrote(text: str) -> Incoming:
    return Incoming(1, 7, Wrote(text, 5, NOON))


async def test_a_fresh_receipt_comes_with_what_is_kept_of_it() -> None:
    issued = await Receipts(PEPPER, lambda: 12345).fresh()
    assert receipt_in(issued.receipt) == issued.receipt
    assert issued.digest == digest_of(issued.receipt, PEPPER)
    assert issued.receipt not in repr(issued)


async def test_some_are_made_ahead() -> None:
    numbers = iter(range(100))
    made = Receipts(PEPPER, lambda: next(numbers))
    work = asyncio.ensure_future(made.run())
    await made.fresh()
    while made._ahead.qsize() < 4:
        await asyncio.sleep(0.001)
    assert (await made.fresh()).receipt == new_receipt(1)
    work.cancel()


async def test_a_receipt_is_proved_and_anything_else_is_left_alone() -> None:
    receipt = new_receipt(7)
    spaced, words, nothing = await Receipts(PEPPER, lambda: 0).prove([wrote(receipt), wrote("anak saya"), None])
    assert spaced is not None
    assert spaced.proof == digest_of(receipt, PEPPER)
    assert words == wrote("anak saya")
    assert nothing is None


async def test_one_chat_that_tries_all_the_time_leaves_room_for_others() -> None:
    times = iter([NOON, NOON + timedelta(seconds=2), NOON + timedelta(seconds=4)])
    made = Receipts(PEPPER, lambda: 0, real=lambda: next(times))
    eager = wrote(new_receipt(7))
    (first,), (again,), (other,) = [await made.prove([each]) for each in (eager, eager, replace(eager, chat=8))]
    assert [bool(each and each.proof) for each in (first, again, other)] == [True, False, True]


async def test_of_two_in_the_same_second_only_one_is_proved() -> None:
    first, second = await Receipts(PEPPER, lambda: 0).prove([wrote(new_receipt(7)), wrote(new_receipt(8))])
    assert first is not None
    assert second is not None
    assert first.proof
    assert not second.proof
