"""The groups of routes in the description of the API, in the order in which it shows them."""

from enum import StrEnum

from oncegraph.schema.text import Text


class Tag(StrEnum):
    """A group of routes: its name, and its label in both languages."""

    label: Text

    def __new__(cls, name: str, zh: str, en: str) -> "Tag":
        member = str.__new__(cls, name)
        member._value_ = name
        member.label = Text(zh, en)
        return member

    EXEMPTION = "exemption", "免填与免交", "What is fill-free and exempt, and why"
    GUIDE = "guide", "逐级引导、精准告知", "Guided questions, and the exact checklist"
    LISTS = "lists", "改革清单", "Lists for reform teams"
    THEMES = "themes", "一件事", "Themes: many items, one form, one set of materials, one flow"
    CHANGE = "change", "影响面、假设分析、下一步最优", "Impact, what if, and what to open next"
    PICTURES = "pictures", "图", "Pictures, in the format that the request names or accepts"
    REFORM = "reform", "改革前后、试行改革", "Comparisons, and reforms tried on a copy"
    RUNS = "runs", "整体分析", "Analysis runs, written back into the graph"
    BROWSE = "browse", "浏览", "The graph, level by level"
    QUERIES = "queries", "已存查询与检索", "Saved queries and search"
    JOBS = "jobs", "作业", "Long questions as jobs: submit, poll, cancel"
    MODEL = "model", "模型", "The declarations of the graph and its codes"
    PROBES = "probes", "运行状态", "For operators of the server"

    @classmethod
    def described(cls) -> list[dict[str, str]]:
        """All of them as OpenAPI describes tags."""
        return [{"name": each.value, "description": f"{each.label.zh} · {each.label.en}"} for each in cls]
