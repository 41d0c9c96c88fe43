"""The command line. Every command fails with one sentence that says what to do."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot import (
    backup_commands,
    commands,
    export_commands,
    form_commands,
    indicator_commands,
    keeping_commands,
    people_commands,
    poster_commands,
    territory_commands,
)
from bot.clocks import clock_of
from bot.logs import log_to_stderr
from bot.settings import BadSetting, Settings, environment, read_settings
from bot.transports.errors import TelegramError
from conversations.problems import Problem
from domain.voice import ENGLISH, INDONESIAN, LANGUAGES
from reports.poster import Size
from storage.database import BadDatabaseUrl, DatabaseDown, Unusable
from storage.sealing import KeyringError

WRONG_SETTING = 2
FAILED = 1

Command = Callable[[Settings, argparse.Namespace], Awaitable[None]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 well, 1 failed, 2 wrong settings or arguments."""
    options = parser().parse_args(arguments)
    try:
        _check_words(options)
        settings = read_settings(environment())
        if settings.clock is not None:
            clock_of(settings.clock)()
        log_to_stderr(settings.log)
        asyncio.run(options.command(settings, options))
    except Exception as error:
        sentence, code = _told(error)
        print(f"suar: {sentence}", file=sys.stderr)
        return code
    except KeyboardInterrupt:
        return FAILED
    return 0


def _check_words(options: argparse.Namespace) -> None:
    for word in vars(options).values():
        try:
            str(word).encode()
        except UnicodeEncodeError:
            raise BadSetting(f"{word!a} is not UTF-8: set the terminal to UTF-8, and type it anew.") from None


def _told(error: Exception) -> tuple[str, int]:
    """What went wrong, in a sentence that says what to do, and the exit code. What is a bug of ours is raised on."""
    match error:
        case ExceptionGroup():
            every = [_told(each) for each in error.exceptions]
            return every[0]
        case BadSetting() | KeyringError():
            return str(error), WRONG_SETTING
        case BadDatabaseUrl():
            return f"SUAR_DATABASE_URL: {error}; write it like sqlite:///var/suar.db.", WRONG_SETTING
        case commands.Failed() | Problem() | Unusable():
            return str(error), FAILED
        case DatabaseDown():
            return "The database does not answer: check SUAR_DATABASE_URL and that it is running.", FAILED
        case TelegramError():
            return f"Telegram cannot be reached ({type(error).__name__}): check SUAR_TELEGRAM_API.", FAILED
        case _:
            raise error


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    top = argparse.ArgumentParser(prog="suar", description="Suar: field reports and confidential help in Telegram.")
    names = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    demo = _command(names, "demo", commands.demo, "try everything on this machine, without Telegram")
    demo.add_argument("--port", type=_port, default=8081, help="where the page is served (default 8081)")
    demo.add_argument(
        "--folder", default="var/demo", help="where its data goes, anew at each start (default var/demo)"
    )

    run = _command(names, "run", commands.run, "run the bots")
    run.add_argument("--only", choices=("staff", "help"), help="run one of the two bots")

    _command(names, "migrate", commands.migrate_now, "bring the database to the shape this version needs")
    _command(names, "doctor", commands.doctor, "check settings, keys, database, forms and tokens")

    _add_backups(names)

    satker = _group(names, "satker", "work units of BNN (BNNK, BNNP)")
    add = _command(satker, "add", commands.add_satker, "add a satker")
    add.add_argument("code", metavar="CODE", help="its short code, such as BNNK-PGK")
    add.add_argument("name", metavar="NAME", help='its name, such as "BNNK Pangkalpinang"')
    add.add_argument("--territory", required=True, metavar="PP.KK", help="its Kemendagri code, such as 19.71")

    unit = _group(names, "unit", "IBM units")
    add = _command(unit, "add", commands.add_unit, "add a unit")
    add.add_argument("code", metavar="PP.KK.CC.DDDD", help="the Kemendagri code of its desa or kelurahan")
    add.add_argument("name", metavar="NAME", help='its name, such as "Air Mesu Timur"')
    add.add_argument("--satker", required=True, metavar="CODE", help="the satker that serves it")

    _add_poster(names)
    _add_exports(names)

    territory = _group(names, "territory", "places of Indonesia")
    add = _command(territory, "import", territory_commands.import_places, "learn the names of places from a CSV")
    add.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="codes and names, one place a line, such as 19.04.03.2004,Air Mesu Timur",
    )

    indicators = _group(names, "indicators", "counters of what reports say")
    _command(indicators, "check", indicator_commands.check_counters, "count all reports anew, and compare")
    _command(indicators, "rebuild", indicator_commands.rebuild_counters, "make the counters what the reports say")

    keys = _group(names, "keys", "the keyring")
    _command(keys, "rotate", keeping_commands.rotate_keys, "add a key, and seal all anew under it")
    _command(keys, "drop", keeping_commands.drop_old_keys, "take out the keys that seal nothing any more")

    audit = _group(names, "audit", "who saw, changed or exported what")
    _command(audit, "verify", keeping_commands.verify_audit, "prove that nothing in it was changed or removed")
    _command(audit, "anchor", keeping_commands.anchor_audit, "write down now how far it has come")
    show = _command(audit, "show", keeping_commands.show_audit, "print who did what")
    show.add_argument("--subject", metavar="CODE", help="only about this client, report or unit")
    show.add_argument("--days", type=_days, default=30, help="so many days back (default 30)")

    invite = _command(names, "invite", commands.invite_somebody, "make a single-use invitation and print its link")
    invite.add_argument("--role", required=True, choices=("agen", "petugas", "bnnp", "pusat"))
    invite.add_argument("--unit", metavar="CODE", help="for an agen: the unit")
    invite.add_argument("--satker", metavar="CODE", help="for a petugas: the satker")
    invite.add_argument("--territory", metavar="PP", help="for bnnp: the province")
    leave = _command(names, "leave", people_commands.leave, "somebody does not work here any more")
    leave.add_argument("code", metavar="CODE", help="their code, such as BNNK-PGK-02")

    _add_forms(names)
    return top


def _add_backups(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    save = _command(names, "backup", backup_commands.backup, "write all rows to a file, while the bots go on")
    save.add_argument("file", metavar="FILE", type=Path, help="a new file, such as suar-2026-11-25.backup")
    back = _command(names, "restore", backup_commands.restore, "put a backup into an empty database")
    back.add_argument("file", metavar="FILE", type=Path, help="what suar backup wrote")
    back.add_argument("--case-keys", metavar="COPY", type=Path, help="put back this copy of the case keys, too")
    back.add_argument(
        "--without-case-keys", action="store_true", help="erase the help cases whose keys are lost, and go on"
    )
    erase = _command(names, "erase", backup_commands.erase, "erase a help case, as /hapus does")
    erase.add_argument("alias", metavar="ALIAS", help="how staff call it, such as Melati-27")
    erase.add_argument("--yes", action="store_true", help="do not ask to type the alias again")


def _add_poster(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    poster = _command(names, "poster", poster_commands.poster, "make a poster of a unit that leads to the help bot")
    poster.add_argument("--unit", required=True, metavar="CODE", help="its code, such as 19.04.03.2004")
    poster.add_argument("--size", choices=[*Size], default=Size.A4, help="the sheet (default A4)")
    poster.add_argument("--out", type=Path, metavar="FILE", help="where to (default poster-CODE.pdf)")
    poster.add_argument("--bahasa", choices=LANGUAGES, default=INDONESIAN, help="its language (default id)")


def _add_exports(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    made = _command(names, "export", export_commands.export, "write reports, clients and indicators to a file")
    made.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="a workbook, or a zip of CSV files")
    place = made.add_mutually_exclusive_group()
    place.add_argument("--unit", metavar="CODE", help="the records of a unit, such as 19.04.03.2004")
    place.add_argument("--satker", metavar="CODE", help="the records of all units of a satker")
    place.add_argument("--territory", metavar="PP", help="the counts of a province, small ones hidden")
    made.add_argument("--rows", action="store_true", help="of a province or the nation, the records as well")
    made.add_argument("--from", dest="since", type=export_commands.day, metavar="DAY", help="the first day")
    made.add_argument("--until", type=export_commands.day, metavar="DAY", help="the last day (default today)")
    _to_a_file(made)
    sheets = made.add_subparsers(title="sheets to be printed", metavar="SHEET")
    month = _command(sheets, "recap", export_commands.recap, "write the recap of a unit and a month as a PDF")
    month.add_argument("--unit", required=True, metavar="CODE", help="its code, such as 19.04.03.2004")
    month.add_argument("--month", required=True, type=export_commands.month, help="such as 2026-11")
    _to_a_file(month)
    sheet = _command(sheets, "handoff", export_commands.handoff, "write the sheet for SIRENA of a client as a PDF")
    sheet.add_argument("--client", required=True, metavar="CODE", help="their code, such as K-7Q4-2F")
    _to_a_file(sheet)


def _to_a_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar="FILE", help="where to (default: a name that says what it is)")
    command.add_argument("--bahasa", choices=LANGUAGES, default=INDONESIAN, help="its language (default id)")


def _add_forms(names: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    forms = _group(names, "form", "forms (XLSForm)")
    for name, command, about in (
        ("check", form_commands.check, "say what is wrong with a form, and how long it is"),
        ("play", form_commands.play, "fill in a form in the terminal, without Telegram"),
    ):
        _of_a_form(_command(forms, name, command, about))
    drawing = _command(forms, "draw", form_commands.draw, "draw the way through a form")
    _of_a_form(drawing)
    drawing.add_argument("--out", type=_picture, metavar="FILE", help="a .svg, .pdf or .png (default FORM.svg)")


def _of_a_form(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", type=Path, help="the form: .xlsx, .xls, .csv or .md")
    command.add_argument(
        "--media", metavar="DIR", type=Path, help="where its lists, pictures and sounds are (default: beside it)"
    )
    command.add_argument("--bahasa", choices=LANGUAGES, default=ENGLISH, help="the language to speak (default en)")


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text} is no number of days")
    return int(text)


def _picture(text: str) -> Path:
    if Path(text).suffix.lower() not in (".svg", ".pdf", ".png"):
        raise argparse.ArgumentTypeError(f"{text} is no picture: name a file that ends with .svg, .pdf or .png")
    return Path(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: choose one up to 65535")
    return int(text)


def _group(names: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str):  # type: ignore[no-untyped-def]
    group = names.add_parser(name, help=about, description=about.capitalize() + ".")
    return group.add_subparsers(title="commands", required=True, metavar="COMMAND")


def _command(
    names: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, about: str
) -> argparse.ArgumentParser:
    made = names.add_parser(name, help=about, description=about.capitalize() + ".")
    made.set_defaults(command=command)
    return made


if __name__ == "__main__":
    sys.exit(main())
