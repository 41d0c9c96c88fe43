"""One way to begin a form, from wherever: what it needs and is not there is said before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.engine import Known, Word
from conversations.form import Form
from conversations.meaning import Meaning, asks_for, written
from conversations.state import from_json
from domain.local_forms import is_local
from domain.messages import Button, Message
from domain.people import Role
from domain.presses import Do
from domain.voice import phrase
from handlers.chat import Chat
from handlers.filling import resume, start
from handlers.library import key_of
from handlers.menu import show_menu
from storage.drafts import FRESH, Begun, Draft
from storage.sessions import Place

CONSENT, REFERRAL = "persetujuan", "rujukan"
CONSENT_FIRST = phrase("Klien baru mulai dari persetujuan. Tanyakan ini dulu.")


@dataclass(frozen=True)
class Need:
    """What a form chooses from, what is said when there is nothing, and the form that comes first then."""

    dataset: str
    missing: str
    first: str = ""


NEEDS: Mapping[Meaning, Need] = {
    Meaning.CLIENT: Need("clients.csv", phrase("Belum ada klien. Mulai dari persetujuan."), CONSENT),
    Meaning.REFERRAL: Need("referrals.csv", phrase("Tidak ada rujukan yang menunggu kabar."), REFERRAL),
    Meaning.UNIT: Need("units.csv", phrase("Belum ada unit di satker Anda.")),
}
WITHDRAWN = phrase("Formulir itu baru saja ditarik atau diganti. Pilih lagi.")
NO_CLIENTS_HERE = phrase("Belum ada klien di satker Anda.")


async def begin_form(chat: Chat, form: Form, begun: Begun = FRESH, known: Known | None = None) -> None:
    """Begin it; or go on with what was begun already for the same client or unit, from the same task, by the same
    consent."""
    known = known or {}
    if is_local(form.id) and not await chat.store.local_forms.is_on_offer(form.id, form.version):
        await show_menu(chat, chat.voice.say(WITHDRAWN))  # in another process, a moment ago
        return
    draft = await _begun_already(chat, form, begun, known)
    if draft is not None:
        await resume(chat, draft)
    elif await _lacks(chat, form, known, Meaning.CONSENT, "consents.csv"):
        await _begin_with_consent(chat, form, begun)
    elif missing := await _missing(chat, form, known):
        chat.session.place, chat.session.draft_id = Place.MENU, None
        chat.show(missing)
    else:
        await start(chat, form, begun, known=known)


# --- What is begun already -----------------------------------------------------------------------


async def _begun_already(chat: Chat, form: Form, begun: Begun, known: Known) -> Draft | None:
    """The same button leads to the same draft; unless its person has made it one about somebody else."""
    if known.keys() & {Meaning.CONSENT, Meaning.UNIT}:
        waiting = await chat.store.drafts.waiting(chat.person.id)
        drafts = [draft for draft in waiting if draft.form == form.id and draft.corrects is None]
    elif begun.client is not None or begun.task is not None:
        about = await chat.store.drafts.about(chat.person.id, form.id, begun.client, begun.task)
        drafts = [about] if about is not None else []
    else:
        drafts = []
    return next((draft for draft in drafts if _is_about(chat, draft, known)), None)


def _is_about(chat: Chat, draft: Draft, known: Known) -> bool:
    return all(answered(chat, draft, meaning) == value for meaning, value in known.items())


def answered(chat: Chat, draft: Draft, meaning: Meaning) -> str:
    """The answer that means this, as the draft has it now."""
    form = chat.kit.library.find(draft.form, draft.version)
    return written(form, from_json(chat.store.drafts.opened(draft)).xml, meaning) if asks_for(form, meaning) else ""


# --- What is missing -----------------------------------------------------------------------------


async def _lacks(chat: Chat, form: Form, known: Known, meaning: Meaning, dataset: str) -> bool:
    if meaning in known or not asks_for(form, meaning):
        return False
    return not await chat.store.datasets.any(chat.person, dataset, chat.local.date())


async def _begin_with_consent(chat: Chat, form: Form, begun: Begun) -> None:
    """A client begins with consent: that form instead, with a word why."""
    first = chat.kit.library.named(CONSENT)
    if first is None:
        await start(chat, form, begun)
    else:
        await start(chat, first, Begun(key=begun.key), word=Word(CONSENT_FIRST, {}))


async def _missing(chat: Chat, form: Form, known: Known) -> Message | None:
    for meaning, need in NEEDS.items():
        if await _lacks(chat, form, known, meaning, need.dataset):
            return _says_so(chat, meaning, need)
    return None


def _says_so(chat: Chat, meaning: Meaning, need: Need) -> Message:
    of_satker = meaning is Meaning.CLIENT and chat.person.role is not Role.AGEN
    text = chat.voice.say(NO_CLIENTS_HERE if of_satker else need.missing)
    return Message(text, (*_first_form(chat, need), (chat.button("Menu", Do.MENU),)))


def _first_form(chat: Chat, need: Need) -> tuple[tuple[Button, ...], ...]:
    form = chat.kit.library.named(need.first)
    if form is None or form not in chat.kit.library.on_offer(chat.person):
        return ()
    return ((chat.labelled(form.title, Do.BEGIN, chat.store.drafts.new_id(), choice=key_of(form)),),)
