"""Files that people and bots have sent; each bot knows them by names of its own."""

from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

Json = dict[str, Any]

LARGEST_DOWNLOAD = 20 * 1024 * 1024
FOLDERS = {
    "photo": ("photos", ".jpg"),
    "voice": ("voice", ".oga"),
    "audio": ("music", ".mp3"),
    "video": ("videos", ".mp4"),
    "video_note": ("video_notes", ".mp4"),
    "sticker": ("stickers", ".webp"),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that one bot can fetch; its `id` is useless to every other bot."""

    id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    data: bytes

    def wire(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """All files of one bot."""

    def __init__(self, bot_id: int, random: Random) -> None:
        self._bot_id = bot_id
        self._random = random
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, kind: str) -> StoredFile:
        folder, ending = FOLDERS.get(kind, ("documents", _ending(upload.name)))
        path = f"{folder}/file_{len(self._by_id)}{ending}"
        unique = sha256(upload.data + kind.encode()).hexdigest()[:16]
        name = f"{self._random.getrandbits(128):032x}{self._bot_id:x}"
        stored = StoredFile(f"AgAC{name}", f"AQAD{unique}", kind, path, upload.name, upload.mime, upload.data)
        self._by_id[stored.id] = self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot > 0 else ""
