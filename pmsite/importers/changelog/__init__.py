"""What tools and people write into a CHANGELOG.md, by what it means: versions, kinds of changes, sections."""
