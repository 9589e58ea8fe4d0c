"""The files an officer edits, in and out. Every value knows its file and line; every mistake is told at once."""
