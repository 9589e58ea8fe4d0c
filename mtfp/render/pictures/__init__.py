"""A chart as a picture, SVG or PNG, drawn from the whole numbers and the words of the printed table."""
