"""Identity and coordination numbers: which are valid, what they tell, and that they are never repeated."""

from __future__ import annotations

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lindra.people import rules
from lindra.people.rules import NotAnIdentityNumber, identity_number

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "personnummer"
TODAY = date(2026, 6, 15)

# The tax agency's test series, as the project keeps a part of it; nobody has these numbers.
TEST_NUMBERS = (ROOT / "src/lindra/synthetic/data/personnummer.csv").read_text().split()[1:]
COORDINATION_NUMBERS = ("191401682396", "191403702390", "191403742396", "191404722397")

a_number = st.sampled_from([*TEST_NUMBERS, *COORDINATION_NUMBERS])
a_digit = st.integers(0, 9).map(str)


def check_digit(nine: str) -> str:
    """SKV 704: weights 2, 1, 2 … on the nine digits; ten less the last digit of the sum of the products' digits."""
    products = "".join(str(int(digit) * weight) for digit, weight in zip(nine, (2, 1) * 5, strict=False))
    return str(-sum(map(int, products)) % 10)


def refused(text: str, today: date = TODAY) -> str:
    """What a refusal says, with what a traceback would show behind it."""
    with pytest.raises(NotAnIdentityNumber) as caught:
        identity_number(text, today)
    said, error = "", caught.value
    while error is not None:
        said += f"{error}\n"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)  # type: ignore[assignment]
    return said


def test_the_worked_example_of_the_tax_agency_is_valid() -> None:
    assert check_digit("640823323") == "4"
    number = identity_number("640823-3234", TODAY)
    assert number.digits == "196408233234"
    assert (number.kind, str(number.born), number.sex) == ("personnummer", "1964-08-23", "male")


@pytest.mark.parametrize(
    "text", ["640823-3234", "6408233234", "19640823-3234", "196408233234", " 19640823 3234 ", "640823 - 3234"]
)
def test_every_usual_form_is_the_same_number(text: str) -> None:
    assert identity_number(text, TODAY).digits == "196408233234"


@given(a_number)
def test_a_number_of_the_test_series_tells_its_own_birth_date_and_sex(digits: str) -> None:
    number = identity_number(digits, TODAY)
    day = int(digits[6:8])
    assert number.digits == digits
    assert str(number.born) == f"{digits[:4]}-{digits[4:6]}-{day - 60 if day > 60 else day:02}"
    assert number.kind == ("samordningsnummer" if day > 60 else "personnummer")
    assert number.sex == ("male" if digits[10] in "13579" else "female")
    assert digits[11] == check_digit(digits[2:11])


@given(a_number)
def test_ten_digits_and_the_sign_find_the_century(digits: str) -> None:
    sign = "+" if TODAY.year - int(digits[:4]) >= 100 else "-"
    assert identity_number(f"{digits[2:8]}{sign}{digits[8:]}", TODAY).digits == digits


@given(a_number, st.integers(1, 99))
def test_the_century_follows_the_day_that_is_asked_about_and_no_other(digits: str, age: int) -> None:
    on = date.fromisoformat(str(identity_number(digits, TODAY).born)) + timedelta(days=age * 365)
    assert identity_number(digits[2:], on).digits == digits


@pytest.mark.parametrize(
    ("text", "today", "born"),
    [
        ("640823-3234", date(2026, 6, 15), 1964),
        ("640823+3234", date(2026, 6, 15), 1864),
        ("640823-3234", date(2064, 8, 22), 1964),  # ninety-nine
        ("640823+3234", date(2064, 1, 1), 1964),  # the year of the hundredth birthday
        ("640823-3234", date(1964, 8, 23), 1964),  # born today
        ("640823-3234", date(1964, 8, 22), 1864),  # not born yet
    ],
)
def test_plus_is_for_those_who_are_a_hundred_this_year_or_older(text: str, today: date, born: int) -> None:
    assert str(identity_number(text, today).born) == f"{born}-08-23"


@pytest.mark.parametrize("digits", COORDINATION_NUMBERS)
def test_a_coordination_number_has_sixty_added_to_its_day(digits: str) -> None:
    number = identity_number(digits, TODAY)
    assert number.kind == "samordningsnummer"
    assert int(str(number.born)[-2:]) == int(digits[6:8]) - 60


@pytest.mark.parametrize(
    ("digits", "born"),
    [("191500722390", "1915"), ("191711602399", "1917-11")],
)
def test_a_coordination_number_may_tell_less_than_the_day(digits: str, born: str) -> None:
    assert str(identity_number(digits, TODAY).born) == born
    assert identity_number(digits[2:], date(1990, 1, 1)).digits == digits


@given(a_number, st.integers(0, 11), a_digit)
def test_one_wrong_digit_is_never_taken_for_the_same_person(digits: str, place: int, other: str) -> None:
    assume(digits[place] != other)
    wrong = digits[:place] + other + digits[place + 1 :]
    try:
        assert identity_number(wrong, TODAY).born != identity_number(digits, TODAY).born
        assert place < 2  # the check digit does not cover the century
    except NotAnIdentityNumber:
        pass


@given(
    a_number, st.integers(2, 11), a_digit, st.sampled_from(["{0}{1}", "{0}-{1}", "{0}+{1}"]), st.booleans()
)
def test_a_refusal_never_repeats_the_number(
    digits: str, place: int, other: str, form: str, short: bool
) -> None:
    assume(digits[place] != other)
    wrong = digits[:place] + other + digits[place + 1 :]
    text = form.format(wrong[2:8] if short else wrong[:8], wrong[8:])
    told = refused(text)
    assert text not in told
    assert wrong not in told


@given(st.text(min_size=5, max_size=20))
def test_any_other_text_is_refused_and_not_repeated(text: str) -> None:
    assume(not text.isascii() or not any(character.isdigit() for character in text))
    assert text not in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "640823-3235",  # check digit
        "640229-0000",  # serial number 000
        "196402303235",  # no such day
        "640823-323",
        "19640823-32345",
        "640823_3234",
        "191713602393",  # month 13, day not known
        "191711602398",  # month known, day not; check digit
        "６４０８２３-３２３４",  # digits, but not those of a number that is stored
        "19640823323\n4x",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    told = refused(text)
    assert "not a valid identity or coordination number" in told
    assert len(text) < 5 or text not in told


def test_nobody_is_born_tomorrow() -> None:
    assert "lies ahead" in refused("196408233234", date(1964, 8, 22))
    assert identity_number("196408233234", date(1964, 8, 23)).born in ("1964-08-23", date(1964, 8, 23))


@given(st.dates(date(1890, 1, 1), TODAY), st.dates(date(1890, 1, 1), TODAY))
def test_age_counts_birthdays(born: date, on: date) -> None:
    assume(born <= on)
    birthdays = sum(
        1 for year in range(born.year + 1, on.year + 1) if (born.month, born.day) <= _last(year, on)
    )
    assert rules.age(born, on) == birthdays


def _last(year: int, on: date) -> tuple[int, int]:
    """The last day of a year that has come."""
    return (on.month, on.day) if year == on.year else (12, 31)


def test_who_is_born_on_the_leap_day_is_older_on_the_first_of_march() -> None:
    assert rules.age(date(1940, 2, 29), date(2026, 2, 28)) == 85
    assert rules.age(date(1940, 2, 29), date(2026, 3, 1)) == 86


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "kind", "count"),
    [
        ("skatteverket_test_personnummer.csv.gz", "personnummer", 21_728),
        ("skatteverket_test_samordningsnummer.csv.gz", "samordningsnummer", 2_240),
    ],
)
def test_every_number_of_the_whole_test_series_is_valid(file: str, kind: str, count: int) -> None:
    with gzip.open(SHARED / file, "rt") as opened:
        numbers = [row[0] for row in list(csv.reader(opened))[1:]]
    assert len(numbers) == count
    told = [identity_number(number, TODAY) for number in numbers]
    assert [one.digits for one in told] == numbers
    assert {one.kind for one in told} == {kind}
