"""Items as text: front matter of new files, and facts changed in files that are there."""
