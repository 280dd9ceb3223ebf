"""A plan over the published plans of other products: which they are, what is locked of each, and how they are joined."""
