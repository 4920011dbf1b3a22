"""The kinds of detail known of a person, as models. Pure. Each may be partial: what is not known is empty."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

Sex = Literal["female", "male", "other", "unknown"]


class DetailValue(BaseModel):
    """A value of one kind; ``key`` tells apart several of the same kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    kind: ClassVar[str]

    @property
    def key(self) -> str:
        """Empty where a person has one at a time."""
        return ""


class Name(DetailValue):
    """Given and family name, and what the person is called."""

    kind = "name"
    given: str = ""
    family: str = ""
    called: str = ""


class Birth(DetailValue):
    """Birth date, as precisely as known: ``1940``, ``1940-05`` or ``1940-05-17``; and sex as registered."""

    kind = "birth"
    date: str = ""
    sex: Sex = "unknown"


class Address(DetailValue):
    """Where a person lives; ``municipality`` is the four-digit code of folkbokföring, where known."""

    kind = "address"
    use: str = "home"
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    municipality: str = ""
    country: str = ""

    @property
    def key(self) -> str:
        return self.use


class Telecom(DetailValue):
    """A telephone number or address for messages; also key codes and how to get in (``use`` = entry)."""

    kind = "telecom"
    system: str = "phone"
    use: str = ""
    value: str = ""

    @property
    def key(self) -> str:
        return f"{self.system}|{self.use}|{self.value}"


class Language(DetailValue):
    """A language the person speaks, and whether an interpreter is needed."""

    kind = "language"
    code: str
    text: str = ""
    preferred: bool = False
    interpreter: bool | None = None

    @property
    def key(self) -> str:
        return self.code


class Protection(DetailValue):
    """Protected identity: marked secret, or protected registration (22 kap. OSL, folkbokföringslagen 16 §)."""

    kind = "protection"
    level: Literal["none", "sekretessmarkering", "skyddad_folkbokforing"] = "none"


class RegisterOptOut(DetailValue):
    """The person does not want to be in quality registers (SFS 2008:355 7 kap. 2 §).

    Of one who lastingly cannot take a position (``unable``, 2 a §) it says whether there is reason to think them
    opposed, and in ``basis`` how their attitude was clarified.
    """

    kind = "register_opt_out"
    opted_out: bool
    unable: bool = False
    told_by: Literal["", "patient", "guardian", "relative", "record", "other"] = ""
    basis: str = ""


class Civil(DetailValue):
    """Civil status and multiple birth, where another system told so."""

    kind = "civil"
    status: str = ""
    multiple_birth: str = ""


class Relative(DetailValue):
    """A relative or other close person (närstående); ``ref`` tells them apart."""

    kind = "relative"
    ref: str
    name: str = ""
    relation: str = ""
    telecom: tuple[str, ...] = ()
    address: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        return self.ref


KINDS: dict[str, type[DetailValue]] = {
    model.kind: model
    for model in (Name, Birth, Address, Telecom, Language, Protection, RegisterOptOut, Civil, Relative)
}
