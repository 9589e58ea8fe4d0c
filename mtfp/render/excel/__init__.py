"""A workbook for Excel: live formulas from inputs to checks, and the paper's own tables as they are printed."""
