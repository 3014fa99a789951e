"""Changes of sources, bindings and known fields, applied to the columns of a catalogue.

The result is a copy that shares with the old catalogue everything that does not change. A reform (queries/reform)
applies the same changes to rows; binding_choice.py says for both which binding a change means.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, NamedTuple

import numpy as np

from oncegraph.graph.packed import Few, packed_value
from oncegraph.queries.change.binding_choice import FIRST, BindingName, Refusal, choose_binding, name_new_binding
from oncegraph.queries.exemption.catalogue import DECISIVE, Catalogue, LayoutBasis, order_of_choice
from oncegraph.queries.exemption.columns import MISSING, UNRECORDED, lay_keys, table
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.change import EVERYTHING, Between, BindingChange, Change, NewBinding, SourceChange, known_of
from oncegraph.schema.codes import Mode
from oncegraph.schema.errors import NotFound, OnceGraphError, RefusedInput
from oncegraph.schema.model import DECLARATIONS, NODES
from oncegraph.schema.text import Text

#: The tables whose rows own bindings, in the order of the table of bindings.
OWNERS = ("fields", "materials")
MODES = tuple(mode.value for mode in Mode)

#: Attribute of a source → its column.
OF_SOURCE = {
    "status": "status",
    "sharing": "sharing",
    "data_updated_at": "updated",
    "last_probe_at": "probed",
    "probe_sla_hours": "sla",
}
#: Attribute of a binding → its column, where it is one.
OF_BINDING = {"returns": "returns", "max_age_days": "max_age", "approved": "approved", "status": "status"}


def apply_changes(catalogue: Catalogue, context: Context, changes: Sequence[Change]) -> tuple[Catalogue, Context]:
    """The catalogue and the context after all the changes; the originals are not modified.

    The new catalogue keeps its `layout_basis`, so that layouts stay valid, unless keys of bindings change or bindings
    are added.
    Raises NotFound, RefusedInput: the number of the change, counted from 1, and what is wrong with it.
    """
    numbered = list(enumerate(changes, 1))
    for number, change in numbered:
        for code in known_of([change]):
            _number_of(catalogue, number, "Field", code)
    sources = [(number, change) for number, change in numbered if isinstance(change, SourceChange)]
    bindings = [(number, change) for number, change in numbered if isinstance(change, BindingChange | NewBinding)]
    if sources or bindings:
        catalogue = copy(catalogue)
    if sources:
        _change_sources(catalogue, sources)
    if bindings:
        _Bindings(catalogue).change(bindings)
    return catalogue, context.model_copy(update={"known": context.known | known_of(changes)})


def _change_sources(catalogue: Catalogue, changes: Iterable[tuple[int, SourceChange]]) -> None:
    rows = catalogue.chain.sources.copy()
    catalogue.source_defaults = list(catalogue.source_defaults)
    for number, change in changes:
        source = _number_of(catalogue, number, "DataSource", change.source)
        for name, value in change.new_values.items():
            rows[source][OF_SOURCE[name]] = packed_value(DECLARATIONS["DataSource"], name, value)
        _no_default(rows, catalogue.source_defaults, source, change, "DataSource")
    catalogue.chain = catalogue.chain._replace(sources=rows)


class _Bindings:
    """The bindings of a catalogue while they are being changed, in separate tables."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue
        self._chain = catalogue.chain._replace(bindings=catalogue.chain.bindings.copy())
        catalogue.binding_name = list(catalogue.binding_name)
        catalogue.binding_priority = catalogue.binding_priority.copy()
        catalogue.binding_defaults = list(catalogue.binding_defaults)
        self._keys: list[np.ndarray] = [self._chain.keys]
        self._unordered: set[tuple[str, int]] = set()

    def change(self, changes: Sequence[tuple[int, BindingChange | NewBinding]]) -> None:
        if added := [(number, change.new_binding) for number, change in changes if isinstance(change, NewBinding)]:
            self._insert(added)
        for number, change in changes:
            if isinstance(change, NewBinding):
                between = change.new_binding
                self._set(number, between.model_copy(update={"number": between.number or FIRST}), change)
            else:
                self._set(number, change.binding, change)
        for owners, owner in self._unordered:
            self._reorder(getattr(self._chain, owners)[owner])
        keyed = bool(added) or len(self._keys) > 1
        if keyed or self._unordered:
            self._lay_keys()
        if keyed:
            self._catalogue.layout_basis = LayoutBasis()
        self._catalogue.chain = self._chain

    def _insert(self, added: Sequence[tuple[int, Between]]) -> None:
        """Insert new bindings without any recorded attribute, each after the others of its owner."""
        catalogue, chain = self._catalogue, self._chain
        new = self._all_new(added)
        rows = table(chain.bindings.dtype, len(new), returns=UNRECORDED, status=UNRECORDED, approved=UNRECORDED)
        rows["max_age"] = MISSING
        rows["audience_scope"], rows["region_scope"] = self._scope("audience", ()), self._scope("region", ())
        rows["source"], rows["mode"] = [each.source for each in new], [each.mode for each in new]
        tables, places, shift = {}, [], 0
        for number, name in enumerate(OWNERS):
            tables[name] = getattr(chain, name).copy()
            owners = np.array([each.owner for each in new if each.table == number], np.int64)
            places += tables[name]["last_binding"][owners].tolist()
            many = np.bincount(owners, minlength=len(tables[name]))
            tables[name]["last_binding"] += shift + np.cumsum(many)
            tables[name]["first_binding"] += shift + np.cumsum(many) - many
            shift += len(owners)
        self._chain = chain._replace(bindings=np.insert(chain.bindings, places, rows), **tables)
        catalogue.binding_priority = np.insert(catalogue.binding_priority, places, MISSING)
        for shift, (place, each) in enumerate(zip(places, new, strict=True)):
            catalogue.binding_name.insert(place + shift, each.name)
            catalogue.binding_defaults.insert(place + shift, "")
        self._unordered.update((OWNERS[each.table], each.owner) for each in new)

    def _all_new(self, added: Sequence[tuple[int, Between]]) -> list["_New"]:
        new: list[_New] = []
        for number, between in added:
            each = self._new(number, between)
            if each in new:
                name_new_binding(between, [BindingName(each.name, between.mode)], _refusal(number))
            new.append(each)
        return sorted(new)

    def _new(self, number: int, between: Between) -> "_New":
        """The row at which a new binding is inserted."""
        owners, owner, source = self._ends(number, between)
        there = self._names(self._between(owners, owner, source))
        name = name_new_binding(between, there, _refusal(number))
        return _New(OWNERS.index(owners), owner, source, _mode(between), name.number)

    def _set(self, number: int, between: Between, change: BindingChange | NewBinding) -> None:
        catalogue, values = self._catalogue, change.new_values
        owners, owner, source = self._ends(number, between)
        found = self._between(owners, owner, source)
        at = found[choose_binding(between, self._names(found), _refusal(number))]
        row, declaration = self._chain.bindings[at], DECLARATIONS[between.declaration]
        for name, column in OF_BINDING.items():
            if name in values:
                row[column] = packed_value(declaration, name, values[name])
        if "authoritative" in values:
            row["authoritative"] = values["authoritative"] is True
        if "priority" in values:
            catalogue.binding_priority[at] = packed_value(declaration, "priority", values["priority"])
        if {"authoritative", "priority"} & values.keys():
            self._unordered.add((owners, owner))
        for region in values.get("regions", ()):
            if region != EVERYTHING:
                _number_of(catalogue, number, "Region", region)
        for name in ("audience", "region"):
            if f"{name}s" in values:
                row[f"{name}_scope"] = self._scope(name, values[f"{name}s"])
        if "key_fields" in values:
            keys = [_number_of(catalogue, number, "Field", code) for code in values["key_fields"]]
            row["first_key"] = sum(map(len, self._keys))
            row["last_key"] = row["first_key"] + len(keys)
            self._keys.append(np.array(keys, self._chain.keys.dtype))
        _no_default(self._chain.bindings, catalogue.binding_defaults, at, change, between.declaration)

    def _scope(self, name: str, members: Sequence[str]) -> int:
        """The number of a scope; a new number if the scope is new."""
        scopes, scope = getattr(self._catalogue, f"{name}_scopes"), frozenset(members)
        if scope not in scopes:
            scopes = [*scopes, scope]
            setattr(self._catalogue, f"{name}_scopes", scopes)
        return scopes.index(scope)

    def _ends(self, number: int, between: Between) -> tuple[str, int, int]:
        kind, owners = ("Field", "fields") if between.material is None else ("Material", "materials")
        owner = _number_of(self._catalogue, number, kind, between.owner)
        return owners, owner, _number_of(self._catalogue, number, "DataSource", between.source)

    def _between(self, owners: str, owner: int, source: int) -> list[int]:
        """The bindings of an owner to a source."""
        row = getattr(self._chain, owners)[owner]
        first, last = int(row["first_binding"]), int(row["last_binding"])
        return (first + np.flatnonzero(self._chain.bindings["source"][first:last] == source)).tolist()

    def _names(self, bindings: list[int]) -> list[BindingName]:
        names, modes = self._catalogue.binding_name, self._chain.bindings["mode"]
        return [BindingName(names[at], None if modes[at] == UNRECORDED else MODES[modes[at]]) for at in bindings]

    def _reorder(self, owner: np.void) -> None:
        """Sort the bindings of an owner into the order of choice."""
        catalogue, chain = self._catalogue, self._chain
        part = slice(int(owner["first_binding"]), int(owner["last_binding"]))
        rows, names = chain.bindings[part], catalogue.binding_name[part]
        priority, defaults = catalogue.binding_priority[part], catalogue.binding_defaults[part]
        same = np.zeros(len(rows), np.int8)
        order = order_of_choice(rows, chain.sources, priority, Few(names, np.arange(len(names))), same, same)
        chain.bindings[part], catalogue.binding_priority[part] = rows[order], priority[order]
        catalogue.binding_name[part] = [names[at] for at in order]
        catalogue.binding_defaults[part] = [defaults[at] for at in order]

    def _lay_keys(self) -> None:
        """Rebuild the table of keys: those of all bindings in order, without the keys that were replaced."""
        keys = lay_keys(self._chain.bindings, np.concatenate(self._keys))
        fields = self._chain.fields.copy()
        fields["is_key"] = False
        fields["is_key"][keys] = True
        self._chain = self._chain._replace(fields=fields, keys=keys)


class _New(NamedTuple):
    """A binding to insert, with its fields in the order in which bindings are sorted; all are numbers except the
    name."""

    table: int
    owner: int
    source: int
    mode: int
    name: str


def _number_of(catalogue: Catalogue, number: int, kind: str, code: str) -> int:
    found = catalogue.index[kind].get(code)
    if found is None:
        title = NODES[kind].title
        raise _refusal(number)(
            Text(f"没有编码为“{code}”的{title.zh}。", f'There is no {title.en.lower()} with code "{code}".'),
            Text(f"用 oncegraph search {code} 查找。", f"Look for it with: oncegraph search {code}"),
            True,
        )
    return found


def _refusal(number: int) -> Refusal:
    """Makes errors that name a change by its number."""

    def refuse(what: Text, next_step: Text, is_missing: bool) -> OnceGraphError:
        kind = NotFound if is_missing else RefusedInput
        return kind(Text(f"第 {number} 项变更：{what.zh}", f"Change {number}: {what.en}"), next_step)

    return refuse


def _mode(between: Between) -> int:
    return UNRECORDED if between.mode is None else packed_value(DECLARATIONS["ObtainedVia"], "mode", between.mode)


def _no_default(rows: np.ndarray, defaults: list[Any], at: int, change: Change, declaration: str) -> None:
    """Remove what a change sets from the list of defaults that a mapping set."""
    if defaults[at]:
        defaults[at] = [name for name in defaults[at] if name not in change.new_values]
        rows[at]["defaulted"] = not DECISIVE[declaration].isdisjoint(defaults[at])
