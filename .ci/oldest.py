"""Print the oldest version that pyproject.toml allows of each dependency, as constraints for pip."""

import re
import tomllib
from pathlib import Path

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
for asked in PROJECT["dependencies"]:
    print(re.sub(r">=([\d.]+).*", r"==\1", asked))
