"""Who holds a lease: a process is called dead only when that is certain."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.app import take_over_from_the_dead
from bot.holder import is_dead, new_holder
from storage.database import Database
from storage.sealing import new_keyring
from tests.storage.hands import claim, put

ROOT = Path(__file__).parents[2]
A_HOLDER = "from bot.holder import new_holder; print(new_holder(), flush=True); input()"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how processes are counted")
CONTAINER = ("unshare", "--pid", "--fork", "--mount-proc")


def a_container() -> bool:
    """Whether this machine lets us number processes anew, as a container does."""
    return bool(shutil.which("unshare")) and subprocess.run([*CONTAINER, "true"], check=False).returncode == 0


@contextmanager
def a_process(*inside: str) -> Iterator[str]:
    """A process that says its name, and works until the block ends."""
    with subprocess.Popen(
        [*inside, sys.executable, "-c", A_HOLDER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("\n")


@on_linux
def test_a_process_of_this_machine_is_dead_once_it_has_ended() -> None:
    with a_process() as holder:
        assert not is_dead(holder, new_holder())
    assert is_dead(holder, new_holder())


@on_linux
def test_who_had_our_own_number_before_us_is_dead() -> None:
    ours = new_holder()
    place, number, _ = ours.split("/")
    assert is_dead(f"{place}/{number}/earlier", ours)
    assert not is_dead(ours, ours)


@pytest.mark.skipif(not a_container(), reason="processes cannot be numbered anew here")
def test_two_containers_of_one_name_do_not_call_each_other_dead() -> None:
    with a_process(*CONTAINER) as one, a_process(*CONTAINER) as other:
        assert [name.split("/")[1] for name in (one, other)] == ["1", "1"]
        assert one.partition("@")[0] == other.partition("@")[0]
        assert not is_dead(one, other)
        assert not is_dead(other, one)
        assert not is_dead(one, new_holder())
    assert not is_dead(one, new_holder())  # gone, but nobody outside can know


@pytest.mark.parametrize(
    "holder",
    [
        "suar@2222/1/a",  # another container, or the machine before it was started anew
        "suar/1/a",  # of an earlier version of Suar
        "suar@1111/x/a",
        "suar@1111",
        "another-machine@1111/1/a",
        "preparing",
        "",
    ],
)
def test_of_who_is_not_counted_with_us_nothing_is_known(holder: str) -> None:
    assert not is_dead(holder, "suar@1111/1/b")


def test_where_the_kernel_tells_nothing_nobody_is_called_dead() -> None:
    assert not is_dead("suar@/1/a", "suar@/1/b")


@on_linux
async def test_what_a_dead_process_held_is_free_at_once_and_what_a_live_one_holds_is_not(sqlite_url: str) -> None:
    ours = new_holder()
    place, number, _ = ours.split("/")
    keyring = new_keyring()
    dead, elsewhere = (
        Database(sqlite_url, keyring, holder=holder) for holder in (f"{place}/{number}/a", f"{place}x/{number}/b")
    )
    database = Database(sqlite_url, keyring, holder=ours)
    for each in (dead, elsewhere, database):
        each.deliver_through("staff", lambda letters: None)
    await put(dead, "of the dead", chat=1)
    await put(elsewhere, "of another container", chat=2)
    await take_over_from_the_dead(database)
    assert await claim(database) == ["of the dead"]
    for each in (dead, elsewhere, database):
        await each.close()
