"""Messages that were changed after they had become answers: they wait here until the person says what they want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from zlib import crc32

from conversations.answers import tidy
from domain.messages import Edited
from handlers.chat import Chat
from storage.typed import Typed

EDITS = "edits"  # where they wait in the notes of a session


@dataclass(frozen=True)
class Edit:
    """A message that was changed, the answer that it had become, and what it reads now."""

    message_id: int
    draft: int
    questions: tuple[str, ...]
    text: str

    @property
    def mark(self) -> int:
        """A little of what it reads now: a button is for these words, and for no later ones."""
        return crc32(self.text.encode(errors="surrogatepass")) & 0xFFFF


def note(chat: Chat, typed: Typed, edited: Edited) -> None:
    """Let an edit wait for its turn. Of a message that was changed twice the newest words count."""
    fresh = Edit(typed.message_id, typed.draft, typed.questions, edited.text)
    before = waiting(chat)
    if any(edit.message_id == fresh.message_id for edit in before):
        _keep(chat, [fresh if edit.message_id == fresh.message_id else edit for edit in before])
    else:
        _keep(chat, [*before, fresh])


def waiting(chat: Chat) -> list[Edit]:
    """What waits for an answer, the first one first."""
    kept = chat.session.notes.get(EDITS, ())
    return [Edit(**{**edit, "questions": tuple(edit["questions"])}) for edit in kept]


def drop(chat: Chat, edit: Edit) -> None:
    """This one is over."""
    _keep(chat, [each for each in waiting(chat) if each != edit])


def move(chat: Chat, draft: int, moved: Mapping[str, str]) -> None:
    """Questions of a draft have other refs now; what changed the answer of one that is gone is over."""
    edits = [
        replace(edit, questions=tuple(moved.get(ref, ref) for ref in edit.questions)) if edit.draft == draft else edit
        for edit in waiting(chat)
    ]
    _keep(chat, [edit for edit in edits if all(edit.questions)])


def _keep(chat: Chat, edits: Sequence[Edit]) -> None:
    others = {name: note for name, note in chat.session.notes.items() if name != EDITS}
    chat.session.notes = {**others, EDITS: [asdict(edit) for edit in edits]} if edits else others


def rewritten(answer: str, old: Sequence[str], new: str) -> str:
    """An answer that ends with these old texts, with new words in the place of the first of them.

    When it no longer ends with them, it has become another answer since: the new words are all of it then.
    """
    head = answer.removesuffix(tidy(" ".join(old)))
    if head == answer or not (head == "" or head.endswith(" ")):
        return new
    return head + " ".join([new, *old[1:]])
