"""Publishing the sites of a plan: what stands between a finished build and its readers."""
