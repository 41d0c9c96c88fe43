"""Consents, and the clients who are opened by them."""

from __future__ import annotations

from dataclasses import replace

from conversations.answered import Answers
from domain.clients import CHILD, NOBODY_YET, Change, Client, Consent, Status
from domain.codes import LONGEST, SHORTEST, new_code
from domain.presses import Do
from domain.words import word_for
from handlers.ahead import go_on_again, stop_tasks
from handlers.chat import rows
from handlers.client_effects import note
from handlers.client_words import SCREENING
from handlers.filed import Filed
from handlers.library import key_of

NEW_CLIENT = "klien_baru"


class NoCodeLeft(Exception):
    """Every code that was drawn is given away: that is a fault of chance, or of ours."""


# --- Consent -------------------------------------------------------------------------------------


async def keep_consent(filed: Filed) -> None:
    """Only what was agreed to. Of a child without a guardian nothing is kept at all."""
    consents, number = filed.chat.store.consents, filed.sent.number
    before = await consents.find(filed.chat.person, number) if filed.is_correction else None
    fresh = _consent(filed)
    if _waits_for_guardian(filed.answers) and (before is None or before.client is None):
        await consents.drop(number)
    else:
        await consents.put(fresh)
    if before is not None and before.client is not None:
        await _follow(filed, before.client, fresh)
    _say_what_now(filed, fresh, used=before is not None and before.client is not None)


def _consent(filed: Filed) -> Consent:
    answers, person, unit = filed.answers, filed.chat.person, filed.subject.unit
    return Consent(
        number=filed.sent.number,
        agent=person.id,
        unit=unit.code if unit is not None else "",
        day=filed.subject.day,
        age=answers["usia"],
        guardian=answers["wali"],
        record=answers.yes("setuju_catat"),
        contact=answers.yes("setuju_hubungi"),
        share=answers.yes("setuju_bagi"),
    )


def _waits_for_guardian(answers: Answers) -> bool:
    return answers["usia"] == CHILD and answers["wali"] == NOBODY_YET


async def _follow(filed: Filed, client: int, consent: Consent) -> None:
    """A correction changes what the client, who is opened already, has agreed to."""
    await note(filed, Change.CONSENT, client, "ya" if consent.record else "tidak")
    if consent.record:
        await go_on_again(filed, client)
    else:
        await stop_tasks(filed, client)


def _say_what_now(filed: Filed, consent: Consent, *, used: bool) -> None:
    chat, form = filed.chat, filed.chat.kit.library.named(NEW_CLIENT)
    if _waits_for_guardian(filed.answers):
        filed.told.append(
            chat.voice.say(
                "Tentang anak ini belum ada yang dicatat. Sekarang:\n"
                "• Beri informasi, dan nomor 119 kalau ada bahaya.\n"
                "• Ada kekerasan? SAPA 129.\n"
                "• Hubungi petugas pendamping hari ini juga."
            )
        )
    elif not consent.record:
        filed.told.append(
            chat.voice.say("Tidak ada yang dicatat tentang orang ini. Informasi tetap boleh diberikan.")
        )
    elif form is not None and not used:
        filed.offered.append(
            rows(chat.button("Lanjut: Klien baru", Do.NEXT_FORM, filed.draft.id, choice=key_of(form)))
        )


# --- The client ----------------------------------------------------------------------------------


async def open_client(filed: Filed) -> None:
    """The client of this consent: opened once, whatever a correction says later."""
    store = filed.chat.store
    client = await store.clients.opened_by(filed.chat.person, filed.sent.number) if filed.is_correction else None
    client = await _opened(filed) if client is None else await _corrected(filed, client)
    await store.consents.use(filed.answers["persetujuan"], client.id)
    await note(filed, Change.STATUS, client.id, Status.ACTIVE)
    await note(filed, Change.AGENT, client.id, filed.chat.person.code)
    filed.concerns(client)
    if not filed.is_correction:
        _greet(filed, client)


async def _opened(filed: Filed) -> Client:
    """With a code and a word that nobody else has; drawn again where another was quicker."""
    clients, kit, person = filed.chat.store.clients, filed.chat.kit, filed.chat.person
    for length in range(SHORTEST, LONGEST + 1):
        word = word_for(await clients.words_of(person.id), kit.chance())
        opened = await clients.open(_client(filed, new_code(kit.chance(), length), word))
        if opened is not None:
            return opened
    raise NoCodeLeft


def _client(filed: Filed, code: str, word: str) -> Client:
    answers, person = filed.answers, filed.chat.person
    return Client(
        id=0,
        code=code,
        unit=person.unit.code if person.unit is not None else "",
        agent=person.id,
        word=word,
        sex=answers["jk"],
        age=answers["umur"],
        door=answers["pintu"],
        status=Status.ACTIVE,
        opened_on=filed.subject.day,
        number=filed.sent.number,
    )


async def _corrected(filed: Filed, client: Client) -> Client:
    fresh = _client(filed, client.code, client.word)
    said = {name: getattr(fresh, name) for name in ("sex", "age", "door", "opened_on")}
    await filed.chat.store.clients.change(client.id, **said)
    return replace(client, **said)


def _greet(filed: Filed, client: Client) -> None:
    chat = filed.chat
    label = client.label(chat.person.id)
    filed.told.append(chat.voice.say("Klien baru: <b>{client}</b>.\nPakai kata itu, jangan nama.", client=label))
    form = chat.kit.library.named(SCREENING)
    if form is not None:
        screening = chat.button("Lanjut: {form}", Do.CLIENT_FORM, client.id, choice=key_of(form), form=form.title)
        filed.offered.append(rows(screening))
    filed.offered.append(rows(chat.button("Lihat {client}", Do.CLIENT, client.id, client=client.word)))
