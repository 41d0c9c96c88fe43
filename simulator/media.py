"""Photos, documents and voices that bots send: uploaded, sent again by file_id, or attached."""

from typing import Any

from .bots import Bot
from .parameters import Params
from .pictures import is_picture, picture_size
from .recordings import is_recording, seconds_of
from .refusals import BadRequest, NotSimulated, TooLarge
from .uploads import StoredFile, Upload

Json = dict[str, Any]

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024


def photo_media(bot: Bot, given: Upload | str, params: Params) -> Json:
    stored = _stored(bot, given, params, "photo")
    if stored.kind != "photo":
        raise BadRequest(f"can't use file of type {stored.kind.capitalize()} as Photo")
    media = photo_of(stored)
    if params.get("has_spoiler"):
        media["has_media_spoiler"] = True
    return media


def document_media(bot: Bot, given: Upload | str, params: Params) -> Json:
    stored = _stored(bot, given, params, "document")
    if stored.kind != "document":
        raise BadRequest(f"can't use file of type {stored.kind.capitalize()} as Document")
    return document_of(stored)


def voice_media(bot: Bot, given: Upload | str, params: Params) -> Json:
    stored = _stored(bot, given, params, "voice")
    if stored.kind != "voice":
        raise BadRequest(f"can't use file of type {stored.kind.capitalize()} as VoiceNote")
    if not is_recording(stored.data):
        raise NotSimulated("voices of another kind than OGG with Opus, which Telegram may show as files")
    return voice_of(stored, params.get("duration"))


def voice_of(stored: StoredFile, seconds: int | None = None) -> Json:
    length = seconds_of(stored.data) if seconds is None else seconds
    return {"voice": {**stored.wire(), "duration": length, "mime_type": "audio/ogg"}}


def photo_of(stored: StoredFile) -> Json:
    width, height = picture_size(stored.data)
    return {"photo": [{**stored.wire(), "width": width, "height": height}]}


def document_of(stored: StoredFile) -> Json:
    return {"document": {**stored.wire(), "file_name": stored.name, "mime_type": stored.mime}}


def _stored(bot: Bot, given: Upload | str, params: Params, kind: str) -> StoredFile:
    if isinstance(given, str) and given.startswith("attach://"):
        given = _attached(params, given.removeprefix("attach://"))
    if isinstance(given, Upload):
        _check_upload(given, kind)
        return bot.files.keep(given, kind)
    if given.startswith(("http://", "https://")):
        raise NotSimulated("fetching a file from an address")
    stored = bot.files.find(given)
    if stored is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    return stored


def _attached(params: Params, name: str) -> Upload:
    attached = params.get("attached", {}).get(name)
    if not isinstance(attached, Upload):
        raise BadRequest("wrong file identifier/HTTP URL specified")
    return attached


def _check_upload(upload: Upload, kind: str) -> None:
    if not upload.data:
        raise BadRequest("file must be non-empty")
    if len(upload.data) > (LARGEST_PHOTO if kind == "photo" else LARGEST_DOCUMENT):
        raise TooLarge()
    if kind == "photo" and not is_picture(upload.data):
        raise BadRequest("IMAGE_PROCESS_FAILED")
