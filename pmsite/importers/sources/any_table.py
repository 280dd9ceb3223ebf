"""Any table whose columns are called like the fields of items, or that a mapping file explains."""

from pmsite.importers.rules import Rules
from pmsite.importers.source import Source

CSV = Source(Rules(source="CSV", exact="true", columns={"body": "body"}))
XLSX = Source(Rules(source="Excel", exact="true", columns={"body": "body"}))
JSON = Source(Rules(source="JSON", exact="true", columns={"body": "body"}))
