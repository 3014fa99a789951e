"""The lists that reform teams work from, with what blocks each entry and what would help."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from oncegraph.api.web.parameters import PREFIX, Asked, TheSnapshot, analysis_of, answered
from oncegraph.api.web.problems import documented
from oncegraph.queries.lists import LISTS, find
from oncegraph.queries.lists.inventory import ListScope
from oncegraph.schema.errors import NotFound
from oncegraph.schema.lists import Entry
from oncegraph.schema.text import Text
from oncegraph.visualize.tables.lists import about, by_status

MOST_ROWS = 1000
ENTRIES = 100

router = APIRouter(prefix=PREFIX, tags=["lists"])


class ListAbout(BaseModel):
    """A list: what it tells, which statuses its entries have, what is counted of each."""

    name: str = Field(examples=["fully_online"])
    title: str
    summary: str
    statuses: dict[str, str] = Field(description="Code → title.")
    counts: dict[str, str] = Field(description="Name → title.")
    weight: str = Field(description="`annual_cases` 所计 · What `annual_cases` counts.")


class ListAnswer(ListAbout):
    """Entries of a list: single blocker first, then by cases a year."""

    total: int = Field(description="此状态的条数 · Entries of the status asked for.")
    by_status: dict[str, int] = Field(description="各状态条数 · Entries of each status.")
    items: list[Entry]
    next: str | None = Field(None, description="Give it as `after` for the next page; null: this is the last one.")


class AskedList(Asked):
    """The context, and which entries are wanted."""

    region: str | None = Field(
        None, description="只要此区划及其下级的事项 · Items held in this region or below it.", examples=["990100"]
    )
    department: str | None = Field(
        None,
        description="只要此部门的事项，编码或名称 · Items of this department, code or name.",
        examples=["11990100MB0000100L"],
    )
    status: str | None = Field(None, description="只要此状态，代码或名称 · Entries of this status, code or title.")
    after: str = Field("", description="上一页的 next · `next` of the page before.")
    limit: int = Field(ENTRIES, ge=1, le=MOST_ROWS, description="每页条数 · Entries of a page.")


@router.get(
    "/lists", response_model=list[ListAbout], responses=documented(), summary="改革清单 · Lists of reform teams"
)
def lists() -> Response:
    return answered([about(each) for each in LISTS.values()])


@router.get(
    "/lists/{name}",
    response_model=ListAnswer,
    responses=documented(404, 409),
    summary="一张清单 · One list",
    description="各条目的障碍与突破办法；只差一项的在前，再按年办件量。\n\n"
    "Each entry with what blocks it and what would help; a single blocker first, then by cases a year.",
)
def one_list(
    name: Annotated[str, Path(description="清单名称 · Name of the list.", examples=["fully_online"])],
    asked: Annotated[AskedList, Query()],
    snapshot: TheSnapshot,
) -> Response:
    reform_list = find(name)
    context = Asked(**asked.model_dump(exclude={"region", "department", "status", "after", "limit"}))
    analysis = analysis_of(snapshot, context)
    entries = snapshot.lists.entries(reform_list.name, analysis, ListScope(asked.department, asked.region))
    counts = by_status(reform_list, entries)
    if asked.status is not None:
        wanted = reform_list.find_status(asked.status)
        entries = [entry for entry in entries if entry.status is wanted]
    start = _after(entries, asked.after) if asked.after else 0
    page = entries[start : start + asked.limit]
    more = start + asked.limit < len(entries)
    return answered(
        about(reform_list)
        | {
            "total": len(entries),
            "by_status": counts,
            "items": page,
            "next": page[-1].code if more else None,
        }
    )


def _after(entries: list[Entry], code: str) -> int:
    """Where the page after an entry begins. Raises NotFound."""
    for number, entry in enumerate(entries, 1):
        if entry.code == code:
            return number
    raise NotFound(
        Text(f"清单中没有编码为 {code} 的条目。", f"The list has no entry with code {code}."),
        Text("请从第一页重新开始。", "Begin again at the first page."),
    )
