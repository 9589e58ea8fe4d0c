"""Medium-term financial plans for UK councils: exact to the penny, every table casting."""
