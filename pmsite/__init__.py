"""pmsite turns a folder of Markdown files into the site a product team works from.

The tree is the pipeline; `pmsite.pipeline` runs it in this order:

    read/      text -> Record: front matter with the place of every key, body
    model/     Record -> Item: one frozen model per type; product.yml -> Settings; all items -> Product, the graph
    checks/    what is wrong across items
    audience   Product -> Projection: what one audience may see
    views/     Projection -> frozen data of one page or block; pages/ says which pages there are
    charts/    view data -> SVG
    wording/   what things are called, in each language
    texts/     Markdown -> HTML that is safe in a page
    render/    view -> HTML
    writing/   what is wanted of an item -> its file, of which nothing else is another; editing/ the same for a whole plan
    exports/   Projection -> JSON, CSV, feeds, calendar
    share/     a brief's document -> the page of its private link
    host/      pages -> a site; publishing/ a branch -> all its sites; cli/ -> the commands
"""

__version__ = "0.13.0"
