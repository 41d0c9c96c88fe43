"""What is wrong with a form, told to the person who wrote it."""

from __future__ import annotations


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

    def __str__(self) -> str:
        spots = [self.sheet and f"sheet {self.sheet}", self.row and f"row {self.row}"]
        spots += [self.column and f"column {self.column}", self.place]
        where = ", ".join(str(spot) for spot in spots if spot)
        return ". ".join(part.rstrip(".") for part in (where, self.wrong, self.remedy) if part) + "."
