"""A projection in forms that other programs read: one file per format. Like pages, they are made from projections alone."""
