"""Templates, with the same stems as the views and item types, and the style sheet and script that go with them."""
