"""The width of text, estimated without a font: never less than common fonts need."""

import re
import unicodedata
from functools import cache

ELLIPSIS = "…"

#: In ems, as the broader of the common sans-serif fonts have them.
_SQUARE, _CAPITAL, _SMALL, _SLIM, _SYMBOL = 1.0, 0.8, 0.65, 0.42, 1.4


def width(text: str, size: float) -> float:
    """The width of a line of text in letters of a size, in the unit of the size."""
    return size * sum(map(_ems, text))


def fit(text: str, size: float, room: float) -> str:
    """The text on one line, cut with … if it is too wide; empty if even … is too wide."""
    text = legible(text)
    if width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    if left < 0:
        return ""
    for end, letter in enumerate(text):
        left -= width(letter, size)
        if left < 0:
            return text[:end].rstrip() + ELLIPSIS
    return text


def wrap(text: str, size: float, room: float, most: int) -> list[str]:
    """The text on as many lines as it needs, `most` at most (the last one then cut with …). Chinese text breaks
    anywhere except before a closing and after an opening punctuation mark; Latin text breaks between words."""
    lines, line = [], ""
    for word in _WORD.findall(legible(text)):
        if line and width((line + word).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        while width(word.rstrip(), size) > room:  # a word that is longer than a line
            cut = max(1, next(end for end in range(1, len(word) + 1) if width(word[:end], size) > room) - 1)
            lines.append(word[:cut])
            word = word[cut:]
        line += word
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > most:
        lines[most - 1 :] = [fit(lines[most - 1] + ELLIPSIS, size, room)]
    return lines


def wrap_evenly(text: str, size: float, room: float, most: int) -> list[str]:
    """The same with lines of about equal length; two lines are divided at a punctuation mark if there is one."""
    lines = wrap(text, size, room, most)
    if len(lines) < 2 or lines[-1].endswith(ELLIPSIS):
        return lines
    if len(lines) == 2 and (parted := _split_at_mark(legible(text), size, room)):
        return parted
    short, long = room / 2, room
    while long - short > size / 2:
        middle = (short + long) / 2
        tried = wrap(text, size, middle, most + 1)
        short, long, lines = (short, middle, tried) if len(tried) == len(lines) else (middle, long, lines)
    return lines


def _split_at_mark(text: str, size: float, room: float) -> list[str] | None:
    """Two lines, the first ending with a punctuation mark; None if they do not fit or are of very unequal length."""
    pairs = [[text[: mark.end()], text[mark.end() :].lstrip()] for mark in re.finditer("[，、；：。]", text)]
    widths = [(sorted(width(line, size) for line in pair), pair) for pair in pairs]
    fitting = [(longer, pair) for (shorter, longer), pair in widths if shorter * 3 >= longer and longer <= room]
    return min(fitting)[1] if fitting else None


#: Units that are not broken: a run of letters with the blank after it, or one other character; with adjacent
#: punctuation.
_WORD = re.compile(r"[（《“‘]*(?:[!-~\u00a1-\u024f]+ ?|.)[，。；：、？！）》”’…]*")


def legible(text: str) -> str:
    """The text without invisible characters (control, format, surrogates), each run of blanks as one space."""
    seen = (" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) not in _UNSEEN).split())


_UNSEEN = {"Cc", "Cf", "Cs", "Cn"}


@cache
def _ems(letter: str) -> float:
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WFA":
        return _SYMBOL if kind == "So" else _SQUARE
    if letter in "@mwMW%":
        return 1.05 * _SQUARE
    if letter in "fijlrtI .,:;!|'()[]/-":
        return _SLIM
    return _CAPITAL if letter.isupper() or letter in "&+<=>~^" else _SMALL
