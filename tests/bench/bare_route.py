"""The peer of the API benchmark: a bare FastAPI route that returns the bytes of the file named by BENCH_BODY."""

import os
from pathlib import Path

from fastapi import FastAPI, Response

BODY = Path(os.environ["BENCH_BODY"]).read_bytes() if "BENCH_BODY" in os.environ else b""
app = FastAPI()


@app.get("/")
async def body() -> Response:
    return Response(BODY, media_type="application/json")
