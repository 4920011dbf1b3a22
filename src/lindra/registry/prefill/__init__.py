"""What the record answers of the report: one pure function for each question, from the chart to a claim.

``claims(chart, context)`` is all of it. ``reading`` gathers the context of a patient who was opened at the door,
``words`` says it in the page's language, ``cli`` on the command line.
"""

from lindra.registry.prefill.case import Context as Context
from lindra.registry.prefill.compute import QUESTIONS as QUESTIONS
from lindra.registry.prefill.compute import claims as claims
