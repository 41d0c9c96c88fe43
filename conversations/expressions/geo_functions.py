"""Functions on places: a point is "latitude longitude altitude accuracy", a shape is points between semicolons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import asin, cos, nan, radians, sin, sqrt

from conversations.expressions.compiler import Function
from conversations.expressions.signatures import takes
from conversations.expressions.typed import strings
from conversations.expressions.values import Value

EARTH_RADIUS = 6_378_100.0  # metres, as JavaRosa and Enketo count
Point = tuple[float, float]


def _points(texts: Sequence[str]) -> list[Point] | None:
    """The points, or None where something is not a point."""
    found = []
    for piece in ";".join(texts).strip().strip(";").split(";"):
        numbers = piece.split()
        try:
            latitude, longitude = float(numbers[0]), float(numbers[1])
        except (ValueError, IndexError):
            return None
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        found.append((latitude, longitude))
    return found


def _apart(a: Point, b: Point) -> float:
    half_latitude, half_longitude = radians(b[0] - a[0]) / 2, radians(b[1] - a[1]) / 2
    square = sin(half_latitude) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(half_longitude) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(square)))


def _distance(*values: Value) -> float:
    points = _points([text for value in values for text in strings(value)])
    if points is None or len(points) < 2:
        return nan if points is None else 0.0
    return round(sum(_apart(a, b) for a, b in pairwise(points)), 2)


def _area(value: Value) -> float:
    points = _points(strings(value))
    if points is None or len(points) < 3:
        return nan if points is None else 0.0
    ring = points if points[0] == points[-1] else [*points, points[0]]
    total = sum(radians(b[1] - a[1]) * (2 + sin(radians(a[0])) + sin(radians(b[0]))) for a, b in pairwise(ring))
    return round(abs(total * EARTH_RADIUS * EARTH_RADIUS / 2), 2)


def _geofence(point: str, shape: Value) -> bool:
    where, ring = _points([point]), _points(strings(shape))
    if not where or not ring or len(ring) < 4 or ring[0] != ring[-1]:
        return False
    (y, x), inside = where[0], False
    for (y1, x1), (y2, x2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


GEO_FUNCTIONS: Mapping[str, Function] = {
    "distance": takes("vv*", "number", _distance),
    "area": takes("v", "number", _area),
    "geofence": takes("sv", "truth", _geofence),
}
