"""The faults of Neo4j as a program, a class for each, with advice on what to do next."""

from pathlib import Path

from oncegraph.schema.errors import EngineError
from oncegraph.schema.text import Text

MEGABYTE = 1_000_000


class NoNetwork(EngineError):
    """The Neo4j jars cannot be downloaded."""

    code = "engine_no_network"

    def __init__(self, file_name: str, reason: str):
        super().__init__(
            Text(
                f"无法下载 Neo4j 组件 {file_name}（{reason}）。",
                f"Cannot download {file_name}, a part of Neo4j ({reason}).",
            ),
            Text(
                "请检查网络后重试，已下载的部分会保留；也可用 ONCEGRAPH_MAVEN_REPOSITORY 指定镜像地址，"
                "无网络时可用 --jars 目录（ONCEGRAPH_NEO4J_JARS）指定已备好的组件。",
                "Check the network and try again; files already downloaded are kept. Or name a mirror with "
                "ONCEGRAPH_MAVEN_REPOSITORY, or, without network access, give a folder with the jars: --jars DIR "
                "(ONCEGRAPH_NEO4J_JARS).",
            ),
        )


class WrongChecksum(EngineError):
    """A downloaded jar does not have the pinned checksum."""

    code = "engine_wrong_checksum"

    def __init__(self, file_name: str):
        super().__init__(
            Text(
                f"下载到的 {file_name} 与登记的校验值不符，已拒绝使用。", f"Refused {file_name}: its checksum is wrong."
            ),
            Text(
                "请重试；如仍不符，请检查代理或镜像是否改动了文件。",
                "Try again; if it fails again, check whether a proxy or mirror alters files.",
            ),
        )


class BadJars(EngineError):
    """The given folder lacks some of the jars, or has wrong ones."""

    code = "engine_bad_jars"

    def __init__(self, folder: Path, file_names: list[str]):
        first, count = "、".join(file_names[:3]), len(file_names)
        super().__init__(
            Text(
                f"目录 {folder} 中有 {count} 个 Neo4j 组件缺失或有误：{first} …",
                f"{count} Neo4j jars are missing or wrong in {folder}: {first.replace('、', ', ')} …",
            ),
            Text(
                "请在联网的机器上运行一次 `oncegraph engine start`，"
                "再将其缓存目录（ONCEGRAPH_CACHE）中的 neo4j-* 目录整个复制到本机。",
                "Run `oncegraph engine start` once on a machine with a network, then copy the folder neo4j-* "
                "from its cache (ONCEGRAPH_CACHE).",
            ),
        )


class NoSpace(EngineError):
    """The disk is full."""

    code = "engine_no_space"

    def __init__(self, folder: Path, needed: int):
        super().__init__(
            Text(
                f"目录 {folder} 所在磁盘空间不足，至少需要 {needed // MEGABYTE} MB。",
                f"Not enough space on the disk of {folder}: {needed // MEGABYTE} MB are needed.",
            ),
            Text(
                "请清理磁盘，或用 ONCEGRAPH_HOME（数据）、ONCEGRAPH_CACHE（下载）改用其他目录。",
                "Free some space, or use another folder: ONCEGRAPH_HOME (data), ONCEGRAPH_CACHE (downloads).",
            ),
        )


class NotWritable(EngineError):
    """A folder cannot be written to."""

    code = "engine_not_writable"

    def __init__(self, folder: Path, reason: str | None):
        super().__init__(
            Text(f"无法写入目录 {folder}（{reason}）。", f"Cannot write to {folder} ({reason})."),
            Text(
                "请修正目录权限，或用 ONCEGRAPH_HOME（数据）、ONCEGRAPH_CACHE（下载）改用其他目录。",
                "Correct its permissions, or use another folder: ONCEGRAPH_HOME (data), ONCEGRAPH_CACHE (downloads).",
            ),
        )


class PortTaken(EngineError):
    """The fixed port of the embedded Neo4j is in use."""

    code = "engine_port_taken"

    def __init__(self, port: int | None):
        super().__init__(
            Text(f"端口 {port} 已被其他程序占用。", f"Port {port} is in use by another program."),
            Text(
                "请停止该程序，或用 ONCEGRAPH_NEO4J_PORT 改用其他端口；不设置该变量则自动选择空闲端口。",
                "Stop that program, choose another ONCEGRAPH_NEO4J_PORT, or unset it to use any free port.",
            ),
        )


class DataInUse(EngineError):
    """Another process is using the data folder."""

    code = "engine_data_in_use"

    def __init__(self, folder: Path):
        super().__init__(
            Text(
                f"数据目录 {folder} 正被另一个 Neo4j 进程使用。",
                f"Another Neo4j process is using the data folder {folder}.",
            ),
            Text(
                "请停止该进程（`oncegraph engine stop`，或共用该目录的其他机器、容器中的进程），"
                "或用 ONCEGRAPH_HOME 改用其他目录。",
                "Stop that process (`oncegraph engine stop`, or look on other machines and containers that share the "
                "folder), or use another folder with ONCEGRAPH_HOME.",
            ),
        )


class NewerData(EngineError):
    """The data folder was written by a newer Neo4j."""

    code = "engine_newer_data"

    def __init__(self, folder: Path, found: str, ours: str):
        super().__init__(
            Text(
                f"数据目录 {folder} 由版本更高的 Neo4j {found} 写入，本程序使用 {ours}，无法打开。",
                f"The data folder {folder} was written by Neo4j {found}; this program runs {ours} and cannot open it.",
            ),
            Text(
                "请升级 OnceGraph，或用 ONCEGRAPH_HOME 改用其他目录。",
                "Upgrade OnceGraph, or use another folder with ONCEGRAPH_HOME.",
            ),
        )


class PasswordLost(EngineError):
    """The password of the data folder is no longer known."""

    code = "engine_password_lost"

    def __init__(self, file: Path, data: Path):
        super().__init__(
            Text(f"数据目录的密码文件 {file} 缺失或内容有误。", f"The password file {file} is missing or wrong."),
            Text(
                f"请从备份恢复该文件；若不需要其中的数据，可删除 {data} 后重新导入。",
                f"Restore that file from a backup; or, if you do not need the data, delete {data} and load again.",
            ),
        )


class StartFailed(EngineError):
    """Neo4j ended, or did not respond, while starting."""

    code = "engine_start_failed"

    def __init__(self, log: list[str], folder: Path):
        tail = "\n".join(log)
        super().__init__(
            Text(f"Neo4j 启动失败。日志末尾：\n{tail}", f"Neo4j failed to start. The end of its log:\n{tail}"),
            Text(f"完整日志见 {folder}。", f"The whole log is in {folder}."),
        )
