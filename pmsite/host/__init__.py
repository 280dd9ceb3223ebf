"""Where pages are shown: each host turns the same pages into its own kind of site. Nothing imports this package."""

import gc

gc.set_threshold(50_000)  # what loads, and a build, makes much and throws little away
