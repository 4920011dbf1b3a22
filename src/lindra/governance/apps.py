"""The room's entry in Django."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "lindra.governance"
    label = "governance"

    def ready(self) -> None:
        """Say to lower rooms what is done here about a gap and a deviation."""
        from lindra.discharge.deviations import further as deviations
        from lindra.governance.walk import further
        from lindra.measures.pagesets import further as gaps

        gaps.also(further.of_gap, further.of_list)
        deviations.also(further.of_deviation)
