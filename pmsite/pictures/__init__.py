"""One view of a plan as a picture that stands alone: for a slide, a chat, a README."""
