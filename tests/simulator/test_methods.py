"""The table of methods is ours; here it is held against what others know of the Bot API."""

import json
import types
import typing
from pathlib import Path

import pytest
from aiogram import methods as aiogram_methods

from simulator.api import WORK
from simulator.methods import METHODS

API = Path(__file__).parents[3] / "shared" / "telegram-bot-api" / "api.json"

NAMES = sorted(METHODS)


@pytest.mark.parametrize("name", NAMES)
def test_knows_every_parameter_that_aiogram_can_send(name: str) -> None:
    theirs = getattr(aiogram_methods, name[0].upper() + name[1:]).model_fields
    ours = {parameter.name: parameter for parameter in METHODS[name]}
    assert set(theirs) <= set(ours)
    assert {field for field, of in theirs.items() if of.is_required()} == {
        field for field in theirs if ours[field].required
    }


@pytest.mark.parametrize("name", NAMES)
def test_takes_every_type_that_aiogram_can_send(name: str) -> None:
    theirs = getattr(aiogram_methods, name[0].upper() + name[1:]).model_fields
    for parameter in METHODS[name]:
        kinds = _plain_kinds(theirs[parameter.name].annotation)
        assert kinds & set(PLAIN.values()) <= {PLAIN.get(kind) for kind in parameter.types}, parameter.name


@pytest.mark.skipif(not API.exists(), reason="the machine-readable Bot API is not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_the_machine_readable_bot_api(name: str) -> None:
    fields = {field["name"]: field for field in json.loads(API.read_text())["methods"][name].get("fields", [])}
    ours = {parameter.name: parameter for parameter in METHODS[name]}
    assert set(fields) <= set(ours)
    assert {field for field, of in fields.items() if of["required"]} == {
        parameter.name for parameter in METHODS[name] if parameter.required
    }


@pytest.mark.skipif(not API.exists(), reason="the machine-readable Bot API is not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_writes_types_as_the_bot_api_does(name: str) -> None:
    fields = json.loads(API.read_text())["methods"][name].get("fields", [])
    ours = {parameter.name: set(parameter.types) for parameter in METHODS[name]}
    for field in fields:
        assert ours[field["name"]] == set(field["types"]), field["name"]


def test_does_everything_that_it_lists() -> None:
    elsewhere = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}
    assert set(METHODS) == set(WORK) | elsewhere


PLAIN = {"String": "str", "Integer": "int", "Boolean": "bool", "InputFile": "InputFile"}


def _plain_kinds(annotation: object) -> set[str]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return set().union(*(_plain_kinds(one) for one in typing.get_args(annotation)))
    return {getattr(annotation, "__name__", str(annotation))}
