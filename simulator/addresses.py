"""Which addresses Telegram takes behind a link or a button."""

import re

SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d)")
GOOD_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
HOST = re.compile(r"^(?:[^/?#@]*@)?((?:[\w-]+\.)+[\w-]{2,}|localhost|\[[0-9a-fA-F:]+\])\.?(?::\d+)?(?:[/?#]|$)")


def wrong_address(url: str) -> str:
    """What is wrong with it, in Telegram's words; empty if nothing is."""
    if not url:
        return "URL host is empty"
    scheme = SCHEME.match(url)
    if scheme is None:
        return "" if HOST.match(url) and not url.startswith("localhost") else "Wrong HTTP URL"
    if scheme.group(1).lower() not in GOOD_SCHEMES:
        return "Unsupported URL protocol"
    if scheme.group(1).lower() not in ("http", "https"):
        return ""
    return "" if HOST.match(url[scheme.end() :].removeprefix("//")) else "Wrong HTTP URL"
