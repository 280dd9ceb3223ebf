"""Diagnostics in the forms that people and machines read: one file per format, one line each in the registry."""
