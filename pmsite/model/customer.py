"""Customers: the accounts that feedback comes from. What they are worth stays with the team."""

from typing import Annotated, ClassVar

from pmsite.model.item import Private, fact
from pmsite.model.values import Choice, NotNegative, Text, Texts, When


class Customer(Private):
    """An account that uses the product, or may."""

    type: ClassVar[str] = "customer"
    folder: ClassVar[str] = "customers"
    duty: ClassVar[str] = "insight"

    segment: Text = fact(
        "What kind of customer it is, one of `segments` in product.yml where that has any.",
        "enterprise",
        default="",
        label="Customer segment",
    )
    tier: Text = fact("What it pays for.", "Crew plan", default="", label="Customer tier")
    status: Annotated[str, Choice(("prospect", "active", "churned"))] = fact(
        "Whether it may become one, is one, or has left.", "active", default="active"
    )
    revenue: NotNegative = fact("What it brings a year, in the workspace's currency.", 60000, default=0.0, label="Revenue a year")
    seats: NotNegative = fact("How many of its people use the product.", 140, default=0.0)
    since: When | None = fact("Since when it is a customer.", "2024-05", label="Customer since")
    domains: Texts = fact("Its domains, by which imports know it; on no page.", ["northlight.example"], default=())
