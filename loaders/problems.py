"""The texts of all problems that reading and checking can find."""

from oncegraph.loaders.finding import Problem, Severity
from oncegraph.schema.codes import CodeList
from oncegraph.schema.text import Text


def unreadable(detail: Text, next_step: Text | None = None) -> Problem:
    return Problem("unreadable", detail, next_step)


NOTHING_TO_LOAD = Problem("nothing_to_load", Text("没有可导入的文件", "There is no file to load"))


def unknown_format(supported: str) -> Problem:
    return Problem(
        "unknown_format",
        Text("无法识别的文件格式，请用后缀或选项指明", "Unknown file format; give it by suffix or as an option"),
        Text(supported, supported),
    )


def unknown_sheet(suggestion: str | None, severity: Severity) -> Problem:
    return Problem(
        "unknown_sheet",
        Text("表名与模型中的任何表都不对应，未导入", "Not the name of any table of the model; not loaded"),
        Text("模板中的表名，或用选项指明的表", "a sheet name of the template, or say which table it is"),
        suggestion,
        severity,
    )


def no_header(title: Text) -> Problem:
    return Problem(
        "no_header",
        Text(f"前 20 行中没有“{title.zh}”的表头", f'No header row of "{title.en}" in the first 20 rows'),
        Text("模板中的列名", "the column names of the template"),
    )


def unknown_column(suggestion: str | None) -> Problem:
    return Problem(
        "unknown_column",
        Text("无法识别的列，未导入", "Unknown column; not loaded"),
        None,
        suggestion,
        Severity.ERROR if suggestion else Severity.WARNING,
    )


def repeated_column(title: Text) -> Problem:
    return Problem("repeated_column", Text(f"“{title.zh}”列重复", f'A second column "{title.en}"'))


def missing_column(title: Text) -> Problem:
    return Problem("missing_column", Text(f"缺少必需的列“{title.zh}”", f'Column "{title.en}" is missing'))


def missing_column_of_new(title: Text) -> Problem:
    return Problem(
        "missing_column",
        Text(
            f"缺少列“{title.zh}”，而本行是新增的",
            f'Column "{title.en}" is missing, and this row is not in the graph yet',
        ),
    )


def ragged(width: int, expected: int) -> Problem:
    return Problem(
        "ragged_row",
        Text(f"本行有 {width} 个单元格，表头有 {expected} 个", f"{width} cells, but the header has {expected}"),
    )


MISSING_VALUE = Problem("missing_value", Text("必填项为空", "Required, but empty"))


def wrong_type(allowed: Text, suggestion: str | None = None) -> Problem:
    return Problem("wrong_type", Text("类型不符合要求", "Not of the required type"), allowed, suggestion)


IMPOSSIBLE_DATE = Problem(
    "impossible_date", Text("日期不存在", "This date does not exist"), Text("如 2026-01-31", "such as 2026-01-31")
)
PRECISION_LOST = Problem(
    "precision_lost",
    Text("16 位以上的数字在表格中按数值存放，末尾数字已丢失", "A number of 16 or more digits: the last ones are lost"),
    Text("将该列设为文本格式后重新录入的编码", "the code, typed again in a column formatted as text"),
)
ERROR_CELL = Problem(
    "error_cell", Text("公式出错的单元格", "A cell whose formula failed"), Text("一个值，或为空", "a value, or nothing")
)
HTML = Problem(
    "html",
    Text("含有 HTML 标记或尖括号，已照原文导入", "Contains HTML or angle brackets; loaded as written"),
    severity=Severity.WARNING,
)


UNMATCHED = Problem(
    "unmatched",
    Text("不符合映射中的提取规则，按无数据处理", "Does not match the extract rule of the mapping; treated as no data"),
    severity=Severity.WARNING,
)
ABSENT_PATH = Problem(
    "absent_path",
    Text("映射中用到该列，但文件中没有", "Used by the mapping, but the file has no such column"),
    severity=Severity.WARNING,
)


def repeated_name(title: Text) -> Problem:
    return Problem(
        "repeated_name",
        Text(f"多个{title.zh}同名", f"This name belongs to more than one {title.en.lower()}"),
        severity=Severity.WARNING,
    )


def unknown_code(codes: type[CodeList], suggestion: str | None) -> Problem:
    return Problem(
        "unknown_code",
        Text("不在代码表内，已照原文导入", "Not in the code list; loaded as written"),
        Text("、".join(code.title.zh for code in codes), ", ".join(codes)),
        suggestion,
        Severity.WARNING,
    )


def duplicate(first: Text, same: bool, kept: bool) -> Problem:
    if same:
        return Problem(
            "duplicate",
            Text(f"与 {first.zh} 完全相同，已略过", f"Identical to {first.en}; ignored"),
            severity=Severity.NOTE,
        )
    text = Text(f"与 {first.zh} 标识相同而内容不同", f"Same identity as {first.en}, but different content")
    if not kept:
        return Problem("duplicate", text)
    return Problem(
        "duplicate", Text(f"{text.zh}，以先出现的为准", f"{text.en}; the first one is used"), severity=Severity.WARNING
    )


def dangling(kind: Text) -> Problem:
    return Problem(
        "dangling_reference",
        Text(f"文件和图中都没有这个{kind.zh}", f"No such {kind.en.lower()} in the files or in the graph"),
    )


def rejected_reference(kind: Text) -> Problem:
    return Problem(
        "rejected_reference",
        Text(f"所指的{kind.zh}有误，未导入", f"The {kind.en.lower()} referred to has errors and is not loaded"),
    )


def cycle(path: list[str]) -> Problem:
    way = " → ".join(path)
    return Problem("cycle", Text(f"上下级关系形成循环：{way}", f"The tree contains a circle: {way}"))


_RETIRE_BOTH = Text("一并移除指向它的行，或者保留本行", "retire what refers to it in the same load, or keep this row")


def still_used_by_files(kind: Text) -> Problem:
    return Problem(
        "still_referred_to",
        Text(
            f"文件中已没有这个{kind.zh}，但文件中的其他行仍指向它",
            f"This {kind.en.lower()} is no longer in the files, but other rows of the files still refer to it",
        ),
        _RETIRE_BOTH,
    )


def still_referred_to(kind: Text, by: Text, example: str) -> Problem:
    return Problem(
        "still_referred_to",
        Text(
            f"文件中已没有这个{kind.zh}，但图中{by.zh} {example} 仍指向它",
            f"This {kind.en.lower()} is no longer in the files, but {by.en.lower()} {example} still refers to it",
        ),
        _RETIRE_BOTH,
    )
