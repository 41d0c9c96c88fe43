"""What is shown of a form of a satker: what it is, how far it has come, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from conversations.local_form import About, from_json
from conversations.problems import Problem
from domain.form_privacy import shipped_privacy
from domain.local_forms import MARK, State
from domain.messages import Button, Message, Rows
from domain.presses import Do
from domain.territory import zone_name
from domain.voice import escaped, phrase
from handlers.chat import Chat
from storage.local_forms import LocalForm

MOST_NOTES = 5
MOST_TELLING = 12
ROLES = {"agen": phrase("agen"), "petugas": phrase("petugas")}
SECOND_LOOK = phrase("Formulir ini menanyakan hal yang bisa mengenali orang:")
WHY_SECOND = phrase("Karena itu satu petugas lain harus menyetujui dulu. NIK dan nomor HP tetap tidak disimpan.")

STANDS: Mapping[State, str] = {
    State.TRIED: phrase("Belum terbit. Coba isi dulu."),
    State.WAITING: phrase("Menunggu persetujuan petugas lain. Dikirim {by}, {sent}."),
    State.PUBLISHED: phrase("Terbit sejak {published}, oleh {by}."),
    State.REPLACED: phrase("Diganti versi yang lebih baru, {ended}."),
    State.WITHDRAWN: phrase("Ditarik {ended}, oleh {ended_by}."),
    State.REFUSED: phrase("Tidak disetujui oleh {ended_by}, {ended}."),
    State.DROPPED: phrase("Dibuang {ended}."),
}


def card(chat: Chat, form: LocalForm, above: Sequence[str] = ()) -> Message:
    """The card of its sender, or of any officer of the satker."""
    return Message("\n".join(_lines(chat, form, above)), (*_choices(chat, form), last_row(chat)))


def second_card(chat: Chat, form: LocalForm) -> Message:
    """The card of the second officer."""
    rows = (
        (chat.button("Coba isi", Do.LOCAL_TRY, form.id),),
        (chat.button("Setujui", Do.LOCAL_RELEASE, form.id), chat.button("Tolak", Do.LOCAL_REFUSE, form.id)),
        (chat.button("‹ Formulir menunggu", Do.LOCAL_WAITING), chat.button("Menu", Do.MENU)),
    )
    return Message("\n".join(_lines(chat, form, [escaped(form.satker_name)])), rows)


def last_row(chat: Chat) -> tuple[Button, ...]:
    return (chat.button("‹ Formulir", Do.LOCAL_FORMS), chat.button("Menu", Do.MENU))


def notes(chat: Chat, warnings: Sequence[Problem], before: str) -> list[str]:
    """What the author should know of it, and which version it would replace."""
    lines = [f"• {escaped(each.said(chat.voice))}" for each in warnings[:MOST_NOTES]]
    if lines:
        lines = [chat.voice.say("Catatan: {n}", n=len(warnings)), *lines, ""]
    if before:
        lines += [
            chat.voice.say(
                "Ini menggantikan versi {version}. Draf yang sudah dimulai tetap di versi lama.", version=before
            ),
            "",
        ]
    return lines


def author_id(form: LocalForm) -> str:
    """What its author calls it."""
    return form.form.rpartition(MARK)[2]


# --- The text -------------------------------------------------------------------------------------


def _lines(chat: Chat, form: LocalForm, above: Sequence[str]) -> Iterator[str]:
    say, about = chat.voice.say, from_json(form.about)
    yield from above
    yield say("<b>{title}</b> · {id}, versi {version}", title=form.title, id=author_id(form), version=form.version)
    yield stands(chat, form)
    if form.state in {State.PUBLISHED, State.WITHDRAWN}:
        yield say("Laporan: {n}", n=form.reports)
    yield ""
    yield from _about(chat, about)
    yield from telling(chat, about, is_open=form.state in {State.TRIED, State.WAITING})


def stands(chat: Chat, form: LocalForm) -> str:
    """How far it has come, in one line."""
    said = chat.voice.say(
        STANDS[form.state],
        by=form.by,
        sent=_moment(chat, form.sent_at),
        published=_moment(chat, form.published_at),
        ended=_moment(chat, form.ended_at),
        ended_by=form.ended,
    )
    second = f" {chat.voice.say('Disetujui {second}.', second=form.second)}" if form.second else ""
    return said + second


def _moment(chat: Chat, moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(chat.zone)
    return chat.voice.moment(local, zone_name(chat.zone))


def _about(chat: Chat, about: About) -> Iterator[str]:
    say = chat.voice.say
    yield say("Untuk: {roles}", roles=", ".join(say(ROLES.get(role, role)) for role in about.audience))
    yield say("Pertanyaan: {n}", n=about.questions)
    if about.repeats:
        yield say("Kartu per laporan: {least} atau lebih, karena ada yang diulang", least=about.least)
    elif about.least == about.most:
        yield say("Kartu per laporan: {least}", least=about.least)
    else:
        yield say("Kartu per laporan: {least} sampai {most}", least=about.least, most=about.most)
    if about.minutes and about.repeats:
        yield say("Kira-kira {n} menit atau lebih, karena ada yang diulang", n=about.minutes)
    elif about.minutes:
        yield say("Kira-kira {n} menit, kalau semua diisi", n=about.minutes)
    if about.languages:
        yield say("Bahasa: {languages}", languages=", ".join(about.languages))
    if about.lists:
        yield say("Daftar dari Suar: {lists}", lists=", ".join(about.lists))


def telling(chat: Chat, about: About, *, is_open: bool) -> Iterator[str]:
    """Which questions want a second pair of eyes, and why."""
    if not about.telling:
        return
    yield ""
    yield chat.voice.say(SECOND_LOOK)
    privacy = shipped_privacy()
    for each in about.telling[:MOST_TELLING]:
        kinds = ", ".join(privacy.label(kind, chat.voice.language) for kind in each.kinds)
        yield f"• “{escaped(each.label)}”: {escaped(kinds)}"
    if len(about.telling) > MOST_TELLING:
        yield chat.voice.say("… dan {n} lagi", n=len(about.telling) - MOST_TELLING)
    if is_open:
        yield chat.voice.say(WHY_SECOND)


# --- The buttons ----------------------------------------------------------------------------------


def _choices(chat: Chat, form: LocalForm) -> Rows:
    if form.state is State.PUBLISHED:
        return ((chat.button("Tarik", Do.LOCAL_WITHDRAW, form.id),),)
    if form.sent_by != chat.person.id or form.state not in {State.TRIED, State.WAITING}:
        return ()
    tries = (chat.button("Coba isi", Do.LOCAL_TRY, form.id),)
    drop = (chat.button("Buang", Do.LOCAL_DROP, form.id),)
    if form.state is State.WAITING:
        return (tries, drop)
    label = phrase("Minta persetujuan") if form.about["telling"] else phrase("Terbitkan")
    return (tries, (chat.button(label, Do.LOCAL_PUBLISH, form.id),), drop)
