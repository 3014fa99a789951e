"""The scope of a run: everything, or the situations of a department, a region, a theme or an item."""

from dataclasses import dataclass

import numpy as np

from oncegraph.graph.client import Client
from oncegraph.graph.columns import read_columns
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.items import Items
from oncegraph.schema.errors import NotFound, OnceGraphError
from oncegraph.schema.model import NODES
from oncegraph.schema.run import ScopeKind
from oncegraph.schema.text import Text
from oncegraph.schema.theme import Includes
from oncegraph.schema.totals import Dimension

_LABELS = {
    ScopeKind.DEPARTMENT: "Department",
    ScopeKind.REGION: "Region",
    ScopeKind.THEME: "Theme",
    ScopeKind.ITEM: "Item",
}


class BadScope(OnceGraphError):
    """A scope without its code, or a code without a kind of scope."""

    code = "bad_scope"
    exit_code = 2

    def __init__(self, kind: ScopeKind):
        if kind is ScopeKind.ALL:
            what = Text("分析范围为“全部”时不能指定编码。", "The scope `all` takes no code.")
        else:
            title = NODES[_LABELS[kind]].title
            what = Text(f"未指定{title.zh}编码。", f"The code of the {title.en.lower()} is missing.")
        super().__init__(
            what, Text("例如 --scope item --code 事项编码。", "For example: --scope item --code ITEM_CODE")
        )


@dataclass(frozen=True)
class Scope:
    """kind, code: every kind except `all` needs a code. Raises BadScope."""

    kind: ScopeKind = ScopeKind.ALL
    code: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is ScopeKind.ALL) != (self.code is None):
            raise BadScope(self.kind)

    def situations(self, client: Client, catalogue: Catalogue) -> np.ndarray:
        """Numbers of its active situations, in order. Raises NotFound if no node has the code."""
        active = catalogue.situation_active
        if self.code is None:
            return np.flatnonzero(active)
        label = _LABELS[self.kind]
        if not _exists(client, label, self.code):
            title = NODES[label].title
            raise NotFound(
                Text(
                    f"没有编码为 {self.code} 的{title.zh}。", f"There is no {title.en.lower()} with code {self.code}."
                ),
                Text(f"用 oncegraph search {self.code} 查找。", f"Look for it with: oncegraph search {self.code}"),
            )
        if self.kind is ScopeKind.THEME:
            included = read_columns(client, Includes, ["theme_code", "situation_code"])
            codes = [s for t, s in zip(*included.values(), strict=True) if t == self.code]
            chosen = np.zeros(len(active), bool)
            chosen[[catalogue.index["Situation"][code] for code in codes]] = True
        else:
            chosen = np.isin(catalogue.chain.situations["item"], self._items(client, catalogue, self.code))
        return np.flatnonzero(active & chosen)

    def _items(self, client: Client, catalogue: Catalogue, code: str) -> list[int]:
        if self.kind is ScopeKind.ITEM:
            return [catalogue.index["Item"][code]]
        items = Items.read(client, catalogue)
        if self.kind is ScopeKind.DEPARTMENT:
            return items.having(Dimension.DEPARTMENT, {code})
        return items.having(Dimension.REGION, _below(catalogue.region_parent, code))


EVERYTHING = Scope()


def _exists(client: Client, label: str, code: str) -> bool:
    node = NODES[label]
    return code in read_columns(client, node, [node.key()])[node.key()]


def _below(parent: dict[str, str | None], region: str) -> set[str]:
    """The region and all regions below it."""
    below, last = {region}, {region}
    while last:
        last = {code for code, above in parent.items() if above in last} - below
        below |= last
    return below
