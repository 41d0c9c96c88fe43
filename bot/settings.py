"""Settings, from the environment or a `.env` file. Nothing else reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from dotenv import dotenv_values

HOLIDAYS = ("keep", "joint", "ignore")
TOKEN = re.compile(r"\d+:[\w-]+")
OFFICIAL = "https://api.telegram.org"

TransportName = Literal["aiogram", "ptb"]


class BadSetting(Exception):
    """A setting is missing or wrong. The text names the variable and the remedy."""


@dataclass(frozen=True)
class Listen:
    """Where the web server listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Settings:
    """What can be set, with what holds when nothing is."""

    staff_token: str = ""
    help_token: str = ""
    staff_transport: TransportName = "aiogram"
    help_transport: TransportName = "ptb"
    telegram_api: str = OFFICIAL
    database_url: str = "sqlite:///var/suar.db"
    keys: Path = Path("var/keys.json")
    case_keys: str = ""  # a URL; empty: a file beside the database
    case_keys_copy: Path | None = None
    audit_anchor: Path | None = None
    webhook_url: str = ""
    webhook_listen: Listen = Listen("127.0.0.1", 8080)
    forms: Path | None = None
    rules: Path | None = None
    help_satker: str = ""
    holidays: Literal["keep", "joint", "ignore"] = "keep"
    clock: Path | None = None
    log: Literal["text", "json"] = "text"

    @property
    def anchors(self) -> Path:
        """The file of the audit's anchors: beside the keyring, unless it is named."""
        return self.audit_anchor or self.keys.with_name("audit.anchors")

    def library(self, bot: str) -> TransportName:
        """The library through which a bot speaks with Telegram."""
        return self.staff_transport if bot == "staff" else self.help_transport

    def token(self, bot: str) -> str:
        """The token of a bot. Raises `BadSetting` when there is none."""
        token = self.staff_token if bot == "staff" else self.help_token
        if not token:
            name = f"SUAR_{bot.upper()}_TOKEN"
            raise BadSetting(f"{name} is missing: ask @BotFather in Telegram for a token and put it in .env.")
        return token


def unknown_token(bot: str) -> str:
    """What to do about a token that Telegram does not know."""
    return f"Telegram does not know SUAR_{bot.upper()}_TOKEN: copy it anew from @BotFather."


def environment(folder: Path = Path()) -> dict[str, str]:
    """The variables that count: `.env` in this folder, and over it the environment. Raises `BadSetting`."""
    file = dotenv_values(stream=StringIO(_text_of(folder / ".env")))
    return {**{name: value for name, value in file.items() if value is not None}, **os.environ}


def _text_of(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig")  # editors on Windows put a mark before the first line
    except FileNotFoundError:
        return ""
    except OSError as failed:
        raise BadSetting(f"{path} cannot be read ({failed.strerror}): make it a file that you may read.") from None
    except UnicodeDecodeError:
        raise BadSetting(f"{path} is not UTF-8: save it anew as plain text in UTF-8.") from None
    if "\0" in text:
        raise BadSetting(f"{path} is no plain text: write it anew.")
    return text


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Settings from variables. Raises `BadSetting` with one sentence for the first that is wrong."""
    value = {name: text.strip() for name, text in variables.items() if name.startswith("SUAR_") and text.strip()}
    _check_readable(value)
    _check_different(value)
    return Settings(
        staff_token=_token(value, "SUAR_STAFF_TOKEN"),
        help_token=_token(value, "SUAR_HELP_TOKEN"),
        staff_transport=cast(TransportName, _one_of(value, "SUAR_STAFF_TRANSPORT", ("aiogram", "ptb"))),
        help_transport=cast(TransportName, _one_of(value, "SUAR_HELP_TRANSPORT", ("ptb", "aiogram"))),
        telegram_api=_url(value, "SUAR_TELEGRAM_API", ("http", "https")) or OFFICIAL,
        database_url=_database(value),
        keys=Path(value.get("SUAR_KEYS", "var/keys.json")),
        case_keys=_case_keys(value),
        case_keys_copy=_case_keys_copy(value),
        audit_anchor=Path(value["SUAR_AUDIT_ANCHOR"]) if "SUAR_AUDIT_ANCHOR" in value else None,
        webhook_url=_url(value, "SUAR_WEBHOOK_URL", ("https", "http")),
        webhook_listen=_listen(value),
        forms=_folder(value, "SUAR_FORMS"),
        rules=_folder(value, "SUAR_RULES"),
        help_satker=value.get("SUAR_HELP_SATKER", ""),
        holidays=cast(Literal["keep", "joint", "ignore"], _one_of(value, "SUAR_HOLIDAYS", HOLIDAYS)),
        clock=_clock(value),
        log=cast(Literal["text", "json"], _one_of(value, "SUAR_LOG", ("text", "json"))),
    )


def _token(value: Mapping[str, str], name: str) -> str:
    token = value.get(name, "")
    if token and not TOKEN.fullmatch(token):
        raise BadSetting(f"{name} is not a bot token: copy it whole from @BotFather, like 123456:ABC-def.")
    return token


def _check_readable(value: Mapping[str, str]) -> None:
    for name, text in value.items():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BadSetting(f"{name} is not UTF-8: set it anew.") from None


def _check_different(value: Mapping[str, str]) -> None:
    """The wall between the two sides begins with two bots."""
    staff, help_bot = (value.get(f"SUAR_{bot}_TOKEN", "").partition(":")[0] for bot in ("STAFF", "HELP"))
    if staff and staff == help_bot:
        raise BadSetting("SUAR_HELP_TOKEN is of the same bot as SUAR_STAFF_TOKEN: make a second bot with @BotFather.")


def _one_of(value: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    chosen = value.get(name, known[0])
    if chosen not in known:
        raise BadSetting(f"{name} is {chosen!r}: set it to {' or '.join(known)}.")
    return chosen


def _url(value: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    url = value.get(name, "").rstrip("/")
    if url and not _is_web_address(url, schemes):
        raise BadSetting(f"{name} is not a web address: write it like {schemes[0]}://example.org.")
    return url


def _is_web_address(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        return parts.scheme in schemes and bool(host) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:  # a bracket without its end, a port that is no number, a host that can be none
        return False


def _database(value: Mapping[str, str]) -> str:
    url = value.get("SUAR_DATABASE_URL", Settings.database_url)
    if url.partition(":")[0].partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise BadSetting("SUAR_DATABASE_URL must begin with sqlite:/// or postgresql://, like sqlite:///var/suar.db.")
    return url


def _case_keys(value: Mapping[str, str]) -> str:
    """A path, or the URL of a PostgreSQL database that is not the main one."""
    text = value.get("SUAR_CASE_KEYS", "")
    if text and text == value.get("SUAR_DATABASE_URL"):
        raise BadSetting(
            "SUAR_CASE_KEYS must not be the main database: keys there would be in its backups. Name another."
        )
    return text if "://" in text or not text else f"sqlite:///{text}"


def _case_keys_copy(value: Mapping[str, str]) -> Path | None:
    text = value.get("SUAR_CASE_KEYS_COPY")
    if text is None:
        return None
    if text in {value.get("SUAR_CASE_KEYS"), value.get("SUAR_KEYS")} or Path(text).is_dir():
        raise BadSetting("SUAR_CASE_KEYS_COPY must be a file of its own, on another disk: name one.")
    return Path(text)


def _listen(value: Mapping[str, str]) -> Listen:
    text = value.get("SUAR_WEBHOOK_LISTEN")
    if text is None:
        return Settings.webhook_listen
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
        raise BadSetting("SUAR_WEBHOOK_LISTEN must be host:port, like 127.0.0.1:8080.")
    return Listen(host, int(port))


def _folder(value: Mapping[str, str], name: str) -> Path | None:
    text = value.get(name)
    if text is not None and not Path(text).is_dir():
        raise BadSetting(f"{name}: there is no folder {text}; make it, or take the setting out.")
    return Path(text) if text is not None else None


def _clock(value: Mapping[str, str]) -> Path | None:
    text = value.get("SUAR_CLOCK")
    if text is None:
        return None
    if not text.startswith("file:") or not text.removeprefix("file:"):
        raise BadSetting("SUAR_CLOCK must be file:PATH (for demo and tests only); take it out to use the real time.")
    return Path(text.removeprefix("file:"))
