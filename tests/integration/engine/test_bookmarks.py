"""The bookmark of the embedded Neo4j identifies the state of the database: the disk cache rests on this."""

from oncegraph.graph.client import Client
from oncegraph.graph.engine import Engine, running
from oncegraph.graph.settings import Settings


def bookmark(client: Client) -> str:
    cache = client.cache()
    assert cache
    return cache.bookmark


def test_a_bookmark_stays_while_nothing_changes_and_is_new_after_every_change(settings: Settings):
    engine = Engine(settings)
    with engine.used() as endpoint, Client(endpoint) as client:
        client.write("CREATE (:Thing {n: 1})")
        seen = [bookmark(client)]
        client.read("MATCH (t:Thing) RETURN t.n")
        client.write("MATCH (t:Thing {n: 2}) SET t.n = 3")  # changes nothing
        client.replan()
        assert bookmark(client) == seen[0]
    with engine.used() as endpoint, Client(endpoint) as client, Client(endpoint) as another:
        assert bookmark(client) == seen[0], "the same after a restart"
        for change in (
            "MATCH (t:Thing) SET t.n = 2",
            "MATCH (t:Thing) SET t:Other",
            "MATCH (t:Thing) CREATE (t)-[:OF]->(t)",
            "MATCH (t:Thing) DETACH DELETE t",
        ):
            another.write(change)
            assert bookmark(client) not in seen, change
            seen.append(bookmark(client))
        with client.transaction() as transaction:
            transaction.run("CREATE (:Thing)")
        assert transaction.cache
        assert transaction.cache.bookmark == bookmark(client) == bookmark(another)


def test_other_servers_have_no_cache(settings: Settings):
    with Engine(settings).used() as endpoint:
        outside = Settings(
            neo4j_uri=endpoint.uri, neo4j_user=endpoint.user, neo4j_password=endpoint.password, home=settings.home
        )
        with running(outside) as known, Client(known) as client:
            assert client.cache() is None
