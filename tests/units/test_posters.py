"""The poster of a unit in the chat of a petugas, and what may stand on it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from domain.hotlines import shipped_hotlines
from domain.presses import Do, Press, pack
from domain.voice import INDONESIAN, LANGUAGES, load_voices
from handlers.kit import HELP
from handlers.posters import poster_of
from handlers.unit_keys import key_of_unit
from reports.poster import draw
from tests.reports.paper import Paper, printed
from tests.transcript import Talk
from tests.units.saying import say_all
from tests.world import AIR_MESU, BARUGA, World

TODAY = date(2026, 11, 22)
MARKS = r"bnn|narko|narcot|drug|obat|rehab|pecandu|adict|addict|sabu|pengguna|korban|polisi|police|lapor"


async def the_poster(world: World, language: str = INDONESIAN, today: date = TODAY) -> Paper:
    async with world.store() as store:
        unit = await store.places.unit(AIR_MESU)
        assert unit is not None
        made = await poster_of(store, unit, "ruang_tanya_bot", shipped_hotlines(), load_voices()[language], today)
    return printed(draw(made))


async def keeps_line(world: World, line: str, scope: str, coverage: str = "provinsi") -> None:
    """Budi has tried it two days ago."""
    await world.sql(
        "insert into hotlines (number, satker, name, line, hours, scope, coverage, active, checked_on) values"
        " (:line, 'BNNK-PGK', 'Layanan narkoba BNN', :line, '24 jam', :scope, :coverage, true, '2026-11-20')",
        line=line,
        scope=scope,
        coverage=coverage,
    )


async def test_a_petugas_gets_the_poster_into_the_chat(programme_world: World, budi: Talk) -> None:
    await say_all(budi, "/menu", "[Unit]", "[Air Mesu Timur]")
    await budi.plays("""
        budi: [Poster]
        bot: (berkas) Poster Air Mesu Timur, ukuran A4. Cetak, lalu coba dulu kodenya dengan HP Anda.
    """)
    sent = budi.chat.answer.media["document"]
    assert sent["file_name"] == f"poster-{AIR_MESU}.pdf"
    stored = budi.bot.files.find(sent["file_id"])
    assert stored is not None
    paper = printed(stored.data)
    assert paper.codes == ["https://t.me/ruang_tanya_bot?start=u_1904032004"]
    assert budi.chat.messages[-2].text.startswith(f"Air Mesu Timur · {AIR_MESU}")  # the card is where it was


async def test_nobody_gets_the_poster_of_a_unit_that_is_not_theirs(programme_world: World, budi: Talk) -> None:
    rina = await programme_world.joined("Rina")
    key = programme_world.running.database.keyring.press
    for talk, unit in ((budi, BARUGA), (rina, AIR_MESU)):
        await talk.says("/menu")
        forged = pack(Press(Do.UNIT_POSTER, key_of_unit(unit)), programme_world.who(talk), key)
        talk.person.press(talk.bot, data=forged, message_id=talk.chat.answer.id)
        await programme_world.quiet()
        assert talk.shown.startswith("Unit itu tidak ada di satker Anda.")
        assert not any("document" in message.media for message in talk.chat.messages)


async def test_where_no_help_bot_runs_no_poster_is_offered(
    programme_world: World, budi: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(programme_world.running.kit.bots, HELP)  # type: ignore[arg-type]  # as with --only staff
    await say_all(budi, "/menu", "[Unit]", "[Air Mesu Timur]")
    assert "[Undang agen]\n" in budi.shown


# --- What stands on it ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_on_it_marks_whoever_looks_at_it(programme_world: World, language: str) -> None:
    await keeps_line(programme_world, "112", "darurat")
    paper = await the_poster(programme_world, language)
    assert "112" in paper.text
    assert re.findall(MARKS, paper.text.casefold()) == []


async def test_it_says_what_nobody_can_hide_and_what_its_code_tells(programme_world: World) -> None:
    paper = await the_poster(programme_world)
    assert "Telegram, dan orang yang memegang HP Anda, tetap bisa melihat obrolannya." in paper.text
    assert "Kode ini menyebut Air Mesu Timur kepada yang menjawab" in paper.text
    assert "t.me/ruang_tanya_bot" in paper.text


@pytest.mark.parametrize(
    ("kept", "numbers"),
    [
        ((), "119"),
        (("112", "darurat"), "112 atau 119"),
        (("112", "darurat", "nasional"), "112 atau 119"),
        (("112", "darurat", "satker"), "119"),  # it works in the town of the satker, the poster hangs outside of it
        (("112", "jiwa"), "119"),  # a line for something else
        (("0717-123456", "darurat"), "119"),  # paper says nothing that a petugas has worded, or may forget
        (("0717-123456", "medis"), "119"),
    ],
)
async def test_the_numbers_on_it_work_where_it_hangs(
    programme_world: World, kept: tuple[str, ...], numbers: str
) -> None:
    if kept:
        await keeps_line(programme_world, *kept)
    assert (await the_poster(programme_world)).text.endswith(f"Telepon {numbers}")


@pytest.mark.parametrize("change", ["satker = 'BNNP-SULTRA'", "checked_on = '2026-08-01'", "checked_on = null"])
async def test_112_of_another_place_or_that_nobody_has_tried_for_long_is_not_on_it(
    programme_world: World, change: str
) -> None:
    await keeps_line(programme_world, "112", "darurat")
    await programme_world.sql(f"update hotlines set {change}")  # noqa: S608  # one of the above
    assert (await the_poster(programme_world)).text.endswith("Telepon 119")
