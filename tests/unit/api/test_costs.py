"""What openings cost: tables and mappings, and what is wrong in them, by file, row and column."""

from pathlib import Path

import pytest

from oncegraph.api.inputs.costs import BadCostFile, read_costs


def written(tmp_path: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("c.csv", "code,cost\nSY0001,2.5\n\nSY0002,10\n", "utf-8"),
        ("c.csv", "\ufeff成本;编码\r\n2.5;SY0001\r\n10;SY0002\r\n", "utf-8"),
        ("c.csv", "编码,名称,成本\nSY0001,人口库,2.5\nSY0002,法人库,10\n", "gb18030"),
        ("c.yaml", "SY0001: 2.5\nSY0002: 10\n", "utf-8"),
        ("c.json", '{"SY0001": 2.5, "SY0002": 10}', "utf-8"),
    ],
)
def test_a_table_or_a_mapping_gives_costs(tmp_path: Path, name: str, content: str, encoding: str):
    assert read_costs(written(tmp_path, name, content, encoding)) == {"SY0001": 2.5, "SY0002": 10.0}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("c.csv", "code,cost\nSY0001,2\nSY0002,dear\n", "c.csv · 第 3 行 · cost：“dear”不是大于 0 的数。"),
        ("c.csv", "编码,成本\nSY0001,0\n", "c.csv · 第 2 行 · 成本：“0”不是大于 0 的数。"),
        ("c.csv", "code,cost\nSY0001\n", "c.csv · 第 2 行 · cost：“”不是大于 0 的数。"),
        ("c.csv", "code,cost\nSY0001,inf\n", "c.csv · 第 2 行 · cost：“inf”不是大于 0 的数。"),
        ("c.csv", "code,cost\n,1\n", "c.csv · 第 2 行 · code：缺少编码。"),
        ("c.csv", "code,cost\nSY0001,1\nSY0001,2\n", "c.csv · 第 3 行 · code：“SY0001”重复。"),
        ("c.csv", "code,price\nSY0001,1\n", "c.csv · 第 1 行：缺少 cost（成本）列。"),
        ("c.csv", "", "c.csv：文件为空。"),
        ("c.png", "", "c.png："),
        ("c.yaml", "SY0001: true\n", "c.yaml · SY0001：“True”不是大于 0 的数。"),
        ("c.yaml", "SY0001:\n", "c.yaml · SY0001：“”不是大于 0 的数。"),
        ("c.yaml", "- SY0001\n", "c.yaml：应为“编码: 成本”的映射。"),
        ("c.yaml", f"SY0001: {'9' * 400}\n", "c.yaml · SY0001："),
    ],
)
def test_an_error_is_reported_with_its_place(tmp_path: Path, name: str, content: str, told: str):
    with pytest.raises(BadCostFile) as caught:
        read_costs(written(tmp_path, name, content))
    assert caught.value.what.zh.startswith(told)
    assert caught.value.exit_code == 3 and caught.value.next_step


def test_a_missing_file_is_reported(tmp_path: Path):
    with pytest.raises(BadCostFile, match=r"c\.csv"):
        read_costs(tmp_path / "c.csv")
