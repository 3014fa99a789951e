"""The lists that reform teams work from, with what blocks each entry and what would help."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.parameters import MOST_ROWS, PREFIX, ROWS, ContextQuery, TheCity
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import TABLES, TheReply
from oncegraph.api.web.tags import Tag
from oncegraph.queries.ask import ask
from oncegraph.queries.lists import LISTS
from oncegraph.queries.lists.questions import ListQuestion
from oncegraph.schema.errors import NotFound
from oncegraph.schema.lists import Entry
from oncegraph.schema.text import Text
from oncegraph.visualize.documents.reform_list import document
from oncegraph.visualize.tables import lists as tables_of_lists
from oncegraph.visualize.tables import reform_list as tables

router = APIRouter(prefix=PREFIX, tags=[Tag.LISTS])


class ListAbout(BaseModel):
    """A list: its title and summary, the statuses of its entries, and what is counted for each entry."""

    name: str = Field(examples=["fully_online"])
    title: str
    summary: str
    statuses: dict[str, str] = Field(description="Code → title.")
    counts: dict[str, str] = Field(description="Name → title.")
    weight: str = Field(description="`annual_cases` 的计算口径 · What `annual_cases` counts in this list.")


class ListAnswer(ListAbout):
    """Entries of a list: those with a single blocker first, then by cases a year."""

    total: int = Field(description="所选状态的条数 · Number of entries with the requested status.")
    by_status: dict[str, int] = Field(description="各状态的条数 · Number of entries of each status.")
    items: list[Entry]
    next: str | None = Field(None, description="Pass it as `after` to get the next page; null on the last page.")


class ListQuery(ContextQuery):
    """The context, and filters of the entries."""

    region: str | None = Field(
        None,
        description="只返回该区划及其下级的事项 · Only items of this region and the regions below it.",
        examples=["990100"],
    )
    department: str | None = Field(
        None,
        description="只返回该部门的事项，编码或名称 · Only items of this department, code or name.",
        examples=["11990100MB0000100L"],
    )
    status: str | None = Field(
        None, description="只返回该状态的条目，代码或名称 · Only entries of this status, code or title."
    )
    after: str = Field("", description="上一页返回的 next · The `next` of the previous page.")
    limit: int = Field(ROWS, ge=1, le=MOST_ROWS, description="每页条数 · Entries per page.")


@router.get(
    "/lists",
    response_model=list[ListAbout],
    responses=documented() | TABLES,
    summary="改革清单 · Lists for reform teams",
)
def lists(reply: TheReply) -> Response:
    every = list(LISTS.values())
    return reply([document(each) for each in every], lambda: tables_of_lists.sheets(every))


@router.get(
    "/lists/{name}",
    response_model=ListAnswer,
    responses=documented(404, 409) | TABLES,
    summary="一张清单 · One list",
    description="各条目的障碍与突破办法；只差一项的排在前面，其余按年办件量排序。\n\n"
    "Each entry with what blocks it and what would help; entries with a single blocker first, then by cases a year.",
)
def one_list(
    name: Annotated[str, Path(description="清单名称 · Name of the list.", examples=["fully_online"])],
    query: Annotated[ListQuery, Query()],
    city: TheCity,
    reply: TheReply,
) -> Response:
    question = ListQuestion(name, query.department, query.region, query.status)
    context = query.model_copy(update={"region": None}).context(city)
    listed = ask(city, question, context)
    start = _start_after(listed.entries, query.after) if query.after else 0
    page = listed.entries[start : start + query.limit]
    more = start + query.limit < len(listed.entries)
    return reply(
        document(listed.reform_list)
        | {
            "total": len(listed.entries),
            "by_status": listed.by_status,
            "items": page,
            "next": page[-1].code if more else None,
        },
        lambda: tables.sheets(
            listed.reform_list, page if "limit" in query.model_fields_set else listed.entries[start:]
        ),
    )


def _start_after(entries: list[Entry], code: str) -> int:
    """The position at which the page after an entry begins. Raises NotFound."""
    for number, entry in enumerate(entries, 1):
        if entry.code == code:
            return number
    raise NotFound(
        Text(f"清单中没有编码为 {code} 的条目。", f"The list has no entry with code {code}."),
        Text("请从第一页重新开始。", "Start again from the first page."),
    )
