"""Whether a bot may reach a chat, and what it finds there."""

from .bots import Bot
from .chats import Chat
from .messages import Message
from .peers import Peer
from .refusals import BadRequest, Forbidden
from .world import World


def find_peer(world: World, wanted: int | str) -> Peer:
    """By number, also one written as text; or a group by its @username."""
    if isinstance(wanted, str) and wanted.startswith("@"):
        return _named(world, wanted[1:])
    try:
        return world.peers[int(wanted)]
    except (KeyError, ValueError):
        raise BadRequest("chat not found") from None


def _named(world: World, username: str) -> Peer:
    for peer in world.peers.values():
        # A bot cannot reach a person by username, only groups and channels.
        if peer.username == username and not peer.is_person:
            return peer
    raise BadRequest("chat not found")


def reachable_chat(world: World, bot: Bot, wanted: int | str) -> Chat:
    """The chat a bot wants to write into, or why it cannot."""
    peer = find_peer(world, wanted)
    chat = bot.chat_with(peer)
    if peer.deactivated:
        raise Forbidden("user is deactivated")
    if chat.blocked:
        raise Forbidden("bot was blocked by the user")
    if not chat.opened and peer.is_person:
        raise Forbidden("bot can't initiate conversation with a user")
    if not peer.is_person and bot.id not in peer.members:
        raise Forbidden("bot is not a member of the group chat")
    return chat


def known_chat(world: World, bot: Bot, wanted: int | str) -> Chat:
    """A chat the bot has been in; it need not be open to it now."""
    chat = bot.chats.get(find_peer(world, wanted).id)
    if chat is None or not (chat.opened or chat.blocked or chat.messages):
        raise BadRequest("chat not found")
    return chat


def own_message(chat: Chat, message_id: int) -> Message:
    """A message the bot may edit."""
    message = chat.message(message_id)
    if message is None:
        raise BadRequest("message to edit not found")
    if not message.from_bot:
        raise BadRequest("message can't be edited")
    return message
