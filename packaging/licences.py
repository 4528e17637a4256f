"""Collects the licence texts of all that a bundle holds, one file for each part.

    python packaging/licences.py FOLDER

The texts come out of the installed packages themselves, so that they fit their versions; those that
a package owes and does not carry lie in packaging/licences/.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|redist", re.IGNORECASE)
TEXT_ENDINGS = {"", ".txt", ".md", ".rst", ".lgpl", ".bsd", ".apache", ".psf"}
# What these parts owe beyond what their wheels carry.
OWED = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}


def collect(folder: Path) -> list[Path]:
    """Write the texts into `folder` and return the files; ends the build where a part has none."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "Python.txt"]
    shutil.copyfile(HERE / "licences/Python.txt", written[0])
    without = []
    for part in sorted(parts_of("speechdesk"), key=lambda part: part.name.lower()):
        texts = list(licence_texts(part))
        if texts:
            file = folder / f"{part.name}-{part.version}.txt"
            file.write_text("\n\n".join(texts), encoding="utf-8")
            written.append(file)
        else:
            without.append(part.name)
    if without:
        raise SystemExit(f"no licence text in: {', '.join(without)}")
    written.append(folder / "terms.txt")
    written[-1].write_text(terms(), encoding="utf-8")
    return written


def terms() -> str:
    """The page that installers show: SpeechDesk's own terms and those of the Speech SDK."""
    sdk = [
        file
        for file in distribution("azure-cognitiveservices-speech").files or ()
        if file.name in ("LICENSE.md", "REDIST.txt")
    ]
    own = [HERE.parent / "resources/licences/notice.txt", HERE.parent / "LICENSE"]
    paths = own + [Path(str(file.locate())) for file in sdk]
    return "\n\n".join(_titled(path.name, path.read_bytes()) for path in paths)


def parts_of(name: str) -> Iterator[Distribution]:
    """Every installed package that `name` brings, itself included, without its extras."""
    waiting, seen = [name], set()
    while waiting:
        key = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            part = distribution(key)
        except PackageNotFoundError:  # for another system or Python
            continue
        yield part
        for requirement in part.requires or ():
            if "extra ==" not in requirement:
                waiting += re.findall(r"^[\w.-]+", requirement)


def licence_texts(part: Distribution) -> Iterator[str]:
    """The texts that `part` carries and owes, each under the name of its file."""
    for file in part.files or ():
        if LICENCE_FILE.search(file.name) and file.suffix.lower() in TEXT_ENDINGS:
            yield _titled(str(file), Path(str(file.locate())).read_bytes())
    for name in OWED.get(part.name.lower().replace("_", "-"), ()):
        yield _titled(name, (HERE / "licences" / name).read_bytes())


def _titled(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return f"{name}\n{'=' * len(name)}\n\n{text}"


if __name__ == "__main__":
    for path in collect(Path(sys.argv[1])):
        print(path)
