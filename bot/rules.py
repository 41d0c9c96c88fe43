"""The rules that Suar goes by: those that ship with it, or the operator's in their place."""

from __future__ import annotations

from pathlib import Path

from bot.settings import BadSetting
from domain.follow_up_rules import SHIPPED, Rules, read_rules, shipped_rules
from domain.rule_tables import BadRules


def rules_of(folder: Path | None) -> Rules:
    """The rules of follow-up. Raises `BadSetting` with what is wrong in which file."""
    path = folder / SHIPPED.name if folder is not None else SHIPPED
    if not path.exists():
        return shipped_rules()
    try:
        return read_rules(path.read_text("utf-8-sig"))
    except BadRules as bad:
        raise BadSetting(f"SUAR_RULES, {path.name}: {bad}") from None
    except UnicodeDecodeError:
        raise BadSetting(f"SUAR_RULES, {path.name} is not UTF-8: save it anew as plain text in UTF-8.") from None
