"""What a digest holds, what it praises, when it is told, and how roughly some of it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.coarse import about, share, share_of_work
from domain.digest import Digest, Level, Month, Part, Satisfaction, Scope, Waiting, change, packed, percent, unpacked
from domain.digest_rules import SHIPPED, Kind, read_digest, shipped_digest
from domain.digest_times import DAILY, MONTHLY, WEEKLY, Edition, edition_of, editions, is_over, moment_of
from domain.indicator_rules import shipped_indicators
from domain.periods import Length, Period, containing, last_over
from domain.praise import Praise, praise
from domain.rule_tables import BadRules
from domain.small_cells import hide_small
from domain.territory import WIB, WIT, WITA

RULES = shipped_digest()
MONDAY = date(2026, 11, 23)
WEEK = last_over(Length.WEEK, MONDAY)


def part(name: str = "Kace", now: dict[str, int | None] | None = None, **more: object) -> Part:
    return Part(name, name, now or {}, {}, **more)  # type: ignore[arg-type]


def digest(whole: Part, *parts: Part, level: Level = Level.SATKER) -> Digest:
    return Digest(Scope(level, "BNNK-PGK"), WEEK, WEEK, WEEK.until, hides=False, whole=whole, parts=parts)


# --- Packing, and small sums -----------------------------------------------------------------------


def test_a_digest_survives_being_packed_as_json() -> None:
    full = replace(
        digest(
            part("BNNK", {"terjangkau": 14, "ikm": None}, stages={"ber_sk": {"reguler": 2}}, goals={"ber_sk": 3}),
            part(
                "Kace", {"terjangkau": 14}, reported=MONDAY, reported_before=WEEK.since, silent=1, units=2, streak=3
            ),
        ),
        trend=((WEEK.before(), {"terjangkau": None}), (WEEK, {"terjangkau": 14})),
        ikm=Satisfaction(8420, "B", 23),
        referrals=(Waiting("K-1", "Kace", "Puskesmas", MONDAY, "dikirim"),),
        shown=(Month(date(2026, 10, 1), {"terjangkau": hide_small(["a"], ["x"], [[3]])}),),
    )
    assert unpacked(json.loads(json.dumps(packed(full)))) == full


@pytest.mark.parametrize(
    ("some", "of", "found"),
    [(0, 0, None), (0, 9, 0), (1, 1000, 1), (999, 1000, 99), (9, 9, 100), (1, 2, 50), (1, 8, 13)],
)
def test_a_hundred_percent_is_all_and_nothing_is_none(some: int, of: int, found: int | None) -> None:
    assert percent(some, of) == found


def test_a_change_is_known_where_both_are() -> None:
    known = Part("a", "a", {"x": 5, "y": None}, {"x": 7, "y": 1})
    assert (change(known, "x"), change(known, "y"), change(known, "z")) == (-2, None, None)


@pytest.mark.parametrize(("count", "shown"), [(0, None), (9, None), (10, 10), (14, 10), (15, 20), (1234, 1230)])
def test_clients_are_told_to_the_nearest_ten(count: int, shown: int | None) -> None:
    assert about(count) == shown


def test_shares_of_few_people_are_not_told_and_of_many_only_roughly() -> None:
    assert [share(28, 29), share(29, 33), share(33, 33)] == [None, 90, 100]
    assert [share_of_work(3, 4), share_of_work(4, 5)] == [None, 80]


# --- Praise --------------------------------------------------------------------------------------

IN_TIME = {"pantau": 100, "pantau.semua": 4, "laporan": 4}


def test_a_unit_that_checked_in_in_time_is_praised_the_longest_first() -> None:
    found = praise(RULES, digest(part("BNNK"), part("Kace", IN_TIME, streak=1), part("Timur", IN_TIME, streak=3)))
    assert found == [Praise(Kind.IN_TIME, "Timur", amount=3)]


def test_one_late_check_in_or_only_one_is_no_reason() -> None:
    late, alone = part("Kace", {"pantau": 99, "pantau.semua": 200}), part("A", {"pantau": 100, "pantau.semua": 1})
    assert praise(RULES, digest(part("BNNK"), late, alone)) == []


def test_all_units_that_report_are_praised_together() -> None:
    assert praise(RULES, digest(part("BNNK", units=3))) == [Praise(Kind.ALL_REPORTED, amount=3)]
    assert praise(RULES, digest(part("BNNK", units=3, silent=1))) == []


def test_who_comes_back_after_weeks_is_welcome() -> None:
    back = part("Kace", {"laporan": 1}, reported_before=WEEK.since - timedelta(days=30))
    assert praise(RULES, digest(part("BNNK"), back)) == [Praise(Kind.BACK, "Kace", amount=30)]


def test_a_target_that_is_reached_is_praised_and_one_short_of_it_is_not() -> None:
    there = part("BNNK", stages={"operasional": {"reguler": 2, "mandiri": 1}}, goals={"operasional": 3})
    assert praise(RULES, digest(there)) == [Praise(Kind.GOAL, what="operasional", amount=3)]
    assert praise(RULES, digest(replace(there, goals={"operasional": 4}))) == []


def test_what_rose_most_is_praised_but_never_that_less_was_heard_of_relapses() -> None:
    whole = Part("a", "a", {"terjangkau": 9, "laporan.kambuh": 0}, {"terjangkau": 5, "laporan.kambuh": 8})
    assert praise(RULES, digest(whole)) == [Praise(Kind.MORE, what="terjangkau", amount=4)]
    assert "laporan.kambuh" not in RULES.rising


def test_reports_are_thanked_for_where_there_is_nothing_else() -> None:
    assert praise(RULES, digest(part("BNNK", {"laporan": 7}))) == [Praise(Kind.REPORTS, what="laporan", amount=7)]
    assert praise(RULES, digest(part("BNNK", {"laporan": 7}, units=2))) == [Praise(Kind.ALL_REPORTED, amount=2)]


def test_overseers_hear_of_no_single_unit() -> None:
    assert praise(RULES, digest(part("19"), part("BNNK", IN_TIME, streak=4), level=Level.PROVINCE)) == []


def test_so_many_are_said_and_no_more() -> None:
    whole = Part("a", "a", {"terjangkau": 9, "laporan": 9}, {"terjangkau": 1}, units=2)
    back = part("Kace", IN_TIME, reported_before=date(2026, 1, 1))
    assert [each.kind for each in praise(RULES, digest(whole, back))] == [Kind.IN_TIME, Kind.ALL_REPORTED]


# --- When ----------------------------------------------------------------------------------------


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WIB).astimezone(UTC)


def kinds(now: datetime) -> set[str]:
    return {edition.kind for edition, _ in editions(RULES, WIB, now)}


def test_on_monday_at_half_past_seven_the_week_before_is_told_by_each_clock() -> None:
    edition = Edition(WEEKLY, WEEK)
    moments = [moment_of(RULES, edition, zone) for zone in (WIT, WITA, WIB)]
    assert [moment.hour * 60 + moment.minute for moment in moments] == [22 * 60 + 30, 23 * 60 + 30, 30]
    assert edition not in dict(editions(RULES, WIB, at(23, 7, 29)))
    assert edition in dict(editions(RULES, WIB, at(23, 7, 30)))


def test_what_is_urgent_waits_on_sundays_and_is_in_the_week_on_mondays() -> None:
    assert DAILY not in kinds(at(22, 9)) | kinds(at(23, 9))
    assert DAILY in kinds(at(24, 9))


def test_the_month_before_is_told_from_the_fifth_on() -> None:
    october = containing(Length.MONTH, date(2026, 10, 1))
    assert Edition(MONTHLY, october) not in dict(editions(RULES, WIB, at(5, 7, 29)))
    assert Edition(MONTHLY, october) in dict(editions(RULES, WIB, at(5, 7, 30)))


def test_a_week_is_too_late_when_the_next_is_over_and_a_day_on_the_next() -> None:
    assert not is_over(Edition(WEEKLY, WEEK), date(2026, 11, 29))
    assert is_over(Edition(WEEKLY, WEEK), date(2026, 11, 30))
    assert is_over(Edition(DAILY, Period(Length.DAY, MONDAY)), date(2026, 11, 24))


def test_a_slot_says_which_edition_it_is_for() -> None:
    edition = Edition(WEEKLY, WEEK)
    assert edition_of(f"digest:7:{edition.name}") == edition


# --- Rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('urgent = ["help"]', 'urgent = ["fire"]', "The file: urgent has fire; take some of"),
        ("month_day = 5", "month_day = 0", "month_day is 0"),
        ("[praise.back]", "[praise.gone]", "gone is no key here"),
        ("trend_periods = 12", "trend_periods = 1", "trend_periods is 1"),
    ],
)
def test_what_is_wrong_with_rules_is_said_with_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(BadRules) as refused:
        read_digest(SHIPPED.read_text("utf-8").replace(old, new))
    assert told in str(refused.value)


def test_every_figure_that_is_shown_has_a_name_and_a_meaning() -> None:
    indicators = shipped_indicators()
    for name in (*RULES.shown, *RULES.trend, *RULES.rising, "laporan", "unit_lapor"):
        figure = RULES.figure(name, indicators)
        assert figure is not None, name
        assert set(figure.labels) == set(figure.definition) == {"id", "en"}
