"""Printed tables in every format. Writers get final text, so they can't compute."""
