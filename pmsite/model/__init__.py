"""What a product is: one file per item type, the values their fields hold, and the graph they form."""
