"""Databases with compiled forms, to be copied: compiled once for all workers of a run."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.world import prepare_database


@dataclass(frozen=True)
class Templates:
    """A folder that all workers share."""

    folder: Path

    def sqlite(self, name: str, *folders: Path) -> Path:
        """An SQLite database that knows the forms in these folders; whoever comes first makes it."""
        path = self.folder / f"{name}.db"
        with self._alone(name):
            if not path.exists():
                asyncio.run(prepare_database(f"sqlite:///{path}.new", *folders))
                path.with_name(f"{path.name}.new").rename(path)
        return path

    def postgres(self, url: str, name: str, *folders: Path) -> None:
        """The same in a PostgreSQL database that is empty yet."""
        asyncio.run(prepare_database(url, *folders, known=f"sqlite:///{self.sqlite(name, *folders)}"))

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
