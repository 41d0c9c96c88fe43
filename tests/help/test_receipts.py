"""S7: receipts cannot be guessed; and with the right one a case moves to another phone, all of it."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.app import App
from domain.help_cases import State
from domain.help_rules import shipped_help
from domain.people import Role
from domain.receipts import RECEIPTS, new_receipt, receipt_in, spoken
from handlers.kit import HELP
from simulator import Message
from tests.handlers.test_promises import data_of
from tests.help.saying import ASKS, TO_THE_HOURS, messages, notes, say_all, seen
from tests.transcript import Talk
from tests.world import World, a_world

YEAR = timedelta(days=365.25) / timedelta(seconds=1)
LIVE = 100_000  # cases; Suar is made for fewer
TOO_MANY, UNKNOWN, KNOWN = "Terlalu banyak kode dicoba.", "Kode itu tidak dikenal.", "Kodenya benar:"
A_TURN = timedelta(seconds=6)
WRONG = count(7_000_000)
NUMBERS = count(20_000_000)


async def asks(world: World, name: str = "Melati") -> tuple[Talk, str]:
    """Somebody asks for help; gives the receipt that they are shown."""
    talk = Talk(world, name, world.help)
    await say_all(talk, "/start", *ASKS)
    return talk, receipt_of(talk)


def receipt_of(talk: Talk) -> str:
    """The newest receipt in a chat."""
    found = re.findall(r"(?:\d{4} ){3}\d{4}", "\n".join(seen(talk)))
    return str(found[-1])


async def tries(talk: Talk, receipt: str) -> str:
    """Send a receipt when it is its turn; gives what is said."""
    talk.world.machine_waits(A_TURN)
    await talk.says(receipt)
    return talk.shown


def wrong() -> str:
    return spoken(new_receipt(next(WRONG)))


async def moves(old: Talk, receipt: str, name: str = "Melati baru") -> Talk:
    """The same person goes on from another phone."""
    fresh = Talk(old.world, name, old.world.help)
    await fresh.says("/start")
    assert (await tries(fresh, receipt)).startswith(KNOWN)
    await fresh.says("[Pindahkan ke HP ini]")
    return fresh


# --- Guessing ------------------------------------------------------------------------------------


def test_s7_a_hit_is_expected_after_more_than_a_hundred_years() -> None:
    guesses_needed = RECEIPTS / LIVE
    seconds = guesses_needed / shipped_help().guesses.a_second
    assert seconds / YEAR > 100


def test_s7_every_receipt_is_as_likely_as_any_other() -> None:
    edges = (0, 1, 7, 8, RECEIPTS // 2, RECEIPTS - 1)
    assert len({new_receipt(chance) for chance in edges}) == len(edges)
    assert new_receipt(RECEIPTS) == new_receipt(0)
    assert all(receipt_in(new_receipt(chance)) for chance in edges)


async def test_whoever_has_asked_here_since_is_moved_by_no_earlier_button(small_help: World) -> None:
    """The move would erase what was asked here."""
    _, receipt = await asks(small_help)
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    assert (await tries(fresh, receipt)).startswith(KNOWN)
    card = fresh.chat.answer
    await say_all(fresh, "/start", *ASKS)
    case = await small_help.case_of(fresh)
    fresh.person.press(fresh.bot, data=data_of(card, "Pindahkan ke HP ini"), message_id=card.id)
    await small_help.quiet()
    assert (await small_help.case_of(fresh)).id == case.id
    assert "Tombol itu sudah tidak berlaku." in fresh.shown


async def test_a_receipt_that_was_not_written_down_is_not_lost_with_the_chat(small_help: World) -> None:
    """It stands in the chat once, wherever it was shown before."""
    melati, receipt = await asks(small_help)
    await say_all(melati, "/kasus", "[Kode untuk HP lain]")
    assert sum(receipt in text for text in seen(melati)) == 1
    await say_all(melati, "/bersihkan", "/kasus", "[Kode untuk HP lain]")
    assert sum(receipt in text for text in seen(melati)) == 1
    await say_all(melati, "[Sudah saya simpan]", "/kasus")
    assert not any(receipt in text for text in seen(melati))
    assert "[Kode untuk HP lain]" not in melati.shown


async def test_s7_a_chat_may_be_wrong_five_times_a_day(help_world: World) -> None:
    _, receipt = await asks(help_world)
    guesser = Talk(help_world, "Penebak", help_world.help)
    await guesser.says("/start")
    for _ in range(shipped_help().guesses.a_chat):
        assert (await tries(guesser, wrong())).startswith(UNKNOWN)
    assert (await tries(guesser, receipt)).startswith(TOO_MANY), "not even the right one is told from a wrong one"
    help_world.move(timedelta(hours=25))
    assert (await tries(guesser, receipt)).startswith(KNOWN)


async def test_s7_what_was_tried_is_taken_out_of_the_chat(small_help: World) -> None:
    guesser = Talk(small_help, "Penebak", small_help.help)
    await guesser.says("/start")
    tried = wrong()
    await tries(guesser, tried)
    assert tried not in "\n".join(seen(guesser))


async def test_s7_erasing_and_asking_anew_does_not_give_more_guesses(small_help: World) -> None:
    guesser = Talk(small_help, "Penebak", small_help.help)
    await guesser.says("/start")
    for _ in range(shipped_help().guesses.a_chat):
        await tries(guesser, wrong())
    await say_all(guesser, "/hapus", "[Ya, hapus semuanya]", "/start")
    assert (await tries(guesser, wrong())).startswith(TOO_MANY)


async def test_s7_moving_gives_neither_chat_more_guesses(small_help: World) -> None:
    """Somebody asks, guesses, and moves their own case from chat to chat to begin anew."""
    old, receipt = await asks(small_help)
    most = shipped_help().guesses.a_chat
    for _ in range(most):
        await tries(old, wrong())
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    for _ in range(most - 1):
        await tries(fresh, wrong())
    await tries(fresh, receipt)
    await fresh.says("[Pindahkan ke HP ini]")
    assert (await tries(old, wrong())).startswith(TOO_MANY)
    assert (await tries(fresh, wrong())).startswith(UNKNOWN)
    assert (await tries(fresh, wrong())).startswith(TOO_MANY)


async def test_s7_many_chats_at_two_programs_get_one_guess_a_second_in_all(tmp_path: Path, postgres_url: str) -> None:
    async with a_world(tmp_path, postgres_url) as world, world.program() as one:
        crowd = [Talk(world, f"Penebak {number}", world.help) for number in range(20)]
        for guesser in crowd:
            guesser.does("/start")
        await world.quiet()
        async with world.another_program() as second:
            began = asyncio.get_running_loop().time()
            for _ in range(8):
                apps = (one, second.app) * (len(crowd) // 2)
                await asyncio.gather(*(take(app, guess(talk)) for app, talk in zip(apps, crowd, strict=True)))
                await asyncio.sleep(0.4)
            await world.until(lambda: one.is_idle and second.app.is_idle)
            passed = asyncio.get_running_loop().time() - began
    tried = guessed(world, crowd)
    assert 1 <= tried <= int(passed) + 2, "one in each second of the clock, the first and the last one cut short"


def guessed(world: World, crowd: list[Talk]) -> int:
    """How many guesses were really tried."""
    people = {talk.person.id for talk in crowd}
    said = [event.message for event in world.sim.events_since(0) if event.kind in {"sent", "edited"}]
    return len([each for each in said if each and each.chat["id"] in people and each.text.startswith(UNKNOWN)])


def guess(talk: Talk) -> dict[str, object]:
    number = next(NUMBERS)
    who = {"id": talk.person.id, "first_name": "x"}
    message = {"message_id": number, "date": int(talk.world.sim.clock.time()), "chat": {**who, "type": "private"}}
    return {"update_id": number, "message": {**message, "from": {**who, "is_bot": False}, "text": wrong()}}


async def take(app: App, update: dict[str, object]) -> None:
    await next(side for side in app.sides if side.bot == HELP).intake.take([update])


async def test_s7_the_right_receipt_among_guesses_works_after_a_wait(help_world: World) -> None:
    _, receipt = await asks(help_world)
    fresh = Talk(help_world, "Melati baru", help_world.help)
    await fresh.says("/start")
    with help_world.sim.together():
        for number in range(10):
            Talk(help_world, f"Penebak {number}", help_world.help).does(wrong())
        fresh.does(receipt)
    await help_world.quiet()
    assert fresh.shown.startswith(TOO_MANY)
    assert (await tries(fresh, receipt)).startswith(KNOWN)


@pytest.mark.parametrize("slip", ["wrong", "missing", "too many"])
async def test_a_receipt_with_a_slip_is_said_to_have_one_and_is_not_kept(small_help: World, slip: str) -> None:
    _, receipt = await asks(small_help)
    digits = receipt.replace(" ", "")
    sent = {"wrong": f"{digits[:-1]}{(int(digits[-1]) + 1) % 10}", "missing": digits[:-1], "too many": f"{digits}7"}[
        slip
    ]
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    assert (await tries(fresh, sent)).startswith("Kalau itu kode untuk melanjutkan: ada angka yang salah")
    assert sent not in "\n".join(seen(fresh))
    assert (await tries(fresh, receipt)).startswith(KNOWN), "it was no guess"


async def test_a_nik_is_no_receipt_with_a_slip(small_help: World) -> None:
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    assert (await tries(fresh, "1971014107900001")).startswith("Sepertinya ada NIK di pesan ini.")


async def test_a_receipt_inside_a_sentence_is_asked_for_alone_and_nothing_of_it_is_kept(small_help: World) -> None:
    _, receipt = await asks(small_help)
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    assert (await tries(fresh, f"kode saya {receipt} mohon dibantu")) == (
        "Kalau itu kode untuk melanjutkan: kirim 16 angkanya saja, tanpa kata lain.\n"
        "Angkanya tidak disimpan, dan pesannya saya hapus dari obrolan.\n[Kembali]"
    )
    assert receipt not in "\n".join(seen(fresh))
    assert "mohon dibantu" not in str(await notes(small_help, fresh))
    assert (await tries(fresh, receipt)).startswith(KNOWN)


async def test_a_story_around_a_receipt_is_not_lost(small_help: World) -> None:
    _, receipt = await asks(small_help)
    fresh = Talk(small_help, "Melati baru", small_help.help)
    await fresh.says("/start")
    shown = await tries(fresh, f"saya mau bunuh diri, kode {receipt}")
    assert "“saya mau bunuh diri, kode (nomor dihapus)”" in shown, "short, and never lost"
    await fresh.says("[Tulis ulang]")
    shown = await tries(fresh, f"{'anak saya belum pulang ' * 5}kode saya {receipt}")
    assert shown.startswith("Kalau itu kode untuk melanjutkan: kirim 16 angkanya saja, tanpa kata lain.")
    assert "kode saya (nomor dihapus)”" in shown
    assert "[Kirim tanpa nomor]" in shown
    assert receipt not in str(await notes(small_help, fresh))


# --- Moving --------------------------------------------------------------------------------------


async def test_the_old_chat_can_do_nothing_any_more(help_world: World) -> None:
    budi = await help_world.joined("Budi", Role.PETUGAS)
    await help_world.sql(
        "insert into duty (number, satker, person, days, since, until, active) select '1', 'BNNK-PGK', id,"
        " 'senin selasa rabu kamis jumat sabtu minggu', '00:00:00', '00:00:00', true from people"
    )
    old, receipt = await asks(help_world)
    await say_all(old, "[Sudah saya simpan]", "/kasus", "tambahan lama", "/kasus", "/hapus")
    await say_all(budi, "[Saya ambil]", "jawaban pertama")
    buttons = every_button_of(old)
    case = await help_world.case_of(old)
    fresh = await moves(old, receipt)
    assert (await help_world.case_of(fresh)).id == case.id
    before = await messages(help_world, fresh)
    budi.hears()
    for message, data in buttons:
        old.person.press(old.bot, data=data, message_id=message.id)
        await help_world.quiet()
    await say_all(old, "masih di sini", "/kasus", "/hapus", "[Ya, hapus semuanya]", "/bersihkan")
    assert await messages(help_world, fresh) == before
    after = await help_world.case_of(fresh)
    assert (after.id, after.state, after.taken_by, after.silent) == (case.id, State.TAKEN, case.taken_by, False)
    budi.hears_only("")
    assert "jawaban pertama" not in "\n".join(seen(old))


def every_button_of(talk: Talk) -> list[tuple[Message, str]]:
    """Of all that was ever shown in a chat."""
    events = talk.world.sim.events_since(0)
    shown = [event.message for event in events if event.bot is talk.bot and event.person_id == talk.person.id]
    return [(each, button.data) for each in shown if each and each.from_bot for button in each.buttons if button.data]


async def test_what_was_said_in_the_old_chat_is_taken_away(help_world: World) -> None:
    old, receipt = await asks(help_world)
    await say_all(old, "tambahan lama")
    fresh = await moves(old, receipt)
    assert not [text for text in seen(old) if "tambahan" in text or "takut" in text or "petugas" in text.lower()]
    assert fresh.chat.messages


async def test_a_new_receipt_takes_the_place_of_the_old_one(help_world: World) -> None:
    old, receipt = await asks(help_world)
    fresh = await moves(old, receipt)
    second = receipt_of(fresh)
    assert second != receipt
    third = Talk(help_world, "Orang lain", help_world.help)
    await third.says("/start")
    assert (await tries(third, receipt)).startswith(UNKNOWN)
    assert (await tries(third, second)).startswith(KNOWN)


async def test_a_case_moves_while_the_old_chat_asks_again(help_world: World) -> None:
    """The old chat is in a form of its own when the case leaves it."""
    old, receipt = await asks(help_world)
    fresh = await moves(old, receipt)
    await say_all(old, "/start", *TO_THE_HOURS[:4])
    again = await moves(fresh, receipt_of(fresh), "Melati ketiga")
    await say_all(old, *TO_THE_HOURS[4:], "[Kapan saja]", "yang kedua", "[Kirim]")
    assert (await help_world.case_of(old)).id != (await help_world.case_of(again)).id
    assert "yang kedua" not in [each.text for each in await messages(help_world, again)]


async def test_a_closed_case_moves_and_can_be_opened_again(help_world: World) -> None:
    old, receipt = await asks(help_world)
    await say_all(old, "/kasus", "[Tutup]", "[Ya, tutup]")
    fresh = await moves(old, receipt)
    assert (await help_world.case_of(fresh)).state is State.CLOSED
    await say_all(fresh, "/kasus", "[Buka lagi]")
    assert (await help_world.case_of(fresh)).state is State.WAITING


async def test_who_moved_can_erase_it_from_the_new_phone(help_world: World) -> None:
    old, receipt = await asks(help_world)
    case = await help_world.case_of(old)
    fresh = await moves(old, receipt)
    await say_all(fresh, "/hapus", "[Ya, hapus semuanya]")
    async with help_world.store() as store:
        assert await store.help.of(case.id) is None
        assert case.id in await store.erasing.listed()
    keys = help_world.running.database.case_keys
    assert keys is not None
    assert case.id not in await keys.held()


async def test_of_two_phones_at_once_one_gets_the_case(help_world: World) -> None:
    old, receipt = await asks(help_world)
    case = await help_world.case_of(old)
    phones = [Talk(help_world, name, help_world.help) for name in ("HP satu", "HP dua")]
    for phone in phones:
        await phone.says("/start")
        assert (await tries(phone, receipt)).startswith(KNOWN)
    with help_world.sim.together():
        for phone in phones:
            phone.does("[Pindahkan ke HP ini]")
        old.does("masih menulis di HP lama")
    await help_world.quiet()
    cases = [(await help_world.case_of(talk)).id for talk in (*phones, old)]
    assert cases.count(case.id) == 1
    async with help_world.store() as store:
        assert await store.quarantine.count() == 0
