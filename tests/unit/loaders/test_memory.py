"""What goes to disk when it is large answers as if it were in memory."""

from hypothesis import given
from hypothesis import strategies as st

from oncegraph.loaders.identities import Identities
from oncegraph.loaders.spool import Spool

KEYS = st.sampled_from([f"键{number}" for number in range(12)])
IDENTITIES = KEYS | st.tuples(KEYS, KEYS)
SEEN = st.tuples(st.integers(-(2**62), 2**62), st.integers(0, 3), st.integers(1, 99))


@given(st.lists(st.lists(st.integers(), max_size=4), max_size=8), st.integers(0, 20))
def test_a_spool_gives_its_batches_again_and_again(batches: list[list[int]], limit: int):
    spool: Spool[int] = Spool(limit)
    for batch in batches:
        spool.append(batch)
        assert [list(held) for held in spool] == [list(held) for held in spool]
    assert list(spool) == [batch for batch in batches if batch]
    assert len(spool) == sum(map(len, batches))


def test_a_spool_may_be_read_twice_at_once_and_while_it_grows():
    spool: Spool[int] = Spool(1)
    spool.append([1])
    spool.append([2, 3])
    readers = iter(spool), iter(spool)
    assert [next(reader) for reader in readers] == [[1], [1]]
    spool.append([4])
    assert [list(reader) for reader in readers] == [[[2, 3], [4]], [[2, 3], [4]]]


@given(st.lists(st.dictionaries(IDENTITIES, SEEN, max_size=5), max_size=6), st.sets(KEYS), st.integers(0, 30))
def test_identities_on_disk_are_those_in_memory(added: list[dict], rejected: set[str], limit: int):
    small, large, plain = Identities(limit), Identities(10_000), {}
    for rows in added:
        for identities in (small, large):
            identities.add(rows)
        plain |= rows
        wanted = [*plain, "没有", ("没", "有")]
        assert small.find(wanted) == large.find(wanted) == plain
    for identities in (small, large):
        identities.reject(rejected)
    keys = {f"键{number}" for number in range(12)}
    assert small.missing(keys) == large.missing(keys) == (keys - plain.keys()) | rejected
