"""A chat as its person sees it, and what the bot knows of it."""

from dataclasses import replace

from .clock import Clock
from .messages import NOTHING, Button, Json, Message, Press, button_of
from .peers import Peer
from .updates import CALLBACK_LIFE

TYPING_SECONDS = 5.0


class Chat:
    """One private chat or group, from the side of one bot."""

    def __init__(self, bot_id: int, peer: Peer, clock: Clock, keep: int) -> None:
        self.bot_id = bot_id
        self.peer = peer
        self.header = peer.as_chat()
        self.opened = False
        self.blocked = False
        self.toast = ""
        self.alert = False
        self.keyboard: Json | None = None
        self.presses: dict[str, Press] = {}
        self._clock = clock
        self._keep = keep
        self._typing: tuple[str, float] = ("", 0.0)
        self._shown: dict[int, Message] = {}
        self._gone: dict[int, Message] = {}

    @property
    def messages(self) -> list[Message]:
        """What can be seen now, oldest first."""
        return list(self._shown.values())

    @property
    def deleted(self) -> list[Message]:
        """What was deleted; each says by whom in `deleted_by`."""
        return list(self._gone.values())

    @property
    def last(self) -> Message:
        """The newest message of either side; an empty one with id 0 if there is none."""
        return next(reversed(self._shown.values()), NOTHING)

    @property
    def answer(self) -> Message:
        """The newest message of the bot; an empty one with id 0 if there is none."""
        return next((message for message in reversed(self._shown.values()) if message.from_bot), NOTHING)

    @property
    def typing(self) -> str:
        """What the bot says it is doing, such as "typing"; empty after five seconds or a message."""
        action, until = self._typing
        return action if self._clock.time() < until else ""

    @property
    def spinning(self) -> list[Press]:
        """Presses that were not answered yet, and still could be."""
        since = self._clock.time() - CALLBACK_LIFE
        return [press for press in self.presses.values() if press.at > since]

    @property
    def keyboard_rows(self) -> list[list[Button]]:
        """The reply keyboard below the text field."""
        return [[button_of(raw) for raw in row] for row in (self.keyboard or {}).get("keyboard", ())]

    def message(self, message_id: int) -> Message | None:
        return self._shown.get(message_id)

    def deleted_message(self, message_id: int) -> Message | None:
        return self._gone.get(message_id)

    def show(self, message: Message) -> None:
        """Add a message, or put its new version in the place of the old one."""
        self._shown[message.id] = message
        if len(self._shown) > self._keep:
            del self._shown[next(iter(self._shown))]

    def remove(self, message_id: int, by: str, version: int) -> Message:
        gone = replace(self._shown.pop(message_id), deleted_by=by, version=version)
        self._gone[message_id] = gone
        if len(self._gone) > self._keep:
            del self._gone[next(iter(self._gone))]
        return gone

    def show_action(self, action: str) -> None:
        self._typing = (action, self._clock.time() + TYPING_SECONDS)

    def stop_action(self) -> None:
        self._typing = ("", 0.0)

    def show_markup(self, markup: Json | None) -> None:
        """A reply keyboard stays until another one comes or it is removed."""
        if markup is None or "inline_keyboard" in markup:
            return
        self.keyboard = markup if "keyboard" in markup else None
