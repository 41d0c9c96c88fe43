"""How Telegram says no: a status, and a sentence in its own words.

Refusal
├── BadRequest         400
├── Unauthorized       401
├── Forbidden          403
├── NotFound           404
├── Conflict           409
├── TooLarge           413
├── TooManyRequests    429, with the seconds to wait
├── Failed             5xx, made by a fault
└── NotSimulated       501, Telegram can do it and the simulator cannot
"""

import json
from typing import Any, ClassVar


class Refusal(Exception):
    """A call that is answered with an error."""

    code: ClassVar[int] = 400
    title: ClassVar[str] = "Bad Request"

    def __init__(self, why: str = "") -> None:
        self.description = f"{self.title}: {why}" if why else self.title
        super().__init__(self.description)

    @property
    def status(self) -> int:
        return self.code

    def envelope(self) -> dict[str, Any]:
        return {"ok": False, "error_code": self.status, "description": self.description}

    def body(self) -> bytes:
        return json.dumps(self.envelope(), ensure_ascii=False).encode("utf-8", "replace")


class BadRequest(Refusal):
    """The call itself is wrong."""


class Unauthorized(Refusal):
    """No bot has this token."""

    code = 401
    title = "Unauthorized"


class Forbidden(Refusal):
    """The other side does not want it, or is not there."""

    code = 403
    title = "Forbidden"


class NotFound(Refusal):
    """There is no such method, or no such file."""

    code = 404
    title = "Not Found"


class Conflict(Refusal):
    """Somebody else is already fetching this bot's updates."""

    code = 409
    title = "Conflict"


class TooLarge(Refusal):
    """The upload is larger than Telegram takes."""

    code = 413
    title = "Request Entity Too Large"


class TooManyRequests(Refusal):
    """The bot must wait before it may call again."""

    code = 429
    title = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}")
        self.retry_after = retry_after

    def envelope(self) -> dict[str, Any]:
        return {**super().envelope(), "parameters": {"retry_after": self.retry_after}}


class Failed(Refusal):
    """Telegram itself is broken for a moment."""

    title = "Internal Server Error"

    def __init__(self, status: int, as_page: bool = False) -> None:
        self._status = status
        self.as_page = as_page
        super().__init__()
        names = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
        self.description = names.get(status, "Gateway Timeout")

    @property
    def status(self) -> int:
        return self._status

    def page(self) -> bytes:
        """The same failure as the web server in front of Telegram shows it."""
        title = f"{self.status} {self.description}"
        return (
            f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
            f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        ).encode()


class NotSimulated(Refusal):
    """Telegram can do this; the simulator says so instead of pretending."""

    code = 501
    title = "Not Implemented by the simulator"
