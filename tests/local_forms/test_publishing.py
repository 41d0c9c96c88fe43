from tests.local_forms.officers import POSYANDU


async def test_x(world, budi):
    t = budi.talk
    t.hears()
    await budi.sends(POSYANDU)
    for c in [
        "[Coba isi]",
        "[Pos]",
        "4",
        "[Kirim]",
        "[Terbitkan]",
        "/menu",
        "[Formulir]",
        "[1]",
        "[Tarik]",
        "[Ya, tarik]",
    ]:
        print("\n".join(t.hears()))
        print("---", c)
        await t.says(c)
    print("\n".join(t.hears()))
    assert 0
