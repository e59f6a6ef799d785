"""The lines of the table, by what they ask of the product."""
