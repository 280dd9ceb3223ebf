"""Two moments of a plan compared, and told to a person or a tool; one file for each way of telling."""
