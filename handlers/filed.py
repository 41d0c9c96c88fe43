"""A report that has just been sent, in the hands of its effects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from conversations.answered import Answers
from domain.clients import Client
from domain.messages import Rows
from handlers.chat import Chat
from handlers.subject import Subject
from storage.drafts import Draft
from storage.submissions import Submission


@dataclass
class Filed:
    """A report that has just been sent. `before` are the answers of the version that it corrects.

    An effect may put sentences and buttons on the receipt: what the person would do next.
    """

    chat: Chat
    draft: Draft
    sent: Submission
    subject: Subject
    answers: Answers
    before: Answers | None = None
    told: list[str] = field(default_factory=list)
    offered: list[Rows] = field(default_factory=list)

    @property
    def is_correction(self) -> bool:
        return self.sent.version > 1

    def concerns(self, client: Client) -> None:
        """The report is about this client, who has just been opened or changed: for whatever comes after."""
        self.chat.store.submissions.concerns(self.sent, client.id)
        self.sent = replace(self.sent, client=client.id)
        self.subject = replace(self.subject, client=client)


Effect = Callable[[Filed], Awaitable[None]]
