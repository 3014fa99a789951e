"""The columns read from Neo4j are those of the rows that were stored in it, all of them from one version."""

from collections.abc import Callable
from threading import Event, Thread

from hypothesis import given

from oncegraph.graph.client import Client
from oncegraph.graph.versions import bump, version
from oncegraph.graph.writer import read_rows
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.exemption.reading import READ
from oncegraph.schema.model import DECLARATIONS
from tests.support.catalogue_contents import contents_of
from tests.support.examples.catalogues import MOMENT, catalogues
from tests.support.graph import empty, store
from tests.support.hypothesis_settings import bounded
from tests.support.reference import Rows


def counted(catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Situation → number of fields of its forms, and of those filled automatically, by a catalogue of forms."""
    numbers, counts = Analysis(catalogue, Context(moment=MOMENT)).form_counts
    codes = catalogue.codes["Situation"]
    return {codes[number]: each for number, each in zip(numbers.tolist(), counts.tolist(), strict=True)}


def test_columns_from_the_graph_are_those_of_its_rows(city: Client) -> None:
    rows = {name: list(read_rows(city, DECLARATIONS[name])) for name in READ}
    read, made = Catalogue.read(city), Catalogue.from_rows(rows)
    assert read.version == version(city) > 0
    assert read.count("Situation") and len(read.chain.keys)
    assert contents_of(read) == contents_of(made)
    forms = Catalogue.read(city, forms_only=True)
    assert forms.version == read.version
    assert counted(forms) == counted(made)
    assert sum(filled for _, filled in counted(forms).values())


def test_made_up_catalogues_come_back_as_they_were_stored(empty_graph: Client) -> None:
    @bounded(25)
    @given(catalogues())
    def come_back(rows: Rows) -> None:
        empty(empty_graph)
        store(empty_graph, rows)
        made = Catalogue.from_rows(rows)
        assert contents_of(Catalogue.read(empty_graph)) == contents_of(made)
        assert counted(Catalogue.read(empty_graph, forms_only=True)) == counted(made)

    come_back()


def test_nothing_is_read_from_an_empty_graph(empty_graph: Client) -> None:
    catalogue = Catalogue.read(empty_graph)
    assert catalogue.version == 0
    assert contents_of(catalogue) == contents_of(Catalogue.from_rows({}))


def test_what_is_read_while_others_write_is_of_one_version(empty_graph: Client) -> None:
    """Every change gives an item, a material and a source the number of the version as their name."""
    kinds = ("Item", "Material", "DataSource")
    keys = {kind: DECLARATIONS[kind].key() for kind in kinds}

    def change(number: int) -> None:
        with empty_graph.transaction() as transaction:
            for kind, key in keys.items():
                transaction.run(f"MERGE (n:{kind} {{{key}: '1'}}) SET n.name = $name", {"name": str(number)})
            bump(transaction)

    with busy(change):
        read = [Catalogue.read(empty_graph) for _ in range(40)]
    assert len({catalogue.version for catalogue in read}) > 1
    assert [[catalogue.names[kind] for kind in kinds] for catalogue in read] == [
        [[str(catalogue.version)]] * 3 for catalogue in read
    ]


class busy:
    """Repeats an action in the background while the block runs: with 1, with 2 …"""

    def __init__(self, act: Callable[[int], None]):
        self._act, self._stop = act, Event()
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        number = 1
        while not self._stop.wait(0.05):
            number += 1
            self._act(number)

    def __enter__(self) -> None:
        self._act(1)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
