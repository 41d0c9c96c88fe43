"""Background work of the simulator: started and stopped in this one place."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Errands:
    """Whatever runs beside the requests. It all ends when the simulator stops serving."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # Not a TaskGroup: fixtures may start and stop the server in two tasks, which a group does not allow.
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def stop(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
