"""Providers, their care units, and whom the units serve, with periods."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindra.ids import new_id


class ProviderKind(models.TextChoices):
    """What sort of legal entity a provider is."""

    REGION = "region", _("Region")
    MUNICIPALITY = "municipality", _("Municipality")
    PRIVATE = "private", _("Private")
    OTHER = "other", _("Other provider")


class UnitKind(models.TextChoices):
    """What sort of care a unit gives."""

    HOSPITAL_WARD = "hospital_ward", _("Hospital ward")
    PALLIATIVE_WARD = "palliative_ward", _("Palliative ward")
    EMERGENCY_DEPARTMENT = "emergency_department", _("Emergency department")
    HOSPICE = "hospice", _("Hospice")
    PRIMARY_CARE = "primary_care", _("Primary care centre")
    HOME_NURSING = "home_nursing", _("Municipal home nursing")
    CARE_HOME = "care_home", _("Care home")
    SHORT_STAY = "short_stay", _("Short-stay home")
    SPECIALISED_HOME_CARE = "specialised_home_care", _("Specialised palliative home care")
    CONSULT_TEAM = "consult_team", _("Palliative consult team")
    SOCIAL_SERVICE = "social_service", _("Social services")
    OTHER = "other", _("Other unit")


class Provider(models.Model):
    """A legal entity that gives care and owns what it writes (vårdgivare, omsorgsgivare).

    ``area`` is the code of the region or municipality a public provider is; empty for others.
    """

    id = models.TextField(primary_key=True, default=new_id)
    hsa_id = models.CharField(max_length=31, unique=True)
    name = models.TextField()
    organisation_number = models.CharField(max_length=11, blank=True)
    kind = models.CharField(max_length=20, choices=ProviderKind)
    area = models.CharField(max_length=4, blank=True)
    shares_from = models.DateField(null=True, blank=True)
    """Since when it shares records with others and informs its patients of it (SFS 2022:913 2 kap. 2, 4 §§)."""


class CareUnit(models.Model):
    """A unit where care is given (vårdenhet). Its provider, and whom it serves, hold for periods."""

    id = models.TextField(primary_key=True, default=new_id)
    hsa_id = models.CharField(max_length=31, unique=True)
    name = models.TextField()
    kind = models.CharField(max_length=30, choices=UnitKind)
    municipality = models.CharField(max_length=4)


class Period(models.Model):
    """A period from its first day up to, not including, ``valid_to``; None is until further notice."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_period",
            )
        ]


class UnitMembership(Period):
    """The provider a unit belongs to during a period; never two at once."""

    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="memberships")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="memberships")

    class Meta(Period.Meta):
        abstract = False
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="areas_one_present_provider"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "valid_from"]),
            models.Index(fields=["provider", "valid_from"]),
        ]


class Serves(Period):
    """A region or municipality whose people a unit serves during a period."""

    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="served")
    area = models.CharField(max_length=4)

    class Meta(Period.Meta):
        abstract = False
        indexes = [models.Index(fields=["area", "valid_from"])]
