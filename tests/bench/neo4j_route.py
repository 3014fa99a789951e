"""A peer of the API benchmark: a FastAPI route that reads the fields of a situation and usable sources from Neo4j."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import neo4j
from fastapi import FastAPI, Request

FIELDS = Path(__file__).with_name("fields_of_situation.cypher").read_text("utf-8")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    login = os.environ.get("ONCEGRAPH_NEO4J_USER", ""), os.environ.get("ONCEGRAPH_NEO4J_PASSWORD", "")
    async with neo4j.AsyncGraphDatabase.driver(os.environ["ONCEGRAPH_NEO4J_URI"], auth=login) as app.state.driver:
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/api/v1/situations/{code}/fields")
async def fields(code: str, request: Request) -> list[dict]:
    async with request.app.state.driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        return await session.execute_read(_read, code)


async def _read(transaction: neo4j.AsyncManagedTransaction, code: str) -> list[dict]:
    return await (await transaction.run(FIELDS, code=code)).data()
