"""Cells that stand where they can do nothing, such as a filter of a number: they are told, not passed over."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from conversations.features import ASKED, FILE_TYPES, PLAIN_TYPES, SELECTS, SELECTS_FROM_FILE
from conversations.inspection import Inspection
from conversations.problems import Problem, guess
from conversations.sheets import LANGUAGED, Row
from domain.voice import phrase

_CHOSEN = SELECTS | SELECTS_FROM_FILE
_SHOWN = ASKED | _CHOSEN
_ANSWERED = _SHOWN - {"note"}
_GROUPS = frozenset(("begin_group", "begin_repeat"))
_HELD = (PLAIN_TYPES | _CHOSEN) - FILE_TYPES - {"audit"}  # what has a place for a value
_WORKED_OUT = _SHOWN | {"calculate", "hidden"}

EFFECTIVE: Mapping[str, frozenset[str]] = {
    "hint": _SHOWN,
    "image": _SHOWN,
    "required": _ANSWERED,
    "required_message": _ANSWERED,
    "constraint": _ANSWERED,
    "constraint_message": _ANSWERED,
    "relevant": _HELD | _GROUPS,
    "calculation": _WORKED_OUT,
    "default": _WORKED_OUT,
    "trigger": _WORKED_OUT,
    "readonly": _SHOWN | _GROUPS,
    "choice_filter": _CHOSEN,
    "repeat_count": frozenset(("begin_repeat",)),
}
_RANDOM = frozenset(("randomize", "seed"))
PARAMETERS: Mapping[str, frozenset[str]] = {
    "range": frozenset(("start", "end", "step")),
    **dict.fromkeys(SELECTS, _RANDOM),
    **dict.fromkeys(SELECTS_FROM_FILE, _RANDOM | {"value", "label"}),
}
_PARAMETER = regex.compile(r"([\w-]+)\s*=")


def look_at_effects(inspection: Inspection) -> None:
    for row, kind in inspection.questions():
        for base, kinds in EFFECTIVE.items():
            if kind not in kinds and inspection.survey.cell(row, base):
                _warn(inspection, row, kind, base)
        _look_at_parameters(inspection, row, kind)


def _warn(inspection: Inspection, row: Row, kind: str, base: str) -> None:
    spoken = kind.replace("_", " ") if kind.startswith(("begin_", "end_")) else kind
    wrong = phrase("kolom ini tidak berpengaruh pada {kind}")
    inspection.warn(Problem(wrong, kind=spoken), inspection.survey, row, base)


def _look_at_parameters(inspection: Inspection, row: Row, kind: str) -> None:
    known = PARAMETERS.get(kind, frozenset())
    for name in _PARAMETER.findall(inspection.survey.cell(row, "parameters")):
        if name not in known and kind != "audit":
            near = guess(name, known)
            remedy = phrase("Maksud Anda “{near}”?") if near else ""
            wrong = phrase("parameter “{name}” tidak berpengaruh di obrolan")
            inspection.warn(Problem(wrong, remedy, name=name, near=near), inspection.survey, row, "parameters")


# --- Languages -------------------------------------------------------------------------------------


def look_at_default_language(inspection: Inspection) -> None:
    """The default language must be one that the form speaks."""
    settings = inspection.book.sheet("settings")
    sheets = (inspection.survey, inspection.choices)
    spoken = {each.language for sheet in sheets for each in sheet.columns if each.base in LANGUAGED} - {""}
    for row in settings.rows:
        named = settings.cell(row, "default_language").strip()
        if named and spoken and named not in spoken:
            near = guess(named, spoken, 0.6)
            remedy = (
                phrase("Maksud Anda “{near}”?") if near else phrase("Pakai salah satu bahasa di judul kolom label")
            )
            wrong = phrase("tidak ada kolom dalam bahasa “{name}”")
            inspection.refuse(Problem(wrong, remedy, name=named, near=near), settings, row, "default_language")
