"""The pictures of a month: what came and went, how long people waited, what is late, how they liked it, and where.

Made to be looked at on a phone and passed on: one thought a picture, large words, the figures written beside the marks,
and whatever is unknown (silence, no answer yet, no place) drawn as unknown.
"""

from collections.abc import Callable, Sequence

from bot.canvas import AMBER, BLUE, FAINT, GOLD, GREEN, GREY, INK, MUTED, PAPER, RED, WIDTH, Canvas
from bot.sheets import Scribe
from bot.telling import decimal
from flows.effects import Day, MonthName, OfficeName
from routing.figures import Figures, Late, Wait, daily, lateness, places, satisfaction, waits

LEFT, RIGHT = 64, WIDTH - 64
BODY = 300
"""Where a picture's own part begins, under its head."""

MOST_OFFICES = 12
MOST_VILLAGES = 7

Draw = Callable[[Figures, Scribe], bytes | None]


def pictures(figures: Figures, scribe: Scribe) -> Sequence[bytes]:
    """In the order in which they are told. What has nothing to show is left out."""
    drawn = (draw(figures, scribe) for draw in (flow, first_answers, past_limits, stars, map_of_districts))
    return [picture for picture in drawn if picture]


def begun(height: int, key: str, figures: Figures, scribe: Scribe, told: str) -> Canvas:
    """A page with its head: what it shows, of which month and whom, and one sentence."""
    canvas = Canvas(height)
    month = scribe.value(MonthName(figures.month.year, figures.month.month))
    whose = scribe.value(OfficeName(figures.office)) if figures.office else scribe.sentence("figures.all_offices")
    canvas.text(LEFT, 84, scribe.sentence(f"chart.{key}"), 58, bold=True)
    canvas.text(LEFT, 150, f"{month} · {whose}", 36, MUTED)
    for place, line in enumerate(told.split("\n")):
        canvas.text(LEFT, 218 + 48 * place, canvas.fitted(line, 36, RIGHT - LEFT), 36)
    canvas.line(LEFT, height - 84, RIGHT, height - 84, FAINT, 2)
    as_of = scribe.sentence("chart.as_of", day=scribe.value(Day(figures.now)))
    canvas.text(LEFT, height - 46, canvas.fitted(f"Pendopo · {as_of}", 28, RIGHT - LEFT), 28, MUTED)
    return canvas


# ---- what came and went


def flow(figures: Figures, scribe: Scribe) -> bytes | None:
    """Every day: received upwards, ended downwards."""
    days = daily(figures)
    if not days:
        return None
    canvas = begun(1230, "flow", figures, scribe, "")
    headline(canvas, LEFT, len(figures.received), scribe.sentence("chart.received"), BLUE)
    headline(canvas, WIDTH / 2 + 20, len(figures.solved), scribe.sentence("chart.solved"), GREEN)
    most = max(1, *(max(day.received, day.solved) for day in days))
    whole = figures.month.last.day
    step, middle, reach = (RIGHT - LEFT) / whole, 710, 290
    for place in range(whole):
        date = figures.month.first.replace(day=place + 1)
        if not figures.rules.calendar.is_working(date):
            canvas.rect(LEFT + place * step, middle - reach - 20, step, 2 * reach + 40, "#F1F0EA")
    for place, day in enumerate(days):
        x = LEFT + place * step + step * 0.12
        up, down = (reach * count / most for count in (day.received, day.solved))
        canvas.rect(x, middle - 3 - up, step * 0.76, up, BLUE)
        canvas.rect(x, middle + 3, step * 0.76, down, GREEN)
    busiest = max(days, key=lambda day: day.received)
    above = middle - 3 - reach * busiest.received / most
    canvas.text(
        LEFT + (busiest.date.day - 0.5) * step, above - 26, str(busiest.received), 32, BLUE, bold=True, side="center"
    )
    for day_of_month in (1, 8, 15, 22, 29):
        if day_of_month <= whole:
            canvas.text(
                LEFT + (day_of_month - 0.5) * step, middle + reach + 52, str(day_of_month), 32, MUTED, side="center"
            )
    canvas.text(RIGHT, middle + reach + 108, scribe.sentence("chart.closed_days"), 28, MUTED, side="right")
    return canvas.png()


def headline(canvas: Canvas, x: float, count: int, words: str, colour: str) -> None:
    canvas.text(x, 262, str(count), 88, colour, bold=True)
    canvas.text(x, 334, words, 34, colour)


# ---- how long people waited


def first_answers(figures: Figures, scribe: Scribe) -> bytes | None:
    """An office a line: half of the answers came by the full dot, nine of ten by the ring; the law's limit stands
    across. Only for all offices: one alone reads it in the caption."""
    found = waits(figures)
    if figures.office or not found:
        return None
    shown = found[:MOST_OFFICES]
    limit = figures.rules.catalogue.clocks["first_answer"].days
    canvas = begun(BODY + 150 + 96 * len(shown) + 150, "waits", figures, scribe, scribe.sentence("chart.waits.how"))
    far = max(limit * 1.25, *(wait.ninety or 0 for wait in shown))
    scale = (RIGHT - LEFT - 40) / far
    top, bottom = BODY + 76, BODY + 90 + 96 * len(shown)
    for day in range(0, int(far) + 1, max(1, round(far / 6))):
        canvas.line(LEFT + day * scale, top, LEFT + day * scale, bottom, FAINT, 2)
        canvas.text(LEFT + day * scale, bottom + 34, str(day), 30, MUTED, side="center" if day else "left")
    canvas.text(RIGHT, bottom + 34, scribe.sentence("chart.working_days"), 30, MUTED, side="right")
    canvas.line(LEFT + limit * scale, top - 14, LEFT + limit * scale, bottom, RED, 4, dashed=True)
    canvas.text(
        LEFT + limit * scale, top - 38, scribe.sentence("chart.limit", days=limit), 30, RED, bold=True, side="center"
    )
    for place, wait in enumerate(shown):
        waiting_line(canvas, top + 40 + 96 * place, wait, scale, limit, scribe)
    more(canvas, bottom + 84, len(found) - len(shown), scribe)
    return canvas.png()


def waiting_line(canvas: Canvas, y: float, wait: Wait, scale: float, limit: float, scribe: Scribe) -> None:
    name = scribe.value(OfficeName(wait.office))
    told = scribe.sentence("chart.waits.line", answered=wait.answered, waiting=wait.waiting)
    canvas.text(RIGHT, y, told, 28, RED if wait.waiting and not wait.answered else MUTED, side="right")
    room = RIGHT - LEFT - canvas.width_of(told, 28) - 24
    canvas.text(LEFT, y, canvas.fitted(name, 32, room, bold=True), 32, bold=True)
    if wait.median is None or wait.ninety is None:
        return
    x, to_x = LEFT + wait.median * scale, LEFT + wait.ninety * scale
    colour = RED if wait.ninety > limit else GREEN
    canvas.line(x, y + 40, to_x, y + 40, colour, 8)
    canvas.dot(to_x, y + 40, 13, colour, hollow=True)
    canvas.dot(x, y + 40, 14, colour)


# ---- what is late


def past_limits(figures: Figures, scribe: Scribe) -> bytes | None:
    found = lateness(figures)
    if figures.office or not found:
        return None
    shown = found[:MOST_OFFICES]
    canvas = begun(BODY + 110 + 100 * len(shown) + 120, "late", figures, scribe, "")
    still, after = sum(late.still for late in found), sum(late.after for late in found)
    key(canvas, LEFT, 226, RED, scribe.sentence("chart.late.still", late=still))
    key(canvas, LEFT, 280, AMBER, scribe.sentence("chart.late.after", late=after))
    scale = (RIGHT - LEFT - 110) / max(late.still + late.after for late in shown)
    for place, late in enumerate(shown):
        late_line(canvas, BODY + 70 + 100 * place, late, scale, scribe)
    more(canvas, BODY + 90 + 100 * len(shown), len(found) - len(shown), scribe)
    return canvas.png()


def late_line(canvas: Canvas, y: float, late: Late, scale: float, scribe: Scribe) -> None:
    canvas.text(LEFT, y, canvas.fitted(scribe.value(OfficeName(late.office)), 32, RIGHT - LEFT), 32, bold=True)
    red, amber = late.still * scale, late.after * scale
    canvas.rect(LEFT, y + 26, red, 38, RED)
    canvas.rect(LEFT + red, y + 26, amber, 38, AMBER)
    for count, start, width, words in ((late.still, 0.0, red, PAPER), (late.after, red, amber, INK)):
        if count and width > 44:
            canvas.text(LEFT + start + width / 2, y + 45, str(count), 28, words, bold=True, side="center")
    canvas.text(LEFT + red + amber + 16, y + 45, str(late.still + late.after), 34, INK, bold=True)


# ---- how they liked it


def stars(figures: Figures, scribe: Scribe) -> bytes | None:
    """Who said nothing has a bar of its own, in grey, far from the stars."""
    found = satisfaction(figures)
    if not figures.solved:
        return None
    canvas = begun(1290 + 122 * (found.shut > 0), "stars", figures, scribe, "")
    if found.mean is None:
        canvas.text(LEFT, 250, scribe.sentence("chart.stars.none"), 40, MUTED)
    else:
        canvas.text(LEFT, 262, f"{decimal(found.mean, scribe.language)} ★", 88, GOLD, bold=True)
        canvas.text(LEFT, 334, scribe.sentence("chart.stars.mean", rated=found.rated), 34, MUTED)
    bars = [(f"{number} ★", found.stars[number - 1], GOLD) for number in range(5, 0, -1)]
    silence = [
        (scribe.sentence("chart.stars.unrated"), found.unrated, "#C9CEC9"),
        (scribe.sentence("chart.stars.silent"), found.silent, GREY),
    ]
    if found.shut:
        silence.append((scribe.sentence("chart.stars.shut"), found.shut, GREY))
    one = (RIGHT - LEFT - 210) / max(1, *(count for _, count, _ in (*bars, *silence)))
    for place, (words, count, colour) in enumerate(bars):
        canvas.text(LEFT + 86, 430 + 78 * place, words, 36, side="right")
        bar(canvas, 430 + 78 * place, count, one, colour)
    for place, (words, count, colour) in enumerate(silence):
        canvas.text(LEFT + 110, 866 + 122 * place, words, 34)
        bar(canvas, 922 + 122 * place, count, one, colour)
    canvas.text(LEFT + 110, 880 + 122 * len(silence), scribe.sentence("chart.stars.silence"), 32, MUTED)
    return canvas.png()


def bar(canvas: Canvas, y: float, count: int, one: float, colour: str) -> None:
    """`one` is how wide a single one is: the same for stars and for silence, so that they can be compared."""
    x, width = LEFT + 110, one * count
    canvas.rect(x, y - 24, width, 48, colour)
    canvas.text(x + width + 18, y, str(count), 36, bold=True)


# ---- where


def map_of_districts(figures: Figures, scribe: Scribe) -> bytes | None:
    """A tile a district, about where it lies; the darker, the more came from there. Beneath, the villages."""
    found = places(figures)
    if not any(count for _, count in found.districts):
        return None
    villages = found.villages[:MOST_VILLAGES]
    canvas = begun(1190 + 56 * len(villages) + 130, "places", figures, scribe, scribe.sentence("chart.places.how"))
    tiles = figures.rules.gazetteer.tiles
    most = max(count for _, count in found.districts)
    side, gap, top = 196, 12, 280
    for name, count in found.districts:
        column, row = tiles[name]
        x, y = LEFT + 60 + column * (side + gap) * 1.42, top + row * (side * 0.72 + gap)
        tile(canvas, x, y, side * 1.42, side * 0.72, name, count, count / most)
    canvas.text(LEFT, 1082, scribe.sentence("chart.places.nowhere", nowhere=found.nowhere), 32, MUTED)
    canvas.text(LEFT, 1162, scribe.sentence("chart.places.villages"), 34, bold=True)
    for place, (village, district, count) in enumerate(villages):
        y = 1226 + 56 * place
        canvas.text(LEFT, y, canvas.fitted(f"{village}, {district}", 34, RIGHT - LEFT - 120), 34)
        canvas.text(RIGHT, y, str(count), 34, bold=True, side="right")
    return canvas.png()


def tile(canvas: Canvas, x: float, y: float, width: float, height: float, name: str, count: int, share: float) -> None:
    words = PAPER if share > 0.66 else INK
    canvas.rect(x, y, width, height, shade(share), round_by=14)
    canvas.text(x + width / 2, y + height * 0.32, name, 32, words, side="center")
    canvas.text(x + width / 2, y + height * 0.7, str(count), 46, words, bold=True, side="center")


def shade(share: float) -> str:
    """From the paper to the blue, 0 to 1; slowly at first, so that words can be read on it."""
    share **= 1.4
    light, dark = (0xE6, 0xEC, 0xF2), (0x1F, 0x4A, 0x7C)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(light, dark, strict=True))


# ---- parts


def key(canvas: Canvas, x: float, y: float, colour: str, words: str) -> None:
    canvas.rect(x, y - 16, 32, 32, colour)
    canvas.text(x + 50, y, words, 34)


def more(canvas: Canvas, y: float, count: int, scribe: Scribe) -> None:
    if count > 0:
        canvas.text(LEFT, y, scribe.sentence("chart.more", offices=count), 30, MUTED)
