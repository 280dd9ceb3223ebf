"""A plan for assistants: the answers and changes of the commands as tools of the Model Context Protocol.

`tools.Tools` is what they do, without the protocol; `server` binds them to it, and alone needs the extra `mcp`.
"""
