"""The survey on the help side: opened by its link, filled in like any form, and kept with nothing that leads back.

Until it is sent, the notes of the session name the link, sealed under the case. Afterwards nothing does.
"""

from __future__ import annotations

from datetime import timedelta

from conversations.answered import Answers
from domain.ikm_rules import UNSUR
from domain.presses import Press
from domain.survey_batches import day_of
from handlers import filling, help_front, help_notes
from handlers.chat import Chat
from handlers.help_survey_offer import survey_offer
from handlers.invitations import digest_of
from handlers.menu import show_menu
from storage.surveys import Answer, Place

FORM = "survei_kepuasan"
LINK = "survey"  # in the notes of the session


async def open_link(chat: Chat, token: str) -> bool:
    """Begin the survey that this token opens. False where it opens none any more; that is said."""
    digest = digest_of(token)
    if not await chat.store.surveys.is_open(digest, chat.now):
        chat.say("Tautan survei ini sudah dipakai, atau sudah lewat masanya. Terima kasih sudah mau mengisi.")
        return False
    begun = await help_front.survey_begun(chat)
    if begun is not None and chat.session.notes.get(LINK) == digest.hex():
        await filling.resume(chat, begun)
        return True
    fresh = await filling.start(chat, chat.kit.library.newest(FORM))
    chat.session.notes = {**chat.session.notes, LINK: digest.hex(), help_notes.SURVEY: fresh.draft.id}
    return True


async def after_closing(chat: Chat, _press: Press) -> None:
    """The survey of a case that is over: by a link of its own, one in each period, as from anybody's hand."""
    case, begun = chat.case, await help_front.survey_begun(chat)
    if begun is not None:
        await filling.resume(chat, begun)
        return
    if not survey_offer(chat) or case.satker is None:
        await show_menu(chat)
        return
    token, ikm = chat.kit.token(), chat.kit.ikm
    place, until = Place(case.satker, case.unit), chat.now + timedelta(days=ikm.link_days)
    await chat.store.surveys.make(digest_of(token), place, f"case:{case.id}", ikm.period(day_of(chat.now)), until)
    await open_link(chat, token)


async def take(chat: Chat, answers: Answers) -> None:
    """Keep what was answered, and thank for it. The draft goes afterwards."""
    digest = chat.session.notes.get(LINK, "")
    help_notes.drop(chat, LINK, help_notes.SURVEY)
    place = await chat.store.surveys.use(bytes.fromhex(digest)) if digest else None
    if place is None:
        chat.say("Tautan survei ini sudah dipakai. Jawaban yang pertama tetap tersimpan, tanpa nama.")
        return
    await chat.store.surveys.add(place, answer_of(answers), day_of(chat.now))
    chat.say("Terima kasih. Jawaban Anda tersimpan tanpa nama.")


def answer_of(answers: Answers) -> Answer:
    """The marks in the order of the unsur, and what was said besides."""
    return Answer(
        marks="".join(answers[f"u{number}"] for number in range(1, UNSUR + 1)),
        service=answers["layanan"],
        sex=answers["jk"],
        age=answers["umur"],
        words=answers["saran"].strip(),
    )
