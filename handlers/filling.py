"""A form being filled in: opened, shown and saved. What is remembered and what is shown are saved together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.arriving import file_names, takes_place
from conversations.cards import Page, card, flash
from conversations.engine import Known, Step, Turn, Word, begin, step
from conversations.form import Form
from conversations.live import Context
from conversations.places import coarse, decimals_of
from conversations.spoken import label
from conversations.state import Held, Screen, State, from_json, to_json
from domain.messages import Message
from domain.presses import Do, Press
from domain.timing import next_morning
from domain.voice import fitted
from handlers import sentences
from handlers.chat import Chat
from handlers.datasets import lists_for
from handlers.menu import show_menu
from storage.drafts import FRESH, Begun, Draft
from storage.due import DRAFT_REMINDER, DueThing
from storage.sessions import Place
from storage.typed import Typed


@dataclass(frozen=True)
class Filling:
    """A draft in the hands of its person. `context` is what the form may know of the outside."""

    chat: Chat
    draft: Draft
    form: Form
    state: State
    context: Context

    def page(self, state: State) -> Page:
        turn = Turn(self.form, state, self.context)
        return Page(turn, self.chat.voice, self.chat.draw, self.draft.id, self.chat.name, self.draft.is_trial)


async def context_of(chat: Chat, form: Form, corrects: int | None = None) -> Context:
    """The person's clock, code and language, the lists that they may see, and fresh chance."""
    language = f"({chat.session.language})"
    return Context(
        now=chat.local,
        instance_id=chat.kit.instance_id(),
        username=chat.code,
        language=next((name for name in form.languages if name.endswith(language)), form.default_language),
        lists=await lists_for(chat, form, corrects),
        seed=chat.kit.chance(),
    )


async def start(
    chat: Chat, form: Form, begun: Begun = FRESH, xml: str = "", known: Known | None = None, word: Word | None = None
) -> Filling:
    """Begin a form and show its first question that is not known already; with `xml`, what was sent before."""
    context = await context_of(chat, form, begun.corrects)
    state = begin(form, context, xml, known)
    draft = chat.store.drafts.begin(chat.owner, form.id, form.version, to_json(state), chat.now, begun)
    if chat.session.person is not None and not begun.trial:  # nobody who asks for help is reminded of anything
        chat.store.due.plan(DueThing(f"draft:{draft.id}", DRAFT_REMINDER, draft.id, next_morning(chat.local)))
    focus(chat, draft)
    filling = Filling(chat, draft, form, state, context)
    save(filling, state)
    chat.show(card(filling.page(state), word))
    return filling


async def open_draft(chat: Chat, draft: Draft) -> Filling:
    """The draft, with its state: as it was kept warm, or else as it was stored."""
    form = chat.kit.library.find(draft.form, draft.version)
    state = chat.kit.warm.take(draft.id, draft.revision) or from_json(chat.store.drafts.opened(draft))
    return Filling(chat, draft, form, state, await context_of(chat, form, draft.corrects))


async def find_draft(chat: Chat, key: int) -> Draft | None:
    """A draft of this person; the copy that is at hand already, if there is one: two would overwrite each other."""
    present = chat.session.draft
    if present is not None and present.id == key:
        return present
    return await chat.store.drafts.find(key, chat.owner)


async def current(chat: Chat) -> Filling | None:
    """The draft that is on the card now, if there is one."""
    session = chat.session
    if session.draft_id is None:
        return None
    draft = session.draft = await find_draft(chat, session.draft_id)
    return await open_draft(chat, draft) if draft is not None and draft.is_open else None


def focus(chat: Chat, draft: Draft) -> None:
    chat.session.place = Place.FORM
    chat.session.draft_id = draft.id
    chat.session.draft = draft


async def resume(chat: Chat, draft: Draft) -> Filling:
    """Go on with a draft: its question again."""
    chat.store.drafts.touch(draft, chat.now)
    filling = await open_draft(chat, draft)
    state = filling.state
    taken = Step(state)
    if state.screen is Screen.CANCEL:
        press = Press(Do.RESUME, draft.id, revision=state.visit)
        taken = step(filling.form, state, press, filling.context)
    show(filling, taken)
    return replace(filling, state=taken.state)


async def recall(chat: Chat, draft: Draft) -> Message:
    """The card of a draft as it stands, with the draft as the one that is open now."""
    focus(chat, draft)
    filling = await open_draft(chat, draft)
    keep_warm(filling, filling.state)
    return card(filling.page(filling.state))


async def cancel(chat: Chat) -> None:
    """/batal: ask what is to become of the draft."""
    filling = await current(chat)
    if filling is None:
        await show_menu(chat, chat.voice.say("Tidak ada yang sedang diisi."))
        return
    state = filling.state
    press = Press(Do.CANCEL, filling.draft.id, revision=state.visit)
    show(filling, step(filling.form, state, press, filling.context))


# --- Saving and showing ---------------------------------------------------------------------------


def show(filling: Filling, taken: Step) -> None:
    """Save where the step led, and show it."""
    focus(filling.chat, filling.draft)
    page = filling.page(taken.state)
    if taken.state is filling.state:
        keep_warm(filling, taken.state)
    else:
        save(filling, taken.state)
    filling.chat.flash(flash(page, taken.word))
    leave = _record(filling, page, taken) if taken.answered else None
    filling.chat.show(card(page, taken.word, taken.dropped), leave=leave)
    for message, questions in taken.used:
        note_typed(filling, replace(message, text=as_kept(page.turn, questions, message.text)), questions)
    asks = taken.state.screen in {Screen.ASK, Screen.REVIEW}
    filling.chat.at_rest = asks and taken.word is None and not taken.dropped


def as_kept(turn: Turn, questions: tuple[str, ...], text: str) -> str:
    """What may be remembered of a message that answers these questions: of a place no more than the form asks for."""
    asked = [turn.questions[turn.index(ref)] for ref in questions if turn.index(ref) >= 0]
    places = [question for question in asked if takes_place(question)]
    if not places:
        return text
    decimals = min(decimals_of(turn.form.binds.get(question.control.path)) for question in places)
    return "\n".join(coarse(line, decimals) for line in text.splitlines())


def note_typed(filling: Filling, message: Held, questions: tuple[str, ...]) -> None:
    """Remember which answers a message became, so that an edit of it is understood; none while it is held."""
    typed = Typed(message.message_id, filling.draft.id, questions, message.text)
    filling.chat.store.typed.note(filling.chat.session, typed)


def _record(filling: Filling, page: Page, taken: Step) -> Message:
    """What stays in the chat of questions that were answered by typing: the questions, above the answers."""
    answered = [page.turn.questions[page.turn.index(ref)] for ref in taken.answered]
    return Message(fitted("\n".join(label(page, question) for question in answered)))


def save(filling: Filling, state: State) -> None:
    chat, draft = filling.chat, filling.draft
    chat.store.drafts.save(draft, to_json(state), state.revision, chat.now)
    if filling.form.takes_files:
        live = filling.page(state).turn.live
        chat.store.files.keep_only(draft.id, file_names(live), state.coming)
    keep_warm(filling, state)


def keep_warm(filling: Filling, state: State) -> None:
    chat, draft = filling.chat, filling.draft
    chat.store.after_commit(lambda: chat.kit.warm.put(draft.id, state))


async def repeat_or_menu(chat: Chat, word: Word) -> None:
    """Say a word, and show again what the person was at: the card of the open draft, or the menu."""
    if not await repeat(chat, word):
        await show_menu(chat, chat.voice.say(word.phrase, **word.gaps))


async def repeat(chat: Chat, word: Word | None = None) -> bool:
    """Show again what the person was asked, with a word: the card of the open draft. False when none is open."""
    if sentences.is_awaited(chat):
        sentences.ask(chat, word)
        return True
    filling = await current(chat)
    if filling is None:
        return False
    show(filling, Step(filling.state, word))
    return True
