"""What can be done over HTTP: a table of names, each with a short function over the request's JSON."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from .bots import Bot
from .cast import Cast
from .faults import Fault, Faults
from .limits import Limits
from .messages import Message, Press
from .people import Person
from .phone import NotPossible
from .sends import SENDS, Send
from .views import bot_view, chat_view, message_view, peer_view
from .world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts of a simulator that the outside may move."""

    world: World
    cast: Cast
    faults: Faults
    limits: Limits


Action = Callable[[Stage, Json], Json]


def do(stage: Stage, name: str, asked: Json) -> Json:
    action = ACTIONS.get(name)
    if action is None:
        raise NotPossible(f"no such action: {name}")
    return action(stage, asked)


def _add_bot(stage: Stage, asked: Json) -> Json:
    bot = stage.world.add_bot(asked["token"], asked["username"], asked.get("name") or asked["username"])
    return {"bot": bot_view(bot)}


def _add_person(stage: Stage, asked: Json) -> Json:
    person = stage.cast.add_person(
        asked["name"],
        asked.get("language"),
        asked.get("last_name", ""),
        asked.get("username"),
        asked.get("id"),
    )
    return {"person": peer_view(person.peer)}


def _add_group(stage: Stage, asked: Json) -> Json:
    return {"group": peer_view(stage.cast.add_group(asked["title"], asked.get("username")).peer)}


def _both(stage: Stage, asked: Json) -> tuple[Person, Bot]:
    return stage.cast.find_person(asked["person"]), stage.world.find_bot(str(asked["bot"]))


def _done(result: Message | Press | None = None) -> Json:
    if isinstance(result, Message):
        return {"message": message_view(result)}
    if isinstance(result, Press):
        return {"press": {"id": result.id, "message_id": result.message_id, "data": result.data}}
    return {}


def _open(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    return _done(person.open(bot, asked.get("start")))


def _write(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    return _done(person.write(bot, asked["text"], asked.get("reply_to")))


def _press(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    pressed = person.press(bot, asked.get("label"), data=asked.get("data"), message_id=asked.get("message_id"))
    return _done(pressed)


def _edit(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    return _done(person.edit(bot, asked["message_id"], asked["text"]))


def _delete(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    person.delete(bot, asked["message_id"])
    return {}


def _clear(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    person.clear(bot)
    return {}


def _sending(send: Send) -> Action:
    def action(stage: Stage, asked: Json) -> Json:
        person, bot = _both(stage, asked)
        return _done(send(person, bot, asked))

    return action


def _album(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    photos = [b64decode(data) for data in asked["photos"]]
    return {"messages": [message_view(one) for one in person.album(bot, photos, asked.get("caption", ""))]}


def _block(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    person.block(bot)
    return {}


def _unblock(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    person.unblock(bot)
    return {}


def _deactivate(stage: Stage, asked: Json) -> Json:
    stage.cast.find_person(asked["person"]).deactivate()
    return {}


def _group_add(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    stage.cast.groups[int(asked["group"])].add(bot, person)
    return {}


def _group_remove(stage: Stage, asked: Json) -> Json:
    person, bot = _both(stage, asked)
    stage.cast.groups[int(asked["group"])].remove(bot, person)
    return {}


def _group_write(stage: Stage, asked: Json) -> Json:
    person = stage.cast.find_person(asked["person"])
    stage.cast.groups[int(asked["group"])].write(person, asked["text"])
    return {}


def _together(stage: Stage, asked: Json) -> Json:
    with stage.world.together():
        return {"results": [do(stage, one["do"], asked | one) for one in asked["actions"]]}


def _update(stage: Stage, asked: Json) -> Json:
    bot = stage.world.find_bot(str(asked["bot"]))
    return {"update_id": bot.queue.put_raw(asked["update"], (0, "raw")).id}


def _clock(stage: Stage, asked: Json) -> Json:
    stage.world.clock.move(timedelta(seconds=float(asked.get("seconds", 0))))
    return {"now": stage.world.clock.now().isoformat()}


def _fault(stage: Stage, asked: Json) -> Json:
    known = {field.name for field in fields(Fault)}
    stage.faults.add(Fault(**{name: value for name, value in asked.items() if name in known}))
    return {"active": len(stage.faults.active)}


def _no_faults(stage: Stage, asked: Json) -> Json:
    stage.faults.clear()
    return {"active": 0}


def _limits(stage: Stage, asked: Json) -> Json:
    stage.limits.enforce(bool(asked["enforce"]))
    return {"enforced": stage.limits.enforced, "violations": len(stage.limits.violations)}


def _chat(stage: Stage, asked: Json) -> Json:
    bot = stage.world.find_bot(str(asked["bot"]))
    chat = stage.cast.find_chat(str(asked["bot"]), asked["person"])
    return chat_view(bot, chat, int(asked.get("since", 0)))


ACTIONS: Mapping[str, Action] = {
    "bots": _add_bot,
    "people": _add_person,
    "groups": _add_group,
    "open": _open,
    "write": _write,
    "press": _press,
    "edit": _edit,
    "delete": _delete,
    "clear": _clear,
    **{name: _sending(send) for name, send in SENDS.items()},
    "album": _album,
    "block": _block,
    "unblock": _unblock,
    "deactivate": _deactivate,
    "group/add": _group_add,
    "group/remove": _group_remove,
    "group/write": _group_write,
    "together": _together,
    "update": _update,
    "clock": _clock,
    "faults": _fault,
    "faults/clear": _no_faults,
    "limits": _limits,
    "chat": _chat,
}
