"""Speed, measured side by side; the command is `python -m benchmarks.run`."""
