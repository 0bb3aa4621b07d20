"""`python -m locales` tidies the catalogues and says what is wrong with them; exit code 1 if anything is."""

import sys
from pathlib import Path

from locales import DOMAIN, HERE
from locales.check import check
from locales.files import BrokenError, catalogues, load, tidy

MODEL = Path("id", "LC_MESSAGES", f"{DOMAIN}.po")
"""The catalogue that is complete, whose order the others take."""


def tidy_and_check(folder: Path) -> list[str]:
    """Every catalogue in `folder`. A broken one is left as it is, and the others are still done."""
    try:
        tidy_file(folder / MODEL, folder / MODEL)
    except (BrokenError, FileNotFoundError) as error:
        return [str(error)]
    return [wrong for path in catalogues(folder) for wrong in attend(path, folder / MODEL)]


def attend(path: Path, model: Path) -> list[str]:
    try:
        tidy_file(path, model)
    except BrokenError as error:
        return [str(error)]
    return check(path, load(path), load(model))


def tidy_file(path: Path, model: Path) -> None:
    text = tidy(load(path), load(model)).encode()
    if text != path.read_bytes():
        path.write_bytes(text)


def main() -> int:
    folder = HERE.relative_to(Path.cwd()) if HERE.is_relative_to(Path.cwd()) else HERE
    wrong = tidy_and_check(folder)
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
