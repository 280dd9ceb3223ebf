"""Views become HTML: the only package that imports jinja2 and markdown."""
