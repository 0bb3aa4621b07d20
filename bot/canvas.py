"""A picture to draw on, in whole points of a phone's screen. The only file that knows matplotlib.

Nothing of that library's own charts is used: they are made for papers. The picture is 1080 points wide, so that a text
of 36 reads like 12 on a phone; the upper left corner is 0, 0.
"""

from io import BytesIO
from typing import Any, Literal

WIDTH = 1080
DPI = 100

PAPER, INK, MUTED, FAINT = "#FBFAF6", "#1E2B27", "#5E6A65", "#E4E6E0"
BLUE, GREEN, RED, AMBER, GOLD, GREY = "#2B5C94", "#1B7A57", "#B93A2B", "#D9902F", "#C98A1B", "#A9B0AC"

Side = Literal["left", "center", "right"]


class Canvas:
    """`height` in points. Takes a second the first time, some tenths later; not for the event loop."""

    def __init__(self, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # a second that no start should wait for
        from matplotlib.figure import Figure

        self.height = height
        self._figure: Any = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def rect(self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0) -> None:
        from matplotlib.patches import FancyBboxPatch, Rectangle

        if round_by and min(width, height) > 2 * round_by:
            inner = (x + round_by, y + round_by), width - 2 * round_by, height - 2 * round_by
            style = f"round,pad={round_by},rounding_size={round_by}"
            self._axes.add_patch(FancyBboxPatch(*inner, boxstyle=style, facecolor=colour, linewidth=0))
        else:
            self._axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))

    def line(
        self, x: float, y: float, to_x: float, to_y: float, colour: str, width: float, *, dashed: bool = False
    ) -> None:
        style = (0, (3, 2)) if dashed else "solid"
        points = 72 / DPI
        self._axes.plot(
            [x, to_x], [y, to_y], color=colour, linewidth=width * points, linestyle=style, solid_capstyle="round"
        )

    def dot(self, x: float, y: float, radius: float, colour: str, *, hollow: bool = False) -> None:
        from matplotlib.patches import Circle

        face, edge = (PAPER, colour) if hollow else (colour, PAPER)
        self._axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=edge, linewidth=3, zorder=3))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str = INK,
        *,
        bold: bool = False,
        side: Side = "left",
    ) -> None:
        """`y` is the middle of the line."""
        self._axes.text(
            x,
            y,
            words.replace("$", r"\$"),
            fontsize=size * 72 / DPI,
            color=colour,
            fontweight="bold" if bold else "normal",
            ha=side,
            va="center_baseline",
            zorder=4,
        )

    def width_of(self, words: str, size: float, *, bold: bool = False) -> float:
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(weight="bold" if bold else "normal", size=size)
        width: float = text_to_path.get_text_width_height_descent(words, font, False)[0]
        return width

    def fitted(self, words: str, size: float, most: float, *, bold: bool = False) -> str:
        """The words, cut with … where they would be wider than `most`."""
        if self.width_of(words, size, bold=bold) <= most:
            return words
        while words and self.width_of(f"{words}…", size, bold=bold) > most:
            words = words[:-1]
        return f"{words.rstrip()}…"

    def png(self) -> bytes:
        target = BytesIO()
        self._figure.savefig(target, format="png", dpi=DPI, metadata={"Software": None})
        return target.getvalue()
