"""How a digest reads: praise first, then what there is to do, the numbers, and who has not reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.digest import (
    ACTIVE,
    ARRIVED,
    COHORT,
    NO_RELAPSE,
    RATES,
    SENT,
    UNITS_THAT_REPORTED,
    Digest,
    Level,
    Part,
    change,
)
from domain.digest_rules import DigestRules, Kind
from domain.indicator_rules import Indicators
from domain.periods import Length, Period
from domain.praise import Praise, praise
from domain.stages import STAGE_NAMES, TRACK_NAMES, Stage
from domain.voice import INDONESIAN, Html, Voice, escaped, phrase, within_a_sentence

MOST_SILENT = 6  # that are named
ON_A_LINE = 60  # letters of figures, with their marks: about what a phone shows on a line and a half
IN_SHORT = (Stage.MAPPED, Stage.DECREED, Stage.OPERATIONAL, Stage.SUSTAINED)
HIDDEN = "–"
NATION = phrase("Nasional")
TITLE = phrase("<b>Ringkasan {period}</b> · {place}")
TODO = {
    Length.WEEK: phrase("<b>Untuk minggu ini</b>"),
    Length.MONTH: phrase("<b>Untuk bulan ini</b>"),
    Length.YEAR: phrase("<b>Yang perlu dikerjakan</b>"),
}


class Words:
    """The words of digests in one language, by the rules that say what is shown."""

    def __init__(self, voice: Voice, rules: DigestRules, indicators: Indicators) -> None:
        self.voice = voice
        self.rules = rules
        self._indicators = indicators

    # --- Names ---

    def period(self, period: Period) -> str:
        """16–22 Nov; November 2026; 2026."""
        voice = self.voice
        match period.length:
            case Length.DAY:
                return voice.day(period.since)
            case Length.WEEK if period.since.month == period.until.month:
                return f"{period.since.day}–{voice.short_day(period.until)}"
            case Length.WEEK:
                return f"{voice.short_day(period.since)} – {voice.short_day(period.until)}"
            case Length.MONTH:
                return voice.month(period.since)
        return str(period.since.year)

    def place(self, digest: Digest) -> str:
        """What a place is called: no code is."""
        return self.voice.plain(NATION) if digest.scope.level is Level.NATION else digest.whole.name

    def label(self, figure: str) -> str:
        """What a figure is called."""
        found = self.rules.figure(figure, self._indicators)
        return found.labels.get(self.voice.language, found.labels[INDONESIAN]) if found else figure

    def title(self, digest: Digest) -> str:
        say = self.voice.say
        line = say(TITLE, period=self.period(digest.period), place=self.place(digest))
        if digest.scope.level is Level.SATKER:
            line += say(" ({n} unit)", n=len(digest.parts))
        return line

    # --- Praise ---

    def praise(self, digest: Digest) -> list[str]:
        """What went well, or that nothing was heard yet; never a reproach."""
        found = praise(self.rules, digest)
        if not found:
            return [self.voice.say("Belum ada laporan untuk masa ini.")]
        return [self.voice.say("Kabar baik: {news}", news=Html(" ".join(self._praised(each) for each in found)))]

    def _praised(self, found: Praise) -> str:  # noqa: PLR0911  # a sentence for each kind
        say = self.voice.say
        match found.kind:
            case Kind.IN_TIME if found.amount > 1:
                return say(
                    "{unit} memantau semua kliennya tepat waktu, {n} kali berturut-turut.",
                    unit=found.where,
                    n=found.amount,
                )
            case Kind.IN_TIME:
                return say("{unit} memantau semua kliennya tepat waktu.", unit=found.where)
            case Kind.ALL_REPORTED:
                return say("Semua {n} unit sudah melapor.", n=found.amount)
            case Kind.BACK:
                return say("{unit} melapor lagi setelah {n} hari.", unit=found.where, n=found.amount)
            case Kind.GOAL:
                stage = within_a_sentence(say(STAGE_NAMES[Stage(found.what)]))
                return say("Target {n} unit {stage} sudah tercapai.", n=found.amount, stage=stage)
            case Kind.MORE:
                return say("{figure} bertambah {n}.", figure=self.label(found.what), n=found.amount)
        if found.what == UNITS_THAT_REPORTED:
            return say("{n} unit mengirim laporan. Terima kasih.", n=found.amount)
        return say("{n} laporan masuk. Terima kasih.", n=found.amount)

    # --- Numbers ---

    def numbers(self, digest: Digest) -> list[str]:
        """Units by stage, and each figure against the period before and its goal."""
        lines = self.stages(digest)
        if digest.scope.level is not Level.UNIT:
            lines.append(self._reported(digest))
        if digest.people != digest.period:
            lines.append(self.voice.say("Angka tentang orang, {period}:", period=self.period(digest.people)))
        parts = [shown for figure in self.rules.shown if (shown := self.figure(digest, figure))]
        lines += in_lines(parts)
        hidden = sum(digest.whole.now.get(figure, 0) is None for figure in self.rules.shown)
        if digest.hides and hidden:
            lines.append(self.voice.say("{n} angka tidak ditampilkan karena kecil.", n=hidden))
        if digest.hides and digest.period.length is Length.YEAR:
            lines.append(self.voice.say("Setahun: jumlah bulan yang sudah ditampilkan."))
        return lines

    def figure(self, digest: Digest, figure: str) -> str:
        """One figure: 14 (▲3); nothing where it is not known."""
        whole = digest.whole
        if figure == "ikm":
            return self._ikm(digest)
        if figure == ARRIVED:
            return ""  # told with how many were sent
        if figure == SENT:
            return self._referrals(whole)
        if whole.now.get(figure) is None or not (whole.now[figure] or whole.before.get(figure) or figure in RATES):
            return ""
        shown = f"{escaped(self.label(figure))} <b>{self.amount(digest, whole, figure)}</b>"
        if figure in NO_RELAPSE and figure + COHORT in whole.now:
            shown += " " + self.voice.say("dari {n} klien", n=whole.now[figure + COHORT])
        goal = self.rules.goals.get(figure)
        compared = [self.rise(whole, figure)]
        if goal is not None and whole.now.get(figure) is not None:
            compared.append(self.voice.say("tujuan {n}%", n=goal))
        told = ", ".join(each for each in compared if each)
        return f"{shown} ({told})" if told else shown

    def amount(self, digest: Digest, part: Part, figure: str) -> str:
        """A figure as people write it: 1.204, 81%, about 40."""
        value = part.now.get(figure)
        if value is None:
            return HIDDEN
        number = self.voice.number(str(value))
        rough = digest.hides and (figure == ACTIVE or figure in NO_RELAPSE)
        shown = f"{number}%" if figure in RATES else number
        return self.voice.say("sekitar {n}", n=shown) if rough else shown

    def rise(self, part: Part, figure: str) -> str:
        """How much it has changed: ▲3."""
        by = change(part, figure)
        if not by:
            return ""
        return f"{'▲' if by > 0 else '▼'}{self.voice.number(str(abs(by)))}"

    def stages(self, digest: Digest) -> list[str]:
        """How many units came how far, of how many wanted; the sustained ones by track."""
        whole, say = digest.whole, self.voice.say
        if whole.stages is None or digest.scope.level is Level.UNIT:
            return []
        parts = [self._stage(whole, stage) for stage in IN_SHORT]
        lines = [say("Unit: {stages}", stages=Html(" · ".join(parts)))]
        tracks = {track: n for track, n in whole.stages.get(Stage.SUSTAINED, {}).items() if n}
        if tracks:
            told = ", ".join(f"{self._track(track)} {n}" for track, n in tracks.items())
            lines.append(say("Berkelanjutan menurut jalur: {tracks}", tracks=told))
        return lines

    def _stage(self, whole: Part, stage: Stage) -> str:
        name, units = within_a_sentence(self.voice.say(STAGE_NAMES[stage])), whole.units_in(stage)
        goal = (whole.goals or {}).get(stage)
        of = " " + self.voice.say("dari {goal}", goal=goal) if goal is not None else ""
        return f"{escaped(name)} <b>{self.voice.number(str(units))}</b>{of}"

    def _track(self, track: str) -> str:
        return self.voice.plain(TRACK_NAMES[track]) if track in TRACK_NAMES else track

    def _reported(self, digest: Digest) -> str:
        count = digest.whole.now.get(UNITS_THAT_REPORTED) or 0
        return self.voice.say("Unit yang melapor <b>{n}</b> dari {all}", n=count, all=digest.whole.units)

    def _referrals(self, whole: Part) -> str:
        """How many were sent, and how many arrived; nothing where there were none."""
        sent, arrived = whole.now.get(SENT), whole.now.get(ARRIVED)
        if not (sent or arrived):
            return ""
        shown = [HIDDEN if value is None else self.voice.number(str(value)) for value in (sent, arrived)]
        return self.voice.say(
            "Rujukan dikirim <b>{sent}</b>, sampai <b>{arrived}</b>", sent=shown[0], arrived=shown[1]
        )

    def _ikm(self, digest: Digest) -> str:
        found = digest.ikm
        if found is None:
            return ""
        index = self.voice.hundredths(Decimal(found.index) / 100)
        return self.voice.say(
            "IKM <b>{index}</b> ({grade}, {n} responden)", index=Html(index), grade=found.grade, n=found.respondents
        )

    # --- Who has not reported ---

    def silent(self, digest: Digest) -> list[str]:
        """Which units have not reported, since when; for overseers how many of how many, place by place."""
        quiet = [part for part in digest.parts if part.silent]
        if not quiet:
            return []
        if digest.scope.level is Level.SATKER:
            named = sorted(quiet, key=lambda part: (part.reported or date.min, part.name))
            told = [self._silent_since(part) for part in named[:MOST_SILENT]]
        else:
            named = sorted(quiet, key=lambda part: (-part.silent, part.name))
            told = [
                self.voice.say("{place} {n} dari {all}", place=part.name, n=part.silent, all=part.units)
                for part in named[:MOST_SILENT]
            ]
        if len(named) > MOST_SILENT:
            told.append(self.voice.say("dan {n} lagi", n=len(named) - MOST_SILENT))
        return [self.voice.say("Belum melapor: {units}.", units=Html(", ".join(told)))]

    def _silent_since(self, part: Part) -> str:
        if part.reported is None:
            return self.voice.say("{unit} (belum pernah)", unit=part.name)
        return self.voice.say("{unit} (sejak {day})", unit=part.name, day=self.voice.short_day(part.reported))

    # --- Where figures come from ---

    def foot(self, digest: Digest, zone: str, today: date) -> str:
        """Every figure has its day."""
        day = self.voice.dated(digest.as_of)
        if digest.as_of < today:
            return self.voice.say("Angka per {day}, 24.00 {zone}.", day=day, zone=zone)
        return self.voice.say("Angka per {day}, sejauh ini.", day=day)

    def meanings(self, digest_level: Level, definitions: Mapping[str, str] | None = None) -> list[str]:
        """What each figure means, and by which version of the rules."""
        lines = []
        for name in self.figures(digest_level):
            found = self.rules.figure(name, self._indicators)
            if found is not None:
                lines.append(f"{escaped(self.label(name))}: {escaped(self.definition(name))}")
        lines += [f"{name}: {meaning}" for name, meaning in (definitions or {}).items()]
        day = self.voice.dated(self.rules.checked_on)
        return [*lines, self.voice.say("Aturan {version}, diperiksa {day}.", version=self.rules.version, day=day)]

    def figures(self, level: Level) -> Sequence[str]:
        """The figures of a level, in order."""
        first = ("laporan",) if level is Level.UNIT else ("unit_lapor",)
        return (*first, *self.rules.shown)

    def definition(self, figure: str) -> str:
        found = self.rules.figure(figure, self._indicators)
        return found.definition.get(self.voice.language, found.definition[INDONESIAN]) if found else ""


def in_lines(parts: Sequence[str]) -> list[str]:
    """Figures, as many on a line as are read at a glance."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and len(joined) - joined.count("<b>") * len("<b></b>") <= ON_A_LINE:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines
