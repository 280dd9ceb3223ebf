"""Two moments of a plan, told to people and tools."""
