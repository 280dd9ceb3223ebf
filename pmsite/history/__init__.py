"""The product at other moments: what git kept, read as data, and what changed between two moments."""
