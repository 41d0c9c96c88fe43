"""Every function that an expression may call."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.expressions.choice_functions import CHOICE_FUNCTIONS
from conversations.expressions.compiler import Function
from conversations.expressions.geo_functions import GEO_FUNCTIONS
from conversations.expressions.node_functions import NODE_FUNCTIONS
from conversations.expressions.number_functions import NUMBER_FUNCTIONS
from conversations.expressions.text_functions import TEXT_FUNCTIONS
from conversations.expressions.time_functions import TIME_FUNCTIONS

FUNCTIONS: Mapping[str, Function] = {
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **TIME_FUNCTIONS,
    **NODE_FUNCTIONS,
    **CHOICE_FUNCTIONS,
    **GEO_FUNCTIONS,
}
