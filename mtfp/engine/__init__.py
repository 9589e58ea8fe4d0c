"""Pence rolled forward, exactly. Knows nothing of scenarios, files, tables or print."""
