"""Changes as people write them are understood, and what is wrong with one is said with its place."""

from datetime import date, datetime
from pathlib import Path

import pytest

from oncegraph.queries.change.changes import BadChange, changes_of, parse, read_changes
from oncegraph.schema.change import Between, BindingChange, Known, NewBinding, SourceChange

FILE = """\
- source: DS001
  status: 启用
  data_updated_at: 2026-11-01
  last_probe_at: 2026-11-01 08:30
  probe_sla_hours: 24
  sharing: 有条件
- binding: {field: ZD000046, source: DS001, number: 1}
  key_fields: [ZD000001]
  authoritative: 是
  approved: true
  max_age_days:
- binding: {material: CL0001, source: DS001, mode: 证照共享}
  audiences: [自然人, "*"]
- new_binding: {field: ZD000047, source: DS002}
  returns: value
- known: [ZD000123]
"""

WRITTEN = (
    SourceChange(
        source="DS001",
        status="active",
        data_updated_at=date(2026, 11, 1),
        last_probe_at=datetime(2026, 11, 1, 8, 30),
        probe_sla_hours=24,
        sharing="conditional",
    ),
    BindingChange(
        binding=Between(field="ZD000046", source="DS001", number="1"),
        key_fields=("ZD000001",),
        authoritative=True,
        approved=True,
        max_age_days=None,
    ),
    BindingChange(
        binding=Between(material="CL0001", source="DS001", mode="licence_sharing"), audiences=("natural_person", "*")
    ),
    NewBinding(new_binding=Between(field="ZD000047", source="DS002"), returns="value"),
    Known(known=("ZD000123",)),
)

SHORT = (
    "source:DS001.status=启用",
    "source:DS001.data_updated_at=2026-11-01",
    "source:DS001.last_probe_at=2026-11-01 08:30",
    "source:DS001.probe_sla_hours=24",
    "source:DS001.sharing=conditional",
    "field:ZD000046@DS001#1.key_fields=ZD000001",
    "field:ZD000046@DS001#1.authoritative=是",
    "field:ZD000046@DS001#1.approved=true",
    "field:ZD000046@DS001#1.max_age_days=",
    "material:CL0001@DS001/证照共享.audiences=自然人,*",
    "+field:ZD000047@DS002.returns=返回值",
    "known:ZD000123",
)


def test_a_file_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "changes.yaml"
    path.write_text(FILE, "utf-8")
    assert read_changes(path) == WRITTEN
    assert WRITTEN[1].new_values == {
        "authoritative": True,
        "key_fields": ("ZD000001",),
        "max_age_days": None,
        "approved": True,
    }


def test_short_strings_say_the_same_as_a_file() -> None:
    assert parse(SHORT) == WRITTEN


def test_a_new_binding_may_say_nothing_more() -> None:
    assert parse(["+material:CL.1@D.2/材料复用#3"]) == (
        NewBinding(new_binding=Between(material="CL.1", source="D.2", mode="reuse", number="3")),
    )


@pytest.mark.parametrize(
    ("entry", "told", "allowed"),
    [
        ({"source": "D", "state": "active"}, "“state”", "status, sharing, data_updated_at"),
        ({"source": "D", "status": "开"}, "“status”不能是“开”", "active（启用）"),
        ({"source": "D", "data_updated_at": 20261101}, "“data_updated_at”", "日期"),
        ({"source": "D", "last_probe_at": "2026-11-01T08:30:00+08:00"}, "“last_probe_at”", "北京时间"),
        ({"source": "D", "probe_sla_hours": True}, "“probe_sla_hours”", "整数"),
        ({"binding": {"field": "F", "source": "D"}, "approved": 1}, "“approved”", "是或否"),
        ({"binding": {"field": "F", "source": "D"}, "audiences": ["人"]}, "“audiences.0”", "natural_person（自然人）"),
        ({"binding": {"field": "F", "source": "D"}, "binding_number": "x"}, "“binding_number”", "key_fields"),
        ({"binding": {"field": "F", "source": "D", "to": 1}}, "“binding.to”", "field, material, source"),
        ({"binding": {"field": "F", "material": "M", "source": "D"}}, "“binding”", "之一"),
        ({"binding": {"field": "F", "source": "D", "mode": "材料复用"}}, "“binding”", "之一"),
        ({"binding": {"material": "M", "source": "D", "mode": "偷"}}, "“binding.mode”", "获取方式"),
        ({"new_binding": {"field": "F"}}, "“new_binding.source”", "source"),
        ({"known": ["F"], "status": "active"}, "“status”", ""),
        ({"status": "active"}, "指明变更的对象", "source, binding, new_binding, known"),
        ({"source": "D", "known": ["F"]}, "只能指明一个", "source, binding, new_binding, known"),
        ({"source": "D", "status": ["开"] * 9}, "“status”不能是列表", "active（启用）"),
        ({"source": "D", "status": {"开": "开"}}, "“status”不能是映射", "active（启用）"),
        ({"source": "D", "status": "开" * 101}, f"“status”不能是“{'开' * 100}”", "active（启用）"),
        ({"binding": {"field": "F", "source": "D"}, "max_age_days": -9}, "“max_age_days”不能是“-9”", "不小于 0 的整数"),
        ("source", "指明变更的对象", "source, binding, new_binding, known"),
    ],
)
def test_an_error_is_reported_with_its_place_and_the_allowed_values(entry: object, told: str, allowed: str) -> None:
    with pytest.raises(BadChange) as refused:
        changes_of([{"source": "D", "status": "active"}, entry], "改革.yaml")
    assert refused.value.what.zh.startswith("改革.yaml 第 2 项变更：")
    assert refused.value.what.en.startswith("改革.yaml, change 2: ")
    assert told in refused.value.what.zh
    assert allowed in refused.value.next_step.zh


@pytest.mark.parametrize(
    "word",
    [
        "DS001.status=active",
        "source:DS001",
        "+source:DS001.status=active",
        "field:F.status=active",
        "field:F@D",
        "known:F.x=1",
    ],
)
def test_a_short_string_that_cannot_be_parsed_is_refused_with_the_right_form(word: str) -> None:
    with pytest.raises(BadChange) as refused:
        parse([word])
    assert word in refused.value.what.zh and "source:数源.属性=值" in refused.value.next_step.zh


def test_a_short_string_with_a_wrong_value_is_named() -> None:
    with pytest.raises(BadChange) as refused:
        parse(["source:D.sharing=无条件", "source:D.status=开"])
    assert refused.value.what.zh == "“source:D.status=开”：“status”不能是“开”。"


@pytest.mark.parametrize("text", ["source: DS001", ""])
def test_a_file_without_a_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "changes.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadChange) as refused:
        read_changes(path)
    assert "changes.yaml" in refused.value.what.zh
