"""Bots fetch their updates, or say where they want them sent."""

import re
from typing import Any
from urllib.parse import urlsplit

from .bots import Bot, Webhook
from .parameters import Params
from .refusals import BadRequest, Conflict
from .updates import Update
from .uploads import Upload
from .webhooks import Courier

Json = dict[str, Any]

MOST_UPDATES = 100
LONGEST_POLL = 50
SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")

WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(bot: Bot, given: Params) -> str:
    """The updates as one JSON list. Asking with an offset confirms everything below it."""
    if bot.webhook:
        raise Conflict(WEBHOOK_ACTIVE)
    queue = bot.queue
    if "allowed_updates" in given:
        queue.allow(given["allowed_updates"])
    queue.end_polls()
    queue.confirm(given.get("offset", 0))
    limit = min(max(given.get("limit", MOST_UPDATES), 1), MOST_UPDATES)
    ready = queue.ready(limit)
    if not ready and (timeout := given.get("timeout", 0)) > 0:
        await queue.wait(min(timeout, LONGEST_POLL))
        ready = queue.ready(limit)
    return _listed(ready)


def _listed(updates: list[Update]) -> str:
    return "[" + ",".join(update.body for update in updates) + "]"


def set_webhook(courier: Courier, bot: Bot, given: Params) -> bool:
    url = given.get("url", "")
    if not url:
        return delete_webhook(courier, bot, given)
    _check_url(url)
    if "secret_token" in given and not SECRET.match(given["secret_token"]):
        raise BadRequest("secret token contains unallowed characters")
    if "allowed_updates" in given:
        bot.queue.allow(given["allowed_updates"])
    if given.get("drop_pending_updates"):
        bot.queue.clear()
    bot.queue.end_polls(Conflict("terminated by setWebhook request"))
    bot.webhook_error = None
    bot.webhook = Webhook(
        url=url,
        secret=given.get("secret_token", ""),
        max_connections=min(max(given.get("max_connections", 40), 1), 100),
        has_certificate=isinstance(given.get("certificate"), Upload),
        ip_address=given.get("ip_address", ""),
    )
    courier.start(bot)
    return True


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise BadRequest("invalid webhook URL specified")


def delete_webhook(courier: Courier, bot: Bot, given: Params) -> bool:
    courier.stop(bot)
    bot.webhook = None
    if given.get("drop_pending_updates"):
        bot.queue.clear()
    return True


def get_webhook_info(bot: Bot) -> Json:
    hook, error = bot.webhook, bot.webhook_error
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": bool(hook and hook.has_certificate),
        "pending_update_count": len(bot.queue),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        info |= {"ip_address": hook.ip_address} if hook.ip_address else {}
    if error:
        info |= {"last_error_date": error.date, "last_error_message": error.message}
    if bot.queue.allowed is not None:
        info["allowed_updates"] = bot.queue.allowed
    return info
