"""A plan changed as a whole: looked at as it would be, then all files at once or none, and undone again."""
