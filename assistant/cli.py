"""`nianbao`: the command line. Results on stdout, everything else on stderr (DESIGN §3).

Only what a command needs is imported: an exact question must not wait for models or pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import NianbaoError
from index.settings import resolve_home

DONE, FAILURES, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status (0 done, 1 failures named, 2 usage or environment)."""
    arguments = _parser().parse_args(_options_last(list(sys.argv[1:] if argv is None else argv)))
    try:
        home = resolve_home(arguments.home)
        return int(arguments.run(home, arguments))
    except NianbaoError as error:
        _note(str(error))
        return UNUSABLE
    except BrokenPipeError:  # the reader of stdout has gone
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        _note("已中断。")
        return FAILURES


def _options_last(argv: list[str]) -> list[str]:
    """--home and --json may stand before the command as well: moved behind it for argparse."""
    front: list[str] = []
    while argv and argv[0].startswith("-") and argv[0] not in ("-h", "--help", "--version"):
        takes_value = argv[0] == "--home" and len(argv) > 1
        front += argv[: 1 + takes_value]
        argv = argv[1 + takes_value :]
    return argv[:1] + front + argv[1:]


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--home", metavar="目录", help="索引目录（默认 $NIANBAO_HOME 或 ./.nianbao）"
    )
    common.add_argument("--json", action="store_true", help="在标准输出打印 JSON，别无其他")
    parser = argparse.ArgumentParser(
        prog="nianbao", description="乡镇（街道）政府信息公开工作年度报告问答：逐格读取，逐数有据。"
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=text, description=text)
        made.set_defaults(run=run)
        return made

    index = command("index", _index, "读取年报文件、目录或 zip，建立或更新索引")
    index.add_argument("paths", nargs="+", type=Path, metavar="路径")
    ask = command("ask", _ask, "提问；不写问题则进入对话")
    ask.add_argument("question", nargs="?", metavar="问题")
    ask.add_argument("--batch", type=Path, metavar="文件", help='每行 {"id", "turns": [问题…]}')
    ask.add_argument("--plan", type=Path, metavar="文件", help="直接执行一份计划（JSON）")
    command("reports", _reports, "列出已收录的报告")
    export = command("export", _export, "导出全部单元格")
    export.add_argument("--format", required=True, choices=("jsonl", "csv", "parquet", "xlsx"))
    export.add_argument("-o", "--output", type=Path, metavar="文件")
    command("check", _check, "列出勾稽与数据质量问题")
    remove = command("remove", _remove, "移除报告")
    remove.add_argument("selectors", nargs="+", metavar="编号或文件")
    serve = command("serve", _serve, "打开网页")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=7860)
    serve.add_argument("--auth", type=Path, metavar="文件", help="用户名与密码散列的文件")
    serve.add_argument("--mcp", action="store_true", help="同时作为 MCP 工具提供")
    evaluate = command("eval", _eval, "跑评测题")
    evaluate.add_argument("--gold", type=Path, metavar="文件")
    evaluate.add_argument("--html", type=Path, metavar="文件")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口“{text}”不在 1 到 65535 之间")
    return int(text)


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(found: object) -> None:
    print(json.dumps(found, ensure_ascii=False))


# --- commands


def _index(home: Path, arguments: argparse.Namespace) -> int:
    from assistant.cli_show import Progress
    from index.pipeline import index_paths

    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        raise NianbaoError(f"找不到：{'、'.join(missing)}。请检查路径。")
    with Progress() as progress:
        result = index_paths(home, arguments.paths, progress.step)
    for failure in result.failed:
        file, error = failure["file"], failure["error"]
        _note(f"未能收录 {error if error.startswith(file) else f'{file}：{error}'}")
    for warning in result.warnings:
        _note(warning)
    if arguments.json:
        _print_json(result.as_json())
    else:
        again = f"按新规则重读 {result.reread} 份；" if result.reread else ""
        print(
            f"新收 {result.indexed} 份，未变 {result.unchanged} 份，替换 {result.replaced} 份，"
            f"失败 {len(result.failed)} 份；{again}现有 {result.reports} 份。"
        )
    return FAILURES if result.failed else DONE


def _ask(home: Path, arguments: argparse.Namespace) -> int:
    from assistant import cli_ask

    if arguments.batch is not None:
        return cli_ask.batch(home, arguments.batch)
    if arguments.plan is not None:
        return cli_ask.plan(home, arguments.plan, arguments.json)
    if arguments.question is not None:
        return cli_ask.once(home, arguments.question, arguments.json)
    return cli_ask.talk(home, arguments.json)


def _reports(home: Path, arguments: argparse.Namespace) -> int:
    from assistant.cli_show import reports_table
    from index.store import Store

    with Store.open_read(home) as store:
        held = store.listing()
    if arguments.json:
        _print_json(held)
    else:
        print(reports_table(held))
    return DONE


def _export(home: Path, arguments: argparse.Namespace) -> int:
    from index.export import export

    count = export(home, arguments.format, arguments.output)
    where = f"，写入 {arguments.output}" if arguments.output else ""
    _note(f"导出 {count} 个单元格{where}。")
    return DONE


def _check(home: Path, arguments: argparse.Namespace) -> int:
    from assistant.cli_show import findings_text
    from index.store import Store

    with Store.open_read(home) as store:
        found = store.findings()
    if arguments.json:
        _print_json(found)
    else:
        print(findings_text(found))
    return DONE


def _remove(home: Path, arguments: argparse.Namespace) -> int:
    from index.removal import remove

    result = remove(home, arguments.selectors)
    for failure in result.failed:
        _note(f"{failure['file']}：{failure['error']}")
    if arguments.json:
        _print_json(result.as_json())
    else:
        print(f"移除 {len(result.removed)} 份；现有 {result.reports} 份。")
    return FAILURES if result.failed else DONE


def _serve(home: Path, arguments: argparse.Namespace) -> int:
    try:
        import app
    except ModuleNotFoundError as error:
        raise NianbaoError(f"网页组件不可用（缺少 {error.name}）。请重新安装 nianbao。") from error
    app.serve(home, arguments.host, arguments.port, arguments.auth, mcp=arguments.mcp)
    return DONE


def _eval(home: Path, arguments: argparse.Namespace) -> int:
    try:
        from eval import run
    except ModuleNotFoundError as error:
        raise NianbaoError(f"评测组件不可用（缺少 {error.name}）。请在源码目录运行。") from error
    given = {"--gold": arguments.gold, "--html": arguments.html}
    options = [str(part) for name, path in given.items() if path for part in (name, path)]
    return run.main([*options, *(["--json"] if arguments.json else [])])


if __name__ == "__main__":
    sys.exit(main())
