"""Files in settings.toml, and what is kept in some: paths are relative to the file of the settings."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, PlainValidator, ValidationInfo

from noticed.settings.kinds import quoted
from noticed.settings.secret import Secret, Surroundings, parse_secret

_DATABASES = ("sqlite", "postgresql+psycopg")


def surroundings(info: ValidationInfo) -> Surroundings:
    """What relative paths and references of the settings being read are relative to.

    Raises ``TypeError`` where settings are made by hand.
    """
    if not isinstance(info.context, Surroundings):
        raise TypeError("settings are read by noticed.settings.load")
    return info.context


def _database(value: str, info: ValidationInfo) -> str:
    scheme, found, rest = value.partition("://")
    if not found or scheme not in _DATABASES:
        raise ValueError('must begin with "sqlite:///" or "postgresql+psycopg://"')
    if scheme == "sqlite":
        path = rest.removeprefix("/")
        if not rest.startswith("/") or not path:
            raise ValueError('must name a file: "sqlite:///var/noticed.db" (three strokes; four for an absolute path)')
        return value if path == ":memory:" else f"sqlite:///{surroundings(info).folder / path}"
    if ":" in rest.partition("@")[0] and "@" in rest:
        raise ValueError("must hold no password: give it as store.password = { file = … }")
    return value


def _existing_file(value: object, info: ValidationInfo) -> Path:
    path = surroundings(info).place(quoted(value, "ca.pem"))
    if not path.is_file():
        raise ValueError(f"{path} is no file")
    return path


def _new_file(value: object, info: ValidationInfo) -> Path:
    path = surroundings(info).folder / Path(quoted(value, "noticed.ics")).expanduser()
    if path.is_dir():
        raise ValueError(f"{path} is a folder: name a file in it")
    return path


def _folder(value: object, info: ValidationInfo) -> Path:
    return surroundings(info).folder / Path(quoted(value, "var/tokens")).expanduser()


def _secret(value: object, info: ValidationInfo) -> Secret:
    return parse_secret(value, surroundings(info))


Database = Annotated[str, AfterValidator(_database)]
ExistingFile = Annotated[Path, PlainValidator(_existing_file)]
NewFile = Annotated[Path, PlainValidator(_new_file)]
Folder = Annotated[Path, PlainValidator(_folder)]
SecretReference = Annotated[Secret, PlainValidator(_secret)]
