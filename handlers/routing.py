"""Who handles what: the only list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from conversations.engine import Word
from domain.messages import Attached, Edited, Located, Pressed, Reached, Wrote
from domain.presses import OF_FORMS, Do, Press, unpack
from domain.voice import phrase
from handlers import (
    answering,
    attaching,
    attained,
    broadcast_card,
    broadcast_notes,
    broadcasting,
    client_presses,
    clients,
    concerns,
    correcting,
    digests,
    editing,
    exporting,
    figures,
    filling,
    help_files,
    help_notices,
    help_routing,
    joining,
    kept_tables,
    leaving,
    local_forms,
    menu,
    nudge_hours,
    orders,
    own_reports,
    posters,
    pressing,
    releasing,
    reports,
    returning,
    reviewing,
    sentences,
    supervising,
    survey_links,
    surveys,
    task_acts,
    task_handing,
    tasks,
    thread_acts,
    thread_card,
    thread_danger,
    thread_glass,
    thread_handing,
    thread_muting,
    thread_reply,
    threads,
    trying,
    units,
    uploading,
)
from handlers.chat import Chat
from handlers.kit import HELP
from storage.sessions import Place

Command = Callable[[Chat], Awaitable[None]]


async def route(chat: Chat) -> None:
    """Handle one message."""
    event = chat.incoming.event
    if isinstance(event, Reached):
        chat.session.reachable = event.reachable
        if event.reachable and chat.session.help is not None:
            await help_notices.tell_unread(chat, chat.case)  # what came meanwhile was told to nobody
        return
    if not isinstance(event, Wrote | Edited | Pressed | Attached | Located):
        return
    chat.session.reachable = True
    if chat.session.bot == HELP:
        await help_routing.route(chat)
    elif chat.session.person is None or _is_coming_back(chat):
        chat.session.seen_at = chat.now  # who joins with this is told nothing else while they read the welcome
        await _stranger(chat)
    elif not chat.session.person.is_active:
        await leaving.turn_back(chat)
    else:
        chat.session.seen_at = chat.now
        await _member(chat)
    chat.answer_press()


def _is_coming_back(chat: Chat) -> bool:
    """Whether somebody who has left was invited anew, and joins like everybody else."""
    person, event = chat.session.person, chat.incoming.event
    if person is None or person.is_active:
        return False
    opens = isinstance(event, Wrote) and _command(event.text) == "/start" and len(event.text.split()) > 1
    return opens or chat.session.place is Place.JOINING


async def _stranger(chat: Chat) -> None:
    event = chat.incoming.event
    if isinstance(event, Wrote) and _command(event.text) == "/start":
        await joining.greet(chat, "".join(event.text.split(maxsplit=1)[1:]).strip())
    elif isinstance(event, Wrote):
        await joining.take_text(chat, event)
    elif isinstance(event, Pressed):
        press = _press(chat, event)
        await (joining.take_press(chat, press) if press else _old_press(chat))
    elif not isinstance(event, Edited):
        await joining.take_anything(chat)


async def _old_press(chat: Chat) -> None:
    chat.flash(chat.voice.say("Tombol itu sudah tidak berlaku."))


async def _member(chat: Chat) -> None:
    event = chat.incoming.event
    if isinstance(event, Wrote):
        command = _COMMANDS.get(_command(event.text))
        await (command(chat) if command else _text(chat, event))
    elif isinstance(event, Edited):
        if not await thread_reply.take_edit(chat, event) and not await broadcasting.take_edit(chat, event):
            await editing.take_edit(chat, event)
    elif isinstance(event, Pressed):
        press = _press(chat, event)
        await (_button(chat, press) if press else _unknown_button(chat))
    elif sentences.is_awaited(chat):
        sentences.ask(chat, returning.ONLY_TEXT)
    elif broadcast_notes.is_awaited(chat):
        await broadcasting.repeat(chat, chat.voice.say(broadcasting.ONLY_TEXT))
    elif isinstance(event, Located | Attached) and thread_reply.is_open(chat):
        await help_files.take(chat, event)
    elif isinstance(event, Located):
        await attaching.take_place(chat, event)
    elif isinstance(event, Attached):
        is_form = await uploading.may_be_form(chat, event)
        await (uploading.take(chat, event) if is_form else attaching.take_file(chat, event))
    if chat.at_rest:
        await editing.ask_next(chat)


def _press(chat: Chat, event: Pressed) -> Press | None:
    return unpack(event.data, chat.session.who, chat.kit.press_key)


async def _unknown_button(chat: Chat) -> None:
    await menu.show_menu(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))


def _command(text: str) -> str:
    """The command in a text such as "/lapor@suar_bot": commands are not told apart by case."""
    if not text.startswith("/"):
        return ""
    return text.split(maxsplit=1)[0].partition("@")[0].lower()


async def _text(chat: Chat, wrote: Wrote) -> None:
    if _command(wrote.text):
        await _unknown_command(chat)
    elif sentences.is_awaited(chat):
        await returning.take_sentence(chat, wrote)
    elif broadcast_notes.is_awaited(chat):
        await broadcasting.take_text(chat, wrote)
    elif thread_reply.is_open(chat):
        await thread_reply.take_text(chat, wrote)
    else:
        await answering.take_text(chat, wrote)


async def _unknown_command(chat: Chat) -> None:
    """The draft stays as it is, and its card comes again below."""
    await filling.repeat_or_menu(chat, Word("Saya tidak kenal perintah itu. Coba /menu atau /bantuan.", {}))


async def _start(chat: Chat) -> None:
    already = chat.voice.say("Anda sudah terdaftar, {name}.", name=chat.person.name)
    await menu.show_menu(chat, already if chat.incoming_text().count(" ") else "")


async def _help(chat: Chat) -> None:
    menu.show_help(chat)


async def _languages(chat: Chat) -> None:
    menu.offer_languages(chat)


async def _cancel(chat: Chat) -> None:
    if thread_reply.is_open(chat):
        await threads.show_list(chat)
    elif broadcast_notes.is_awaited(chat):
        await broadcasting.cancel(chat)
    else:
        await (returning.leave(chat) if sentences.is_awaited(chat) else filling.cancel(chat))


_COMMANDS: dict[str, Command] = {
    "/start": _start,
    "/menu": menu.show_menu,
    "/lapor": reports.choose,
    "/klien": clients.take_command,
    "/tugas": tasks.show_tasks,
    "/draf": reports.show_drafts,
    "/ekspor": exporting.begin,
    "/batal": _cancel,
    "/ringkasan": digests.take_command,
    "/bahasa": _languages,
    "/bantuan": _help,
}

COMMAND_MENU = (
    ("lapor", phrase("Catat kegiatan")),
    ("klien", phrase("Klien saya")),
    ("tugas", phrase("Tugas hari ini")),
    ("draf", phrase("Lanjutkan yang belum selesai")),
    ("ekspor", phrase("Bawa data dan rekap")),
    ("ringkasan", phrase("Ringkasan")),
    ("menu", phrase("Menu")),
    ("batal", phrase("Berhenti mengisi")),
    ("bahasa", phrase("Ganti bahasa")),
    ("bantuan", phrase("Bantuan")),
)


async def _button(chat: Chat, press: Press) -> None:
    act = _BUTTONS.get(press.do)
    if sentences.is_awaited(chat) or broadcast_notes.is_awaited(chat):
        chat.session.place = Place.ASIDE  # the button leads elsewhere; a text is no sentence any more
    if act is not None:
        await act(chat, press)
    elif press.do in OF_FORMS:
        await pressing.take_press(chat, press)
    elif press.do is not Do.NOTHING:
        await _unknown_button(chat)


async def _menu(chat: Chat, _press: Press) -> None:
    await menu.show_menu(chat)


async def _report(chat: Chat, press: Press) -> None:
    await reports.choose(chat, fresh=press.subject == 1)


async def _begin(chat: Chat, press: Press) -> None:
    await reports.begin(chat, press)


async def _part(chat: Chat, press: Press) -> None:
    await reports.offer_part(chat, press.choice)


async def _drafts(chat: Chat, _press: Press) -> None:
    await reports.show_drafts(chat)


async def _help_button(chat: Chat, _press: Press) -> None:
    menu.show_help(chat)


async def _nudge_hour(chat: Chat, press: Press) -> None:
    if press.subject:
        await nudge_hours.take_hour(chat, press.choice)
    else:
        nudge_hours.choose_hour(chat)


async def _language(chat: Chat, press: Press) -> None:
    if press.subject != 1:
        menu.offer_languages(chat)
        return
    menu.choose_language(chat, press.choice)
    if not await filling.repeat(chat):
        await menu.show_menu(chat)


async def _tasks(chat: Chat, press: Press) -> None:
    await tasks.show_tasks(chat, page=press.choice)


async def _invite(chat: Chat, _press: Press) -> None:
    await supervising.choose_unit(chat)


async def _invite_unit(chat: Chat, press: Press) -> None:
    if press.subject:
        await supervising.invite_into(chat, press.subject)
    else:
        await supervising.make_invitation(chat, press.choice)


async def _export(chat: Chat, _press: Press) -> None:
    await exporting.begin(chat)


async def _units(chat: Chat, press: Press) -> None:
    await units.show_units(chat, press.choice)


async def _unit(chat: Chat, press: Press) -> None:
    await units.show_unit(chat, press.subject)


async def _unit_form(chat: Chat, press: Press) -> None:
    await units.begin_about(chat, press)


async def _tables(chat: Chat, _press: Press) -> None:
    await kept_tables.show_tables(chat)


async def _table(chat: Chat, press: Press) -> None:
    await kept_tables.show_table(chat, press.choice, press.subject)


async def _kept(chat: Chat, press: Press) -> None:
    await kept_tables.open_row(chat, press.subject)


async def _attained(chat: Chat, press: Press) -> None:
    if press.subject:
        attained.show_meanings(chat, press.choice)
    else:
        await attained.show_attained(chat, press.choice)


async def _figures(chat: Chat, press: Press) -> None:
    await figures.show_figures(chat, press.choice)


async def _figure(chat: Chat, press: Press) -> None:
    await figures.show_figure(chat, press.subject, press.choice)


async def _meanings(chat: Chat, press: Press) -> None:
    figures.show_meanings(chat, press.choice)


async def _reports(chat: Chat, press: Press) -> None:
    await reviewing.show_reports(chat, press)


async def _fix(chat: Chat, press: Press) -> None:
    await (correcting.fix(chat, press) if press.subject else own_reports.show_returned(chat))


async def _local_forms(chat: Chat, press: Press) -> None:
    await local_forms.show_list(chat, press)


async def _forms_that_wait(chat: Chat, _press: Press) -> None:
    await releasing.show_list(chat)


_BUTTONS: dict[Do, Callable[[Chat, Press], Awaitable[None]]] = {
    Do.MENU: _menu,
    Do.REPORT: _report,
    Do.BEGIN: _begin,
    Do.PART: _part,
    Do.DRAFTS: _drafts,
    Do.HELP: _help_button,
    Do.LANGUAGE: _language,
    Do.NUDGE_HOUR: _nudge_hour,
    Do.CLIENTS: clients.choose,
    Do.CLIENTS_OF: clients.choose_of_unit,
    Do.CLIENT: client_presses.open_card,
    Do.CLIENT_FORM: client_presses.begin_about,
    Do.SAME_PERSON: client_presses.is_same_person,
    Do.NEXT_FORM: client_presses.begin_next,
    Do.INVITE: _invite,
    Do.INVITE_UNIT: _invite_unit,
    Do.REPORTS: _reports,
    Do.REPORT_IN: reviewing.show_report,
    Do.VERIFY: reviewing.verify,
    Do.UNLOCK: reviewing.unlock,
    Do.RETURN: returning.choose_answer,
    Do.RETURN_ANSWER: returning.ask_sentence,
    Do.MINE: own_reports.show_own,
    Do.FIX: _fix,
    Do.UNITS: _units,
    Do.UNIT: _unit,
    Do.UNIT_FORM: _unit_form,
    Do.UNIT_POSTER: posters.send,
    Do.ORDER_STOP: orders.stop,
    Do.EXPORT: _export,
    Do.EXPORT_ON: exporting.go_on,
    Do.EXPORT_MAKE: exporting.make,
    Do.EXPORT_CLIENT: exporting.make_handoff,
    Do.TABLES: _tables,
    Do.TABLE: _table,
    Do.KEPT: _kept,
    Do.ATTAINED: _attained,
    Do.FIGURES: _figures,
    Do.FIGURE: _figure,
    Do.MEANINGS: _meanings,
    Do.DIGEST: digests.take_press,
    Do.DIGEST_MORE: digests.more,
    Do.DIGEST_FILES: digests.send_files,
    Do.DIGEST_OFF: digests.turn_off,
    Do.LOCAL_FORMS: _local_forms,
    Do.LOCAL_FORM: local_forms.show_one,
    Do.LOCAL_TRY: trying.begin,
    Do.LOCAL_PUBLISH: local_forms.publish,
    Do.LOCAL_DROP: local_forms.drop,
    Do.LOCAL_WITHDRAW: local_forms.withdraw,
    Do.LOCAL_WAITING: _forms_that_wait,
    Do.LOCAL_WAITS: releasing.show_one,
    Do.LOCAL_RELEASE: releasing.release,
    Do.LOCAL_REFUSE: releasing.refuse,
    Do.SURVEY: surveys.show_results,
    Do.SURVEY_WORDS: surveys.show_words,
    Do.SURVEY_LINK: survey_links.make_link,
    Do.TASKS: _tasks,
    Do.TASK: task_acts.show_task,
    Do.TASK_OPEN: task_acts.open_form,
    Do.TASK_DONE: task_acts.ask_why,
    Do.TASK_DONE_WHY: task_acts.take_why,
    Do.TASK_LATER: task_acts.ask_why,
    Do.TASK_LATER_TO: task_acts.take_why,
    Do.TASK_NOT_MET: task_acts.ask_why,
    Do.TASK_NOT_MET_WHY: task_acts.take_why,
    Do.TASK_HAND: task_handing.ask_to_whom,
    Do.TASK_HAND_TO: task_handing.hand_over,
    Do.CONCERNS: concerns.open_list,
    Do.CONCERN_TAKE: concerns.take,
    Do.THREADS: threads.show_list,
    Do.THREAD: threads.open_thread,
    Do.THREAD_TAKE: thread_acts.take,
    Do.THREAD_GIVE_BACK: thread_acts.give_back,
    Do.THREAD_NOT_OURS: thread_acts.choose_satker,
    Do.THREAD_NOT_OURS_TO: thread_acts.pass_on,
    Do.THREAD_CLOSE: thread_acts.ask_to_close,
    Do.THREAD_CLOSE_SURE: thread_acts.close,
    Do.THREAD_REOPEN: thread_acts.reopen,
    Do.THREAD_HAND: thread_handing.choose_taker,
    Do.THREAD_HAND_TO: thread_handing.hand_over,
    Do.THREAD_ASK: thread_handing.choose_colleague,
    Do.THREAD_ASK_TO: thread_handing.ask,
    Do.THREAD_NOTE: thread_reply.ask_note,
    Do.THREAD_FILE: thread_card.show_file,
    Do.THREAD_DANGER_OVER: thread_danger.end,
    Do.THREAD_MUTE: thread_muting.choose_days,
    Do.THREAD_MUTE_SURE: thread_muting.mute,
    Do.THREAD_GLASS: thread_glass.begin,
    Do.THREAD_GLASS_SECOND: thread_glass.second,
    Do.BROADCAST: broadcasting.choose,
    Do.BROADCAST_TO: broadcasting.ask,
    Do.BROADCAST_SEND: broadcasting.send,
    Do.BROADCAST_CHANGE: broadcasting.change,
    Do.BROADCAST_CANCEL: broadcasting.cancel,
    Do.BROADCAST_STOP: broadcast_card.stop,
    Do.BROADCAST_SHOW: broadcast_card.show,
    Do.HELP_VOICE: help_files.send_voice,
    Do.HELP_NO_VOICE: help_files.no_voice,
}
