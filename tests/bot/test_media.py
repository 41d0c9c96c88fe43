"""Files as they are kept: what they are by their content, and pictures without anything but the picture."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.media import examined
from bot.pictures import MOST_PIXELS, NotThis
from domain.files import LARGEST, Unfit, Wanted
from simulator.recordings import checksum, silence
from tests.attachments import (
    BORN_AT,
    CANARIES,
    HEIC,
    LETTER,
    PROGRAM,
    SONG,
    VIDEO,
    VOICE,
    archive,
    bomb,
    photo,
    picture,
    voice,
)


def why(wanted: Wanted, content: bytes) -> Unfit:
    with pytest.raises(NotThis) as not_this:
        examined(wanted, content)
    return not_this.value.why


def traces(content: bytes) -> list[str]:
    return [word for word in (*CANARIES, BORN_AT, "GPS", "Exif", "xmp") if word.encode() in content]


# --- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("wanted", [Wanted.PHOTO, Wanted.ANY])
def test_of_a_picture_only_the_picture_is_kept(kind: str, wanted: Wanted) -> None:
    sent = photo(kind)
    assert len(traces(sent)) >= 4, "the photo of this test must tell something"
    kept = examined(wanted, sent)
    assert traces(kept.content) == []
    with Image.open(io.BytesIO(kept.content)) as seen:
        assert (seen.format, seen.getexif(), seen.info.get("comment")) == (kind, {}, None)
        assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(seen.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_as_its_phone_meant_it(kind: str) -> None:
    with Image.open(io.BytesIO(examined(Wanted.PHOTO, photo(kind)).content)) as seen:
        assert seen.size == (20, 40)
        top, bottom = seen.convert("RGB").getpixel((10, 5)), seen.convert("RGB").getpixel((10, 35))
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


def test_what_can_be_seen_through_stays_so() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(examined(Wanted.PHOTO, written.getvalue()).content)) as seen:
        assert seen.getpixel((0, 0)) == (255, 0, 0, 0)


def test_words_and_colour_profiles_in_a_picture_are_gone() -> None:
    from PIL import ImageCms, PngImagePlugin

    words = PngImagePlugin.PngInfo()
    words.add_text("Author", CANARIES[0])
    words.add_itxt("Place", CANARIES[1])
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    written = io.BytesIO()
    picture().save(written, "PNG", pnginfo=words, icc_profile=profile)
    kept = examined(Wanted.PHOTO, written.getvalue()).content
    assert (traces(kept), b"iCCP" in kept) == ([], False)


def test_a_picture_with_several_inside_keeps_the_first() -> None:
    written = io.BytesIO()
    picture().save(
        written, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), "green")], exif=photo_exif()
    )
    kept = examined(Wanted.PHOTO, written.getvalue())
    with Image.open(io.BytesIO(kept.content)) as seen:
        assert (seen.format, getattr(seen, "n_frames", 1)) == ("JPEG", 1)


def photo_exif() -> Image.Exif:
    said = Image.Exif()
    said[0x013B] = CANARIES[0]
    return said


def test_a_small_file_that_would_fill_the_memory_is_refused_unopened() -> None:
    assert len(bomb()) < 10_000
    assert why(Wanted.PHOTO, bomb()) is Unfit.TOO_WIDE
    assert why(Wanted.PHOTO, bomb(MOST_PIXELS + 1, 1)) is Unfit.TOO_WIDE


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("wanted", [Wanted.PHOTO, Wanted.ANY])
def test_a_picture_that_cannot_be_cleaned_is_refused(kind: str, wanted: Wanted) -> None:
    written = io.BytesIO()
    picture().save(written, kind)
    assert why(wanted, written.getvalue()) is Unfit.FORMAT
    assert why(wanted, HEIC) is Unfit.FORMAT


def test_a_picture_that_is_cut_off_is_broken() -> None:
    assert why(Wanted.PHOTO, photo()[:300]) is Unfit.BROKEN
    assert why(Wanted.PHOTO, b"\xff\xd8\xff\xe0 a photo") is Unfit.BROKEN
    assert why(Wanted.PHOTO, b"") is Unfit.BROKEN


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells that it is damaged
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
)
def test_a_damaged_picture_is_taken_or_refused_and_never_more(kind: str, damage: list[tuple[int, int]]) -> None:
    content = bytearray(photo(kind))
    for place, value in damage:
        content[place % len(content)] = value
    try:
        kept = examined(Wanted.PHOTO, bytes(content))
    except NotThis:
        return
    assert traces(kept.content) == []


# --- Recordings ----------------------------------------------------------------------------------


def pages_of(content: bytes) -> list[bytes]:
    return [b"OggS" + page for page in content.split(b"OggS")[1:]]


def page_of(body: bytes, *, segments: bytes | None = None, flags: int = 0, serial: int = 1) -> bytes:
    """A page by hand, with a checksum that is right."""
    segments = bytes([len(body)]) if segments is None else segments
    page = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, serial, 0, 0, len(segments)) + segments + body
    return page[:22] + struct.pack("<I", checksum(page)) + page[26:]


HEAD, TAGS, *SOUND = pages_of(VOICE)
STEREO = b"OpusHead\x01\x02\x38\x01\x44\xac\x00\x00\x10\x00\x00"
SURROUND = b"OpusHead\x01\x06\x38\x01\x44\xac\x00\x00\x00\x00\x01" + bytes(8)
VORBIS = page_of(b"\x01vorbis" + bytes(23), flags=2)


@pytest.mark.parametrize("wanted", [Wanted.SOUND, Wanted.ANY])
def test_of_a_recording_only_the_sound_is_kept(wanted: Wanted) -> None:
    sent = voice()
    assert len([word for word in CANARIES if word.encode() in sent]) >= 4, "the recording must tell something"
    assert examined(wanted, sent).content == VOICE
    assert examined(wanted, sent, bare=True).content == VOICE


def test_two_recordings_of_one_phone_have_nothing_in_common_but_silence() -> None:
    one = examined(Wanted.SOUND, silence(2, "libopus 1.3", ("ENCODER=Kenari",), serial=1)).content
    assert one == examined(Wanted.SOUND, silence(2, "", (), serial=2**32 - 1)).content


def test_how_a_recording_is_to_be_played_stays_and_what_it_was_made_from_goes() -> None:
    kept = examined(Wanted.SOUND, b"".join([page_of(STEREO, flags=2), TAGS, *SOUND])).content
    head = pages_of(kept)[0][-19:]
    assert (head[9], head[10:12], head[16:18]) == (2, b"\x38\x01", b"\x10\x00")
    assert head[12:16] == struct.pack("<I", 48_000)


def test_sound_that_goes_on_over_a_page_is_taken_over_as_it_is() -> None:
    halves = page_of(b"a" * 255, segments=b"\xff"), page_of(b"b" * 9, segments=b"\x09", flags=1 | 4)
    kept = pages_of(examined(Wanted.SOUND, b"".join([HEAD, TAGS, *halves])).content)
    assert [(page[5], page[27:]) for page in kept[2:]] == [(0, b"\xff" + b"a" * 255), (5, b"\x09" + b"b" * 9)]
    assert [struct.unpack_from("<I", page, 18)[0] for page in kept] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("content", "unfit"),
    [
        (b"".join([page_of(SURROUND, flags=2), TAGS, *SOUND]), Unfit.FORMAT),
        (b"".join([HEAD, TAGS, page_of(STEREO, flags=2, serial=2), *SOUND]), Unfit.FORMAT),
        (b"".join([HEAD, TAGS, SOUND[0], page_of(b"x", serial=2)]), Unfit.FORMAT),
        (b"".join([HEAD, *SOUND]), Unfit.BROKEN),
        (b"".join([HEAD, TAGS]), Unfit.BROKEN),
        (HEAD, Unfit.BROKEN),
        (b"".join([HEAD, page_of(b"OpusTags" + b"sound", segments=b"\x08\x05"), *SOUND]), Unfit.BROKEN),
        (VOICE[:-1], Unfit.BROKEN),
        (VOICE[:-1] + b"\0", Unfit.BROKEN),  # heard differently from how it was written
        (VOICE[:70], Unfit.BROKEN),
        (VOICE.replace(b"OpusTags", b"OpusTagz"), Unfit.BROKEN),
        (b"".join([HEAD, b"Kenari", TAGS, *SOUND]), Unfit.BROKEN),
    ],
)
def test_a_recording_that_is_put_together_in_another_way_is_refused(content: bytes, unfit: Unfit) -> None:
    assert why(Wanted.SOUND, content) is unfit


@pytest.mark.parametrize("content", [SONG, VORBIS, VIDEO, LETTER, b"hanya teks"])
def test_what_cannot_be_stripped_is_no_voice_where_nothing_else_may_be_kept(content: bytes) -> None:
    with pytest.raises(NotThis) as not_this:
        examined(Wanted.SOUND if content in (SONG, VORBIS) else Wanted.ANY, content, bare=True)
    assert not_this.value.why is Unfit.FORMAT
    assert examined(Wanted.ANY, content).content == content


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4), st.integers(0, 2000))
def test_a_damaged_recording_is_refused_or_says_nothing(damage: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(silence(1, "Kenariperekam", ("ARTIST=Kenaripemotret",)))
    for place, value in damage:
        content[place % len(content)] = value
    try:
        kept = examined(Wanted.SOUND, bytes(content[: cut or None]), bare=True)
    except NotThis:
        return
    assert b"Kenari" not in kept.content


# --- What it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "content", "mime"),
    [
        (Wanted.SOUND, VOICE, "audio/ogg"),
        (Wanted.SOUND, SONG, "audio/mpeg"),
        (Wanted.VIDEO, VIDEO, "video/mp4"),
        (Wanted.ANY, LETTER, "application/pdf"),
        (Wanted.ANY, archive("isi.txt"), "application/zip"),
        (Wanted.ANY, b"nama,jumlah\nKace,3\n", "text/plain"),
        (Wanted.ANY, b"\x00\x01\x02\xff", "application/octet-stream"),
        (Wanted.ANY, VIDEO, "video/mp4"),
    ],
)
def test_what_fits_is_kept_as_it_is(wanted: Wanted, content: bytes, mime: str) -> None:
    kept = examined(wanted, content)
    assert (kept.mime, kept.content) == (mime, content)


@pytest.mark.parametrize("wanted", [Wanted.PHOTO, Wanted.SOUND, Wanted.VIDEO])
@pytest.mark.parametrize("content", [PROGRAM, LETTER, b"hanya teks"])
def test_what_is_something_else_is_refused(wanted: Wanted, content: bytes) -> None:
    assert why(wanted, content) is Unfit.KIND


def test_a_picture_is_no_recording_and_a_recording_no_picture() -> None:
    assert why(Wanted.SOUND, photo()) is Unfit.KIND
    assert why(Wanted.PHOTO, VOICE) is Unfit.KIND
    assert why(Wanted.VIDEO, VOICE) is Unfit.KIND


@pytest.mark.parametrize(
    "content",
    [
        *(PROGRAM, b"\x7fELF\x02\x01\x01", b"#!/bin/sh\nrm -rf ~\n", b"\xcf\xfa\xed\xfe\x07", b"dex\n035\x00"),
        *(archive("AndroidManifest.xml", "classes.dex"), archive("META-INF/MANIFEST.MF"), b"\x00asm\x01"),
        b"L\x00\x00\x00\x01\x14\x02\x00",
    ],
)
def test_a_program_is_no_document(content: bytes) -> None:
    assert why(Wanted.ANY, content) is Unfit.PROGRAM


def test_more_than_telegram_gives_is_refused_also_if_it_gives_it() -> None:
    assert why(Wanted.ANY, bytes(LARGEST + 1)) is Unfit.TOO_LARGE
