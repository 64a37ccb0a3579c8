"""What a PDF page shows: characters with their boxes and the lines ruled on it.

Coordinates are in points, x to the right and y downwards as the page is looked at, whatever its
rotation; the origin does not matter.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Turn = Callable[[float, float], tuple[float, float]]

_TURNS: tuple[Turn, ...] = (
    lambda x, y: (x, -y),
    lambda x, y: (y, x),
    lambda x, y: (-x, y),
    lambda x, y: (-y, -x),
)
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 3.0
_MAX_OBJECTS = 50_000
_MAX_CHARS = 50_000
_DEEPEST_FORM = 4
_SPACES = frozenset({0x20, 0xA0, 0x3000})
_RADICALS = str.maketrans(
    "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民母虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)


@dataclass(frozen=True, slots=True)
class Char:
    """One visible character; `spaced` is true where a space is printed before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool

    @property
    def x(self) -> float:
        """Middle of the box."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Middle of the box."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """Height of the box: about the font size."""
        return self.y1 - self.y0


Ruling = tuple[float, float, float]
"""Position across, start and end along."""


@dataclass(frozen=True, slots=True)
class Page:
    """`horizontal` rulings are (y, x0, x1), `vertical` ones (x, y0, y1)."""

    top: float
    bottom: float
    chars: list[Char]
    horizontal: list[Ruling]
    vertical: list[Ruling]
    has_image: bool


def read_page(page: Any) -> Page:
    """The page (a `pypdfium2.PdfPage`) as characters and rulings."""
    turn = _TURNS[pdfium.FPDFPage_GetRotation(page.raw) % 4]
    _, top, _, bottom = _upright(turn, page.get_bbox())
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    for segment in _segments(_objects(page.raw)):
        x0, y0, x1, y1 = _upright(turn, segment)
        if x1 - x0 >= y1 - y0:
            horizontal.append(((y0 + y1) / 2, x0, x1))
        else:
            vertical.append(((x0 + x1) / 2, y0, y1))
    return Page(
        top, bottom, list(_chars(page.raw, turn)), horizontal, vertical, _has_image(page.raw)
    )


def _upright(turn: Turn, box: Box) -> Box:
    """The box as seen on the rotated page: left, top, right, bottom."""
    (a, b), (c, d) = turn(box[0], box[1]), turn(box[2], box[3])
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _chars(page: Any, turn: Turn) -> Iterator[Char]:
    text_page = pdfium.FPDFText_LoadPage(page)
    box = pdfium.FS_RECTF()
    spaced = False
    try:
        for index in range(min(pdfium.FPDFText_CountChars(text_page), _MAX_CHARS)):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in _SPACES:
                spaced = spaced or not pdfium.FPDFText_IsGenerated(text_page, index)
            elif (char := _plain(code)) and pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
                place = _upright(turn, (box.left, box.bottom, box.right, box.top))
                yield Char(char, *place, spaced)
                spaced = False
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _plain(code: int) -> str:
    """The character, "" for controls; radicals that fonts use in place of whole characters as
    those; a glyph that the file maps to no character as U+FFFD."""
    if code == 0:
        return "\ufffd"
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return ""
    char = chr(code)
    if 0x2E80 <= code < 0x2FE0:
        return unicodedata.normalize("NFKC", char).translate(_RADICALS)
    return char


def _objects(holder: Any, form: bool = False) -> Iterator[Any]:
    count = pdfium.FPDFFormObj_CountObjects if form else pdfium.FPDFPage_CountObjects
    get = pdfium.FPDFFormObj_GetObject if form else pdfium.FPDFPage_GetObject
    for index in range(min(count(holder), _MAX_OBJECTS)):
        yield get(holder, index)


def _has_image(page: Any) -> bool:
    kinds = (pdfium.FPDFPageObj_GetType(each) for each in _objects(page))
    return any(kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) for kind in kinds)


def _segments(objects: Iterable[Any], matrix: Matrix = _IDENTITY, depth: int = 0) -> Iterator[Box]:
    """Straight upright lines, as boxes in page space; forms inside the page included."""
    for each in objects:
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path(each, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix(each), matrix)
            yield from _segments(_objects(each, form=True), inner, depth + 1)


def _path(path: Any, matrix: Matrix) -> Iterator[Box]:
    """A thin shape is one line; of larger ones only stroked edges count, not filled areas."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    if not (filled.value or stroked.value):
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    box = *_apply(matrix, left.value, bottom.value), *_apply(matrix, right.value, top.value)
    if min(abs(box[2] - box[0]), abs(box[3] - box[1])) <= _THIN:
        yield box
    elif stroked.value:
        yield from _edges(path, _times(_matrix(path), matrix))


def _edges(path: Any, matrix: Matrix) -> Iterator[Box]:
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and _straight(last, point):
            yield *last, *point
        if pdfium.FPDFPathSegment_GetClose(segment) and _straight(point, first):
            yield *point, *first
        last = point


def _straight(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1


def _matrix(each: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(each, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    return (
        *_apply((*outer[:4], 0, 0), a, b),
        *_apply((*outer[:4], 0, 0), c, d),
        *_apply(outer, e, f),
    )


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
