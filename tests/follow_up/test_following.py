"""What reports plan and settle, in whatever order they are entered, or corrected, or sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from domain.tasks import What
from handlers.following import follow
from storage.programme_tables import ClientRow
from storage.tasks import Act
from tests.follow_up.desk import (
    CHAIN,
    OPENED,
    OPENING,
    TERATAI,
    Desk,
    Report,
    a_desk,
    corrected,
    noon,
    put_off,
    shown,
)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(database_url) as made:
        yield made


# --- Planning and settling -----------------------------------------------------------------------


async def test_each_report_settles_the_oldest_task_and_plans_the_next(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7), Report("N-2", 15))
    assert shown(await desk.tasks("N-0", "N-1", "N-2")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-0:skrining:1": "open 3",
        "N-1:pemantauan:1": "done 14, N-2 on 15",
        "N-2:pemantauan:1": "open 22",
    }


async def test_the_same_report_twice_plans_once(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7), Report("N-1", 7))
    assert shown(await desk.tasks("N-1")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-1:pemantauan:1": "open 14",
    }


async def test_done_late_and_entered_late_are_told_apart(desk: Desk) -> None:
    await desk.takes(OPENING, Report("N-1", 7, entered=12), Report("N-2", 16), Report("N-3", 24, entered=26))
    first, second, third = [await desk.the(f"N-{n}:pemantauan:1") for n in range(3)]
    assert (first.was_late, first.was_entered_late) == (False, True)
    assert (second.was_late, second.was_entered_late) == (True, False)
    assert (third.was_late, third.was_entered_late) == (True, True)


async def test_a_task_that_a_form_was_begun_from_is_the_one_that_is_settled(desk: Desk) -> None:
    visits = [Report(f"N-{n}", 0, "penjangkauan", {"hasil": "bersedia"}, client=None) for n in (1, 2)]
    await desk.takes(*visits)
    later = await desk.the("N-2:persetujuan:1")
    await desk.takes(Report("N-3", 1, "persetujuan", client=None, task=later.id))
    assert shown(await desk.tasks("N-1", "N-2")) == {
        "N-1:persetujuan:1": "open 3",
        "N-2:persetujuan:1": "done 3, N-3 on 1",
    }


async def test_an_activity_that_names_nobody_settles_nothing_by_itself(desk: Desk) -> None:
    """Whose visit it was, nobody knows: a guess would forget somebody."""
    await desk.takes(Report("N-1", 0, "penjangkauan", {"hasil": "bersedia"}, client=None))
    await desk.takes(Report("N-2", 1, "persetujuan", client=None))
    assert (await desk.the("N-1:persetujuan:1")).is_open


async def test_what_is_asked_for_twice_is_done_once(desk: Desk) -> None:
    """A relapse while the next meeting was agreed on already: one meeting is enough for both."""
    await desk.takes(Report("N-1", 0, "layanan", {"berikut_tgl": "2026-11-16"}), Report("N-2", 5, "kambuh"))
    assert shown(await desk.tasks("N-1", "N-2")) == {"N-1:layanan:1": "open 14", "N-2:layanan:1": "open 7"}
    await desk.takes(Report("N-3", 6, "layanan"))
    assert shown(await desk.tasks("N-1", "N-2")) == {
        "N-1:layanan:1": "done 14, N-3 on 6",
        "N-2:layanan:1": "done 7, N-3 on 6",
    }


def stage(number: str, day: int, signed: str = "", **changes: object) -> Report:
    """A stage of the unit, with a decree of a year where one was signed."""
    decree = {"perlu_sk": "ya", "sk_tgl": signed, "sk_masa_bulan": "12"} if signed else {"perlu_sk": "tidak"}
    return replace(Report(number, day, "tahap_unit", decree, client=None, of_unit=True), **changes)  # type: ignore[arg-type]


async def test_a_stage_without_a_new_decree_leaves_the_old_one_to_end(desk: Desk) -> None:
    await desk.takes(stage("N-1", 0, "2026-11-02"), stage("N-2", 30))
    assert shown(await desk.tasks("N-1")) == {"N-1:sk_habis:1": "open 335"}
    await desk.takes(stage("N-3", 340, "2027-10-08"))
    assert (await desk.the("N-1:sk_habis:1")).done_by == "N-3"


async def test_a_unit_whose_decree_ends_may_get_none_where_its_task_was_opened(desk: Desk) -> None:
    await desk.takes(stage("N-1", 0, "2026-11-02"))
    task = await desk.the("N-1:sk_habis:1")
    await desk.takes(stage("N-2", 340, task=task.id))
    assert (await desk.the("N-1:sk_habis:1")).done_by == "N-2"


async def test_an_old_decree_that_is_recorded_late_is_renewed_already(desk: Desk) -> None:
    await desk.takes(stage("N-1", 0, "2026-11-02"), stage("N-2", -400, "2025-09-28"))
    assert shown(await desk.tasks("N-1", "N-2")) == {
        "N-1:sk_habis:1": "open 335",
        "N-2:sk_habis:1": "done -65, N-1 on 0",
    }
    await desk.takes(corrected(stage("N-2", 10, "2026-11-12")))
    assert (await desk.the("N-2:sk_habis:1")).is_open, "it is the newest one after all"


async def test_a_correction_that_takes_the_decree_back_gives_back_the_one_before(desk: Desk) -> None:
    await desk.takes(stage("N-1", 0, "2026-11-02"), stage("N-2", 340, "2027-10-08"))
    await desk.takes(corrected(stage("N-2", 340)))
    assert shown(await desk.tasks("N-1", "N-2")) == {
        "N-1:sk_habis:1": "open 335",
        "N-2:sk_habis:1": "withdrawn 676",
    }


async def test_a_report_about_one_client_leaves_the_tasks_of_others(desk: Desk) -> None:
    await desk.takes(OPENING, replace(OPENING, number="N-9", client=2), Report("N-1", 7, client=2))
    assert (await desk.the("N-0:pemantauan:1")).is_open
    assert (await desk.the("N-9:pemantauan:1")).done_by == "N-1"


async def test_whatever_the_screening_advises_is_planned(desk: Desk) -> None:
    await desk.takes(
        Report("N-1", 0, "skrining_assist", {"saran": "layani"}),
        Report("N-2", 0, "skrining_assist", {"saran": "rujuk"}),
        Report("N-3", 0, "skrining_assist", {"saran": "kie"}),
    )
    assert list(shown(await desk.tasks("N-1", "N-2", "N-3"))) == ["N-1:layanan:1", "N-2:rujukan:1"]


async def test_a_client_who_is_accompanied_no_longer_gets_no_task(desk: Desk) -> None:
    await desk.takes(OPENING)
    async with desk.database.transaction() as store:
        await store.tasks.close_client(TERATAI, "N-1")
    await _set_status(desk, "meninggal")
    assert await desk.takes(Report("N-2", 7)) == []
    assert shown(await desk.tasks("N-0", "N-2")) == {"N-0:pemantauan:1": "closed 7", "N-0:skrining:1": "closed 3"}


async def _set_status(desk: Desk, status: str) -> None:
    statement = update(ClientRow).where(ClientRow.id == TERATAI).values(status=status)
    await desk.database.run_sync(lambda connection: connection.execute(statement))


async def test_the_receipt_says_what_comes_next(desk: Desk) -> None:
    assert await desk.takes(OPENING) == ["Berikutnya: skrining, Kamis 5 Nov; pemantauan, Senin 9 Nov."]


@pytest.mark.parametrize(
    ("form", "most"), [("sosialisasi", 0), ("penjangkauan", 0), ("persetujuan", 0), ("pemantauan", 1)]
)
async def test_what_plans_and_settles_nothing_costs_no_statement(desk: Desk, form: str, most: int) -> None:
    statements: list[str] = []
    engine = desk.database._engine.sync_engine
    async with desk.database.transaction() as store:
        client = TERATAI if form == "pemantauan" else None
        filed = await desk.filed(store, Report("N-1", 400, form, {"hasil": "menolak"}, client=client))
        event.listen(engine, "before_cursor_execute", lambda *words: statements.append(words[2]))
        await follow(filed)
        await store.tasks.flush()
        assert len(statements) == most


# --- Entered in another order --------------------------------------------------------------------


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (2, 1, 4, 3), (3, 1, 4, 2)])
async def test_reports_that_are_entered_late_find_their_places(desk: Desk, order: Sequence[int]) -> None:
    await desk.takes(CHAIN[0], *(replace(CHAIN[n], entered=30) for n in order))
    assert shown(await desk.tasks("N-0", "N-1", "N-2", "N-3", "N-4")) == {
        "N-0:pemantauan:1": "done 7, N-1 on 7",
        "N-0:skrining:1": "open 3",
        "N-1:pemantauan:1": "done 14, N-2 on 14",
        "N-2:pemantauan:1": "done 21, N-3 on 22",
        "N-3:pemantauan:1": "done 29, N-4 on 27",
        "N-4:pemantauan:1": "open 34",
    }


async def test_nothing_settles_what_follows_only_from_a_later_activity(desk: Desk) -> None:
    await desk.takes(OPENING)
    async with desk.database.transaction() as store:
        await store.tasks.close(await desk.the("N-0:pemantauan:1"), Act(What.DONE, desk.rina.id, noon(OPENED)))
    await desk.takes(Report("N-1", 14), Report("N-2", 7, entered=15))
    assert (await desk.the("N-1:pemantauan:1")).is_open


# --- Corrections ---------------------------------------------------------------------------------


async def test_a_correction_moves_the_next_check_in(desk: Desk) -> None:
    report = Report("N-1", 7, answers={"berikut_tgl": "2026-11-12"})
    await desk.takes(OPENING, report)
    await desk.takes(corrected(report, answers={"berikut_tgl": "2026-11-20"}))
    assert shown(await desk.tasks("N-1")) == {"N-0:pemantauan:1": "done 7, N-1 on 7", "N-1:pemantauan:1": "open 18"}


async def test_a_corrected_day_is_the_day_on_which_it_was_done(desk: Desk) -> None:
    report = Report("N-1", 9, entered=9)
    await desk.takes(OPENING, report)
    assert (await desk.the("N-0:pemantauan:1")).was_late
    await desk.takes(corrected(report, day=6))
    assert not (await desk.the("N-0:pemantauan:1")).was_late
    assert shown(await desk.tasks("N-1")) == {"N-0:pemantauan:1": "done 7, N-1 on 6", "N-1:pemantauan:1": "open 13"}


async def test_a_correction_is_not_entered_late(desk: Desk) -> None:
    report = Report("N-1", 7)
    await desk.takes(OPENING, report, corrected(report, entered=20))
    assert not (await desk.the("N-0:pemantauan:1")).was_entered_late


async def test_what_a_corrected_report_would_plan_no_longer_is_withdrawn_and_can_come_back(desk: Desk) -> None:
    report = Report("N-1", 2, "skrining_assist", {"saran": "layani"})
    away = corrected(report, answers={"saran": "rujuk"})
    await desk.takes(OPENING, report, away)
    assert shown(await desk.tasks("N-1")) == {
        "N-0:skrining:1": "done 3, N-1 on 2",
        "N-1:layanan:1": "withdrawn 9",
        "N-1:rujukan:1": "open 3",
    }
    await desk.takes(corrected(away, answers={"saran": "layani"}))
    assert shown(await desk.tasks("N-1")) == {
        "N-0:skrining:1": "done 3, N-1 on 2",
        "N-1:layanan:1": "open 9",
        "N-1:rujukan:1": "withdrawn 3",
    }


async def test_a_correction_to_another_client_gives_back_what_it_had_settled(desk: Desk) -> None:
    report = Report("N-1", 7)
    await desk.takes(OPENING, replace(OPENING, number="N-9", client=2), report, corrected(report, client=2))
    assert (await desk.the("N-0:pemantauan:1")).is_open
    assert (await desk.the("N-9:pemantauan:1")).done_by == "N-1"
    assert (await desk.the("N-1:pemantauan:1")).client == 2


async def test_what_was_put_off_stays_put_off_unless_its_day_is_corrected(desk: Desk) -> None:
    await desk.takes(OPENING)
    await put_off(desk, "N-0:pemantauan:1", 10)
    await desk.takes(corrected(OPENING))
    assert (await desk.the("N-0:pemantauan:1")).due == OPENED + timedelta(days=10)
    await desk.takes(corrected(OPENING, day=-1))
    assert (await desk.the("N-0:pemantauan:1")).due == OPENED + timedelta(days=6)
