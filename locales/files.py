"""A catalogue as a file: read with an error that names the line, and written in one tidy shape."""

import re
from io import BytesIO, StringIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from locales import DOMAIN

LINE = re.compile(r'(?:(?P<word>msgid|msgid_plural|msgstr)(?:\[\d\])? )?"(?:[^"\\]|\\[nrt"\\])*"')

MAY_FOLLOW = {
    None: ("msgid", "msgid_plural", "msgstr"),
    "msgid": (None, "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid", "msgid_plural", "msgstr"),
}
"""Which word may stand before; None is text alone, or the top of the file. Babel skips what is out of order,
and a sentence would be lost in silence."""

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Pendopo\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


class BrokenError(Exception):
    """A file that is no catalogue. `line` counts from 1."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")


def language_of(path: Path) -> str:
    return path.parent.parent.name


def catalogues(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def load(path: Path) -> Catalog:
    """Raises `BrokenError` where the reader of the running program would fail or lose a sentence."""
    try:
        text = path.read_bytes().decode()
        Locale.parse(language_of(path))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BrokenError(path, line, "is not UTF-8") from error
    except (UnknownLocaleError, ValueError) as error:
        raise BrokenError(path, 1, f"{language_of(path)!r}, the folder's name, is no language Babel knows") from error
    check_lines(path, text)
    try:
        catalog = read_po(StringIO(text), domain=DOMAIN, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:  # Babel counts lines from 0
        raise BrokenError(path, error.lineno + 1, str(error).rpartition(" on ")[0]) from error
    catalog.locale = language_of(path)  # a copied file still bears the language it was copied from
    return catalog


def check_lines(path: Path, text: str) -> None:
    before: str | None = None
    keys = set[str]()
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            raise BrokenError(path, number, f"cannot be read: {line}")
        word = match["word"]
        if before not in MAY_FOLLOW[word]:
            raise BrokenError(path, number, f"{word or 'text'} cannot stand after {before or 'nothing'}")
        if word == "msgid" and line in keys:
            raise BrokenError(path, number, f"this key stands here twice: {line}")
        keys.add(line)
        before = word or before


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def entries(catalog: Catalog) -> dict[str, Message]:
    """The sentences by key, without the header."""
    return {key_of(message): message for message in catalog if message.id}


def tidy(catalog: Catalog, model: Catalog) -> str:
    """The file's text, in the model's order, under its section comments; what the model lacks comes last."""
    ours, theirs = entries(catalog), entries(model)
    tidied = Catalog(locale=catalog.locale, domain=DOMAIN)
    tidied.mime_headers = [("Plural-Forms", catalog.plural_forms)]
    for key in [*(key for key in theirs if key in ours), *(key for key in ours if key not in theirs)]:
        message = ours[key]
        message.auto_comments = list(theirs[key].auto_comments) if key in theirs else []
        message.locations = []
        tidied[message.id] = message
    buffer = BytesIO()
    write_po(buffer, tidied, width=0, omit_header=True, ignore_obsolete=True)
    plurals = catalog.plural_forms.rstrip(";") + ";"
    head = HEADER.format(language=catalog.locale_identifier, plurals=plurals)
    return credits_of(catalog) + head + buffer.getvalue().decode().rstrip("\n") + "\n"


def credits_of(catalog: Catalog) -> str:
    """The comment on top of the file, where translators put their names."""
    lines = (line.rstrip() for line in catalog.header_comment.splitlines())
    return "".join(f"{line}\n" for line in lines if line.strip("# "))
