"""Private links: a brief encrypted at build time, opened by a key that only its address holds. Needs the extra `links`."""
