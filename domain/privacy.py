"""Finding what must not be stored: numbers that look like a NIK or a phone number.

A NIK has 16 digits. Phone numbers: mobile 08…, 62 8… or 8… alone, landlines 0 with area code, foreign ones with +.
Whatever stands between the digits, except a letter, is looked through: spaces, dots, dashes, commas, stars, a new
line; full-width digits and keycap emoji are digits. What is ordinary in a field note is not a number in this sense:
days, times of day, amounts of money, codes of a desa, places on a map, years, and enumerations.

Deliberately not caught, because ordinary notes look the same: digits written as words or with letters between them;
ones or pairs with more than one sign between them ("08, 13, 77, 71"), which is how counts and days are listed; a
number without its 0 in such small pieces; 16 digits with odd signs between them that hold no place and birthday; a
landline without area code, or with one that is cut in two; more than 16 digits in a row; numbers of banks, BPJS and
the like. No sieve replaces the request on the screen not to write such numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from domain.territory import PROVINCES

SHORTEST, LONGEST = 9, 17  # signs of a number that is looked for
GROUPS_IN_A_NUMBER = 16
SMALL = 2  # digits of a group that may as well be a count, a day or an age
WHOLE = 3  # digits of a group that holds a whole prefix of a phone number


class Private(StrEnum):
    """Why a text may not be stored."""

    NIK = "nik"
    PHONE = "phone"


def private_number(text: str) -> Private | None:
    """What private number this text seems to hold, if any."""
    return next((_found_in(numbers[0]) for numbers in _numbers(plain_signs(text))), None)


def holds_nik(text: str) -> bool:
    """Whether there is a NIK in this text, whatever other numbers are."""
    return any(_found_in(numbers[0]) is Private.NIK for numbers in _numbers(plain_signs(text)))


def without_numbers(text: str, gap: str = "(nomor dihapus)") -> str:
    """The text with this gap, which holds no digit, in the place of each private number; the rest as it was."""
    if any(sign.isdecimal() for sign in plain_signs(gap)):
        raise ValueError("A gap with digits in it could make a new number: take them out.")
    # Until nothing is found: what stood beside a number can be one itself, and be seen only now.
    while (cleaned := _cleaned(text, gap)) != text:
        text = cleaned
    return text


def plain_signs(text: str) -> str:
    """The text with ordinary digits, without marks that hide between them."""
    return "".join(sign for sign, _ in _signs(text))


# --- What is looked at ---------------------------------------------------------------------------


def _signs(text: str) -> list[tuple[str, int]]:
    """The signs of the text as `plain_signs` has them, and where in the text each comes from."""
    return [
        (_ordinary(sign), at)
        for at, written in enumerate(text)
        for sign in unicodedata.normalize("NFKC", written)
        if not _is_hidden(sign)
    ]


def _ordinary(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Me", "Cf"}


def _after(text: str, last: int) -> int:
    """Where the text goes on after this sign and the hidden marks that follow it, such as those of a keycap."""
    return next((at for at in range(last + 1, len(text)) if not _is_hidden(text[at])), len(text))


def _cleaned(text: str, gap: str) -> str:
    signs = _signs(text)
    for begins, ends in reversed(_spans("".join(sign for sign, _ in signs))):
        text = text[: signs[begins][1]] + gap + text[_after(text, signs[ends - 1][1]) :]
    return text


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring groups of digits, what stands between them, and where they stand."""

    groups: Sequence[str]
    gaps: Sequence[str]
    digits: str
    begins: int
    ends: int

    @property
    def is_usual(self) -> bool:
        """Whether only what people put into telephone numbers stands between the groups."""
        return all(_USUAL_GAP.fullmatch(gap) for gap in self.gaps)

    @property
    def smallest(self) -> int:
        """The length of the smallest group; the last one holds what is left."""
        return min(len(group) for group in self.groups[:-1] or self.groups)

    @property
    def is_tight(self) -> bool:
        """Whether there is never more than one sign between the groups."""
        return all(len(gap) <= 1 for gap in self.gaps)


def _stretches(plain: str, groups: Sequence[re.Match[str]]) -> Iterator[_Stretch]:
    """Those that begin with the first of these groups, the shortest first."""
    digits = ""
    for last, group in enumerate(groups):
        digits += group.group().lstrip("+") if last else group.group()
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST:
            many = groups[: last + 1]
            gaps = [plain[one.end() : other.start()] for one, other in pairwise(many)]
            yield _Stretch([each.group() for each in many], gaps, digits, groups[0].start(), group.end())


# --- What is found -------------------------------------------------------------------------------


def _numbers(plain: str) -> Iterator[list[_Stretch]]:
    """The private numbers of a plain text: the stretches that are one, together when they begin at the same place."""
    hidden = _ORDINARY.sub(lambda found: "x" * len(found.group()), plain)
    for run in _RUN.finditer(hidden):
        groups = list(_GROUP.finditer(hidden, run.start(), run.end()))
        # "1904… 0813…" are two numbers side by side: look at every stretch of neighbouring groups.
        for first in range(len(groups)):
            stretches = _stretches(hidden, groups[first : first + GROUPS_IN_A_NUMBER])
            if numbers := [stretch for stretch in stretches if _found_in(stretch)]:
                yield numbers


def _spans(plain: str) -> list[tuple[int, int]]:
    """Where each private number begins and ends; none reaches into the one before it."""
    spans: list[tuple[int, int]] = []
    for numbers in _numbers(plain):
        if not spans or numbers[0].begins >= spans[-1][1]:
            spans.append((numbers[0].begins, _ending(numbers)))
    return spans


def _ending(numbers: Sequence[_Stretch]) -> int:
    """Where a number ends: all that usual signs join to it belongs to it, "2" in "081377712345, 2 orang" does not."""
    return max((number.ends for number in numbers if number.is_usual), default=numbers[0].ends)


def _found_in(stretch: _Stretch) -> Private | None:
    if _is_list(stretch):
        return None
    if _is_nik(stretch):
        return Private.NIK
    return Private.PHONE if _is_phone(stretch) else None


def _is_nik(stretch: _Stretch) -> bool:
    if not _are_alike(stretch.groups[:-1]):
        return False
    if stretch.is_usual:
        return bool(_ANY_NIK.fullmatch(stretch.digits.lstrip("+")))
    return (stretch.is_tight or stretch.smallest > WHOLE) and bool(_NIK.fullmatch(stretch.digits))


def _is_phone(stretch: _Stretch) -> bool:
    if _MOBILE.fullmatch(stretch.digits):
        return True
    if _WITHOUT_ZERO.fullmatch(stretch.digits):
        return stretch.smallest >= WHOLE and (stretch.is_usual or stretch.is_tight)
    begins_whole = stretch.groups[0].startswith("+") or len(stretch.groups[0]) >= WHOLE or stretch.smallest == 1
    return begins_whole and bool(_OTHER_PHONE.fullmatch(stretch.digits))


def _is_list(stretch: _Stretch) -> bool:
    """Whether these are several numbers: counts, days, ages, years."""
    numbers = [int(group) for group in stretch.groups]
    if len(numbers) > 1 and all(_is_year(number) for number in numbers):
        return True
    if stretch.smallest > SMALL:
        return False
    if all(len(group) <= SMALL for group in stretch.groups) and _grow(numbers):
        return True
    return not stretch.is_usual and not (stretch.is_tight and _are_alike(stretch.groups[:-1]))


def _is_year(number: int) -> bool:
    return 1900 <= number < 2100


def _grow(numbers: Sequence[int]) -> bool:
    return len(numbers) > 1 and all(one < next_one for one, next_one in pairwise(numbers))


def _are_alike(groups: Sequence[str]) -> bool:
    """All single digits, or none of them."""
    return len({len(group) == 1 for group in groups}) <= 1


# --- Patterns ------------------------------------------------------------------------------------

_GROUP = re.compile(r"\+?\d+")
_RUN = re.compile(r"\+?\d(?:[\W_]{0,5}\d)*")
_USUAL_GAP = re.compile(r"(?:[^\S\n]|[._\-/()\u2010-\u2015]){0,3}")

_ANY_NIK = re.compile(r"\d{16}")
_NIK = re.compile(
    rf"(?:{'|'.join(sorted(PROVINCES))})\d{{4}}"  # where it was issued
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{2}"  # the day of birth; 40 more for women
    r"\d{4}"
)
_MOBILE = re.compile(r"(?:(?:\+|00)?620?|0)8\d{7,11}")
_WITHOUT_ZERO = re.compile(r"8(?:1[1-9]|2[1-38]|3[1-38]|5[1-9]|68|7[7-9]|8[1-9]|9[5-9])\d{6,9}")
_OTHER_PHONE = re.compile(r"0[2-79]\d{7,10}|\+\d{9,14}")

_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:\d{4}|\d\d)"
_MOMENT = (
    rf"(?:{_D}[-/.]{_M}[-/.]{_Y}|(?:19|20)\d\d-{_M}-{_D}|{_D}/{_M}"  # days
    r"|(?:[01]?\d|2[0-4])[.:][0-5]\d)"  # times of day
)
_MORE = r"(?!\d|[.:\-/]\d)"  # what is no part of a longer number
_AMOUNT = r"[1-9]\d{0,2}(?:[.,]\d{3})"
_ORDINARY = re.compile(
    rf"(?<![\d.\-/:]){_MOMENT}(?:\s*[-\u2013\u2014]\s*{_MOMENT})*{_MORE}"
    rf"|(?<!\d){_D} {_M} (?:19|20)\d\d{_MORE}(?! ?\d{{3}})"
    rf"|(?<![\d.\-/:])\d{{1,4}}/{_M}/(?:19|20)\d\d{_MORE}"  # the number of a letter
    rf"|(?i:\brp)\.?\s*(?:{_AMOUNT}+(?:,\d\d)?|[1-9]\d{{0,8}})(?![.,]?\d)"
    rf"|(?<![\d+])(?<!\d[^\w\s\-/])(?!62[.,]8)(?<!62[ \-]){_AMOUNT}{{0,2}}[.,]000(?:,\d\d)?(?![^\w\s\-/]?\d)"
    rf"|(?<![\d.\-/:])(?:{'|'.join(sorted(PROVINCES))})\.\d\d\.\d\d\.[12]\d{{3}}{_MORE}"  # a desa or kelurahan
    r"|-?\d{1,3}\.\d{4,}\s*,\s*-?\d{1,3}\.\d{4,}"  # a place on a map
)
