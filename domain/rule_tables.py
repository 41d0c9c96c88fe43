"""One table of a file of rules, read key by key. What is wrong is told with its place, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from domain.voice import LANGUAGES

LONGEST = 3660  # days

Conditions = Mapping[str, frozenset[str]]


class BadRules(Exception):
    """The rules cannot be used. The text says which key of which rule is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and where in the file it stands."""

    where: str
    values: Mapping[str, Any]
    name: str = ""

    def mistake(self, key: str, why: str) -> BadRules:
        return BadRules(f"{self.where[:1].upper()}{self.where[1:]}: {key} {why}.")

    def knows(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                raise self.mistake(key, f"is no key here; take one of {', '.join(keys)}, or take it out")

    def text(self, key: str) -> str:
        found = self.values.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self.mistake(key, f'is {self._shown(key)}; write a text, such as {key} = "pemantauan"')
        return found

    def remark(self, key: str) -> str:
        """A text that may be empty, but must be there."""
        found = self.values.get(key)
        if not isinstance(found, str):
            raise self.mistake(key, f'is {self._shown(key)}; write a text, or {key} = "" for none')
        return found.strip()

    def one_of(self, key: str, known: list[Any]) -> str:
        found = self.text(key)
        if found not in known:
            raise self.mistake(key, f"is {self._shown(key)}; take one of {', '.join(known)}")
        return found

    def days(self, key: str, least: int = 0) -> int:
        found = self.values.get(key)
        if type(found) is not int or not least <= found <= LONGEST:
            raise self.mistake(key, f"is {self._shown(key)}; write a whole number of days, such as {key} = 7")
        return found

    def number(self, key: str, least: int = 0) -> int:
        found = self.values.get(key)
        if type(found) is not int or found < least:
            raise self.mistake(key, f"is {self._shown(key)}; write a whole number from {least} on, such as {key} = 3")
        return found

    def flag(self, key: str) -> bool:
        found = self.values.get(key)
        if type(found) is not bool:
            raise self.mistake(key, f"is {self._shown(key)}; write {key} = true or {key} = false")
        return found

    def day(self, key: str) -> date:
        found = self.values.get(key)
        if type(found) is not date:
            raise self.mistake(key, f"is {self._shown(key)}; write a day without quotes, such as {key} = 2026-11-25")
        return found

    def clock(self, key: str) -> time:
        found = self.values.get(key)
        if not isinstance(found, time):
            raise self.mistake(key, f"is {self._shown(key)}; write a time without quotes, such as {key} = 20:00:00")
        return found

    def names(self, key: str) -> frozenset[str]:
        found = self.values.get(key)
        if not isinstance(found, list) or not found or not all(isinstance(each, str) and each for each in found):
            raise self.mistake(key, f'is {self._shown(key)}; write a list of names, such as {key} = ["layanan"]')
        return frozenset(found)

    def steps(self, key: str) -> tuple[int, ...]:
        found = self.values.get(key)
        if not isinstance(found, list) or not all(type(each) is int and each > 0 for each in found):
            found = []
        if not found or found != sorted(set(found)):
            raise self.mistake(key, f"is {self._shown(key)}; write days that grow, such as {key} = [3, 7, 14]")
        return tuple(found)

    def conditions(self, key: str) -> Conditions:
        inner = self.inner(key, {})
        return {question: inner.names(question) for question in inner.values}

    def labels(self) -> Mapping[str, str]:
        return {language: self.text(language) for language in LANGUAGES}

    def inner(self, key: str, default: object = None) -> Table:
        found = self.values.get(key, default)
        if not isinstance(found, dict):
            raise self.mistake(key, f"is {self._shown(key)}; write a table, such as {key} = {{ … = … }}")
        return Table(f"{self.where}, {key}", found, key)

    def tables(self, key: str) -> list[Table]:
        inner = self.inner(key)
        return [Table(f"{key}.{each.name}", each.values, each.name) for each in map(inner.inner, inner.values)]

    def list(self, key: str, called: str) -> list[Table]:
        found = self.values.get(key)
        if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
            raise self.mistake(key, f"is {self._shown(key)}; write [[{key}]] at least once")
        return [Table(f"{called} {n}", each) for n, each in enumerate(found, 1)]

    def _shown(self, key: str) -> str:
        return repr(self.values[key]) if key in self.values else "missing"
