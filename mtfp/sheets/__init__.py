"""A workbook of live formulas, as data: what is typed, what is worked out from it, and what each cell comes to."""
