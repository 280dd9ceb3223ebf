"""The future that the product works towards."""

from typing import Annotated, ClassVar

from pmsite.model.item import Item, Part, fact
from pmsite.model.values import Between, Id, Ids, Lines, Prose, Reference, When


class Positioning(Part):
    """What the product is to whom, in the form of Geoffrey Moore's positioning statement."""

    audience: Prose = fact("Who it is for.", "Field crews", default=..., outside=True, label="For")
    need: Prose = fact("What they need.", "lose notes where there is no network", default="", outside=True)
    category: Prose = fact("What kind of product it is.", "a notebook for work on site", default=..., outside=True)
    benefit: Prose = fact("The main reason to choose it.", "never loses a note", default=..., outside=True)
    unlike: Prose = fact("What people would use instead.", "paper forms", default="", outside=True)
    difference: Prose = fact("What makes it different.", "notes reach the office by themselves", default="", outside=True)


class Swot(Part):
    """Strengths and weaknesses inside, opportunities and threats outside."""

    strengths: Lines = fact("What is good about it.", ["Works offline"], default=())
    weaknesses: Lines = fact("What is not.", ["No tablet layout"], default=())
    opportunities: Lines = fact("What could help it.", ["New safety rules"], default=())
    threats: Lines = fact("What could hurt it.", ["Phone makers add notes"], default=())


class Vision(Item):
    """Where all of it leads: the top of every chain of reasons."""

    type: ClassVar[str] = "vision"
    folder: ClassVar[str] = "visions"
    duty: ClassVar[str] = "goals"

    statement: Prose = fact("The vision in one or two sentences.", "Field work without paper, anywhere.", default="", outside=True)
    mission: Prose = fact("Why the team exists.", "We keep what people learn on site.", default="", outside=True)
    horizon_year: When | None = fact("By when it should be true.", "2029", outside=True, label="By")
    positioning: Positioning | None = fact(
        "What the product is to whom.",
        {"audience": "field crews", "category": "a notebook for work on site", "benefit": "never loses a note"},
        outside=True,
    )
    principles: Lines = fact("Rules for choices that facts do not decide.", ["Offline is not an error"], default=(), outside=True)
    north_star: Annotated[Id, Reference(("metric",))] | None = fact(
        "The one metric that says how much good the product does.",
        "weekly-active-crews",
        label="North Star",
        inverse="North Star of",
    )
    guardrails: Annotated[Ids, Reference(("metric",))] = fact(
        "Metrics that must not get worse meanwhile.", ["crash-rate"], default=(), inverse="Guarded by"
    )
    swot: Swot | None = fact("Strengths, weaknesses, opportunities and threats.", {"strengths": ["Works offline"]}, label="SWOT")
    position: dict[str, Annotated[float, Between(0, 10, whole=False)]] = fact(
        "Where the product stands on the axes of product.yml, 0 to 10.", {"price": 4, "depth": 7}, default={}
    )
