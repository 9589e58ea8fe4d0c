"""The steps of a scenario, a file each: its keys, what it bears on, what it refuses, what it does, and how it is said."""
