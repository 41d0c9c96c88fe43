"""Files as they are kept: what they are by their content, and pictures without anything but the picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.media import examined
from bot.pictures import MOST_PIXELS, NotThis
from domain.files import LARGEST, Unfit, Wanted
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
