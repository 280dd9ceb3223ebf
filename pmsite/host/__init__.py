"""Where pages are shown: each host turns the same pages into its own kind of site. Nothing imports this package."""
