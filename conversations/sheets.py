"""The sheets of an XLSForm as their author wrote them: columns that pyxform would drop in silence, and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from conversations.problems import Problem

Rows = Sequence[Mapping[str, str]]
FIRST_ROW = 2  # row 1 is the header
MOST_CHOICES = 20_000

_SURVEY = frozenset(
    (
        *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "relevance"),
        *("constraint", "constraint_message", "calculation", "calculate", "default", "trigger", "choice_filter"),
        *("readonly", "read_only", "read only", "parameters", "appearance", "repeat_count", "image", "big-image"),
        *("audio", "video", "autoplay", "note", "notes", "comment", "comments", "disabled", "hxl", "caption"),
        *("list_name", "list name", "save_to", "skip", "sms_field", "sms_option", "count", "jr:count", "media"),
        *("requiredmsg", "required message", "constraint message", "constraintmsg", "query", "tag", "rows"),
        *("noappearance", "intent", "bind", "body", "instance", "control", "command", "$given_name"),
    )
)
_CHOICES = frozenset(
    ("list_name", "list name", "name", "value", "label", "image", "audio", "video", "big-image", "media")
)
_SETTINGS = frozenset(
    (
        *("form_id", "form_title", "version", "default_language", "instance_name", "style", "namespaces"),
        *("public_key", "submission_url", "auto_send", "auto_delete", "allow_choice_duplicates", "attribute"),
        *("id_string", "title", "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format", "sms_response"),
        *("sms_datetime_format", "client_editable", "name", "prefix", "delimiter", "compact_prefix", "compact_tag"),
        *("instance_xmlns", "clean_text_values", "omit_instanceid", "add_none_option", "xforms_version"),
    )
)
_SHEETS = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}


def check_columns(sheet: str, columns: Iterable[str]) -> list[str]:
    """Refuse what looks like a misspelt column; give warnings for columns that mean nothing."""
    known, warnings = _SHEETS[sheet], []
    for column in columns:
        head, _, rest = column.strip().lower().partition(":")
        if head in known or column.strip().lower() in known:
            continue
        close = get_close_matches(head, known, 1, 0.75)
        if close and (sheet != "choices" or rest):
            # in the choices any column may be one to filter by, unless it has a language
            remedy = f"Did you mean “{close[0]}”? Otherwise give the column another name"
            raise Problem(f"there is no column “{column}”", remedy, sheet=sheet, row=1, column=column)
        if sheet != "choices":
            warnings.append(f"Sheet {sheet}: the column “{column}” is not part of the standard, and is ignored.")
    return warnings


def rows_by_path(survey: Rows, root: str = "data") -> dict[str, int]:
    """In which row of the survey each question, group and repeat stands."""
    found: dict[str, int] = {}
    path = [root]
    for number, row in enumerate(survey, FIRST_ROW):
        kind = " ".join(str(row.get("type") or "").lower().replace("_", " ").split())
        name = str(row.get("name") or "").strip()
        if kind.startswith("end ") and len(path) > 1:
            path.pop()
        elif name:
            found.setdefault("/" + "/".join([*path, name]), number)
            if kind.startswith("begin "):
                path.append(name)
    return found
