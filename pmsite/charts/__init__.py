"""Pictures drawn at build time as SVG: text as text, colours from the theme, words beside each."""
