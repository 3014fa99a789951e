"""Name resolution: what a person wrote, a code, a name or a part of a name, as kind and code; and the context of a
question in a person's words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from oncegraph.queries.city import City
from oncegraph.queries.exemption.context import Context, moment_of
from oncegraph.queries.guidance.selection import Selection, Subject
from oncegraph.queries.records import Records
from oncegraph.schema.codes import Audience
from oncegraph.schema.declaration import Node
from oncegraph.schema.errors import NotFound, OnceGraphError
from oncegraph.schema.field import Field
from oncegraph.schema.item import Item
from oncegraph.schema.material import LicenceType
from oncegraph.schema.model import NODES
from oncegraph.schema.situation import Situation
from oncegraph.schema.source import DataSource
from oncegraph.schema.text import Text, listed
from oncegraph.schema.theme import Theme
from oncegraph.schema.verdict import When

CANDIDATES = 20
#: The kinds that flows, forms and pictures may be about, in the order in which a word is looked up.
SUBJECTS: tuple[type[Node], ...] = (Theme, Item, Situation)
#: The kinds that an impact may be about, in the order in which a word is looked up.
IMPACT_KINDS: tuple[type[Node], ...] = (DataSource, Field, LicenceType)


class SeveralMatch(OnceGraphError):
    """A name matches more than one thing."""

    code = "ambiguous"
    exit_code = 2

    def __init__(self, title: Text, word: str, candidates: list[tuple[str, str]]):
        shown = "".join(f"\n  {code}  {name}" for code, name in candidates[:CANDIDATES])
        more = len(candidates) - CANDIDATES
        zh, en = (f"\n  …… 另有 {more} 个", f"\n  ... and {more} more") if more > 0 else ("", "")
        super().__init__(
            Text(
                f"有 {len(candidates)} 个{title.zh}与“{word}”相符：{shown}{zh}",
                f'"{word}" matches {len(candidates)} things ({title.en.lower()}): {shown}{en}',
            ),
            Text("请用编码指明其中一个。", "Name one of them by its code."),
        )
        self.candidates = candidates


def code_of(city: City, kind: type[Node], word: str, among: Collection[str] | None = None) -> str:
    """The code of the one thing of a kind that `word` means: its code, its name, or a part of its name.

    among: codes of the things to choose from; None: all. Raises NotFound, SeveralMatch.
    """
    names = city.names(kind)
    if among is not None:
        names = {code: names[code] for code in sorted(among)}
    return _match(kind.title, names, word)


def subject_of(city: City, kinds: Sequence[type[Node]], word: str) -> Subject:
    """The thing of several kinds that `word` means: a code or full name of any kind takes precedence over part of a
    name.

    Raises NotFound, SeveralMatch.
    """
    names = {kind: city.names(kind) for kind in kinds}
    for kind, things in names.items():
        if word in things or word in things.values():
            return Subject(kind.__name__, _match(kind.title, things, word))
    for kind, things in names.items():
        if word and any(word in name for name in things.values()):
            return Subject(kind.__name__, _match(kind.title, things, word))
    raise _not_found(word, listed((kind.title for kind in kinds), Text("或", " or ")))


def situation_of(city: City, item_code: str, word: str) -> str:
    """The code of the situation of an item that `word` means. Raises NotFound, SeveralMatch."""
    return code_of(city, Situation, word, city.catalogue.situations_of(item_code))


def form_title(city: City, selection: Selection) -> str:
    """The title of the merged form of some subjects, in the current language."""
    name = listed(city.names(NODES[kind])[code] for kind, code in selection.subjects)
    return str(Text(f"{name.zh}申请表", f"{name.en}: application form"))


def code_in(states: Iterable[Records], kind: type[Node], word: str) -> str:
    """The code of what `word` means in the first of several states that holds such a thing.

    Raises NotFound, SeveralMatch.
    """
    for records in states:
        names = records.names(kind)
        if word in names or (word and any(word in name for name in names.values())):
            return _match(kind.title, names, word)
    raise _not_found(word, kind.title)


def _match(title: Text, names: Mapping[str, str], word: str) -> str:
    """The code of the one thing that has the code, or else the name, or else a part of the name."""
    if word in names:
        return word
    matches = [(code, name) for code, name in names.items() if name == word]
    if not matches and word:
        matches = [(code, name) for code, name in names.items() if word in name]
    if len(matches) > 1:
        raise SeveralMatch(title, word, matches)
    if not matches:
        raise _not_found(word, title)
    return matches[0][0]


def _not_found(word: str, title: Text) -> NotFound:
    return NotFound(
        Text(f"没有编码或名称为“{word}”的{title.zh}。", f'There is no {title.en.lower()} with code or name "{word}".'),
        Text(f"用 oncegraph search {word} 查找。", f"Look for it with: oncegraph search {word}"),
    )


def context_of(
    city: City,
    *,
    audience: str | None = None,
    region: str | None = None,
    as_of: date | None = None,
    mode: When = When.DESIGN,
    known: Iterable[str] = (),
    on_file: Iterable[str] = (),
) -> Context:
    """The context of a question: audience by code or title, region by code, fields and materials by code or name.

    Raises NotFound, SeveralMatch.
    """
    if region is not None and region not in city.catalogue.region_parent:
        raise NotFound(
            Text(f"没有编码为“{region}”的区划。", f'There is no region with code "{region}".'),
            Text("用 oncegraph search 查找区划。", "Look for it with: oncegraph search"),
        )
    moment = {} if as_of is None else {"moment": moment_of(as_of)}
    return Context(
        audience=None if audience is None else audience_of(audience),
        region=region,
        when=mode,
        known=frozenset(code_of(city, NODES["Field"], word) for word in known),
        on_file=frozenset(code_of(city, NODES["Material"], word) for word in on_file),
        **moment,
    )


def audience_of(word: str) -> str:
    """The code of an audience given as code or title. Raises NotFound."""
    found = Audience.lookup(word)
    if found is None:
        raise NotFound(
            Text(f"没有名为“{word}”的服务对象。", f'There is no audience "{word}".'),
            Text(
                "可用：" + "、".join(each.title.zh for each in Audience),
                "Known audiences: " + ", ".join(each.value for each in Audience),
            ),
        )
    return found.value
