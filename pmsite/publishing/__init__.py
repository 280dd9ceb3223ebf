"""Publishing: a branch is fetched, each of its sites is built and audited, and all of them change at once; or what stands stays."""
