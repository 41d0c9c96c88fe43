"""The forms that can be played: every version, ready to use, and the live forms that are being filled in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from math import inf

from conversations.form import Form
from conversations.state import State
from domain.local_forms import is_local, satker_of
from domain.people import Person, Role
from domain.presses import number_of
from handlers.shelves import LocalShelves

MOST_LIVE = 500
FOR, PART, ORDER = "suar:untuk", "suar:bagian", "suar:urut"  # columns of our own in the settings of a form
LOCAL = "satker"  # the part of the menu where the forms of a satker stand, whatever they say themselves


class Library:
    """Forms by id and version. The newest version of each is the one that is begun.

    Ours are all here. Those of satkers stand on shelves of their own, and are read when somebody needs them.
    """

    def __init__(self, forms: Iterable[Form] = ()) -> None:
        self.local = LocalShelves()
        self._forms: dict[tuple[str, str], Form] = {}
        self._newest: dict[str, Form] = {}
        self._offered: frozenset[str] | None = None
        for form in forms:
            self.add(form)

    def add(self, form: Form) -> None:
        """Put a version on the shelf; it becomes the newest."""
        self._forms[form.id, form.version] = form
        self._newest[form.id] = form

    def offer_only(self, forms: Iterable[str]) -> None:
        """Begin nothing but these: a form that was taken away lives on in its drafts and reports."""
        self._offered = frozenset(forms)

    def find(self, form: str, version: str) -> Form:
        """This version. Raises `NotRead` when it is a satker's, and not here yet."""
        found = self._forms.get((form, version))
        if found is None and is_local(form):
            return self.local.find((form, version))
        return self._forms[form, version]

    def newest(self, form: str) -> Form:
        return self._newest[form]

    def named(self, form: str) -> Form | None:
        """The newest version of this form, if there is one."""
        return self._newest.get(form)

    def by_key(self, key: int, person: Person) -> Form | None:
        """The form that a button names, among those that this person can begin. Ours come first: no other can be
        given an id that takes its place."""
        return next((form for form in self._for(person) if key_of(form) == key), None)

    def on_offer(self, person: Person) -> list[Form]:
        """What this person can begin, in the order of the menu."""
        return sorted(self._for(person), key=lambda form: (_place(form), form.title))

    def _for(self, person: Person) -> Sequence[Form]:
        forms = [*self._on_offer(), *self.local.on_offer(person)]
        return [form for form in forms if is_for(form, person.role)]

    def offers(self, form: str, role: Role) -> Form | None:
        """The newest version of this form, if somebody in this role can begin it."""
        found = self._newest.get(form)
        return found if found is not None and self._is_offered(form) and is_for(found, role) else None

    def _on_offer(self) -> list[Form]:
        return [form for name, form in self._newest.items() if self._is_offered(name)]

    def _is_offered(self, form: str) -> bool:
        return self._offered is None or form in self._offered


def key_of(form: Form) -> int:
    """The number of a form on buttons."""
    return number_of(form.id)


def is_for(form: Form, role: Role) -> bool:
    """Whether somebody in this role fills it in."""
    return role in form.marks.get(FOR, Role.AGEN).split()


def is_for_person(form: Form, person: Person) -> bool:
    """The same; a form of a satker is only for those who work there."""
    return is_for(form, person.role) and (not is_local(form.id) or satker_of(form.id) == person.home)


def part_of(form: Form) -> str:
    """The part of the menu that a form stands in."""
    return LOCAL if is_local(form.id) else form.marks.get(PART, "")


def _place(form: Form) -> float:
    written = form.marks.get(ORDER, "").strip()
    return float(written) if written.isdecimal() else inf


class Warm:
    """States of drafts that were touched lately, by draft and revision. Only what was committed goes in."""

    def __init__(self, most: int = MOST_LIVE) -> None:
        self._most = most
        self._states: OrderedDict[tuple[int, int], State] = OrderedDict()

    def take(self, draft: int, revision: int) -> State | None:
        """The state, if it is here; it is handed over, since the next step changes its live form."""
        return self._states.pop((draft, revision), None)

    def put(self, draft: int, state: State) -> None:
        self._states[draft, state.revision] = state
        while len(self._states) > self._most:
            self._states.popitem(last=False)

    def clear(self) -> None:
        """Forget them all: they are built anew from what is stored."""
        self._states.clear()
