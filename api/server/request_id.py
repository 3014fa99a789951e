"""The id of a request, by which an answer and its line in the log belong together."""

import re
from collections.abc import Mapping
from itertools import count
from uuid import uuid4

HEADER = b"x-request-id"
PLAIN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

_process, _numbers = uuid4().hex[:16].encode(), count()


def request_id_of(headers: Mapping[bytes, bytes]) -> bytes:
    """The id that the request gives in X-Request-ID, if it is a plain one; otherwise a new one."""
    given = headers.get(HEADER)
    if given and PLAIN_ID.fullmatch(given):
        return given
    return b"%b%016x" % (_process, next(_numbers))
