"""Small inputs that came out wrong once, each with the right answer."""
