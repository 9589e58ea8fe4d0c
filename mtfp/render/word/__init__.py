"""A budget paper in Word: A4, tables whose heads repeat, numbered captions, charts, and a council's own template."""
