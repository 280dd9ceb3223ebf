"""Releases made from what is noted: fragments and shipped features become a release item, an archive and a changelog."""
