"""Sealing: nobody without the keys can read, move or change what is kept."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path

import pytest

from storage.sealing import NONCE, Keyring, KeyringError, Shut, load_keyring, new_keyring, save_keyring

PLACE = "drafts.state.17"
WORDS = b"Ibunya ingin bicara lagi."


@pytest.fixture
def keyring() -> Keyring:
    return new_keyring()


def with_newer_key(keyring: Keyring) -> Keyring:
    return Keyring({**keyring.keys, 2: new_keyring().keys[1]}, keyring.lookup, keyring.press)


def flipped(sealed: bytes, position: int) -> bytes:
    return sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]


def test_what_was_sealed_opens_at_its_place(keyring: Keyring) -> None:
    for words in (WORDS, b"", b"\0" * 100_000):
        assert keyring.open(keyring.seal(words, PLACE), PLACE) == words


def test_nothing_of_the_words_can_be_seen_and_the_same_words_look_different_each_time(keyring: Keyring) -> None:
    first, second = keyring.seal(WORDS, PLACE), keyring.seal(WORDS, PLACE)
    assert first != second
    assert b"Ibunya" not in first


@pytest.mark.parametrize("elsewhere", ["drafts.state.18", "drafts.answers.17", "submissions.state.17", ""])
def test_moved_to_another_row_column_or_table_it_stays_shut(keyring: Keyring, elsewhere: str) -> None:
    with pytest.raises(Shut):
        keyring.open(keyring.seal(WORDS, PLACE), elsewhere)


def test_another_key_does_not_open_it(keyring: Keyring) -> None:
    with pytest.raises(Shut):
        new_keyring().open(keyring.seal(WORDS, PLACE), PLACE)


@pytest.mark.parametrize(
    "position",
    [0, 1, NONCE, 1 + NONCE, -17, -16, -1],
    ids=["key", *["nonce1", "nonce2", "words1", "words2", "tag1", "tag2"]],
)
def test_one_changed_byte_anywhere_shuts_it(keyring: Keyring, position: int) -> None:
    sealed = keyring.seal(WORDS, PLACE)
    with pytest.raises(Shut):
        keyring.open(flipped(sealed, position % len(sealed)), PLACE)


def test_cut_off_anywhere_it_stays_shut(keyring: Keyring) -> None:
    sealed = keyring.seal(WORDS, PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Shut):
            keyring.open(sealed[:length], PLACE)


def test_with_something_behind_it_it_stays_shut(keyring: Keyring) -> None:
    with pytest.raises(Shut):
        keyring.open(keyring.seal(WORDS, PLACE) + b"\0", PLACE)


def test_a_key_number_that_the_ring_does_not_have_stays_shut(keyring: Keyring) -> None:
    sealed = with_newer_key(keyring).seal(WORDS, PLACE)
    with pytest.raises(Shut):
        keyring.open(sealed, PLACE)


def test_the_error_names_the_place_and_not_the_words(keyring: Keyring) -> None:
    with pytest.raises(Shut) as shut:
        keyring.open(flipped(keyring.seal(WORDS, PLACE), 20), PLACE)
    assert str(shut.value) == PLACE


def test_the_newest_key_seals_and_all_of_them_open(keyring: Keyring) -> None:
    both = with_newer_key(keyring)
    old, new = keyring.seal(WORDS, PLACE), both.seal(WORDS, PLACE)
    assert (old[0], new[0]) == (1, 2)
    assert both.open(old, PLACE) == both.open(new, PLACE) == WORDS


def test_a_chat_is_known_by_a_keyed_hash_that_differs_by_bot(keyring: Keyring) -> None:
    assert keyring.who("staff", 7) == keyring.who("staff", 7)
    assert len({keyring.who("staff", 7), keyring.who("help", 7), new_keyring().who("staff", 7)}) == 3


# --- The file ------------------------------------------------------------------------------------


def test_the_keyring_file_is_for_this_user_only_and_reads_back(tmp_path: Path) -> None:
    ring, path = with_newer_key(new_keyring()), tmp_path / "deep" / "keys.json"
    save_keyring(ring, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_keyring(path) == ring


def test_a_keyring_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    save_keyring(new_keyring(), path)
    before = path.read_bytes()
    with pytest.raises(KeyringError, match="never overwritten"):
        save_keyring(new_keyring(), path)
    assert path.read_bytes() == before


def text(key: bytes) -> str:
    return base64.b64encode(key).decode()


GOOD = {"keys": {"1": text(b"k" * 32)}, "lookup": text(b"l" * 32), "press": text(b"p" * 32)}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'"keys"',
        json.dumps(GOOD).encode()[:-20],
        json.dumps({**GOOD, "keys": {}}).encode(),
        json.dumps({**GOOD, "keys": []}).encode(),
        json.dumps({**GOOD, "keys": {"one": GOOD["lookup"]}}).encode(),
        json.dumps({**GOOD, "keys": {"300": GOOD["lookup"]}}).encode(),
        json.dumps({**GOOD, "keys": {"1": text(b"short")}}).encode(),
        json.dumps({**GOOD, "keys": {"1": 5}}).encode(),
        json.dumps({**GOOD, "lookup": ""}).encode(),
        json.dumps({**GOOD, "lookup": text(b"l" * 65)}).encode(),
        json.dumps({**GOOD, "press": ""}).encode(),
        json.dumps({"keys": GOOD["keys"], "lookup": GOOD["lookup"]}).encode(),
    ],
)
def test_a_damaged_keyring_file_is_refused_with_the_remedy(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(damaged)
    with pytest.raises(KeyringError, match="is damaged"):
        load_keyring(path)


def test_a_keyring_that_cannot_be_read_is_said_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="No such file"):
        load_keyring(tmp_path / "absent.json")
    with pytest.raises(KeyringError, match="Is a directory"):
        load_keyring(tmp_path)
