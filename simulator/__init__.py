"""A stand-in for Telegram over HTTP, for people who write bots."""

from . import forwards as forwards
from .bots import Bot
from .calls import Call
from .chats import Chat
from .faults import Fault
from .groups import Group
from .journal import Event, NeverHappened
from .limits import RateLimits, Violation
from .messages import Button, Message, Press
from .people import Person
from .phone import NoSuchButton, NoSuchMessage, NotPossible
from .simulation import Simulator
from .webhooks import Patience

__all__ = [
    "Bot",
    "Button",
    "Call",
    "Chat",
    "Event",
    "Fault",
    "Group",
    "Message",
    "NeverHappened",
    "NoSuchButton",
    "NoSuchMessage",
    "NotPossible",
    "Patience",
    "Person",
    "Press",
    "RateLimits",
    "Simulator",
    "Violation",
]
