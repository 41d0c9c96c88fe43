"""What is wrong with a form, told to the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping


class Problem(Exception):
    """A form that cannot be used as it is: where, what is wrong, and what to do about it."""

    def __init__(
        self,
        wrong: str,
        remedy: str = "",
        *,
        place: str = "",
        sheet: str = "",
        row: int | None = None,
        column: str = "",
    ) -> None:
        self.wrong, self.remedy = wrong, remedy
        self.place, self.sheet, self.row, self.column = place, sheet, row, column
        super().__init__(str(self))

    def located(self, rows: Mapping[str, int]) -> Problem:
        """The same, with the row of the survey where the question stands."""
        row = rows.get(self.place)
        if row is None or self.row is not None:
            return self
        return Problem(self.wrong, self.remedy, place=self.place, sheet="survey", row=row, column=self.column)

    def __str__(self) -> str:
        spots = [self.sheet and f"sheet {self.sheet}", self.row and f"row {self.row}"]
        spots += [self.column and f"column {self.column}", self.place]
        where = ", ".join(str(spot) for spot in spots if spot)
        return ". ".join(part.rstrip(".") for part in (where, self.wrong, self.remedy) if part) + "."
