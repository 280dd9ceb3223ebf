"""Exports of other systems become items: bytes → table → drafts → resolved → merged with what is there → staged → moved.

`run.py` runs these stages in order; `sources/` has one file per system.
"""
