"""What an officer hears of a file that is no good form: all of it at once, with its place and what to do."""

from __future__ import annotations

from handlers.uploading import FILE_NAME
from tests import attachments
from tests.handlers.test_penjangkauan import say_all
from tests.local_forms.officers import PETUGAS, POSYANDU, SUAR, Officer, table, workbook
from tests.transcript import READING
from tests.world import World

WRONG = """
    | survey |
    | | type              | name | label        | relevent | constraint | media::image |
    | | select_one tempat | satu | Di mana?     |          |            |              |
    | | integer           | dua  | Berapa?      |          | . > ${tig} |              |
    | | integr            | tiga | Berapa lagi? |          |            | peta.png     |
    | settings |
    | | form_id | form_title | version |
    | | coba    | Coba       | 1       |
"""
LETTERS = f"""
    | survey |
    | | type | name  | label::Indonesia (id) |
    | | file | surat | Surat tugasnya?       |
    | settings |
    | | form_id | form_title | version | default_language | namespaces | attribute::suar:untuk |
    | | surat   | Surat      | 1       | Indonesia (id)   | {SUAR} | petugas |
"""


def many_mistakes() -> str:
    rows = "\n".join(f"    | | integr | t{n} | Berapa yang hadir di tempat nomor {n}? |" for n in range(80))
    head = "\n    | survey |\n    | | type | name | label |\n"
    return f"{head}{rows}\n    | settings |\n    | | form_id | form_title |\n    | | coba | Coba |\n"


async def test_all_that_is_wrong_is_told_at_once(tono: Officer) -> None:
    await tono.sends(WRONG)
    head, *told, foot, buttons = tono.talk.shown.splitlines()
    assert (head, told[:2]) == ("⚠ Formulir ini belum bisa dipakai.", ["Yang salah: 5", ""])
    assert [each.partition(". ")[0] for each in told[2:-1]] == [
        "1 lembar survey, baris 1, kolom relevent",
        "2 lembar survey, baris 2, kolom type",
        "3 lembar survey, baris 3, kolom constraint",
        "4 lembar survey, baris 4, kolom type",
        "5 lembar survey, baris 4, kolom media::image",
    ]
    assert "Maksud Anda “relevant”?" in told[2]
    assert told[4].endswith("tidak ada pertanyaan bernama “tig” (huruf ke-5 dari: . > ▸${tig}). Maksud Anda ${tiga}?")
    assert told[6].endswith("Hapus, atau tulis daftarnya di lembar choices.")
    assert (foot, buttons) == ("Perbaiki, lalu kirim lagi berkasnya.", "[‹ Formulir] [Menu]")


async def test_they_are_told_in_the_language_of_the_reader(tono: Officer) -> None:
    await say_all(tono.talk, "/bahasa", "[English]")
    await tono.sends(WRONG)
    assert "sheet survey, row 4, column type. there is no type “integr”. Did you mean “integer”?" in tono.talk.shown


async def test_what_is_too_long_for_a_card_comes_as_a_file_too(tono: Officer) -> None:
    await tono.sends(many_mistakes())
    card = next(message for message in tono.talk.chat.messages if "Yang salah: 80" in message.text)
    assert "Semuanya ada di berkas di bawah." in card.text
    sent = [message.media["document"] for message in tono.talk.chat.messages if "document" in message.media]
    (mine,) = [document for document in sent if document["file_name"] == FILE_NAME]
    stored = tono.talk.bot.files.find(mine["file_id"])
    assert stored is not None
    written = stored.data.decode()
    assert written.count("tidak ada jenis “integr”") == 80


async def test_tables_of_text_are_forms_as_well(tono: Officer) -> None:
    await tono.sends(table(POSYANDU), "formulir.md")
    assert "Posyandu lansia · posyandu, versi 1" in tono.talk.shown


async def test_a_file_that_is_too_large_is_not_even_fetched(tono: Officer) -> None:
    await tono.sends(workbook(POSYANDU) + bytes(1_000_000))
    assert tono.talk.shown.startswith("Formulir paling besar 1 MB.")
    assert [call for call in tono.talk.world.sim.calls if call.method == "getFile"] == []


async def test_a_picture_or_a_letter_is_no_form(tono: Officer) -> None:
    await tono.sends(attachments.LETTER, "surat.pdf")
    assert tono.talk.shown.startswith("Di sini saya hanya bisa menerima teks dan tombol.")


async def test_a_question_that_asks_for_a_file_gets_it(world: World) -> None:
    budi = Officer(await world.joined("Budi", PETUGAS))
    await budi.publishes(LETTERS)
    await say_all(budi.talk, "/lapor", "[Surat]")
    await budi.sends(workbook(POSYANDU))
    assert "Periksa dulu, Bu Budi\n1 Surat tugasnya?" in budi.talk.shown


async def test_who_has_gone_on_meanwhile_finds_the_answer_beside(tono: Officer) -> None:
    tono.talk.world.sim.clock.move(READING)
    tono.talk.person.document(tono.talk.bot, workbook(POSYANDU), "formulir.xlsx")
    tono.talk.does("/menu")
    await tono.talk.world.quiet(40)
    texts = [message.text for message in tono.talk.chat.messages[-2:]]
    assert any(text.startswith("Ini menu Anda") for text in texts)
    assert any(text.startswith("Posyandu lansia") for text in texts)


async def test_one_form_is_read_at_a_time(tono: Officer) -> None:
    for _ in range(2):
        tono.talk.world.sim.clock.move(READING)
        tono.talk.person.document(tono.talk.bot, workbook(POSYANDU), "formulir.xlsx")
    await tono.talk.world.quiet(40)
    assert any("yang tadi masih dibaca" in line for line in tono.talk.hears())
    async with tono.talk.world.store() as store:
        assert await store.quarantine.count() == 0


async def test_what_is_dropped_is_gone(tono: Officer) -> None:
    await tono.sends(POSYANDU)
    await tono.talk.says("[Buang]")
    assert tono.talk.shown.startswith("Dibuang: Posyandu lansia.\n\nFormulir satker\nSatker ini belum punya formulir")
