"""A group: enough of one to see what a bot does in it."""

from .about import membership
from .bots import Bot
from .messages import Message
from .peers import Json, Peer
from .people import Person
from .texts import formatted
from .world import World


class Group:
    """Bots are put into it and write in it; each bot has its own view."""

    def __init__(self, world: World, peer: Peer) -> None:
        self._world = world
        self.peer = peer
        self.id = peer.id

    def add(self, bot: Bot, by: Person) -> None:
        """Put a bot into the group: it learns of it twice, as a member and as a message."""
        chat = bot.chat_with(self.peer)
        self.peer.members.add(bot.id)
        chat.opened = True
        self._tell(bot, by, "left", "member")
        self._send(bot, by, extras={"new_chat_members": [bot.as_user], "new_chat_member": bot.as_user})

    def remove(self, bot: Bot, by: Person) -> None:
        self.peer.members.discard(bot.id)
        bot.chat_with(self.peer).opened = False
        self._tell(bot, by, "member", "kicked")

    def write(self, person: Person, text: str) -> list[Message]:
        """Every bot in the group reads it."""
        said = formatted(text)
        inside = [bot for bot in self._world.bots.values() if bot.id in self.peer.members]
        return [self._send(bot, person, text=said.text, entities=said.entities) for bot in inside]

    def _tell(self, bot: Bot, by: Person, before: str, after: str) -> None:
        header = bot.chat_with(self.peer).header
        update = membership(self._world, bot, header, by=by.peer.as_user(), before=before, after=after)
        self._world.deliver(bot, "my_chat_member", update, (self.id, "message"))

    def _send(
        self,
        bot: Bot,
        by: Person,
        text: str = "",
        entities: tuple[Json, ...] = (),
        extras: Json | None = None,
    ) -> Message:
        chat = bot.chat_with(self.peer)
        message = Message(
            id=bot.next_message_id(),
            from_bot=False,
            sent=self._world.unix(),
            text=text,
            entities=entities,
            sender=by.peer.as_user(),
            chat=chat.header,
            extras=extras or {},
            version=self._world.journal.next_version(),
        )
        chat.show(message)
        self._world.journal.note("sent", "person", bot, chat, message=message)
        self._world.deliver(bot, "message", message.wire(), (self.id, "message"))
        return message
