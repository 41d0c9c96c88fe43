"""What the engine is told from outside: the time, the person and chance. It asks for none of them itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from conversations.nodes import Node


@dataclass(frozen=True)
class Context:
    now: datetime  # in the zone of the person: their civil day is what `today()` means
    instance_id: str = ""  # uuid:…, used when a draft begins
    username: str = ""
    device_id: str = ""
    email: str = ""
    phone_number: str = ""
    language: str = ""
    lists: Mapping[str, Node] = field(default_factory=dict, repr=False)  # of this person; others are in the form
    seed: int = 0  # random() and uuid() come from it: give a fresh, unguessable one with every call

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a moment needs a time zone")

    @property
    def zone(self) -> tzinfo:
        assert self.now.tzinfo is not None  # noqa: S101  # checked above; tells the type checker
        return self.now.tzinfo

    def property(self, name: str) -> str:
        """A preload of the kind "property"; those that a chat does not have are empty."""
        return {
            "username": self.username,
            "deviceid": self.device_id,
            "email": self.email,
            "phonenumber": self.phone_number,
        }.get(name, "")
