"""`python -m mtfp`, for machines that block unsigned launchers."""

from mtfp.cli import main

if __name__ == "__main__":
    main()
