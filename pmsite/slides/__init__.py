"""A brief as slides that can be edited: one idea each, native text, tables and shapes, notes for whoever speaks."""
