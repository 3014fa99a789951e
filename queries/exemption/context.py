"""The context of a verdict: for whom, where and when it is asked."""

from datetime import date, datetime, time, timedelta, timezone

from pydantic import BaseModel, ConfigDict, Field

from oncegraph.schema.verdict import When

BEIJING = timezone(timedelta(hours=8))


def this_moment() -> datetime:
    """The present moment in Beijing, without a time zone and to the minute."""
    return datetime.now(BEIJING).replace(tzinfo=None, second=0, microsecond=0)


def moment_of(day: date) -> datetime:
    """The moment that represents a date: now if it is today, else noon of that day."""
    now = this_moment()
    return now if day == now.date() else datetime.combine(day, time(12))


class Context(BaseModel):
    """Every verdict is for (situation, audience, region, as_of, known fields).

    audience, region: replace what the situation or its item records, where given; moment: naive Beijing time,
    whose date is as_of; when: by design (probes ignored) or now (probes heeded); known: codes of fields that the
    caller can send as keys besides the login identity; on_file: codes of materials handed in earlier.
    """

    model_config = ConfigDict(frozen=True)

    audience: str | None = None
    region: str | None = None
    moment: datetime = Field(default_factory=this_moment)
    when: When = When.DESIGN
    known: frozenset[str] = frozenset()
    on_file: frozenset[str] = frozenset()
