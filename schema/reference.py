"""Generates REFERENCE.md, the reference of the model in Chinese and English, from the declarations.

Run `python -m oncegraph.schema.reference` after changing a declaration; a test checks that the file is up to date.
"""

from pathlib import Path

from oncegraph.schema import codes, run, verdict
from oncegraph.schema.codes import CodeList
from oncegraph.schema.declaration import Attribute, Declaration, Relationship
from oncegraph.schema.model import NODES, RELATIONSHIPS, RESULT_NODES, RESULT_RELATIONSHIPS

FILE = Path(__file__).with_name("REFERENCE.md")

HEAD = """# 模型参考 / Reference of the model

由 `python -m oncegraph.schema.reference` 从声明生成，请勿手改。
Generated from the declarations by `python -m oncegraph.schema.reference`; do not edit by hand.

每项声明对应交换格式中的一张表；列名可用英文属性名或中文标题。代码可写代码本身，也可写其中文或英文标题。
Each declaration is one sheet of the exchange format; a column is named by its attribute or by its Chinese title. A code
is written as the code itself or as one of its titles.

出处 / Sources：S0 成都市“蓉易办”，S1 贵阳市“一网通办”，S2 沈阳市“只提交一次材料”，S3 常州市“畅通办”，S4 深圳市宝安区
（各市公开发布的经验材料 / published by these cities）；GB/T 2260，GB/T 39046-2020；CPSV-AP 3.2，CCCEV 2.1。
"""

RESULTS = """由 `oncegraph analyse` 写入；不导入、不导出，也不属于目录。查询当前生效的全部结论：
Written by `oncegraph analyse`; not loaded, not exported and not part of the catalogue. To query the results in force:

```cypher
MATCH (run:Run {in_force: true, scope: 'all', mode: 'design'})-[z:ASSESSED]->(s:Situation)
MATCH (s)-[a:ASSESSED {run: run.run_code}]->(f:Field)
RETURN s.situation_code, z.zero_material, f.field_code, a.status, a.source_code, a.reasons
```
"""


def reference() -> str:
    """The whole reference as Markdown."""
    parts = [HEAD, "\n## 节点 / Nodes\n", *map(_declaration, NODES.values())]
    parts += ["\n## 关系 / Relationships\n", *map(_declaration, RELATIONSHIPS.values())]
    parts += [f"\n## 结果 / Results\n\n{RESULTS}", *map(_declaration, RESULT_NODES.values())]
    parts += map(_declaration, RESULT_RELATIONSHIPS.values())
    parts += ["\n## 代码表 / Code lists\n", *map(_code_list, _code_lists())]
    return "\n".join(parts)


def _declaration(declaration: type[Declaration]) -> str:
    lines = [f"### {declaration.title.zh} `{declaration.__name__}`\n"]
    if issubclass(declaration, Relationship):
        start, end = declaration.start, declaration.end
        lines.append(f"`(:{start.__name__})-[:{declaration.relationship_type}]->(:{end.__name__})`\n")
    lines += [
        f"{declaration.about.zh}。{declaration.about.en}. 出处 Source: {declaration.source}\n",
        "| 列 Column | 中文标题 | English title | 类型 Type | 说明 Notes |",
        "|---|---|---|---|---|",
    ]
    if issubclass(declaration, Relationship):
        lines += [f"| `{name}` | {title.zh} | {title.en} | str | 端点 End |" for name, title in declaration.ends()]
    lines += [_row(declaration, name, attribute) for name, attribute in declaration.attributes().items()]
    return "\n".join(lines) + "\n"


def _row(declaration: type[Declaration], name: str, attribute: Attribute) -> str:
    kind = declaration.value_type(name).__name__ + ("[]" if declaration.is_list(name) else "")
    notes = []
    if attribute.key:
        notes.append("键 Key")
    elif declaration.model_fields[name].is_required():
        notes.append("必填 Required")
    if attribute.codes:
        notes.append(f"[{attribute.codes.__name__}](#{attribute.codes.__name__.lower()})")
    if attribute.refers_to:
        to = attribute.refers_to
        arrow = (
            f"`<-[:{to.relationship_type}]-(:{to.kind})`"
            if to.inward
            else f"`-[:{to.relationship_type}]->(:{to.kind})`"
        )
        notes.append(arrow)
    if attribute.members:
        notes.append(f"`(:{attribute.members})`")
    if attribute.unit:
        notes.append(f"{attribute.unit.zh} {attribute.unit.en}")
    if attribute.about:
        notes.append(f"{attribute.about.zh} / {attribute.about.en}")
    if attribute.searched:
        notes.append("全文检索 Full-text")
    elif attribute.indexed:
        notes.append("索引 Indexed")
    return f"| `{name}` | {attribute.zh} | {attribute.en} | {kind} | {'；'.join(notes)} |"


def _code_lists() -> list[type[CodeList]]:
    found = [value for module in (codes, verdict, run) for value in vars(module).values() if isinstance(value, type)]
    return [each for each in dict.fromkeys(found) if issubclass(each, CodeList)][1:]


def _code_list(code_list: type[CodeList]) -> str:
    about = (code_list.__doc__ or "").strip().splitlines()[0]
    lines = [f"### {code_list.__name__}\n", f"{about}\n", "| 代码 Code | 中文 | English |", "|---|---|---|"]
    lines += [f"| `{code.value}` | {code.title.zh} | {code.title.en} |" for code in code_list]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(reference(), "utf-8")
