"""The picture of a digest: the lines of the last weeks or months, and a bar for each place."""

from __future__ import annotations

from domain.digest import REPORTS, Digest, Level, Part
from domain.periods import Length, Period
from domain.stages import Stage
from domain.voice import phrase
from handlers.digest_words import HIDDEN, Words
from reports.charts import Bar, Chart, Line

MOST_BARS = 14
BEFORE = {
    Length.WEEK: phrase("minggu sebelumnya"),
    Length.MONTH: phrase("bulan sebelumnya"),
    Length.YEAR: phrase("tahun sebelumnya"),
}


def chart_of(words: Words, digest: Digest, foot: str) -> Chart:
    """What is drawn, in words. For overseers the bars count units; for a satker the reports of each unit."""
    say = words.voice.plain
    lines = tuple(
        Line(words.label(figure), tuple(values.get(figure) for _, values in digest.trend))
        for figure in words.rules.trend
    )
    bars = bars_of(words, digest)
    return Chart(
        title=words.place(digest),
        subtitle=say("Ringkasan {period}", period=words.period(digest.period)),
        moments=tuple(_moment(words, period) for period, _ in digest.trend),
        lines=lines,
        bars_title=say("Unit operasional") if digest.hides else say("Laporan tiap unit"),
        bars=bars,
        mark=_mark(words, digest) if any(bar.mark is not None for bar in bars) else "",
        foot=_foot(words, digest, foot),
    )


def _mark(words: Words, digest: Digest) -> str:
    """What the bars are compared with."""
    if digest.hides:
        return words.voice.plain("target")
    return words.voice.plain(BEFORE.get(digest.period.length, phrase("sebelumnya")))


def bars_of(words: Words, digest: Digest) -> tuple[Bar, ...]:
    """The largest first; those beyond a screenful are added up."""
    if digest.scope.level is Level.UNIT:
        return ()
    bars = sorted(
        (_bar(words, digest, part) for part in digest.parts), key=lambda bar: (-(bar.value or 0), bar.label)
    )
    if len(bars) <= MOST_BARS:
        return tuple(bars)
    shown, others = bars[: MOST_BARS - 1], bars[MOST_BARS - 1 :]
    rest = words.voice.plain("{n} lainnya", n=len(others))
    total = words.voice.number(str(sum(bar.value or 0 for bar in others)))
    return (*shown, Bar(rest, None, note=words.voice.plain("bersama {n}", n=total)))


def _bar(words: Words, digest: Digest, part: Part) -> Bar:
    if digest.hides:
        return Bar(part.name, part.units_in(Stage.OPERATIONAL), (part.goals or {}).get(Stage.OPERATIONAL))
    value = part.now.get(REPORTS)
    since = words.voice.short_day(part.reported) if part.reported else HIDDEN
    note = words.voice.plain("sejak {day}", day=since) if part.silent and not value and part.reported else ""
    return Bar(part.name, value, part.before.get(REPORTS), note)


def _moment(words: Words, period: Period) -> str:
    if period.length is Length.WEEK:
        return words.voice.short_day(period.since)
    return words.voice.month(period.since)


def _foot(words: Words, digest: Digest, foot: str) -> str:
    if not digest.hides:
        return foot
    return foot + "\n" + words.voice.plain("Garis: bulan yang sudah selesai; angka kecil tidak ditampilkan.")
