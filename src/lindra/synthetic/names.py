"""Made-up names and addresses: ordinary parts put together by chance. Pure."""

from __future__ import annotations

from random import Random

GIVEN = {
    "female": (
        "Anna Astrid Barbro Berit Birgit Britta Elsa Elin Eva Gerd Greta Gun Gunilla Gunvor Inga Ingegerd Ingrid Irene "
        "Karin Kerstin Lena Lisbeth Maj Margareta Maria Marianne Märta Rut Siv Solveig Svea Tyra Ulla Vera Viola Åsa"
    ).split(),
    "male": (
        "Alf Anders Arne Bengt Bertil Birger Bo Börje Carl Einar Erik Evert Folke Gunnar Gustav Göran Hans Harry Henry "
        "Holger Ingemar Ivar Jan Karl Kjell Kurt Lars Lennart Nils Olle Ove Per Rolf Rune Sten Sture Sven Tage Åke Östen"
    ).split(),
}
_FIRST = "Alm Asp Berg Björk Blom Dal Ek Fors Gran Hag Hed Holm Kvarn Lind Lund Lönn Nord Rönn Sjö Sten Ström Sund Vik Ång Ö Öst".split()
_LAST = "berg blad dahl fält gren hag kvist lid lind lund man mark näs ros rud stedt sten stig ström vall ås".split()
_STREETS = "Asp Björk Dal Ek Fågel Gran Hassel Kvarn Linde Lärk Mål Nypon Rönn Skol Solros Ström Sädes Vete Äng Åker".split()


def given(random: Random, sex: str) -> str:
    """A given name."""
    return random.choice(GIVEN["female" if sex == "female" else "male"])


def family(random: Random) -> str:
    """A family name of two parts that differ."""
    first = random.choice(_FIRST)
    last = random.choice([part for part in _LAST if part[:3] != first.casefold()[:3]])
    return f"{first}{last}"


def street(random: Random) -> str:
    """A street and number."""
    return f"{random.choice(_STREETS)}vägen {random.randrange(1, 90)}"


def telephone(random: Random) -> str:
    """A number of the series that Post- och telestyrelsen keeps free for books and films (070-174 06 05 to 99)."""
    return f"070-174 06 {random.randrange(5, 100):02}"
