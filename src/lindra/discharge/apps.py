"""The room's entry in Django: registers its events, readings and deadlines with their words."""

from django.apps import AppConfig


class DischargeConfig(AppConfig):
    name = "lindra.discharge"
    label = "discharge"

    def ready(self) -> None:
        from lindra.care import labels as care
        from lindra.care import pages
        from lindra.discharge import due, due_words, events, readings  # noqa: F401
        from lindra.discharge.deviations import actions as deviations
        from lindra.discharge.labels import KINDS, TAB
        from lindra.discharge.notices import readings as notices  # noqa: F401
        from lindra.discharge.statistics import readings as ended  # noqa: F401
        from lindra.forms import present
        from lindra.record import destruction

        care.KINDS.update(KINDS)
        present.name_kinds({kind: label.title for kind, label in KINDS.items()})
        due_words.register()
        pages.further("discharge", TAB)
        destruction.also("discharge", deviations.forget, deviations.settle)
