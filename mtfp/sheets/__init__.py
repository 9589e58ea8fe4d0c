"""A workbook of live formulas, as data: what is typed, the formulas on it, and what each cell comes to."""
