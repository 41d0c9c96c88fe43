"""What bots can ask and tell about themselves, about chats and about files."""

import re
from typing import Any

from .bots import Bot
from .parameters import Params
from .reaching import known_chat, reachable_chat
from .refusals import BadRequest
from .uploads import LARGEST_DOWNLOAD
from .world import World

Json = dict[str, Any]

COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def get_me(world: World, bot: Bot, given: Params) -> Json:
    return {
        **bot.as_user,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, bot: Bot, given: Params) -> Json:
    chat = known_chat(world, bot, given["chat_id"])
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**chat.header, **full}


def leave_chat(world: World, bot: Bot, given: Params) -> bool:
    chat = reachable_chat(world, bot, given["chat_id"])
    if chat.peer.is_person:
        raise BadRequest("chat member status can't be changed in private chats")
    chat.peer.members.discard(bot.id)
    chat.opened = False
    world.journal.note("left", "bot", bot, chat)
    gone = membership(world, bot, chat.header, by=bot.as_user, before="member", after="left")
    world.deliver(bot, "my_chat_member", gone, (chat.peer.id, "message"))
    return True


def membership(world: World, bot: Bot, chat: Json, *, by: Any, before: str, after: str) -> Json:
    """A change of the bot's own place in a chat."""
    return {
        "chat": chat,
        "from": by,
        "date": world.unix(),
        "old_chat_member": _member(bot, before),
        "new_chat_member": _member(bot, after),
    }


def _member(bot: Bot, status: str) -> Json:
    # Who is banned says until when; 0 means for good.
    return {"user": bot.as_user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def get_file(world: World, bot: Bot, given: Params) -> Json:
    stored = bot.files.find(given["file_id"])
    if stored is None:
        raise BadRequest("invalid file_id")
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise BadRequest("file is too big")
    return {**stored.wire(), "file_path": stored.path}


def set_my_commands(world: World, bot: Bot, given: Params) -> bool:
    commands = [_command(one) for one in given["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    place = _place(given)
    if commands:
        bot.commands[place] = commands
    else:
        bot.commands.pop(place, None)
    return True


def get_my_commands(world: World, bot: Bot, given: Params) -> list[Json]:
    return bot.commands.get(_place(given), [])


def delete_my_commands(world: World, bot: Bot, given: Params) -> bool:
    bot.commands.pop(_place(given), None)
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict) or "command" not in given or "description" not in given:
        raise BadRequest("can't parse BotCommand: Can't find field \"command\"")
    name = str(given["command"]).removeprefix("/")
    if not COMMAND.match(name):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not 1 <= len(str(given["description"]).strip()) <= LONGEST_DESCRIPTION:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": str(given["description"])}


def _place(given: Params) -> tuple[str, str]:
    """Commands are kept by scope and language."""
    scope = given.get("scope") or {"type": "default"}
    kind = scope.get("type", "")
    if kind not in SCOPES:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    written = " ".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return written, given.get("language_code", "")
