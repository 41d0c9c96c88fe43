"""What an error of a database means: that it is away, that somebody has to do something, or a bug of ours.

PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
SQLite's names: https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

POSTGRES_REMEDIES = {
    "28P01": "PostgreSQL refuses this user or password",
    "28000": "PostgreSQL refuses this user or password",
    "3D000": "PostgreSQL has no database of this name; make it with createdb",
    "42501": "this user may not make or change the tables; let the database belong to it",
    "25006": "PostgreSQL lets nobody write there; name the primary server",
}
SQLITE_REMEDIES = {
    "SQLITE_NOTADB": "the file is no SQLite database; name another, or move this one away",
    "SQLITE_CORRUPT": "the file is damaged; put back its backup",
    "SQLITE_READONLY": "the file or its folder cannot be written to; let them belong to the user who runs Suar",
    "SQLITE_CANTOPEN": "the file cannot be opened or made; check its path, and who may write there",
    "SQLITE_PERM": "the file cannot be opened or made; check its path, and who may write there",
    "SQLITE_FULL": "the disk is full",
}


def remedy_for(error: BaseException) -> str:
    """What somebody has to do, if it is of the kind that does not pass by itself."""
    name = str(getattr(_cause(error), "sqlite_errorname", None) or "")
    family = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY is a kind of SQLITE_READONLY
    return POSTGRES_REMEDIES.get(_code(error)) or SQLITE_REMEDIES.get(family, "")


def is_away(error: BaseException) -> bool:
    """Whether the database does not answer, is out of means, or two transactions got in each other's way."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | ConnectionError):
        return not _is_our_mistake(error)
    return _passes(_code(error)) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _is_our_mistake(error: BaseException) -> bool:
    """SQLite says this of a statement that it cannot understand."""
    return getattr(_cause(error), "sqlite_errorname", None) == "SQLITE_ERROR"


def _passes(code: str) -> bool:
    return code[:2] in {"08", "53", "57"} or code in {"40001", "40P01", "55000"}


def _code(error: BaseException) -> str:
    return str(getattr(_cause(error), "sqlstate", None) or "")


def _cause(error: BaseException) -> BaseException | None:
    """What the driver said; when a connection is made it says so itself."""
    return error.orig if isinstance(error, DBAPIError) else error
