"""A request's fields, checked against the table of methods and refused in Telegram's words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .methods import METHODS, Parameter
from .refusals import BadRequest
from .uploads import Upload

Fields = Mapping[str, Any]
Params = dict[str, Any]

YES = frozenset({"true", "1", "yes", "on"})
NO = frozenset({"false", "0", "no", "off", ""})

BY_METHOD: Mapping[str, Mapping[str, Parameter]] = {
    method: {parameter.name: parameter for parameter in parameters} for method, parameters in METHODS.items()
}
NEEDED: Mapping[str, tuple[Parameter, ...]] = {
    method: tuple(parameter for parameter in parameters if parameter.required and parameter.missing)
    for method, parameters in METHODS.items()
}


def read_parameters(method: str, fields: Fields, strict: bool = True) -> Params:
    """The fields with their right types; empty ones count as not given, as Telegram sees them."""
    known, read = BY_METHOD[method], {}
    for name, value in fields.items():
        parameter = known.get(name)
        if parameter is not None:
            if value is not None and value != "":
                read[name] = _read(parameter, value)
        elif strict and not isinstance(value, Upload):
            raise BadRequest(f'unknown parameter "{name}" of {method}')
    for parameter in NEEDED[method]:
        if parameter.name not in read:
            raise BadRequest(parameter.missing)
    attached = {name: value for name, value in fields.items() if isinstance(value, Upload)}
    if attached:
        read["attached"] = attached
    return read


def _read(parameter: Parameter, value: Any) -> Any:
    for kind in parameter.types:
        if (read := READERS.get(kind)) is None:
            continue
        found = read(parameter, value)
        if found is not None:
            return found
    if parameter.types[0] in READERS:
        raise BadRequest(f'field "{parameter.name}" must be of type {parameter.types[0]}')
    return _read_json(parameter, value)


def _read_string(parameter: Parameter, value: Any) -> str | None:
    # In JSON a number is taken for a string too, as Telegram does with file and query ids.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return None
    if parameter.longest is not None and len(text) > parameter.longest:
        raise BadRequest(parameter.too_long)
    return text


def _read_integer(parameter: Parameter, value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return None
    return None


def _read_boolean(parameter: Parameter, value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    return True if word in YES else False if word in NO else None


def _read_upload(parameter: Parameter, value: Any) -> Upload | None:
    return value if isinstance(value, Upload) else None


READERS: Mapping[str, Callable[[Parameter, Any], Any]] = {
    "String": _read_string,
    "Integer": _read_integer,
    "Boolean": _read_boolean,
    "InputFile": _read_upload,
}


def _read_json(parameter: Parameter, value: Any) -> Any:
    """Lists and objects come as JSON inside a form field, or as they are inside a JSON body."""
    wanted = list if parameter.is_list else dict
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise BadRequest(_not_json(parameter)) from None
    if not isinstance(value, wanted):
        raise BadRequest(_not_json(parameter))
    return value


def _not_json(parameter: Parameter) -> str:
    if parameter.name == "reply_markup":
        return "object expected as reply markup"
    if parameter.is_list:
        return f"can't parse {parameter.name} JSON array"
    return f"can't parse {parameter.name} JSON object"
