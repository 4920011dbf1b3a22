"""Plans in words, made by hand: one that fills more than a page, and one with nothing in it."""

from __future__ import annotations

from lindra.care.plan.shown import Shown, ShownLine, ShownPart

PATIENT = "0197a1b2-0000-7000-8000-0000000000a1"
NAMES = ("Who and where", "Decisions", "Hazards", "The situation", "If … then", "As-needed medicines", "Call now",
         "What matters")  # fmt: skip
SECTIONS = ("person", "decisions", "hazards", "situation", "steps", "medicines", "call", "matters")
ORIGIN = "2026-06-12 14:30 · Lena Åkesson · Palliativa teamet Gryning"


def full(times: int = 1, long: int = 1) -> Shown:
    """A plan with much in it: every section so many times over, texts so many times as long."""
    lines = {
        "person": [line("key", "Has a key", "Bo Åkerström")],
        "decisions": [
            line("resuscitation", "Resuscitation", "No", ("decided by Karl Öman, Gryning", "no use"), "critical"),
            line("hospital", "To hospital", "Only if: a fracture", ("decided by Karl Öman, Gryning",), "warning"),
            line("death_expected", "Expected death", "Yes", ("decided by Karl Öman", "wake at once Eva"), "warning"),
            line("antibiotics", "Antibiotics", "No", ("decided by Karl Öman",), "critical"),
        ],
        "hazards": [line("hypersensitivity", "Hypersensitivity", "Penicillin", (), "critical")],
        "situation": [line("phase", "Phase", "deteriorating", ("Pancreatic cancer, mostly in bed",), "warning")],
        "steps": [
            line("step", "Pain", "Morphine 2.5 mg under the skin", ("then: again after an hour", "call: Gryning")),
            line("step", "Breathlessness", "Open a window, sit up; morphine 2.5 mg", ("then: midazolam",)),
            line("step", "Bleeding", "Dark towels, stay, midazolam 5 mg", ("call: Gryning",), "critical"),
        ],
        "medicines": [
            line("as_needed", "Pain", "Morphine 10 mg/ml", ("2.5–5 mg subcutaneous", "at least 1 h between",
                 "last given 2026-06-15 01:10 · 2 in 24 hours")),
            line("as_needed", "Anxiety", "Midazolam 5 mg/ml", ("2.5 mg subcutaneous", "at most 6 in 24 hours",
                 "last given: no dose recorded")),
            line("kept", "Where the medicines lie", "In the cupboard above the fridge"),
        ],
        "call": [
            line("contact", "Specialised palliative team", "054-17 00 17", ("Gryning", "round the clock"), "ok",
                 phone="054-17 00 17"),
            line("contact", "Home nursing", "054-17 00 18", ("every day 07:00–21:30",), phone="054-17 00 18"),
        ],
        "matters": [line("what_matters", "Matters most", "”To sit in the garden with Bo”"),
                    line("preferred_place_death", "Wants to die", "at home", ("otherwise in a hospice",))],
    }  # fmt: skip
    return plan({name: [stretched(one, long) for one in every * times] for name, every in lines.items()})


def empty() -> Shown:
    """A plan of somebody of whom nobody has asked anything."""
    lines = {name: [ShownLine(f"{name}{nth}", f"Topic {nth}", "Not asked", tone="unknown") for nth in range(3)]
             for name in SECTIONS}  # fmt: skip
    first = {"resuscitation": "Resuscitation", "hospital": "To hospital", "death_expected": "Expected death"}
    lines["decisions"] = [
        ShownLine(topic, label, "Not assessed", tone="unknown") for topic, label in first.items()
    ]
    return plan(lines, validity="never", stamp="Uncertain – never confirmed")


def line(
    topic: str, label: str, text: str, more: tuple[str, ...] = (), tone: str = "", phone: str = ""
) -> ShownLine:
    return ShownLine(topic, label, text, more, ORIGIN, tone, event=f"event-{label}", phone=phone)


def stretched(one: ShownLine, times: int) -> ShownLine:
    """The same line with longer texts."""
    return ShownLine(one.topic, one.label, " ".join([one.text] * times), tuple(" ".join([m] * times) for m in one.more),
                     one.origin, one.tone, one.event, one.phone)  # fmt: skip


def plan(
    lines, validity="uncertain", stamp="Uncertain – not confirmed since admission 14 June 2026", **more
) -> Shown:  # type: ignore[no-untyped-def]
    """A plan of these lines by section."""
    parts = tuple(
        ShownPart(name, title, tuple(lines.get(name, ())), validity, stamp)
        for name, title in zip(SECTIONS, NAMES, strict=True)
    )  # fmt: skip
    about = {
        "name": "Astrid Lindqvist-Åkerström", "number": "19121212-1212", "age": "84 years",
        "address": ("Älvgatan 17", "652 24 Norrvik"), "entry": ("Door code 1717",), "where": "At home since 3 May 2026",
    }  # fmt: skip
    return Shown(patient=PATIENT, validity=validity, stamp=stamp, parts=parts, **(about | more))
