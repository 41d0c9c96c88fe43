"""A request as the body of an HTTP call: JSON, which is light, or a form when files go along."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import FormData
from aiohttp.payload import BytesPayload

from bot.transports.calls import Request


def body_of(request: Request) -> BytesPayload | FormData:
    if not request.files:
        return BytesPayload(json.dumps(request.params).encode(), content_type="application/json")
    form = FormData(quote_fields=False)
    for name, value in request.params.items():
        form.add_field(name, _field(value))
    for part, file in request.files.items():
        form.add_field(part, file.content, filename=file.name)
    return form


def _field(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode(errors="replace").decode()  # half of a character, which JSON can carry, cannot stand here
