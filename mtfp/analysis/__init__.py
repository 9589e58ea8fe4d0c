"""What a scenario does to a plan, in figures and in words. Knows nothing of files, tables or print."""
