"""What adds to what in a budget paper, and the one place where pence become printed figures."""
