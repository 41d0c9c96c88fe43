"""Who a bot can talk with: a person's account, or a group."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Peer:
    """One account or group as Telegram knows it; `username` and the rest may be empty."""

    id: int
    kind: str
    name: str
    last_name: str = ""
    username: str | None = None
    language: str | None = None
    deactivated: bool = False
    members: set[int] = field(default_factory=set)

    @property
    def is_person(self) -> bool:
        return self.kind == "private"

    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | self._known(last_name=self.last_name, username=self.username, language_code=self.language)

    def as_chat(self) -> Json:
        chat = {"id": self.id, "type": self.kind}
        if not self.is_person:
            return chat | self._known(title=self.name, username=self.username)
        return chat | self._known(first_name=self.name, last_name=self.last_name, username=self.username)

    def _known(self, **fields: str | None) -> dict[str, str]:
        return {name: value for name, value in fields.items() if value}
