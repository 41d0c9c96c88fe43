"""The forms of one's own satker: what was published and what is on its way; publishing, dropping, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action, Reach, Record, reach
from domain.local_forms import State, trial_id
from domain.messages import Message
from domain.presses import Do, Press
from domain.voice import phrase
from handlers import trying
from handlers.audited import dealt_with_form
from handlers.chat import Chat
from handlers.leaves import leaf, numbered, turning
from handlers.local_form_card import card, stands
from handlers.menu import show_menu
from storage.due import RELEASE_ASKED, DueThing
from storage.local_forms import LocalForm
from storage.sessions import Place

MOST_ON_OFFER = 40  # of one satker: an agent has to find their way
SURE = 1

NONE_YET = phrase("Satker ini belum punya formulir sendiri.")
HOW = phrase("Mau menambah? Kirim berkas .xlsx, .xls, .csv atau .md ke obrolan ini. Saya periksa dulu.")
UNKNOWN = phrase("Formulir itu tidak ada di satker Anda.")
FULL = phrase("Satker ini sudah punya {most} formulir. Tarik dulu yang tidak dipakai.")
CHANGED = phrase(
    "Formulir ini baru saja berubah, atau versinya sudah ada dengan isi lain. Beri version lain, lalu kirim lagi."
)
PUBLISHED = phrase("✅ Terbit. Yang bekerja di satker ini menemukannya di /lapor.")
MOST_NAMED = 5
ASKED = phrase("Menunggu persetujuan. Yang bisa menyetujui: {names}. Mereka diberi tahu.")
NOBODY = phrase(
    "Menunggu persetujuan, tetapi belum ada petugas lain di satker ini, dan belum ada BNNP di Suar. "
    "Minta pengelola Suar mengundang satu."
)
REALLY = phrase(
    "Tarik <b>{title}</b>?\nLaporan baru tidak bisa dimulai lagi. Draf yang sudah dimulai boleh diselesaikan. "
    "Laporan yang sudah dikirim tetap ada."
)


# --- Looking --------------------------------------------------------------------------------------


async def show_list(chat: Chat, press: Press, above: str = "") -> None:
    """What was published, what was withdrawn, and what waits."""
    if not _keeps(chat):
        await show_menu(chat)
        return
    forms = await chat.store.local_forms.listed(chat.person)
    page = leaf(press.choice if press.do is Do.LOCAL_FORMS else 0, len(forms))
    shown = list(enumerate(forms, 1))[page.first : page.first + page.size]
    lines = [*([above, ""] if above else []), chat.voice.say("<b>Formulir satker</b>")]
    lines += [_line(chat, number, form) for number, form in shown] or [chat.voice.say(NONE_YET)]
    numbers = numbered([chat.labelled(str(number), Do.LOCAL_FORM, form.id) for number, form in shown])
    last = ((chat.button("Menu", Do.MENU),),)
    chat.session.place, chat.session.draft_id = Place.MENU, None
    text = "\n".join([*lines, "", chat.voice.say(HOW)])
    chat.show(Message(text, (*numbers, *turning(chat, page, Do.LOCAL_FORMS), *last)))


def _line(chat: Chat, number: int, form: LocalForm) -> str:
    name = chat.voice.say("{title}, versi {version}", title=form.title, version=form.version)
    reports = f" {chat.voice.say('Laporan: {n}', n=form.reports)}." if form.published_at else ""
    return f"{number} {name}. {stands(chat, form)}{reports}"


async def show_one(chat: Chat, press: Press) -> None:
    form = await chat.store.local_forms.find(chat.person, press.subject)
    if form is None or not _keeps(chat):
        await show_list(chat, press, chat.voice.say(UNKNOWN))
    else:
        _show(chat, form)


def _show(chat: Chat, form: LocalForm, *above: str) -> None:
    chat.session.place = Place.ASIDE
    chat.show(card(chat, form, [line for each in above for line in (each, "")]))


def _keeps(chat: Chat) -> bool:
    return reach(chat.person.role, Action.CHANGE, Record.LOCAL_FORM) is not Reach.NOTHING


async def _own(chat: Chat, press: Press) -> LocalForm | None:
    """One that this person sent, and that is not published yet. Where it is not, it is shown as it is."""
    form = await chat.store.local_forms.find(chat.person, press.subject, Action.ADD)
    if form is not None and form.sent_by == chat.person.id and form.state in {State.TRIED, State.WAITING}:
        return form
    await show_one(chat, press)
    return None


# --- Publishing -----------------------------------------------------------------------------------


async def publish(chat: Chat, press: Press) -> None:
    """Put it on offer; or ask a second officer to, where it asks for what tells people apart."""
    form = await _own(chat, press)
    if form is None:
        return
    before = await chat.store.local_forms.published_version(form.form)
    if not before and await chat.store.local_forms.count_on_offer(form.satker) >= MOST_ON_OFFER:
        _show(chat, form, chat.voice.say(FULL, most=MOST_ON_OFFER))
    elif form.about["telling"]:
        await _ask(chat, form)
    elif await chat.store.local_forms.publish(form, chat.now):
        dealt_with_form(chat, form, "publish")
        await is_out(chat, form)
        await show_again(chat, form.id, chat.voice.say(PUBLISHED))
    else:
        await show_again(chat, form.id, chat.voice.say(CHANGED))


async def _ask(chat: Chat, form: LocalForm) -> None:
    releasers = await chat.store.local_forms.releasers(form)
    if await chat.store.local_forms.ask(form.id):
        dealt_with_form(chat, form, "ask to release")
        for person in releasers:
            chat.store.due.plan(DueThing(f"release:{form.id}:{person}", RELEASE_ASKED, person, chat.now))
    word = chat.voice.say(ASKED, names=_listed([*releasers.values()])) if releasers else chat.voice.say(NOBODY)
    await show_again(chat, form.id, word)


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])


async def is_out(chat: Chat, form: LocalForm) -> None:
    """What is on offer has changed: this process knows at once, the others within moments. It is tried no more."""
    shelves = await chat.store.local_forms.shelves()
    chat.store.after_commit(lambda: chat.kit.library.local.offer(shelves))
    await trying.forget_all(chat, trial_id(form.id))


async def show_again(chat: Chat, key: int, *above: str) -> None:
    form = await chat.store.local_forms.of(key)
    assert form is not None  # noqa: S101  # it was here a moment ago
    _show(chat, form, *above)


# --- Dropping and withdrawing ---------------------------------------------------------------------


async def drop(chat: Chat, press: Press) -> None:
    """Its sender wants it no more."""
    form = await _own(chat, press)
    if form is None:
        return
    await chat.store.local_forms.drop(form, chat.person, chat.now)
    await trying.forget_all(chat, trial_id(form.id))
    await show_list(chat, press, chat.voice.say("Dibuang: {title}.", title=form.title))


async def withdraw(chat: Chat, press: Press) -> None:
    """Ask; and with `choice` take it off offer."""
    form = await chat.store.local_forms.find(chat.person, press.subject, Action.CHANGE)
    if form is None or form.state is not State.PUBLISHED:
        await show_one(chat, press)
    elif press.choice != SURE:
        chat.session.place = Place.ASIDE
        sure = chat.button("Ya, tarik", Do.LOCAL_WITHDRAW, form.id, SURE)
        rows = ((sure,), (chat.button("Jangan", Do.LOCAL_FORM, form.id),))
        chat.show(Message(chat.voice.say(REALLY, title=form.title), rows))
    else:
        await _withdraw(chat, form)


async def _withdraw(chat: Chat, form: LocalForm) -> None:
    if await chat.store.local_forms.withdraw(form, chat.person, chat.now):
        dealt_with_form(chat, form, "withdraw")
        await is_out(chat, form)
    await show_again(chat, form.id)
