"""Which dead a page is about: region, municipality and year of death, among those there are.

By nothing else: that somebody has had measures of social care is no search term (SFS 2008:355 2 kap. 8 §).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.areas import geography

if TYPE_CHECKING:  # Ibis takes a second to load
    from lindra.measures.cases.opening import Export, Where
    from lindra.measures.cubes.cube import Cube


class Filter(forms.Form):
    """Which dead are looked at; everything is optional."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year of death"), required=False)

    def __init__(self, data: Any, offered: Callable[[str], Sequence[str]]) -> None:
        """Offer what there is of each."""
        super().__init__(data)
        for name, names in (("region", area_name), ("municipality", area_name), ("year", str)):
            found = sorted(((key, names(key)) for key in offered(name)), key=lambda pair: pair[1])
            self.fields[name].choices = [("", _("All")), *found]  # type: ignore[attr-defined]

    @property
    def where(self) -> Where:
        """What is asked for; what there is nothing of is not asked for."""
        from lindra.measures.cases.opening import Where

        self.is_valid()
        return Where(**{name: self.cleaned_data.get(name, "") for name in ("region", "municipality", "year")})


def of_export(export: Export) -> Callable[[str], Sequence[str]]:
    """What an export has deaths of."""
    return export.groups  # type: ignore[return-value]


def of_cube(cube: Cube) -> Callable[[str], Sequence[str]]:
    """What a cube has deaths of."""

    def offered(name: str) -> Sequence[str]:
        return cube.periods("deaths", "year") if name == "year" else cube.values("deaths", name)

    return offered


def area_name(code: str) -> str:
    """The name of a region or municipality; the code itself where it is none that is known here."""
    try:
        found = geography.area(code)
    except geography.UnknownArea:
        return code
    return found.short if isinstance(found, geography.Region) else found.name
