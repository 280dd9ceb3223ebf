"""Proof that a built site holds nothing that its audience may not see: what is hidden, in what forms it may stand, and where."""
