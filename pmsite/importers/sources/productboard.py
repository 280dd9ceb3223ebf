"""Productboard's CSV of features. No real export was seen: columns are known by their names."""

from pmsite.importers.rules import Rules
from pmsite.importers.source import Source

SOURCE = Source(
    Rules(
        source="Productboard",
        types={"Feature": "feature", "Subfeature": "feature", "Component": "theme", "Product": "theme", "Release": "release"},
        columns={
            "Name": "title",
            "Feature name": "title",
            "Description": "body",
            "Status": "status",
            "Owner": "owner",
            "Timeframe": "due",
            "Release": "release",
            "Component": "theme",
            "Parent": "epic",
            "Tags": "tags",
            "UUID": "key",
            "ID": "key",
            "URL": "url",
            "Type": "type",
        },
    ),
    basis="the names of the interface; no real export was seen",
)
