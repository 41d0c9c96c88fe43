"""What of XLSForm is played in a chat, what only changes looks and is passed over, and what is refused.

Whatever stands in none of these lists is unknown, and refused as a likely mistake.
"""

from __future__ import annotations

from collections.abc import Mapping

from conversations.problems import Problem, guess
from domain.voice import phrase

# --- Types -----------------------------------------------------------------------------------------

SELECTS = frozenset(("select_one", "select_multiple", "rank"))
SELECTS_FROM_FILE = frozenset(("select_one_from_file", "select_multiple_from_file"))
CONTROLS = frozenset(("begin_group", "begin_repeat", "end_group", "end_repeat"))
FILE_TYPES = frozenset(("csv-external", "xml-external"))
_DAYS = ("date", "time", "dateTime", "datetime")
_ANSWERS = ("text", "string", "integer", "int", "decimal", "range", *_DAYS, "geopoint", "gps")
_MEDIA = ("image", "photo", "audio", "video", "file")
_OTHERS = ("note", "acknowledge", "trigger", "calculate", "hidden", "location", "percentage")
_META = ("start", "end", "today", "username", "uri:username")
_DEVICE = ("deviceid", "phonenumber", "email", "simserial", "subscriberid")
NOT_IN_A_CHAT = frozenset(("imei", *_DEVICE, *(f"uri:{each}" for each in _DEVICE)))
PLAIN_TYPES = frozenset((*_ANSWERS, *_MEDIA, *_OTHERS, *_META, *NOT_IN_A_CHAT, *FILE_TYPES, "audit"))
ASKED = frozenset((*_ANSWERS, *_MEDIA, "note", "acknowledge", "trigger", "location", "percentage"))
TYPES = PLAIN_TYPES | SELECTS | SELECTS_FROM_FILE | CONTROLS

_TYPED = phrase("Pakai text: jawabannya ditulis di obrolan")
_PHOTO = phrase("Pakai image: orangnya mengirim foto")
_LEAVE_OUT = phrase("Keluarkan dari formulir")
REFUSED_TYPES: Mapping[str, str] = {
    "geotrace": phrase("Pakai geopoint untuk satu titik"),
    "geoshape": phrase("Pakai geopoint untuk satu titik"),
    "barcode": _TYPED,
    "osm": phrase("Pakai geopoint untuk satu titik"),
    "background-audio": phrase("Pakai audio: orangnya merekam sendiri"),
    "start-geopoint": phrase("Pakai geopoint: orangnya membagikan lokasi sendiri"),
    "background-geopoint": phrase("Pakai geopoint: orangnya membagikan lokasi sendiri"),
    "select_one_external": phrase("Pakai select_one_from_file"),
    "cascading_select": phrase("Pakai select_one dengan choice_filter"),
    "include": phrase("Salin baris-barisnya ke formulir ini"),
    "begin_loop": phrase("Pakai begin_repeat"),
    "end_loop": phrase("Pakai end_repeat"),
    "xforms-signature": _PHOTO,
}


def refuse_type(kind: str) -> Problem | None:
    """Why a type cannot be used, if it cannot."""
    if kind in REFUSED_TYPES:
        return Problem("jenis “{kind}” tidak didukung", REFUSED_TYPES[kind], kind=kind, column="type")
    if kind in TYPES:
        return None
    near = guess(kind, TYPES)
    remedy = phrase("Maksud Anda “{near}”?") if near else phrase("Lihat jenis yang ada di docs/forms.md")
    return Problem("tidak ada jenis “{kind}”", remedy, kind=kind, near=near, column="type")


# --- Appearances -----------------------------------------------------------------------------------

_LOOKS = frozenset(
    (
        *("minimal", "quick", "quickcompact", "likert", "columns", "columns-pack", "columns-flex", "horizontal"),
        *(
            "horizontal-compact",
            "compact",
            "multiline",
            "numbers",
            "url",
            "thousands-sep",
            "field-list",
            "table-list",
        ),
        *(
            "label",
            "list-nolabel",
            "list",
            "autocomplete",
            "no-buttons",
            "no-calendar",
            "spinner",
            "picker",
            "rating",
        ),
        *("vertical", "no-ticks", "counter", "maps", "map", "placement-map", "image-map", "bearing", "month-year"),
        *("year", "hidden-answer", "masked", "new", "new-front", "summary", "full", "other", "new-rear", "annotate"),
        *("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"),
    )
)
_PHOTO_INSTEAD = phrase("Hapus tampilannya: orangnya mengirim foto")
_REFUSED_LOOKS: Mapping[str, str] = {
    "signature": _PHOTO_INSTEAD,
    "draw": _PHOTO_INSTEAD,
    "printer": _LEAVE_OUT,
}
_REFUSED_STARTS: Mapping[str, str] = {
    "ex:": phrase("Tanyakan langsung: aplikasi lain tidak bisa dibuka dari obrolan"),
    "intent:": phrase("Tanyakan langsung: aplikasi lain tidak bisa dibuka dari obrolan"),
    "printer:": _LEAVE_OUT,
    "search(": phrase("Pakai select_one_from_file dengan choice_filter"),
    "search (": phrase("Pakai select_one_from_file dengan choice_filter"),
}


def refuse_appearance(appearance: str) -> Problem | None:
    """Why an appearance cannot be used: it asks for more than another look."""
    remedies = [_REFUSED_LOOKS[word] for word in appearance.lower().split() if word in _REFUSED_LOOKS]
    return _refused(appearance, remedies) or refuse_other_app(appearance)


def refuse_other_app(appearance: str) -> Problem | None:
    """Why an appearance cannot be used in any XForm: its answer or its choices come from another program."""
    text = " " + appearance.strip().lower()
    return _refused(appearance, [remedy for start, remedy in _REFUSED_STARTS.items() if f" {start}" in text])


def _refused(appearance: str, remedies: list[str]) -> Problem | None:
    if not remedies:
        return None
    return Problem("tampilan “{look}” tidak didukung", remedies[0], look=appearance, column="appearance")


def passed_over(appearance: str) -> list[Problem]:
    """Warnings for what an appearance asks for and a chat does not show."""
    return [_without_effect(word) for word in appearance.split()]


def _without_effect(word: str) -> Problem:
    plain = word.lower()
    for start in ("columns-", "compact-", "quickcompact-"):
        plain = start.rstrip("-") if plain.startswith(start) else plain
    if plain in _LOOKS or (plain[:1] == "w" and plain[1:].isdigit()):
        return Problem("tampilan “{look}” tidak berpengaruh di obrolan", look=word, column="appearance")
    near = guess(plain, (*_LOOKS, *_REFUSED_LOOKS))
    remedy = phrase("Maksud Anda “{near}”?") if near else ""
    wrong = phrase("tampilan “{look}” tidak dikenal, dan dilewati")
    return Problem(wrong, remedy, look=word, near=near, column="appearance")


# --- Columns ---------------------------------------------------------------------------------------

_SURVEY = (
    *(
        "type",
        "name",
        "label",
        "hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
    ),
    *("calculation", "default", "trigger", "choice_filter", "readonly", "parameters", "appearance", "repeat_count"),
    *("image", "big-image", "audio", "video", "note", "notes", "comment", "comments"),
)
_CHOICES = ("list_name", "name", "label", "image", "big-image", "audio", "video", "media")
_SETTINGS = (
    *("form_id", "form_title", "version", "default_language", "instance_name", "namespaces", "clean_text_values"),
    *("allow_choice_duplicates", "instance_xmlns", "add_none_option"),
)
_IGNORED_SETTINGS = (
    *("style", "submission_url", "auto_send", "auto_delete", "sms_keyword", "sms_separator", "sms_allow_media"),
    *("sms_date_format", "sms_datetime_format", "sms_response", "client_editable", "prefix", "delimiter"),
    *("compact_prefix", "attribute", "omit_instanceid", "xforms_version"),
)
KNOWN: Mapping[str, tuple[str, ...]] = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}
IGNORED: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        (
            *("guidance_hint", "autoplay", "rows", "hxl", "noapperrorstring", "sms_field", "sms_option"),
            *("compact_tag", "big-image", "audio", "video"),  # of a label only its picture is shown
        )
    ),
    "choices": frozenset(("image", "big-image", "audio", "video")),
    "settings": frozenset(_IGNORED_SETTINGS),
}
_NO_ENTITIES = phrase("Hapus kolomnya: entitas tidak didukung")
_NO_OTHER_APP = phrase("Hapus kolomnya: aplikasi lain tidak bisa dibuka dari obrolan")
REFUSED_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "survey": {
        "save_to": _NO_ENTITIES,
        "intent": _NO_OTHER_APP,
        "body::intent": _NO_OTHER_APP,
        "control::intent": _NO_OTHER_APP,
        "query": phrase("Hapus kolomnya: pakai select_one_from_file dengan choice_filter"),
        "disabled": phrase("Hapus kolomnya, juga baris yang tidak dipakai"),
    },
    "choices": {},
    "settings": {
        "public_key": phrase("Hapus kolomnya: jawaban di Suar sudah disegel"),
        "name": phrase("Hapus kolomnya: yang dipakai form_id"),
    },
}
PREFIXES = ("bind::", "instance::")
OWN_SETTINGS = "attribute::suar:"
IGNORED_PREFIXES = ("body::", "control::", "media::")

REFUSED_SHEETS: Mapping[str, str] = {
    "entities": phrase("Hapus lembarnya: entitas tidak didukung"),
    "external_choices": phrase("Pakai select_one_from_file, dan hapus lembarnya"),
    "osm": phrase("Hapus lembarnya: OpenStreetMap tidak didukung"),
}
