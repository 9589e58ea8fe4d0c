"""What may be changed: a scenario is steps on the facts of a plan. Knows nothing of arithmetic or files."""
