"""What every section of settings.toml is."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of all sections."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        defer_build=True,  # a section is read as a part of another one: of itself it needs no validator
    )

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        """Nothing: settings are full of addresses, and reprs end in logs."""
        return []
