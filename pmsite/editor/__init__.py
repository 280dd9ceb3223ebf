"""The preview as an editor: what pages ask of a plan while a server shows it, and what they change in it.

Nothing here is part of a build. `host` puts `app.Editor` in front of a server's own answers; all that is written goes through `editing`.
"""
