"""Files become records: text, front matter with its places, body. The only package that imports yaml."""
