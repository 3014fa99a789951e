"""Result rows of a comparison of two states of a catalogue: what became of each thing, and what it saves."""

from schema.codes import CodeList


class Edit(CodeList):
    """变化: what became of a thing between two states (S0 module 7: 减材料 减环节 减时间 减跑动)."""

    REMOVED = "removed", "取消", "Removed"
    ADDED = "added", "新增", "Added"
    MERGED = "merged", "合并", "Merged"
    EXEMPTED = "exempted", "免交", "Exempted"
    FILLED = "filled", "免填", "Filled automatically"
    PARALLEL = "parallel", "并联", "Made parallel"
    CHANGED = "changed", "变更", "Changed"
    KEPT = "kept", "保留", "Kept"
