"""What is asked about, in a person's words: things by code or name, and the context of a question."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.records import Records
from oncegraph.schema.codes import Audience
from oncegraph.schema.declaration import Node
from oncegraph.schema.errors import NotFound, OnceGraphError
from oncegraph.schema.model import NODES
from oncegraph.schema.text import Text, listed
from oncegraph.schema.verdict import When

CANDIDATES = 20


class SeveralMatch(OnceGraphError):
    """A name stands for more than one thing."""

    code = "ambiguous"
    exit_code = 2

    def __init__(self, title: Text, word: str, candidates: list[tuple[str, str]]):
        shown = "".join(f"\n  {code}  {name}" for code, name in candidates[:CANDIDATES])
        more = len(candidates) - CANDIDATES
        zh, en = (f"\n  …… 另有 {more} 个", f"\n  ... and {more} more") if more > 0 else ("", "")
        super().__init__(
            Text(
                f"有 {len(candidates)} 个{title.zh}与“{word}”相符：{shown}{zh}",
                f'{len(candidates)} match "{word}" ({title.en.lower()}): {shown}{en}',
            ),
            Text("请用编码指明其中一个。", "Name one of them by its code."),
        )
        self.candidates = candidates


def code_of(catalogue: Catalogue, kind: str, word: str, among: Iterable[int] | None = None) -> str:
    """The code of the one thing of a kind that `word` means: its code, its name, or a part of its name.

    among: numbers of the things to choose from, otherwise all. Raises NotFound, SeveralMatch.
    """
    codes, names = catalogue.codes[kind], catalogue.names[kind]
    known = range(len(names)) if among is None else sorted(among)
    number = catalogue.index[kind].get(word)
    if number is not None and number in known:
        return word
    return _one(NODES[kind].title, [(codes[n], names[n]) for n in known], word)


def first_code_of(catalogue: Catalogue, kinds: Sequence[str], word: str) -> tuple[str, str]:
    """Kind and code of what `word` means, of several kinds: a code or a whole name of any before a part of a name.

    Raises NotFound, SeveralMatch.
    """
    return _first({kind: [*zip(catalogue.codes[kind], catalogue.names[kind], strict=True)] for kind in kinds}, word)


def subject_of(client: Client, kinds: Sequence[type[Node]], word: str) -> tuple[str, str]:
    """The same of what the graph holds, themes and all other kinds that have names. Raises NotFound, SeveralMatch."""
    read = {kind.__name__: read_columns(client, kind, [kind.key(), "name"]).values() for kind in kinds}
    return _first({kind: [*zip(*columns, strict=True)] for kind, columns in read.items()}, word)


def code_in(states: Iterable[Records], kind: type[Node], word: str) -> str:
    """The same of what records hold, of the first of several in which the word means something.

    Raises NotFound, SeveralMatch.
    """
    for records in states:
        things = [(code, node.name) for code, node in records.nodes(kind).items()]  # type: ignore[attr-defined]
        if any(word == code or (word and word in name) for code, name in things):
            return _one(kind.title, things, word)
    raise _nothing(word, kind.title)


def _first(named: Mapping[str, Sequence[tuple[str, str]]], word: str) -> tuple[str, str]:
    """named: kind → the codes and names of all there are."""
    for kind, things in named.items():
        if any(word in thing for thing in things):
            return kind, _one(NODES[kind].title, things, word)
    for kind, things in named.items():
        if word and any(word in name for _, name in things):
            return kind, _one(NODES[kind].title, things, word)
    raise _nothing(word, listed((NODES[kind].title for kind in named), Text("或", " or ")))


def _one(title: Text, things: Sequence[tuple[str, str]], word: str) -> str:
    """The code of the one of these things that has the code, or else the name, or else a part of the name."""
    for matches in (
        lambda code, name: code == word,
        lambda code, name: name == word,
        lambda code, name: word and word in name,
    ):
        found = [thing for thing in things if matches(*thing)]
        if len(found) > 1:
            raise SeveralMatch(title, word, found)
        if found:
            return found[0][0]
    raise _nothing(word, title)


def _nothing(word: str, title: Text) -> NotFound:
    return NotFound(
        Text(f"没有编码或名称为“{word}”的{title.zh}。", f'There is no {title.en.lower()} with code or name "{word}".'),
        Text(f"用 oncegraph search {word} 查找。", f"Look for it with: oncegraph search {word}"),
    )


def context_of(
    catalogue: Catalogue,
    *,
    audience: str | None = None,
    region: str | None = None,
    as_of: date | None = None,
    mode: When = When.DESIGN,
    known: Iterable[str] = (),
    on_file: Iterable[str] = (),
) -> Context:
    """The context of a question: audience by code or title, region by code, fields and materials by code or name."""
    if region is not None and region not in catalogue.region_parent:
        raise NotFound(
            Text(f"没有编码为“{region}”的区划。", f'There is no region with code "{region}".'),
            Text("用 oncegraph search 查找区划。", "Look for it with: oncegraph search"),
        )
    moment = {} if as_of is None else {"moment": moment_of(as_of)}
    return Context(
        audience=None if audience is None else audience_of(audience),
        region=region,
        when=mode,
        known=frozenset(code_of(catalogue, "Field", word) for word in known),
        on_file=frozenset(code_of(catalogue, "Material", word) for word in on_file),
        **moment,
    )


def audience_of(word: str) -> str:
    """The code of an audience given as code or title. Raises NotFound."""
    found = Audience.lookup(word)
    if found is None:
        raise NotFound(
            Text(f"没有“{word}”这一办理对象。", f'There is no audience "{word}".'),
            Text(
                "可用：" + "、".join(each.title.zh for each in Audience),
                "Known are: " + ", ".join(each.value for each in Audience),
            ),
        )
    return found.value
