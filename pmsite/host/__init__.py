"""Where pages are shown: each host turns the same pages into its own kind of site. Nothing imports this package."""

import atexit
import gc

gc.set_threshold(100_000)  # what loads, and a build, makes much and throws little away
atexit.register(gc.freeze)  # a process that ends has no use for its garbage: to look for it takes a tenth of a short build
