"""Who may do what with which record: one table, and nothing that is not in it.

An agen works with their own clients and their unit's activities, a petugas with the units of their satker, bnnp with
aggregates and codes of the province, pusat with counts. Partners of a unit (police and army among them) have no
account and may see nothing: domain brief 1.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.people import Role


class Record(StrEnum):
    """Kinds of records."""

    CLIENT = "client"  # with what is known of them
    CODE = "client code"  # that there is one, and how they stand
    ACTIVITY = "report about no client"
    CASE = "report about a client"
    TASK = "task"
    REFERRAL = "referral"
    UNIT = "unit"
    AGENT = "agent"
    COUNT = "count"
    TARGET = "target"
    FACILITY = "facility"
    PARTNER = "partner"
    HOTLINE = "hotline"
    DUTY = "duty roster"
    RULE = "rule of a satker"
    FORM = "form"
    CONCERN = "matter that needs attention"  # to change is to see to it
    LOCAL_FORM = "form of a satker"
    SURVEY = "survey"  # its figures; to add is to make a link for a client
    SUGGESTION = "suggestion of a survey"
    BROADCAST = "message to many agents"
    THREAD = "help thread"
    AUDIT = "audit"


class Action(StrEnum):
    SEE = "see"
    ADD = "add"
    CHANGE = "change"
    REVIEW = "review"  # verify it, or return it
    EXPORT = "export"  # take it along in a file; of counts, what an overseer may see
    RELEASE = "release"  # let out what somebody else has made


class Reach(StrEnum):
    """How far a person reaches."""

    NOTHING = "nothing"
    OWN = "own"
    UNIT = "unit"
    SATKER = "satker"
    PROVINCE = "province"
    NATION = "nation"
    ON_DUTY = "on duty"  # whoever is on duty until one has taken it, then that one


_SEE, _ADD, _CHANGE, _REVIEW = Action.SEE, Action.ADD, Action.CHANGE, Action.REVIEW
_EXPORT, _RELEASE = Action.EXPORT, Action.RELEASE
Rights = Mapping[Record, Mapping[Action, Reach]]

_KEPT = (Record.FACILITY, Record.PARTNER, Record.HOTLINE, Record.DUTY, Record.RULE)

_AGEN: Rights = {
    Record.CLIENT: {_SEE: Reach.OWN, _ADD: Reach.OWN, _CHANGE: Reach.OWN, _EXPORT: Reach.OWN},
    Record.CODE: {_SEE: Reach.OWN},
    Record.ACTIVITY: {_SEE: Reach.UNIT, _ADD: Reach.UNIT, _CHANGE: Reach.OWN, _EXPORT: Reach.OWN},
    Record.CASE: {_SEE: Reach.OWN, _ADD: Reach.OWN, _CHANGE: Reach.OWN, _EXPORT: Reach.OWN},
    Record.TASK: {_SEE: Reach.OWN, _CHANGE: Reach.OWN},
    Record.REFERRAL: {_SEE: Reach.OWN, _ADD: Reach.OWN, _CHANGE: Reach.OWN},
    Record.UNIT: {_SEE: Reach.UNIT},
    Record.AGENT: {_SEE: Reach.UNIT},
    Record.COUNT: {_SEE: Reach.UNIT, _EXPORT: Reach.UNIT},
    **{record: {_SEE: Reach.SATKER} for record in _KEPT},
    Record.FORM: {_SEE: Reach.NATION},
    Record.LOCAL_FORM: {_SEE: Reach.SATKER},
    Record.SURVEY: {_SEE: Reach.UNIT, _ADD: Reach.OWN},
    Record.THREAD: {_SEE: Reach.OWN, _CHANGE: Reach.OWN},  # what a petugas has handed to them
}

_REPORTS = {
    **dict.fromkeys((_SEE, _ADD, _REVIEW, _EXPORT), Reach.SATKER),
    _CHANGE: Reach.OWN,
}

_PETUGAS: Rights = {
    Record.CLIENT: {_SEE: Reach.SATKER, _CHANGE: Reach.SATKER, _EXPORT: Reach.SATKER},
    Record.CODE: {_SEE: Reach.SATKER},
    Record.ACTIVITY: _REPORTS,
    Record.CASE: _REPORTS,
    Record.TASK: {_SEE: Reach.SATKER, _CHANGE: Reach.SATKER},
    Record.REFERRAL: {_SEE: Reach.SATKER, _CHANGE: Reach.SATKER},
    Record.UNIT: {_SEE: Reach.SATKER, _ADD: Reach.SATKER, _CHANGE: Reach.SATKER},
    Record.AGENT: {_SEE: Reach.SATKER, _ADD: Reach.SATKER, _CHANGE: Reach.SATKER},
    Record.COUNT: {_SEE: Reach.SATKER, _EXPORT: Reach.SATKER},
    Record.CONCERN: {_SEE: Reach.SATKER, _CHANGE: Reach.SATKER},
    Record.TARGET: {_SEE: Reach.SATKER},
    **{record: {_SEE: Reach.SATKER, _ADD: Reach.SATKER, _CHANGE: Reach.SATKER} for record in _KEPT},
    Record.FORM: {_SEE: Reach.NATION},
    Record.LOCAL_FORM: {_SEE: Reach.SATKER, _ADD: Reach.SATKER, _CHANGE: Reach.SATKER, _RELEASE: Reach.SATKER},
    Record.SURVEY: {_SEE: Reach.SATKER, _ADD: Reach.SATKER},
    Record.SUGGESTION: {_SEE: Reach.SATKER},
    Record.BROADCAST: {_SEE: Reach.OWN, _ADD: Reach.SATKER, _CHANGE: Reach.OWN},  # to change is to stop it
    Record.THREAD: {_SEE: Reach.ON_DUTY, _CHANGE: Reach.ON_DUTY},
}

_BNNP: Rights = {
    Record.CODE: {_SEE: Reach.PROVINCE},
    Record.UNIT: {_SEE: Reach.PROVINCE},
    Record.COUNT: {_SEE: Reach.PROVINCE, _EXPORT: Reach.PROVINCE},
    Record.TARGET: {_SEE: Reach.PROVINCE, _ADD: Reach.PROVINCE, _CHANGE: Reach.PROVINCE},
    Record.HOTLINE: {_SEE: Reach.PROVINCE},
    Record.FORM: {_SEE: Reach.NATION},
    Record.LOCAL_FORM: {_SEE: Reach.PROVINCE, _RELEASE: Reach.PROVINCE},
    Record.SURVEY: {_SEE: Reach.PROVINCE},
}

_PUSAT: Rights = {
    Record.UNIT: {_SEE: Reach.NATION},
    Record.COUNT: {_SEE: Reach.NATION, _EXPORT: Reach.NATION},
    Record.TARGET: {_SEE: Reach.NATION, _ADD: Reach.NATION, _CHANGE: Reach.NATION},
    Record.FORM: {_SEE: Reach.NATION},
    Record.SURVEY: {_SEE: Reach.NATION},
}

ACCESS: Mapping[Role, Rights] = {Role.AGEN: _AGEN, Role.PETUGAS: _PETUGAS, Role.BNNP: _BNNP, Role.PUSAT: _PUSAT}


def reach(role: Role, action: Action, record: Record) -> Reach:
    """How far somebody in this role may do this with such records."""
    return ACCESS.get(role, {}).get(record, {}).get(action, Reach.NOTHING)


def opens_records(role: Role) -> bool:
    """Whether somebody in this role works with records of people; everybody else sees counts."""
    return reach(role, Action.SEE, Record.CASE) is not Reach.NOTHING
