"""Responses from the cache are of the state in force, and only what may be kept is kept."""

import asyncio
import gzip
from types import SimpleNamespace

from oncegraph.api.server.response_cache import BYTES_KEPT, NO_STORE, ResponseCache
from oncegraph.graph.versions import CatalogueState

BODY = b"x" * 2_000


class Server:
    """A response cache before an application that numbers its responses, and waits until `may_go_on` is set."""

    def __init__(self, body: bytes = b"", headers=()):
        self.requests, self.body, self.headers = 0, body, list(headers)
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.store = SimpleNamespace(newest=None)
        self.cache = ResponseCache(self.app, self.store)
        self.swap(1, "a")

    def swap(self, version: int, stamp: str) -> None:
        self.store.newest = SimpleNamespace(state=CatalogueState(version, stamp))

    async def app(self, scope, receive, send):
        self.requests += 1
        number = f"{self.requests} of {scope['city'].state.version}".encode()
        await self.may_go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [*self.headers, (b"x-request-id", b"1")]})
        await send({"type": "http.response.body", "body": number + self.body})

    async def get(
        self, path: str = "/", query: bytes = b"", method: str = "GET", **headers: str
    ) -> tuple[int, dict, bytes]:
        sent = []

        async def send(message):
            sent.append(message)

        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query}
        await self.cache(scope | {"headers": pairs}, None, send)
        start, body = sent
        return start["status"], dict(start["headers"]), body["body"]


def test_the_same_question_is_answered_once_for_each_state():
    async def ask():
        server = Server()
        answers = [await server.get() for _ in range(3)]
        server.swap(1, "b")  # wiped, and loaded up to the same number
        return answers, await server.get()

    answers, after = asyncio.run(ask())
    assert {body for _, _, body in answers} == {b"1 of 1"}
    assert after[2] == b"2 of 1"
    assert after[1][b"etag"] != answers[0][1][b"etag"]


def test_what_began_before_a_swap_is_given_but_not_kept():
    async def ask():
        server = Server()
        server.may_go_on.clear()
        slow = asyncio.create_task(server.get())
        await asyncio.sleep(0)
        server.swap(2, "b")
        server.may_go_on.set()
        return (await slow)[2], (await server.get())[2], (await server.get())[2]

    assert asyncio.run(ask()) == (b"1 of 1", b"2 of 2", b"2 of 2")


def test_questions_differ_by_path_query_language_media_type_and_zip():
    async def ask():
        server = Server(BODY)
        questions = [
            {},
            {"path": "/other"},
            {"query": b"a=1"},
            {"accept_language": "en"},
            {"accept": "image/svg+xml"},
            {"accept": "image/png"},
            {"accept": "image/svg+xml;q=0.5, image/png"},
            {"accept_encoding": "gzip"},
        ]
        first = [await server.get(**each) for each in questions]
        again = [await server.get(**each, user_agent="other") for each in questions]
        return first, again

    first, again = asyncio.run(ask())
    assert len({body for _, _, body in first}) == len(first)
    assert [body for _, _, body in again] == [body for _, _, body in first]
    _, headers, zipped = first[-1]
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(zipped).endswith(BODY)


def test_a_tag_spares_the_body_and_every_answer_has_its_own_id():
    async def ask():
        server = Server()
        _, headers, _ = await server.get()
        return headers, await server.get(if_none_match=headers[b"etag"].decode()), await server.get(x_request_id="mine")

    first, (status, headers, body), (_, mine, _) = asyncio.run(ask())
    assert (status, body) == (304, b"")
    assert len({first[b"x-request-id"], headers[b"x-request-id"], b"mine"}) == 3
    assert mine[b"x-request-id"] == b"mine"


def test_what_must_not_be_stored_is_not():
    async def ask():
        server = Server(headers=[NO_STORE])
        return (await server.get())[2], (await server.get())[2]

    assert asyncio.run(ask()) == (b"1 of 1", b"2 of 1")


def test_no_more_is_kept_than_there_is_room_for():
    async def ask():
        server = Server(b"x" * 900_000)
        many = BYTES_KEPT // 900_000 + 3
        for number in range(many):
            await server.get(f"/{number}")
        await server.get(f"/{many - 1}")
        kept = server.requests
        await server.get("/0")
        return many, kept, server.requests

    many, kept, requests = asyncio.run(ask())
    assert (kept, requests) == (many, many + 1)


def test_a_hit_sends_what_the_application_sent_in_two_messages_and_nothing_else_is_a_hit():
    async def ask():
        server = Server(headers=[(b"content-type", b"application/json")])
        _, headers, body = await server.get(x_request_id="mine")
        hit = await server.get(x_request_id="mine")
        requests = server.requests
        tagged = await server.get(if_none_match=headers[b"etag"].decode())
        posted = await server.get(method="POST")
        again = server.requests
        server.swap(2, "b")
        after = await server.get(x_request_id="mine")
        return headers, body, hit, requests, tagged[0], posted[2], again, after[2]

    headers, body, hit, requests, tagged, posted, again, after = asyncio.run(ask())
    assert hit == (200, headers | {b"x-request-id": b"mine"}, body)
    assert (requests, tagged, again) == (1, 304, 2)
    assert (body, posted, after) == (b"1 of 1", b"2 of 1", b"3 of 2")


def test_what_is_not_http_is_passed_on():
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    asyncio.run(ResponseCache(app, SimpleNamespace(newest=None))({"type": "lifespan"}, None, None))
    assert scopes == [{"type": "lifespan"}]
