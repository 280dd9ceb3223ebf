"""A plan as one JSON document: what is in it, and how it is read."""
