"""Texts of anybody: Markdown becomes HTML that is safe in a page, and says what it links to."""
