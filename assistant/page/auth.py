"""Passwords of the page: a file of `user:salt:hash` lines, scrypt over the password.

Make a line with `python -m assistant.page.auth USER >> FILE`; it asks for the password. Empty
lines and lines that begin with # are skipped.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from index.errors import NianbaoError

_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def make_line(user: str, password: str) -> str:
    """One line of the file, with a new salt."""
    if not user or any(sign in user for sign in ":#\n"):
        raise NianbaoError(f"用户名“{user}”不能为空，也不能含有冒号、井号或换行。")
    salt = secrets.token_bytes(16)
    return f"{user}:{salt.hex()}:{_hash(password, salt).hex()}"


def check_password(path: Path) -> Callable[[str, str], bool]:
    """A function (user, password) → right; NianbaoError where the file cannot be used."""
    known = _read(path)
    nobody = (b"\0" * 16, b"\0" * 32)

    def check(user: str, password: str) -> bool:
        salt, expected = known.get(user, nobody)  # an unknown user takes as long as a known one
        return hmac.compare_digest(_hash(password, salt), expected) and user in known

    return check


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST)


def _read(path: Path) -> dict[str, tuple[bytes, bytes]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NianbaoError(f"读不了密码文件 {path}：{error}。请检查路径、权限和编码。") from error
    known = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            user, salt, digest = line.strip().split(":")
            known[user] = (bytes.fromhex(salt), bytes.fromhex(digest))
        except ValueError as error:
            raise NianbaoError(
                f"密码文件 {path} 第 {number} 行不是“用户:盐:散列”的形式。"
                "请用 python -m assistant.page.auth 用户名 生成这一行。"
            ) from error
    if not known:
        raise NianbaoError(
            f"密码文件 {path} 里没有用户。请用 python -m assistant.page.auth 用户名 生成一行。"
        )
    return known


def main() -> int:
    """Print a line for the user named on the command line."""
    if len(sys.argv) != 2:
        print("用法：python -m assistant.page.auth 用户名 >> 密码文件", file=sys.stderr)
        return 2
    try:
        print(make_line(sys.argv[1], getpass.getpass("密码：")))
    except NianbaoError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
