"""Draw the pictures of the sample issue.

Each picture is laid in with broad tones at a larger size, then painted over stroke by stroke: the strokes take their
colour from what lies below and run along its edges, broad ones first and fine ones only where there is detail. Every
random number comes from a seed that belongs to the picture, so the same Pillow writes the same bytes.

Run ``python tools/draw_issue_pictures.py [NAME …]`` from anywhere; it rewrites the JPEG files in ``samples/issue/``.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from draw_sample_pictures import Colour, Point, faded, fractal_line, interpolated, noise, smooth_step, spline
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

ISSUE = Path(__file__).resolve().parent.parent / "samples" / "issue"
OVERSAMPLING = 1.6
JPEG_QUALITIES = range(88, 40, -2)


# --- The canvas -----------------------------------------------------------------------------------------------------


class Canvas:
    """A picture that is drawn on in units of its own; *scale* is the number of pixels of a unit."""

    def __init__(self, width: int, height: int, scale: float, ground: Colour | int = 0) -> None:
        self.width, self.height, self.scale = width, height, scale
        size = (round(width * scale), round(height * scale))
        self.image = Image.new("L" if isinstance(ground, int) else "RGB", size, ground)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.size

    def pixels(self, points: Iterable[Point]) -> list[Point]:
        """Return points in pixels."""
        return [(x * self.scale, y * self.scale) for x, y in points]

    def polygon(self, points: Iterable[Point], tone: Colour | int = 255) -> None:
        """Fill a polygon."""
        ImageDraw.Draw(self.image).polygon(self.pixels(points), fill=tone)

    def line(self, points: Iterable[Point], tone: Colour | int = 255, thickness: float = 1) -> None:
        """Draw a line."""
        width = max(1, round(thickness * self.scale))
        ImageDraw.Draw(self.image).line(self.pixels(points), fill=tone, width=width, joint="curve")

    def ellipse(self, centre: Point, across: float, down: float, tone: Colour | int = 255, turn: float = 0) -> None:
        """Fill an ellipse with two radii, turned by *turn* degrees clockwise."""
        cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        angles = [step * math.pi / 24 for step in range(48)]
        ring = [(across * math.cos(angle), down * math.sin(angle)) for angle in angles]
        self.polygon([(centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine) for x, y in ring], tone)

    def box(self, left: float, top: float, right: float, bottom: float, tone: Colour | int = 255) -> None:
        """Fill a rectangle."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], tone)

    def mask(self, draw_shape: Callable[[Canvas], None], blur: float = 0, strength: float = 1) -> Image.Image:
        """Return a mask with the shape that *draw_shape* draws in white, softened by *blur* units."""
        sheet = Canvas(self.width, self.height, self.scale, 0)
        draw_shape(sheet)
        image = sheet.image.filter(ImageFilter.GaussianBlur(blur * self.scale)) if blur else sheet.image
        return image if strength == 1 else faded(image, strength)

    def box_mask(self, box: tuple[float, float, float, float], blur: float = 0) -> Image.Image:
        """Return a mask that is white inside *box* (left, top, right, bottom)."""
        return self.mask(lambda mask: mask.box(*box), blur)

    def lay(self, source: Image.Image | Colour, mask: Image.Image | None = None) -> None:
        """Lay a picture or a colour over the canvas where *mask* is white."""
        self.image.paste(source, (0, 0, *self.size), mask)

    def soft(self, points: Iterable[Point], colour: Colour, blur: float, strength: float = 1) -> None:
        """Lay a polygon with soft edges."""
        shape = list(points)
        self.lay(colour, self.mask(lambda mask: mask.polygon(shape), blur, strength))

    def gradient(self, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
        """Return a picture whose colour follows *stops* (units from the top, colour) downwards."""
        rows = self.size[1]
        channels = [[(height * self.scale, float(colour[n])) for height, colour in stops] for n in range(3)]
        column = Image.new("RGB", (1, rows))
        column.putdata([tuple(round(interpolated(line, row)) for line in channels) for row in range(rows)])
        return column.resize(self.size)

    def fade(self, stops: Sequence[tuple[float, int]]) -> Image.Image:
        """Return a mask whose strength follows *stops* (units from the top, 0 to 255) downwards."""
        rows = self.size[1]
        column = Image.new("L", (1, rows))
        column.putdata([round(interpolated(stops, row / self.scale)) for row in range(rows)])
        return column.resize(self.size)

    def glow(self, centre: Point, across: float, down: float, colour: Colour, strength: float = 1) -> None:
        """Add light that falls off round *centre*."""
        box = (round(across * 2 * self.scale), round(down * 2 * self.scale))
        fall = [round(255 * strength * max(0.0, 1 - value / 128) ** 2) for value in range(256)]
        light = Image.radial_gradient("L").point([fall[min(255, value)] for value in range(256)]).resize(box)
        corner = (round((centre[0] - across) * self.scale), round((centre[1] - down) * self.scale))
        sheet = Image.new("L", self.size)
        sheet.paste(light, corner)
        lit = ImageChops.screen(self.image, Image.new("RGB", self.size, colour))
        self.lay(lit, sheet)

    def darken(self, mask: Image.Image, colour: Colour) -> None:
        """Multiply the canvas by *colour* where *mask* is white: a shadow that keeps what lies in it."""
        self.lay(ImageChops.multiply(self.image, Image.new("RGB", self.size, colour)), mask)

    def mottle(self, random: Random, cells: tuple[int, int], strength: float, mask: Image.Image | None = None) -> None:
        """Lay uneven light and dark over the canvas, as of earth, stone or weather."""
        cloud = noise(random, self.size, cells, 5)
        uneven = ImageChops.soft_light(self.image, Image.merge("RGB", (cloud, cloud, cloud)))
        self.lay(Image.blend(self.image, uneven, strength), mask)


# --- Colours --------------------------------------------------------------------------------------------------------


def mixed(first: Colour, second: Colour, part: float) -> Colour:
    """Return the colour *part* (0 to 1) of the way from *first* to *second*."""
    return (
        round(first[0] + (second[0] - first[0]) * part),
        round(first[1] + (second[1] - first[1]) * part),
        round(first[2] + (second[2] - first[2]) * part),
    )


def varied(random: Random, colour: Colour, spread: float) -> Colour:
    """Return a colour a little lighter or darker, and a little warmer or colder."""
    light, warm = random.gauss(0, spread), random.gauss(0, spread * 0.35)
    red, green, blue = colour
    return (
        min(255, max(0, round(red + light + warm))),
        min(255, max(0, round(green + light))),
        min(255, max(0, round(blue + light - warm))),
    )


# --- Painting over --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brush:
    """One pass of strokes: their half width, their length and their distance in units; how much their colours vary.

    *detail* is the least steepness of tone at which this brush paints; 0 paints everywhere.
    """

    radius: float
    length: float
    step: float
    spread: float
    detail: float = 0


BRUSHES = (Brush(11, 46, 9, 5), Brush(5, 26, 5, 5, 1.0), Brush(2.3, 14, 2.6, 4, 3.0))


class Flow:
    """Which way strokes run: along the edges of what is painted, and along a slow random drift where there are none."""

    def __init__(self, picture: Image.Image, random: Random, cell: int = 4) -> None:
        self.cell = cell
        grey = picture.convert("L").resize((picture.width // cell, picture.height // cell), Image.Resampling.BOX)
        self.grey = grey.filter(ImageFilter.GaussianBlur(1.6))
        self.tones = self.grey.tobytes()
        self.drift = noise(random, self.grey.size, (5, 4), 2).tobytes()

    def look(self, x: float, y: float) -> tuple[float, float]:
        """Return the angle of a stroke at a pixel of the picture, and the steepness of tone there."""
        columns, rows = self.grey.size
        column = min(max(int(x / self.cell), 1), columns - 2)
        row = min(max(int(y / self.cell), 1), rows - 2)
        place = row * columns + column
        right = self.tones[place + 1] - self.tones[place - 1]
        down = self.tones[place + columns] - self.tones[place - columns]
        steepness = math.hypot(right, down)
        if steepness < 5:
            return (self.drift[place] - 128) / 128 * 0.7, steepness
        return math.atan2(right, -down), steepness


def stroke_shape(x: float, y: float, angle: float, length: float, radius: float) -> list[Point]:
    """Return the outline of a brush stroke, pointed at its end."""
    along_x, along_y = math.cos(angle), math.sin(angle)
    shape = []
    for along, across in ((-0.5, -0.5), (-0.28, -1), (0.25, -0.8), (0.5, 0), (0.25, 0.8), (-0.28, 1), (-0.5, 0.5)):
        shape.append(
            (
                x + along_x * along * length - along_y * across * radius,
                y + along_y * along * length + along_x * across * radius,
            )
        )
    return shape


def painted(canvas: Canvas, random: Random, keep: float = 0.3, brushes: Sequence[Brush] = BRUSHES) -> Image.Image:
    """Return the canvas painted over with strokes; *keep* is how much of what lies below still shows."""
    below = canvas.image
    above = below.filter(ImageFilter.GaussianBlur(6 * canvas.scale))
    flow = Flow(below, random)
    for brush in brushes:
        paint_pass(above, below, flow, random, brush, canvas.scale)
    return Image.blend(above, below, keep)


def paint_pass(above: Image.Image, below: Image.Image, flow: Flow, random: Random, brush: Brush, scale: float) -> None:
    """Paint one pass of strokes on *above* with the colours of *below*."""
    colours = below.filter(ImageFilter.GaussianBlur(brush.radius * 0.35 * scale)).tobytes()
    draw = ImageDraw.Draw(above)
    step = brush.step * scale
    width, height = above.size
    places = [
        (column * step, row * step) for row in range(int(height / step) + 1) for column in range(int(width / step) + 1)
    ]
    random.shuffle(places)
    for place in places:
        x, y = place[0] + random.uniform(-0.6, 0.6) * step, place[1] + random.uniform(-0.6, 0.6) * step
        angle, steepness = flow.look(x, y)
        if steepness < brush.detail:
            continue
        pixel = 3 * (min(max(int(y), 0), height - 1) * width + min(max(int(x), 0), width - 1))
        colour = varied(random, (colours[pixel], colours[pixel + 1], colours[pixel + 2]), brush.spread)
        length = brush.length * scale * random.uniform(0.6, 1.1)
        shape = stroke_shape(x, y, angle + random.gauss(0, 0.12), length, brush.radius * scale * random.uniform(0.6, 1))
        draw.polygon(shape, fill=colour)


def finished(image: Image.Image, random: Random, width: int, vignette: float = 0.16) -> Image.Image:
    """Return the printed picture: reduced, a little darker in its corners, with the grain of paper."""
    small = image.resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)
    edge = (
        Image.radial_gradient("L")
        .resize(small.size)
        .point([round(max(0, v - 90) * vignette * 1.5) for v in range(256)])
    )
    small.paste(ImageChops.multiply(small, Image.new("RGB", small.size, (60, 55, 60))), (0, 0, *small.size), edge)
    speckle = Image.frombytes("L", small.size, random.randbytes(small.width * small.height))
    speckle = speckle.filter(ImageFilter.GaussianBlur(1.1)).point([128 + round((v - 128) * 0.10) for v in range(256)])
    return ImageChops.add(small, Image.merge("RGB", (speckle, speckle, speckle)), offset=-128)


# --- Land and sky ---------------------------------------------------------------------------------------------------


def relief(
    random: Random, size: tuple[int, int], cell: float, octaves: int = 5, light: Point = (-1, -0.7)
) -> Image.Image:
    """Return the light on broken rock, round 128: sharp folds of several sizes, lit from *light*."""
    total = Image.new("L", size, 128)
    for octave in range(octaves):
        length = cell * 0.55**octave
        columns, rows = max(2, round(size[0] / length)), max(2, round(size[1] / length * 0.8))
        grid = Image.frombytes("L", (columns, rows), random.randbytes(columns * rows))
        folds = grid.resize(size, Image.Resampling.BICUBIC).point([255 - abs(v - 128) * 2 for v in range(256)])
        shift = max(1.0, length / 7)
        moved = ImageChops.offset(folds, round(light[0] * shift), round(light[1] * shift))
        lit = ImageChops.subtract(moved, folds, scale=1, offset=128)
        total = Image.blend(total, lit, 0.5 if octave else 0.9)
    return total


@dataclass(frozen=True)
class Range:
    """One range of mountains: where its crest runs, its colours in shade and light, the haze at its foot."""

    base: float
    swing: float
    coarsest: float
    shade: Colour
    light: Colour
    haze: Colour
    foot: float
    snow: float = 0
    """How far below the mean crest snow lies, in units."""
    cell: float = 150
    lit_from: Point = (-1, -0.7)


def jagged_line(random: Random, width: int, octaves: int, coarsest: float, fall: float = 0.5) -> list[float]:
    """Return one random height, about -1 to 1, for every unit of *width*: straight slopes that meet in sharp edges."""
    heights = [0.0] * (width + 1)
    length, amplitude = coarsest, 1.0
    for _ in range(octaves):
        knots = [0.0]
        while knots[-1] < width + length:
            knots.append(knots[-1] + length * random.uniform(0.55, 1.45))
        values = [random.uniform(-1, 1) for _ in knots]
        line = list(zip(knots, values, strict=True))
        for x in range(width + 1):
            heights[x] += amplitude * interpolated(line, x)
        length, amplitude = length * 0.45, amplitude * fall
    return heights


def draw_slopes(canvas: Canvas, random: Random, crest: Sequence[Point], form: Range) -> None:
    """Draw the folds that run down from a crest: light on the slopes that face the light, shade on the others."""
    side = -1 if form.lit_from[0] < 0 else 1
    reach = form.swing * 1.5
    places = list(range(4, len(crest) - 5)) * 2
    random.shuffle(places)
    for x in places:
        for start, steps in ((0.0, 3), (random.uniform(0, reach * 0.8), 11)):
            fall = (crest[min(x + steps, len(crest) - 1)][1] - crest[max(x - steps, 0)][1]) / (2 * steps)
            light = smooth_step(fall * side + random.gauss(0, 0.12), -0.55, 0.55)
            lean = (0.75 if fall > 0 else -0.75) * random.uniform(0.5, 1.1)
            length = reach * random.uniform(0.1, 0.42)
            left, top = crest[x][0] + lean * start, crest[x][1] + start * 0.9
            shape = [
                (left - 1.5, top),
                (left + 1.5, top),
                (left + lean * length + 2, top + length),
                (left + lean * length - 2, top + length),
            ]
            colour = mixed(form.shade, form.light, light)
            if start + length * 0.5 < form.snow * random.uniform(0.3, 1.5) and random.random() < 0.5 + 0.5 * light:
                colour = mixed(mixed(form.shade, (158, 176, 208), 0.6), (255, 250, 242), light)
            canvas.polygon(shape, varied(random, colour, 5))


def draw_range(canvas: Canvas, random: Random, form: Range) -> list[Point]:
    """Draw a range of mountains; returns its crest."""
    rough = jagged_line(random, canvas.width, 6, form.coarsest)
    crest = [(float(x), form.base - form.swing * 0.72 * height) for x, height in enumerate(rough)]
    shape = canvas.mask(lambda mask: mask.polygon([*crest, (canvas.width, canvas.height), (0, canvas.height)]))
    light = relief(random, canvas.size, form.cell * canvas.scale, light=form.lit_from)
    sheet = Canvas(canvas.width, canvas.height, canvas.scale, form.shade)
    sheet.image = ImageOps.colorize(light, form.shade, form.light, blackpoint=40, whitepoint=216)
    draw_slopes(sheet, random, crest, form)
    sheet.image = Image.blend(sheet.image, sheet.image.filter(ImageFilter.GaussianBlur(2.5 * canvas.scale)), 0.5)
    uneven = Image.merge("RGB", (light, light, light))
    rock = Image.blend(sheet.image, ImageChops.soft_light(sheet.image, uneven), 0.5)
    misty = canvas.fade([(form.base - form.swing, 0), (form.foot, 235)])
    rock.paste(form.haze, (0, 0, *rock.size), misty)
    canvas.lay(rock, shape)
    return crest


def draw_clouds(
    canvas: Canvas,
    random: Random,
    cells: tuple[int, int],
    colour: Colour,
    stops: Sequence[tuple[float, int]],
    least: int = 130,
) -> None:
    """Draw streaks of cloud where *stops* (units from the top, strength) lets them be."""
    cloud = noise(random, canvas.size, cells, 5).point([round(255 * smooth_step(v, least, 250)) for v in range(256)])
    canvas.lay(colour, ImageChops.multiply(cloud, canvas.fade(stops)))


def draw_poplar(
    canvas: Canvas, random: Random, foot: Point, height: float, colours: tuple[Colour, Colour], lit: float = 1
) -> None:
    """Draw a poplar as a cloud of leaves in *colours* (shade, light); *lit* is 1 for light from the right, -1 left."""
    x, y = foot
    canvas.line([(x, y), (x + height * 0.01, y - height * 0.85)], mixed(colours[0], (20, 14, 14), 0.5), height * 0.018)
    fine = max(1.0, height / 170)
    for _ in range(int((260 + height * 2.2) * fine)):
        part = random.random() ** 0.85
        lobe = 1 + 0.16 * math.sin(part * height / 26 + x)
        spread = height * 0.085 * math.sin(math.pi * min(1, 0.1 + part * 0.88)) ** 0.8 * lobe
        side = max(-1.3, min(1.3, random.gauss(0, 0.55)))
        fold = math.sin(part * height / 15 + side * 4 + x) * 0.3
        tone = smooth_step(side * lit + fold + random.gauss(0, 0.3), -0.9, 0.9)
        radius = height * random.uniform(0.008, 0.017) / fine**0.8
        centre = (x + side * spread, y - height * (0.1 + 0.92 * part))
        canvas.ellipse(centre, radius * 0.75, radius * 1.5, varied(random, mixed(*colours, tone), 7))


# --- The saffron field ----------------------------------------------------------------------------------------------


def draw_crocus(canvas: Canvas, random: Random, foot: Point, size: float, light: float) -> None:
    """Draw one flower of saffron: six petals round three red threads."""
    x, y = foot
    shade, bright = mixed((62, 34, 92), (84, 52, 128), light), mixed((140, 96, 178), (214, 172, 226), light)
    for _ in range(5):
        lean = random.gauss(0, 0.5)
        canvas.line(
            [(x, y + size * 0.5), (x + lean * size, y - size * random.uniform(0.2, 0.8))], (58, 78, 52), size * 0.05
        )
    for turn, tone in ((-62, 0.25), (58, 0.5), (-30, 0.55), (32, 0.85), (0, 0.7)):
        angle = math.radians(turn + random.gauss(0, 7))
        reach = size * random.uniform(0.85, 1.05)
        tip = (x + math.sin(angle) * reach, y - math.cos(angle) * reach)
        side = (math.cos(angle) * size * 0.27, math.sin(angle) * size * 0.27)
        middle = (x + math.sin(angle) * reach * 0.6, y - math.cos(angle) * reach * 0.6)
        petal = spline(
            [(x, y), (middle[0] - side[0], middle[1] - side[1]), tip, (middle[0] + side[0], middle[1] + side[1])],
            True,
            5,
        )
        canvas.polygon(petal, varied(random, mixed(shade, bright, tone), 7))
        if size > 14:
            canvas.line([(x, y), middle], mixed(shade, bright, tone * 0.6), size * 0.035)
    for lean in (-0.2, 0.03, 0.26):
        reach = random.uniform(0.55, 0.8)
        canvas.line(
            [(x, y - size * 0.35), (x + lean * size, y - size * reach)],
            mixed((132, 40, 38), (202, 66, 34), light),
            size * 0.05,
        )


def draw_picker(canvas: Canvas, foot: Point, height: float, colours: tuple[Colour, Colour], facing: int) -> None:
    """Draw someone bent over the flowers, lit from behind, with a basket beside."""
    x, y = foot
    shawl, skirt = colours

    def at(across: float, up: float) -> Point:
        return (x + across * height * facing, y - up * height)

    canvas.soft([at(-0.5, 0), at(0.9, 0.02), at(0.7, -0.1), at(-0.6, -0.09)], (38, 26, 44), height * 0.03, 0.7)
    dark = (24, 18, 30)
    canvas.polygon(
        spline([at(-0.36, 0), at(-0.32, 0.3), at(-0.24, 0.58), at(-0.04, 0.58), at(0.05, 0.3), at(0.1, 0)], True, 6),
        skirt,
    )
    canvas.line([at(-0.12, 0.5), at(-0.16, 0.04)], mixed(skirt, dark, 0.5), height * 0.03)
    canvas.line(spline([at(0.24, 0.6), at(0.27, 0.38), at(0.36, 0.14)]), mixed(shawl, dark, 0.5), height * 0.075)
    back = [at(-0.25, 0.5), at(-0.22, 0.65), at(-0.02, 0.74), at(0.2, 0.73), at(0.34, 0.62), at(0.22, 0.5), at(0, 0.46)]
    canvas.polygon(spline(back, True, 6), shawl)
    canvas.soft(
        [at(-0.24, 0.5), at(0.0, 0.58), at(0.3, 0.58), at(0.22, 0.48), at(0, 0.44)],
        mixed(shawl, dark, 0.6),
        height * 0.02,
        0.8,
    )
    canvas.line(spline([at(0.17, 0.58), at(0.2, 0.36), at(0.3, 0.1)]), mixed(shawl, dark, 0.25), height * 0.07)
    canvas.ellipse(at(0.44, 0.6), height * 0.06, height * 0.08, (104, 74, 60), 20 * facing)
    scarf = [
        at(0.24, 0.74),
        at(0.36, 0.76),
        at(0.46, 0.72),
        at(0.47, 0.64),
        at(0.4, 0.56),
        at(0.37, 0.42),
        at(0.3, 0.46),
        at(0.26, 0.6),
    ]
    canvas.polygon(spline(scarf, True, 6), mixed(shawl, (240, 226, 210), 0.35))
    rim = spline([at(-0.25, 0.6), at(-0.2, 0.67), at(-0.02, 0.745), at(0.2, 0.75), at(0.36, 0.77), at(0.46, 0.73)])
    canvas.line(rim, (255, 214, 160), height * 0.016)
    basket = [at(0.5, 0.2), at(0.84, 0.2), at(0.78, 0), at(0.56, 0)]
    canvas.polygon(basket, (112, 78, 48))
    canvas.ellipse(at(0.67, 0.2), height * 0.17, height * 0.055, (150, 104, 178))
    canvas.line([at(0.5, 0.12), at(0.82, 0.12)], (156, 116, 74), height * 0.014)


def draw_saffron_field(canvas: Canvas, random: Random) -> None:
    """Rows of saffron in flower before sunrise, with people picking and mountains behind."""
    horizon = 430.0
    canvas.lay(
        canvas.gradient(
            [
                (0, (66, 80, 124)),
                (150, (122, 122, 158)),
                (270, (214, 166, 158)),
                (350, (250, 202, 142)),
                (420, (255, 230, 170)),
            ]
        )
    )
    draw_clouds(canvas, random, (3, 20), (250, 176, 150), [(0, 90), (180, 235), (330, 160), (380, 0)])
    draw_clouds(canvas, random, (4, 26), (94, 92, 136), [(0, 170), (200, 120), (300, 0)], 150)
    canvas.glow((1010, 372), 620, 330, (255, 206, 128), 0.75)
    for form in (
        Range(300, 92, 420, (138, 128, 164), (226, 186, 176), (238, 200, 172), 430, 14, 170, (1, -0.5)),
        Range(352, 52, 360, (104, 96, 138), (186, 146, 152), (226, 188, 170), 440, 0, 130, (1, -0.5)),
        Range(398, 30, 300, (84, 76, 112), (140, 112, 126), (190, 156, 156), 470, 0, 90, (1, -0.5)),
    ):
        draw_range(canvas, random, form)
    canvas.glow((1010, 372), 240, 130, (255, 214, 150), 0.75)
    draw_saffron_village(canvas, random, horizon)
    draw_saffron_rows(canvas, random, horizon)


def draw_saffron_village(canvas: Canvas, random: Random, horizon: float) -> None:
    """Draw the low houses and the trees at the end of the field, and morning smoke."""
    for x in (*range(60, 520, 38), *range(1180, 1480, 44)):
        left, width, height = x + random.uniform(-10, 10), random.uniform(34, 70), random.uniform(9, 21)
        canvas.box(left, horizon + 6 - height, left + width, horizon + 8, varied(random, (104, 84, 92), 8))
        canvas.line([(left, horizon + 6 - height), (left + width, horizon + 6 - height)], (224, 176, 146), 1.6)
    for _ in range(44):
        x = random.choice((120, 250, 430, 560, 1190, 1330, 1440)) + random.gauss(0, 34)
        draw_poplar(canvas, random, (x, horizon + 8), random.uniform(26, 84), ((58, 56, 62), (162, 128, 82)))
    mist = canvas.mask(lambda mask: mask.box(-50, horizon - 4, 1550, horizon + 16), 9, 0.5)
    canvas.lay((226, 188, 172), mist)


def draw_saffron_rows(canvas: Canvas, random: Random, horizon: float) -> None:
    """Draw the field: furrows that run to one point, their flowers, and the people between them."""
    ground = canvas.gradient(
        [(horizon, (178, 142, 150)), (520, (112, 84, 96)), (700, (78, 58, 66)), (1000, (44, 32, 42))]
    )
    canvas.lay(ground, canvas.mask(lambda mask: mask.box(0, horizon + 4, 1500, 1000), 2))
    canvas.mottle(random, (24, 60), 0.55, canvas.mask(lambda mask: mask.box(0, horizon + 12, 1500, 1000)))
    vanishing, spread, eye = 640.0, 250.0, 560.0
    depths = [11.5 * 0.958**n for n in range(72)]
    pickers = draw_places(random)
    for depth in depths:
        y = horizon + eye / depth
        near = smooth_step(11 - depth, 0, 10)
        if y > 1080:
            break
        for row in range(-38, 44):
            x = vanishing + (row + random.gauss(0, 0.085)) * spread / depth
            if not -60 < x < 1560:
                continue
            if depth > 5:
                colour = varied(random, mixed((190, 140, 190), (128, 84, 160), near), 12)
                canvas.ellipse((x, y - 2), 30 / depth, 12 / depth, colour)
            size = 66 / depth
            light = 0.35 + 0.6 * math.exp(-(((x - 1010) / 620) ** 2)) * (1 - 0.35 * near)
            for _ in range(2 if depth < 6 else 1):
                draw_crocus(
                    canvas,
                    random,
                    (x + random.gauss(0, 20 / depth), y + random.gauss(0, 14 / depth)),
                    size * random.uniform(0.7, 1.1),
                    light,
                )
        while pickers and pickers[0][0] > depth:
            _, across, colours, facing = pickers.pop(0)
            draw_picker(canvas, (vanishing + across * spread / depth, y), 520 / depth, colours, facing)
    canvas.glow((1010, 440), 700, 210, (255, 190, 120), 0.45)


def draw_places(random: Random) -> list[tuple[float, float, tuple[Colour, Colour], int]]:
    """Return the pickers from far to near: depth, place across, colours of shawl and skirt, facing."""
    return [
        (8.4, -8.5, ((120, 84, 92), (72, 62, 88)), 1),
        (7.6, 6.5, ((176, 120, 96), (84, 62, 84)), -1),
        (6.2, 10.4, ((104, 110, 134), (62, 56, 84)), 1),
        (5.0, -9.2, ((188, 172, 170), (76, 62, 92)), 1),
        (3.9, 3.5, ((158, 62, 58), (62, 42, 66)), -1),
        (2.55, -2.9, ((78, 118, 128), (56, 44, 74)), 1),
    ]


# --- Mountains in grey ----------------------------------------------------------------------------------------------


def draw_mountains(canvas: Canvas, random: Random) -> None:
    """Ranges behind ranges in morning mist, in grey, with the first snow on the highest."""
    canvas.lay(canvas.gradient([(0, (168, 168, 168)), (200, (214, 214, 214)), (420, (240, 240, 240))]))
    draw_clouds(canvas, random, (3, 12), (246, 246, 246), [(0, 200), (260, 120), (400, 0)])

    def grey(tone: int) -> Colour:
        return (tone, tone, tone)

    for form in (
        Range(232, 120, 520, grey(118), grey(214), grey(232), 420, 70, 190),
        Range(372, 92, 430, grey(104), grey(196), grey(226), 540, 0, 150),
        Range(492, 84, 380, grey(74), grey(158), grey(214), 660, 0, 130),
        Range(640, 78, 420, grey(44), grey(118), grey(186), 850, 0, 120),
        Range(800, 60, 520, grey(18), grey(70), grey(96), 1040, 0, 90),
    ):
        draw_range(canvas, random, form)
        mist = noise(random, canvas.size, (3, 9), 4).point([round(255 * smooth_step(v, 110, 240)) for v in range(256)])
        band = canvas.fade([(form.base - 30, 0), (form.base + 70, 190), (form.base + 150, 0)])
        if form.base < 700:
            canvas.lay(grey(236), ImageChops.multiply(mist, band))


# --- The night sky --------------------------------------------------------------------------------------------------

ANDROMEDA = ((1000, 400), (880, 392), (752, 352), (590, 318), (772, 262), (786, 200))
PEGASUS = ((1236, 372), (1262, 604), (1036, 622))


def draw_stars(canvas: Canvas, random: Random) -> None:
    """The autumn sky over dark ranges: the Milky Way, the nebula of Andromeda, a lit window below."""
    canvas.lay(canvas.gradient([(0, (10, 14, 38)), (420, (24, 34, 74)), (700, (58, 66, 106)), (800, (104, 96, 116))]))
    band = canvas.mask(lambda mask: mask.polygon([(-200, 640), (-200, 330), (760, -260), (1180, -260)]), 95)
    cloud = noise(random, canvas.size, (7, 6), 6)
    canvas.lay((168, 172, 210), faded(ImageChops.multiply(band, cloud), 0.78))
    lane = canvas.mask(lambda mask: mask.polygon([(-200, 470), (-200, 420), (900, -260), (960, -260)]), 26)
    dust = noise(random, canvas.size, (9, 9), 5).point([round(255 * smooth_step(v, 110, 190)) for v in range(256)])
    canvas.lay((20, 24, 56), faded(ImageChops.multiply(lane, dust), 0.75))
    canvas.glow((640, 830), 900, 190, (120, 96, 88), 0.5)
    for form in (
        Range(772, 96, 520, (26, 32, 58), (78, 88, 122), (72, 76, 104), 960, 60, 150, (1, -0.6)),
        Range(856, 62, 420, (14, 18, 36), (42, 48, 74), (36, 40, 64), 1010, 0, 120, (1, -0.6)),
    ):
        draw_range(canvas, random, form)
    hill = [
        (0, 930),
        *[
            (float(x), 930 + 16 * h + 0.00007 * (x - 500) ** 2)
            for x, h in enumerate(fractal_line(random, 1500, 4, 420))
        ],
    ]
    canvas.polygon([*hill, (1500, 1000), (0, 1000)], (9, 11, 22))
    draw_night_house(canvas, random)


def draw_night_house(canvas: Canvas, random: Random) -> None:
    """Draw a flat-roofed house with one window lit, and the poplars beside it."""
    for x, height in ((300, 150), (330, 190), (352, 128), (584, 140)):
        draw_poplar(canvas, random, (x, 948), height, ((8, 10, 20), (22, 26, 42)))
    canvas.box(376, 884, 548, 952, (16, 17, 30))
    canvas.box(470, 862, 548, 890, (16, 17, 30))
    canvas.line([(374, 884), (470, 884), (470, 862), (550, 862)], (46, 52, 80), 2.5)
    canvas.box(408, 904, 432, 930, (255, 206, 118))
    canvas.line([(420, 904), (420, 930)], (120, 70, 30), 2)
    canvas.line([(408, 916), (432, 916)], (120, 70, 30), 2)
    canvas.glow((420, 918), 100, 70, (255, 170, 80), 0.8)
    canvas.soft([(404, 950), (438, 950), (470, 992), (390, 992)], (150, 98, 50), 8, 0.5)


def scatter_stars(canvas: Canvas, random: Random) -> None:
    """Draw the stars, which no brush could: small lights of many strengths, more of them in the Milky Way."""
    sky = canvas.image.convert("L")
    for _ in range(5200):
        x, y = random.uniform(0, 1500), random.uniform(0, 840)
        near_band = math.exp(-(((x * 0.55 + y * 0.85 - 330) / 190) ** 2))
        if random.random() > 0.28 + 0.72 * near_band:
            continue
        tone = sky.getpixel((round(x * canvas.scale), round(y * canvas.scale)))
        if isinstance(tone, int) and (y > 700 and tone < 66):
            continue
        strength = random.random() ** 5
        colour = random.choice(((206, 216, 255), (255, 246, 230), (255, 226, 196), (230, 236, 255)))
        canvas.ellipse(
            (x, y), 0.55 + 1.1 * strength, 0.55 + 1.1 * strength, mixed((110, 122, 166), colour, 0.25 + 0.75 * strength)
        )
    nebula = Canvas(canvas.width, canvas.height, canvas.scale, 0)
    for across, tone in ((56, 46), (38, 82), (22, 130), (10, 200)):
        nebula.ellipse((826, 182), across, across * 0.32, tone, -38)
    canvas.lay((226, 226, 244), nebula.image.filter(ImageFilter.GaussianBlur(5.5 * canvas.scale)))
    for x, y in (*ANDROMEDA, *PEGASUS):
        size = random.uniform(2.5, 3.3) if (x, y) not in ANDROMEDA[4:] else 2.0
        canvas.glow((x, y), 16, 16, (190, 206, 255), 0.8)
        canvas.ellipse((x, y), size, size, (255, 252, 244))


# --- The bridge -----------------------------------------------------------------------------------------------------


class Bridge:
    """The bridge in perspective: where a point of it lies in the picture."""

    arches = 22
    eye, height = 205.0, 318.0

    def at(self, along: float, up: float, behind: float = 0) -> Point:
        """Return a point *along* the bridge (in arches), *up* its wall (0 water to 1 deck), *behind* its face."""
        depth = 1 + along * 0.145
        return (1650 - (1700 + behind) / depth, 430 + (self.eye - up * self.height * self.rise(along)) / depth)

    def rise(self, along: float) -> float:
        """Return how much higher the deck is towards the middle."""
        return 1 + 0.1 * math.sin(math.pi * along / self.arches)

    def arch(self, number: int, sign: int, behind: float = 0) -> list[Point]:
        """Return the outline of an opening; *sign* -1 gives its mirror image in the water."""
        middle, half, spring, top = number + 0.5, 0.345, 0.24, 0.7
        low = -0.02 if behind else 0.0
        left = [(middle - half, low), (middle - half, spring)]
        parts = [step / 12 for step in range(13)]
        curve = [
            (middle - half * (1 - s), spring + (top - spring) * math.sqrt(1 - (1 - 0.8 * s) ** 2) / 0.98) for s in parts
        ]
        right = [(2 * middle - along, up) for along, up in reversed(curve)]
        shape = [*left, *curve, *right, (middle + half, low)]
        return [self.at(along, up * sign, behind) for along, up in shape]


def draw_malan_bridge(canvas: Canvas, random: Random) -> None:
    """A long brick bridge over a shallow river, in evening light."""
    canvas.lay(
        canvas.gradient(
            [
                (0, (112, 138, 172)),
                (170, (176, 182, 186)),
                (330, (238, 208, 160)),
                (420, (252, 220, 160)),
                (470, (240, 206, 156)),
            ]
        )
    )
    draw_clouds(canvas, random, (3, 14), (250, 226, 196), [(0, 160), (240, 230), (400, 0)])
    for form in (
        Range(372, 64, 460, (128, 116, 130), (232, 192, 150), (240, 208, 164), 470, 0, 150, (1, -0.6)),
        Range(420, 36, 380, (112, 92, 88), (218, 166, 112), (226, 186, 140), 500, 0, 110, (1, -0.6)),
    ):
        draw_range(canvas, random, form)
    canvas.lay((176, 152, 112), canvas.mask(lambda mask: mask.box(0, 446, 1500, 480), 5))
    for _ in range(150):
        x = random.gauss(1290, 130) if random.random() < 0.6 else random.uniform(0, 1500)
        radius = random.uniform(7, 20)
        canvas.ellipse(
            (x, 452 - radius * 0.5),
            radius,
            radius * 0.8,
            varied(random, random.choice(((98, 96, 62), (150, 124, 62), (82, 78, 62))), 12),
        )
    draw_evening_water(canvas, random)
    for sign in (-1, 1):
        behind = canvas.image.copy()
        before = canvas.image.copy()
        draw_bridge_wall(canvas, random, Bridge(), sign, behind)
        if sign < 0:
            blurred = canvas.image.resize((canvas.size[0], canvas.size[1] // 9)).resize(
                canvas.size, Image.Resampling.BICUBIC
            )
            canvas.image = Image.blend(before, blurred.filter(ImageFilter.GaussianBlur(2 * canvas.scale)), 0.66)
            draw_ripples(canvas, random)
    ramp = [(1248, 408), (1290, 416), (1380, 440), (1500, 450), (1510, 478), (1380, 480), (1248, 486)]
    canvas.lay(
        canvas.gradient([(400, (206, 164, 114)), (484, (136, 104, 78))]),
        canvas.mask(lambda mask: mask.polygon(ramp), 2),
    )
    for _ in range(60):
        x, radius = random.gauss(1400, 52), random.uniform(4, 13)
        centre = (x, 462 - 0.0 * x - random.uniform(0, 26) - radius * 0.4)
        canvas.ellipse(
            centre,
            radius,
            radius * 0.9,
            varied(random, random.choice(((88, 90, 56), (146, 122, 60), (70, 72, 52))), 12),
        )
    draw_gravel_bank(canvas, random)


def draw_evening_water(canvas: Canvas, random: Random) -> None:
    """Draw the river: the sky upside down, darker towards the reader."""
    water = canvas.gradient(
        [(464, (236, 202, 150)), (540, (204, 184, 158)), (680, (132, 142, 150)), (900, (74, 90, 108))]
    )
    canvas.lay(water, canvas.mask(lambda mask: mask.box(0, 470, 1500, 900), 1.5))


def draw_bridge_wall(canvas: Canvas, random: Random, bridge: Bridge, sign: int, behind: Image.Image) -> None:
    """Draw the face of the bridge and its arches; through them one sees *behind*."""
    end = bridge.arches + 1.4
    marks = [n * end / 80 for n in range(-6, 81)]
    deck = [bridge.at(along, sign * 1.0) for along in marks]
    foot = [bridge.at(along, 0.0) for along in marks]
    face = canvas.mask(lambda mask: mask.polygon([*deck, *reversed(foot)]))
    brick = canvas.gradient([(200, (216, 158, 102)), (430, (206, 146, 92)), (640, (150, 100, 70))])
    sheet = Canvas(canvas.width, canvas.height, canvas.scale, (0, 0, 0))
    sheet.image = brick
    for course in range(2, 40):
        up = sign * course / 40
        line = [bridge.at(along, up) for along in marks]
        sheet.line(line, varied(random, (150, 102, 68), 12), 0.9)
    for _ in range(2600):
        along, up = random.uniform(-1, end), random.random()
        left, right = bridge.at(along, sign * up), bridge.at(along + random.uniform(0.04, 0.12), sign * up)
        sheet.line([left, right], varied(random, (196, 138, 88), 18), 4 / (1 + along * 0.145))
    sheet.mottle(random, (40, 26), 0.6)
    canvas.lay(sheet.image, face)
    damp = canvas.mask(
        lambda mask: mask.polygon([*[bridge.at(a, sign * 0.16) for a in marks], *reversed(foot)]), 5, 0.7
    )
    canvas.darken(ImageChops.multiply(damp, face), (120, 104, 92))
    for number in range(-1, bridge.arches):
        draw_arch(canvas, random, bridge, number, sign, behind)
    for number in range(bridge.arches):
        draw_pier_nose(canvas, bridge, number, sign)
    canvas.line([bridge.at(along, sign * 0.985) for along in marks], (250, 206, 148), 3.2)
    canvas.line([bridge.at(along, sign * 0.87) for along in marks], (122, 80, 58), 2.2)
    canvas.line([bridge.at(along, sign * 0.885) for along in marks], (240, 190, 132), 1.4)


def draw_arch(canvas: Canvas, random: Random, bridge: Bridge, number: int, sign: int, behind: Image.Image) -> None:
    """Draw one opening: the dark vault, the lit jamb, and the view through; and the little vault over the pier."""
    front, back = bridge.arch(number, sign), bridge.arch(number, sign, 46)
    opening = canvas.mask(lambda mask: mask.polygon(front))
    rim = canvas.mask(lambda mask: mask.line([*front], 255, 5 / (1 + number * 0.145)), 0.6, 0.6)
    canvas.lay((236, 184, 128), rim)
    canvas.lay((78, 52, 46), opening)
    jamb = [
        bridge.at(number + 0.845, 0),
        bridge.at(number + 0.845, 0.3 * sign),
        bridge.at(number + 0.845, 0.3 * sign, 46),
        bridge.at(number + 0.845, 0, 46),
    ]
    canvas.lay((178, 116, 74), ImageChops.multiply(opening, canvas.mask(lambda mask: mask.polygon(jamb), 2)))
    through = ImageChops.multiply(opening, canvas.mask(lambda mask: mask.polygon(back)))
    canvas.lay(behind, through)
    small = [
        bridge.at(number + a, up * sign) for a, up in ((-0.07, 0.5), (-0.07, 0.62), (0, 0.7), (0.07, 0.62), (0.07, 0.5))
    ]
    canvas.polygon(small, (86, 56, 46))
    canvas.line([small[3], small[4], small[0]], (226, 172, 118), 1.2)


def draw_pier_nose(canvas: Canvas, bridge: Bridge, number: int, sign: int) -> None:
    """Draw the pointed foot of a pier that parts the current."""
    left, right = (
        (bridge.at(number - 0.15, 0), bridge.at(number - 0.15, 0.2 * sign)),
        (bridge.at(number + 0.15, 0), bridge.at(number + 0.15, 0.2 * sign)),
    )
    tip, top = bridge.at(number, -0.03 * sign, -70), bridge.at(number, 0.15 * sign, -70)
    crown = bridge.at(number, 0.3 * sign)
    canvas.polygon([left[0], left[1], crown, top, tip], (112, 76, 58))
    canvas.polygon([right[0], right[1], crown, top, tip], (198, 142, 92))
    canvas.line([left[1], crown, right[1]], (230, 178, 122), 1.2)


def draw_ripples(canvas: Canvas, random: Random) -> None:
    """Draw the small waves: light and dark strokes that grow towards the reader."""
    for _ in range(2400):
        y = 478 + 422 * random.random() ** 1.5
        near = (y - 470) / 430
        x, length = random.uniform(-40, 1500), random.uniform(8, 30) + 70 * near * random.random()
        colour = (246, 216, 166) if random.random() < 0.55 - 0.2 * near else (70, 84, 98)
        place = (
            min(max(round((x + length / 2) * canvas.scale), 0), canvas.size[0] - 1),
            min(round(y * canvas.scale), canvas.size[1] - 1),
        )
        under = canvas.image.getpixel(place)
        if isinstance(under, tuple):
            below = (int(under[0]), int(under[1]), int(under[2]))
            canvas.ellipse(
                (x + length / 2, y), length / 2, 0.7 + 1.8 * near, mixed(below, colour, random.uniform(0.12, 0.42))
            )


def draw_gravel_bank(canvas: Canvas, random: Random) -> None:
    """Draw the bank in front: gravel, some stones in the water and dry reeds."""
    edge = spline([(520, 910), (700, 868), (900, 846), (1120, 800), (1330, 782), (1520, 742)])
    shape = [*edge, (1520, 910)]
    canvas.soft([(x, y - 5) for x, y in shape], (58, 60, 62), 5, 0.7)
    canvas.lay(
        canvas.gradient([(740, (206, 172, 128)), (900, (138, 110, 86))]),
        canvas.mask(lambda mask: mask.polygon(shape), 1.5),
    )
    for _ in range(1500):
        x = random.uniform(540, 1500)
        low = interpolated([(a, b) for a, b in edge], x)
        y = random.uniform(low - 3, 905)
        size = random.uniform(2, 7) * (0.6 + (y - 740) / 170)
        canvas.ellipse((x + 1.5, y + size * 0.4), size, size * 0.55, (84, 68, 58))
        canvas.ellipse(
            (x, y),
            size,
            size * 0.6,
            varied(random, random.choice(((214, 184, 144), (170, 146, 122), (190, 170, 150))), 12),
        )
    for root in (1180, 1230, 1400, 1440, 1475):
        for _ in range(26):
            x, height = root + random.gauss(0, 15), random.uniform(40, 135)
            lean = random.gauss(-10, 20)
            foot = interpolated([(a, b) for a, b in edge], x) + random.uniform(2, 20)
            canvas.line(
                spline([(x, foot), (x + lean * 0.3, foot - height * 0.6), (x + lean, foot - height)]),
                varied(random, random.choice(((168, 132, 72), (98, 84, 52), (214, 176, 108))), 10),
                2,
            )


# --- The lantern ----------------------------------------------------------------------------------------------------

LANTERN = (0.17, 0.42, 2.7)


def alley(x: float, y: float, depth: float) -> Point:
    """Return where a point of the alley lies: *x* from its middle, *y* below the eye, *depth* away."""
    return (560 + 600 * x / depth, 790 + 600 * y / depth)


def lit_by_lantern(colour: Colour, x: float, y: float, depth: float, facing: float = 1) -> Colour:
    """Return a colour in the blue of the night and the light of the lantern."""
    distance = math.dist((x, y, depth), LANTERN)
    warm = 1.25 * facing / (0.32 + distance**2 * 0.95)
    night = 0.16 + 0.05 * max(0.0, -y)
    red, green, blue = colour
    return (
        min(255, round(red * (night * 0.72 + warm * 1.05))),
        min(255, round(green * (night * 0.9 + warm * 0.72))),
        min(255, round(blue * (night * 1.5 + warm * 0.36))),
    )


def draw_alley_wall(canvas: Canvas, random: Random, side: int) -> None:
    """Draw one wall of the alley in clay, each small patch of it lit by itself."""
    depth = 6.4
    while depth > 0.75:
        next_depth = depth * 0.972
        top = (-2.25 if side < 0 else -1.9) + 0.28 * math.sin(depth * 1.9 + side)
        y = 1.06
        while y > top:
            upper = max(top, y - 0.06)
            facing = 0.55 + 0.45 * min(1.0, abs(side - LANTERN[0])) + random.gauss(0, 0.025)
            colour = lit_by_lantern((206, 172, 134), side, (y + upper) / 2, depth, facing)
            corners = [(y, depth), (upper, depth), (upper, next_depth), (y, next_depth)]
            canvas.polygon([alley(side, height, away) for height, away in corners], varied(random, colour, 2))
            y = upper
        depth = next_depth
    for _ in range(520):
        depth, y = 0.8 + 5 * random.random() ** 2, random.uniform(-1.9, 1.0)
        ragged = [
            alley(side, y + random.gauss(0, 0.03) + b, depth + a)
            for a, b in ((0, 0), (0.07, 0.03), (0.1, 0.09), (0.03, 0.11))
        ]
        base = lit_by_lantern((206, 172, 134), side, y, depth, 0.8)
        canvas.polygon(
            spline(ragged, True, 3),
            mixed(base, random.choice(((16, 12, 16), (255, 206, 140))), random.uniform(0.03, 0.1)),
        )


def draw_alley_ground(canvas: Canvas, random: Random) -> None:
    """Draw the paving: rounded stones with dark joints, and the runnel in the middle."""
    depth = 6.4
    while depth > 0.72:
        next_depth = depth * 0.962
        for step in range(-8, 8):
            x = step / 8
            joint = mixed(lit_by_lantern((178, 158, 136), x, 1.06, depth, 0.95), (10, 9, 16), 0.6)
            corners = [
                alley(x, 1.06, depth),
                alley(x + 0.125, 1.06, depth),
                alley(x + 0.125, 1.06, next_depth),
                alley(x, 1.06, next_depth),
            ]
            canvas.polygon(corners, joint)
        for step in range(-9, 9):
            x = (step + random.uniform(0.2, 0.8)) / 9
            colour = lit_by_lantern((178, 158, 136), x, 1.06, depth, 0.95)
            middle, low = alley(x, 1.06, next_depth)
            high = alley(x, 1.06, depth)[1]
            centre = (middle, (low + high) / 2 + random.gauss(0, 1))
            across, down = 36 / depth * random.uniform(0.9, 1.15), max(1.5, (low - high) * 0.62)
            canvas.ellipse(
                (centre[0], centre[1] + down * 0.25), across * 1.04, down * 1.04, mixed(colour, (8, 8, 16), 0.6)
            )
            canvas.ellipse(centre, across, down, varied(random, colour, 5))
            canvas.ellipse(
                (centre[0], centre[1] - down * 0.3), across * 0.6, down * 0.4, mixed(colour, (255, 220, 160), 0.16)
            )
        depth = next_depth


def draw_lantern(canvas: Canvas, random: Random) -> None:
    """An old man seen from behind in a narrow alley at night; his lantern lights walls and stones."""
    canvas.lay(canvas.gradient([(0, (12, 18, 46)), (420, (30, 46, 92)), (760, (70, 84, 122))]))
    for _ in range(120):
        x, y, size = random.uniform(120, 1000), random.uniform(0, 560), random.uniform(0.7, 1.4)
        canvas.ellipse((x, y), size, size, (216, 222, 246))
    canvas.polygon(
        [alley(-1.2, 1.06, 6.4), alley(-1.2, -1.1, 6.4), alley(1.2, -1.1, 6.4), alley(1.2, 1.06, 6.4)], (26, 26, 42)
    )
    gate = [alley(x, y, 6.4) for x, y in ((-0.42, 1.06), (-0.42, -0.2), (0, -0.62), (0.42, -0.2), (0.42, 1.06))]
    canvas.polygon(gate, (10, 11, 22))
    canvas.box(0, 860, 1125, 1500, (16, 14, 20))
    for side in (-1, 1):
        draw_alley_wall(canvas, random, side)
    draw_alley_ground(canvas, random)
    draw_alley_things(canvas, random)
    canvas.mottle(random, (26, 36), 0.5)
    draw_old_man(canvas, random)


def draw_alley_things(canvas: Canvas, random: Random) -> None:
    """Draw beams across the alley, a door in the left wall and a window in the right one."""
    for depth, thick in ((4.4, 0.15), (3.0, 0.16), (1.75, 0.16)):
        low = -1.05 - 0.12 * depth / 3
        under = lit_by_lantern((150, 116, 84), 0, low, depth, 1.15)
        canvas.polygon(
            [alley(-1, low, depth), alley(1, low, depth), alley(1, low, depth * 0.9), alley(-1, low, depth * 0.9)],
            under,
        )
        front = [
            alley(-1, low, depth * 0.9),
            alley(1, low, depth * 0.9),
            alley(1, low - thick, depth * 0.9),
            alley(-1, low - thick, depth * 0.9),
        ]
        canvas.polygon(front, lit_by_lantern((90, 76, 70), 0, low, depth * 0.9, 0.34 if depth < 2.7 else 0.6))
        for n in range(-8, 9):
            end = alley(n / 8.5, low + 0.02, depth * 0.9)
            canvas.ellipse(
                end,
                26 / depth,
                26 / depth,
                lit_by_lantern((120, 92, 66), n / 8.5, low, depth, 0.7 if depth < 2.7 else 1.0),
            )
    for near, far, top, low, side in ((2.0, 2.5, -0.45, 1.06, -1), (3.3, 3.9, -0.42, 1.06, 1)):
        middle = (near + far) / 2
        frame = [
            alley(side, low, near * 0.98),
            alley(side, top - 0.08, near * 0.98),
            alley(side, top - 0.08, far * 1.02),
            alley(side, low, far * 1.02),
        ]
        canvas.polygon(frame, lit_by_lantern((230, 190, 140), side, 0.3, middle, 0.9))
        door = [alley(side, low, near), alley(side, top, near), alley(side, top, far), alley(side, low, far)]
        canvas.polygon(door, lit_by_lantern((116, 88, 60), side, 0.3, middle, 0.9))
        for part in (0.25, 0.5, 0.75):
            depth = near + (far - near) * part
            canvas.line(
                [alley(side, low, depth), alley(side, top, depth)],
                lit_by_lantern((40, 28, 20), side, 0.3, middle, 0.9),
                3,
            )
    window = [alley(1, -0.62, 1.72), alley(1, -1.0, 1.72), alley(1, -1.0, 1.5), alley(1, -0.62, 1.5)]
    canvas.polygon(window, (20, 20, 34))
    canvas.line([*window, window[0]], (70, 62, 66), 4)


def draw_old_man(canvas: Canvas, random: Random) -> None:
    """Draw the old man from behind, with turban, coat and staff, and the lantern in his right hand."""
    foot_x, foot_y = alley(-0.08, 1.06, LANTERN[2])
    height = 300.0

    def at(across: float, up: float) -> Point:
        return (foot_x + across * height, foot_y - up * height)

    canvas.soft([at(-0.2, 0.02), at(0.12, 0.02), at(-0.35, -0.62), at(-1.05, -0.62)], (10, 9, 16), 9, 0.72)
    coat = [
        at(-0.17, 0.0),
        at(-0.19, 0.3),
        at(-0.2, 0.56),
        at(-0.17, 0.74),
        at(-0.07, 0.83),
        at(0.07, 0.83),
        at(0.15, 0.74),
        at(0.17, 0.5),
        at(0.17, 0.25),
        at(0.2, 0.0),
    ]
    canvas.polygon(spline(coat, True, 6), (38, 30, 40))
    canvas.soft(
        [at(0.05, 0.02), at(0.19, 0.02), at(0.165, 0.5), at(0.14, 0.74), at(0.08, 0.8), at(0.07, 0.4)],
        (206, 132, 66),
        6,
        0.85,
    )
    for fold in (-0.11, -0.03, 0.05, 0.11):
        canvas.line(spline([at(fold, 0.02), at(fold * 0.9, 0.3), at(fold * 0.7, 0.55)]), (22, 17, 26), 4)
    canvas.line(spline([at(0.13, 0.74), at(0.21, 0.58), at(0.27, 0.5)]), (150, 92, 52), 20)
    canvas.ellipse(at(0, 0.9), 0.062 * height, 0.075 * height, (60, 42, 36))
    for up, across, tone in ((0.925, 0.1, 0.3), (0.955, 0.105, 0.6), (0.985, 0.085, 0.8)):
        canvas.ellipse(at(0.0, up), across * height, 0.034 * height, mixed((70, 58, 66), (226, 196, 158), tone), -8)
    canvas.soft([at(0.03, 0.92), at(0.1, 0.92), at(0.1, 1.0), at(0.03, 1.0)], (255, 216, 150), 5, 0.6)
    canvas.line([at(-0.24, 0.0), at(-0.2, 0.62)], (52, 38, 32), 6)
    canvas.line(spline([at(-0.15, 0.72), at(-0.22, 0.62), at(-0.21, 0.55)]), (34, 27, 36), 18)
    light = at(0.3, 0.38)
    canvas.glow(light, 420, 420, (255, 160, 66), 0.5)
    canvas.line([at(0.28, 0.51), at(0.3, 0.45)], (30, 20, 16), 4)
    body = [at(0.262, 0.44), at(0.338, 0.44), at(0.35, 0.33), at(0.25, 0.33)]
    canvas.polygon(body, (255, 214, 120))
    canvas.polygon([at(0.262, 0.44), at(0.338, 0.44), at(0.3, 0.475)], (46, 30, 22))
    canvas.box(*at(0.244, 0.335), *at(0.356, 0.318), (46, 30, 22))
    canvas.line([at(0.3, 0.44), at(0.3, 0.33)], (150, 84, 36), 3)
    canvas.ellipse(at(0.3, 0.375), 6, 13, (255, 250, 226))
    canvas.glow(light, 120, 120, (255, 206, 120), 0.9)


# --- The loom -------------------------------------------------------------------------------------------------------


def carpet_tone(across: int, down: int) -> Colour:
    """Return the colour of one knot: borders, and octagons in a red field."""
    red, navy, cream, rust, dark = (150, 34, 34), (30, 34, 66), (222, 202, 162), (190, 92, 48), (96, 20, 26)
    edge = min(across, 119 - across)
    if edge < 18:
        if edge in (0, 1, 6, 11, 16, 17):
            return navy if edge in (0, 1, 16, 17) else cream
        wave = (across + down) % 8 if edge < 6 else (down + 2 * edge) % 12
        return (rust if wave < 3 else dark) if edge < 6 else (cream if wave < 2 else navy if edge < 11 else rust)
    x, y = (across - 18) % 28 - 13.5, down % 26 - 12.5
    span = abs(x) + 1.15 * abs(y)
    if abs(x) < 11.6 and abs(y) < 9.6 and span < 17:
        if span > 14.4 or abs(x) > 10.4 or abs(y) > 8.4:
            return navy
        if span < 4:
            return cream if span > 2 else navy
        quarter = (x > 0) == (y > 0)
        if 7 < span < 9.5:
            return cream if quarter else navy
        return rust if quarter else dark
    lozenge = abs(abs(x) - 14) + abs(abs(y) - 13)
    return cream if lozenge < 2 else navy if lozenge < 4 else red


def draw_loom(canvas: Canvas, random: Random) -> None:
    """Two weavers, seen from behind, at an upright loom beside a window."""
    canvas.lay(canvas.gradient([(0, (94, 72, 58)), (700, (122, 92, 70)), (860, (84, 62, 50)), (1000, (60, 44, 38))]))
    canvas.mottle(random, (60, 44), 0.16)
    canvas.mottle(random, (7, 3), 0.25)
    canvas.soft([(-50, 870), (1550, 870), (1550, 1050), (-50, 1050)], (92, 66, 50), 8, 0.8)
    draw_loom_window(canvas)
    canvas.glow((150, 330), 900, 760, (255, 214, 150), 0.5)
    canvas.soft([(330, 100), (1460, 60), (1460, 900), (390, 900)], (34, 24, 24), 30, 0.62)
    for number in range(122):
        x = 486 + number * 6.95
        canvas.line(
            [(x, 132), (x + 0.6, 560)], varied(random, mixed((232, 216, 186), (130, 108, 90), number / 122), 9), 2.1
        )
    for number in range(120):
        high = 498 + 12 * math.sin(number * 0.21) + random.gauss(0, 5)
        for row in range(66):
            y = 896 - row * 6.1
            if y < high:
                break
            shade = 1.0 - 0.42 * number / 120 - 0.14 * (row % 2) * random.random()
            red, green, blue = carpet_tone(number, row)
            x = 482 + number * 6.98
            canvas.box(x, y - 6.3, x + 7.2, y, (round(red * shade), round(green * shade), round(blue * shade)))
        if random.random() < 0.4:
            x = 482 + number * 6.98
            tone = varied(random, random.choice(((150, 34, 34), (222, 202, 162), (36, 40, 80), (190, 92, 48))), 10)
            canvas.line(
                spline(
                    [
                        (x, high),
                        (x + random.gauss(0, 4), high + 14),
                        (x + random.gauss(0, 5), high + random.uniform(18, 44)),
                    ]
                ),
                tone,
                2.4,
            )
    draw_loom_frame(canvas, random)
    canvas.box(560, 958, 1300, 984, (120, 84, 58))
    canvas.line([(560, 958), (1300, 958)], (190, 140, 94), 3)
    draw_weaver(canvas, random, 742, 1.0, ((216, 204, 188), (70, 92, 96)))
    draw_weaver(canvas, random, 1094, 0.97, ((178, 122, 62), (92, 40, 56)))
    canvas.soft([(250, 170), (300, 500), (1120, 1010), (560, 1010)], (255, 222, 166), 60, 0.17)


def draw_loom_window(canvas: Canvas) -> None:
    """Draw the window: light, a poplar behind it, and the deep reveal of a clay wall."""
    canvas.box(50, 120, 330, 560, (150, 116, 84))
    canvas.polygon([(330, 120), (290, 158), (290, 520), (330, 560)], (214, 174, 124))
    canvas.polygon([(50, 560), (90, 520), (290, 520), (330, 560)], (244, 212, 160))
    canvas.box(90, 158, 290, 520, (246, 240, 220))
    canvas.soft([(90, 400), (290, 380), (290, 520), (90, 520)], (196, 206, 170), 14)
    canvas.soft([(130, 520), (146, 260), (164, 230), (182, 270), (196, 520)], (176, 182, 122), 7)
    for x in (90, 187, 284):
        canvas.box(x, 158, x + 7, 520, (92, 68, 50))
    for y in (158, 335, 514):
        canvas.box(90, y, 290, y + 7, (92, 68, 50))


def draw_loom_frame(canvas: Canvas, random: Random) -> None:
    """Draw the posts and rollers of the loom, and the balls of yarn that hang from it."""
    for left, right, light in ((424, 472, (186, 138, 92)), (1334, 1386, (104, 76, 58))):
        canvas.box(left, 40, right, 960, mixed(light, (40, 26, 22), 0.35))
        canvas.box(left, 40, left + 14, 960, light)
        for _ in range(26):
            x, y = random.uniform(left, right), random.uniform(40, 900)
            canvas.line(
                [(x, y), (x + random.gauss(0, 2), y + random.uniform(30, 120))], mixed(light, (36, 24, 20), 0.6), 1.6
            )
    for top, low in ((84, 132), (892, 940)):
        roller = canvas.gradient([(top, (196, 148, 100)), (top + 16, (150, 106, 70)), (low, (54, 36, 30))])
        canvas.lay(roller, canvas.box_mask((400, top, 1410, low), 1))
    canvas.line([(430, 214), (1380, 206)], (90, 62, 44), 9)
    colours = (
        (156, 36, 36),
        (34, 42, 84),
        (214, 192, 150),
        (192, 96, 48),
        (112, 26, 32),
        (70, 104, 128),
        (206, 160, 70),
    )
    for number in range(17):
        x = 500 + number * 51 + random.gauss(0, 7)
        y, radius, colour = 258 + random.uniform(0, 26), random.uniform(18, 25), random.choice(colours)
        canvas.line([(x, 212), (x, y)], mixed(colour, (240, 220, 190), 0.3), 2.2)
        canvas.line(spline([(x, y), (x + 3, y + 80), (x - 2, y + random.uniform(120, 230))]), colour, 2.2)
        shade = 1 - 0.4 * number / 17
        base = mixed((20, 14, 16), colour, shade)
        canvas.ellipse((x, y), radius, radius * 1.1, mixed(base, (16, 10, 12), 0.35))
        canvas.ellipse((x - radius * 0.2, y - radius * 0.16), radius * 0.74, radius * 0.8, base)
        for _ in range(7):
            turn = random.uniform(0, math.pi)
            canvas.line(
                [
                    (x - math.cos(turn) * radius * 0.7, y - math.sin(turn) * radius * 0.7),
                    (x + math.cos(turn) * radius * 0.5, y + math.sin(turn) * radius * 0.6),
                ],
                mixed(base, (255, 236, 206), 0.22),
                1.3,
            )


def draw_weaver(canvas: Canvas, random: Random, middle: float, size: float, colours: tuple[Colour, Colour]) -> None:
    """Draw a weaver from behind, seated, one arm raised to the knots; light comes from the left."""
    scarf, dress = colours
    dark = (24, 16, 20)

    def at(x: float, y: float) -> Point:
        return (middle + x * size, 1000 - (1000 - y) * size)

    canvas.soft([at(-40, 700), at(190, 690), at(230, 1000), at(0, 1000)], (16, 10, 12), 22, 0.6)
    canvas.line(spline([at(84, 720), at(140, 690), at(128, 610), at(104, 560)]), mixed(dress, dark, 0.45), 42 * size)
    canvas.ellipse(at(101, 547), 12 * size, 17 * size, (142, 100, 76))
    canvas.line(
        spline([at(-88, 722), at(-150, 716), at(-140, 640), at(-112, 598)]),
        mixed(dress, (255, 226, 180), 0.14),
        40 * size,
    )
    canvas.ellipse(at(-108, 586), 12 * size, 17 * size, (206, 156, 116))
    body = [
        at(-150, 1010),
        at(-132, 860),
        at(-116, 740),
        at(-70, 682),
        at(0, 668),
        at(70, 682),
        at(112, 742),
        at(128, 860),
        at(150, 1010),
    ]
    canvas.polygon(spline(body, True, 8), dress)
    canvas.soft(
        [at(10, 690), at(112, 742), at(128, 860), at(150, 1010), at(20, 1010)], mixed(dress, dark, 0.75), 26, 0.9
    )
    canvas.soft(
        [at(-150, 1010), at(-130, 860), at(-112, 742), at(-96, 740), at(-104, 870), at(-118, 1010)],
        mixed(dress, (255, 224, 170), 0.55),
        7,
        0.9,
    )
    for x in (-86, -48, 30, 74):
        fold = spline([at(x * 0.7, 850), at(x, 920), at(x * 1.15, 1010)])
        canvas.soft([*fold, *reversed([(a + 12, b) for a, b in fold])], mixed(dress, dark, 0.6), 5, 0.7)
    shape = [
        at(-54, 556),
        at(-44, 508),
        at(0, 488),
        at(44, 508),
        at(56, 560),
        at(52, 626),
        at(108, 720),
        at(96, 800),
        at(4, 838),
        at(-90, 806),
        at(-110, 726),
        at(-52, 626),
    ]
    canvas.polygon(spline(shape, True, 8), scarf)
    canvas.soft(
        [at(8, 500), at(44, 508), at(56, 560), at(52, 626), at(108, 720), at(96, 800), at(4, 838), at(14, 680)],
        mixed(scarf, dark, 0.68),
        16,
        0.95,
    )
    canvas.soft(
        [
            at(-52, 566),
            at(-42, 514),
            at(-14, 494),
            at(-30, 560),
            at(-38, 630),
            at(-80, 730),
            at(-104, 730),
            at(-52, 632),
        ],
        mixed(scarf, (255, 240, 212), 0.7),
        6,
        0.85,
    )
    for x in (-62, -34, -2, 34):
        fold = spline([at(x * 0.35, 640 + abs(x) * 0.3), at(x * 0.8, 720), at(x * 1.1, 806 - abs(x) * 0.5)])
        width = 9 * size
        canvas.soft([*fold, *reversed([(a + width, b) for a, b in fold])], mixed(scarf, dark, 0.5), 4, 0.7)
        canvas.soft([*[(a - width, b) for a, b in fold], *reversed(fold)], mixed(scarf, (255, 244, 220), 0.4), 4, 0.5)
    nape = spline([at(-54, 600), at(-12, 632), at(46, 616)])
    canvas.soft([*nape, *reversed([(a, b + 12) for a, b in nape])], mixed(scarf, dark, 0.5), 5, 0.7)


# --- Yarn -----------------------------------------------------------------------------------------------------------

DYES: tuple[Colour, ...] = (
    (168, 40, 36),
    (206, 156, 62),
    (34, 52, 98),
    (194, 88, 42),
    (226, 208, 170),
    (92, 62, 42),
    (116, 150, 170),
    (122, 24, 34),
)


def draw_yarn(canvas: Canvas, random: Random) -> None:
    """Hanks of dyed wool on a pole before a sunny clay wall."""
    canvas.lay(canvas.gradient([(0, (216, 182, 138)), (700, (198, 160, 116)), (1125, (160, 122, 88))]))
    canvas.mottle(random, (50, 36), 0.22)
    canvas.mottle(random, (6, 5), 0.3)
    for _ in range(900):
        x, y, turn = random.uniform(0, 1500), random.uniform(0, 1125), random.uniform(0, math.pi)
        length = random.uniform(6, 22)
        end = (x + math.cos(turn) * length, y + math.sin(turn) * length)
        canvas.line([(x, y), end], varied(random, random.choice(((236, 208, 160), (150, 112, 78))), 10), 1.4)
    for _ in range(5):
        x, y = random.uniform(0, 1500), random.uniform(0, 500)
        crack = [(x, y)]
        for _ in range(9):
            crack.append((crack[-1][0] + random.gauss(0, 16), crack[-1][1] + random.uniform(10, 40)))
        canvas.line(crack, (150, 114, 82), 1.8)
    places = [(110 + number * 183 + random.gauss(0, 8), random.uniform(590, 760)) for number in range(8)]
    shadow = Canvas(canvas.width, canvas.height, canvas.scale, 0)
    shadow.line([(-20, 216), (1540, 202)], 255, 26)
    for x, length in places:
        shadow.polygon(
            spline(
                [
                    (x + 50, 190),
                    (x + 118, 420),
                    (x + 132, 190 + length),
                    (x + 60, 240 + length),
                    (x - 10, 190 + length),
                    (x + 4, 420),
                ],
                True,
                8,
            )
        )
    canvas.darken(
        shadow.image.filter(ImageFilter.GaussianBlur(13 * canvas.scale)).point([round(v * 0.85) for v in range(256)]),
        (112, 84, 84),
    )
    pole = canvas.gradient([(138, (168, 124, 82)), (150, (128, 90, 58)), (172, (62, 42, 30))])
    canvas.lay(pole, canvas.mask(lambda mask: mask.polygon([(-10, 146), (1510, 132), (1510, 164), (-10, 178)]), 0.8))
    for number, (x, length) in enumerate(places):
        draw_hank(canvas, random, (x, 150 - number * 1.2), length, DYES[number])
    canvas.soft([(-50, -50), (700, -50), (200, 1200), (-50, 1200)], (255, 232, 190), 120, 0.18)


def draw_hank(canvas: Canvas, random: Random, top: Point, length: float, dye: Colour) -> None:
    """Draw one hank: strands that hang round the pole, lighter to the left, tied near the top."""
    x, y = top
    half = 66.0
    for number in range(420):
        part = number / 420
        offset = random.uniform(-1, 1)
        roundness = math.sqrt(max(0.0, 1 - offset**2))
        reach = length * (0.9 + 0.1 * roundness) * random.uniform(0.985, 1.0)
        light = smooth_step(-offset * 0.75 + 0.45 * random.gauss(0, 0.6) + roundness * 0.3, -1.0, 1.1)
        colour = varied(
            random,
            mixed(mixed(dye, (24, 14, 20), 0.62), mixed(dye, (255, 240, 214), 0.3), light * (0.35 + 0.65 * part)),
            5,
        )
        sway = random.gauss(0, 3)
        strand = [
            (x + offset * half * 0.62, y - 16 * roundness),
            (x + offset * half * 0.5 + sway * 0.3, y + 58),
            (x + offset * half * 0.86 + sway, y + length * 0.34),
            (x + offset * half + sway, y + length * 0.66),
            (x + offset * half * 0.97, y + reach * 0.93),
            (x + offset * half * 0.84, y + reach),
        ]
        canvas.line(spline(strand, steps=6), colour, 2.6)
    for number in range(7):
        band = [
            (x - half * 0.56, y + 50 + number * 3),
            (x, y + 56 + number * 3),
            (x + half * 0.56, y + 48 + number * 3),
        ]
        canvas.line(spline(band), varied(random, mixed(dye, (250, 236, 210), 0.62), 12), 2.6)


# --- Bread ----------------------------------------------------------------------------------------------------------


BREADS: tuple[tuple[Point, float, float], ...] = (
    ((1090, 655), 330, -9),
    ((760, 672), 335, 7),
    ((1150, 790), 340, 5),
    ((560, 770), 350, -6),
    ((910, 868), 360, -12),
    ((470, 905), 350, 9),
)
"""Where each bread lies, half its length, its turn in degrees; the nearest last."""


def draw_bread(canvas: Canvas, random: Random) -> None:
    """Long flat breads on a board, the fire of the clay oven behind them."""
    canvas.lay(canvas.gradient([(0, (42, 28, 26)), (420, (70, 46, 36)), (560, (92, 62, 46)), (1000, (70, 46, 34))]))
    canvas.mottle(random, (60, 40), 0.14)
    canvas.mottle(random, (6, 3), 0.25)
    canvas.glow((1010, 250), 620, 330, (196, 104, 52), 0.5)
    draw_oven(canvas, random)
    board = [(-40, 620), (1540, 560), (1540, 1040), (-40, 1040)]
    canvas.soft([(x, y - 14) for x, y in board], (20, 12, 10), 12, 0.8)
    canvas.lay(
        canvas.gradient([(560, (190, 138, 88)), (1000, (128, 84, 54))]),
        canvas.mask(lambda mask: mask.polygon(board), 1),
    )
    for number in range(90):
        y = 566 + number * 5.4 + random.gauss(0, 2)
        line = [(-40, y + 52), (500, y + 32 + random.gauss(0, 3)), (1000, y + 12 + random.gauss(0, 3)), (1540, y - 8)]
        canvas.line(spline(line), varied(random, (130, 88, 56), 12), random.uniform(0.8, 2.2))
    cloth = [(-40, 740), (330, 690), (1180, 1040), (-40, 1040)]
    canvas.soft([(x + 8, y + 4) for x, y in cloth], (60, 38, 28), 10, 0.7)
    canvas.lay((226, 214, 194), canvas.mask(lambda mask: mask.polygon(cloth), 1.2))
    for part, thickness in ((0.84, 3), (0.88, 7), (0.94, 3)):
        canvas.line([(330 * part, 740 - 50 * part), (1180 * part - 40, 1040)], (158, 44, 42), thickness)
    for centre, length, turn in BREADS:
        draw_flatbread(canvas, random, centre, length, turn)
    canvas.glow((1010, 330), 760, 520, (255, 150, 70), 0.3)
    draw_steam(canvas, random)


def draw_oven(canvas: Canvas, random: Random) -> None:
    """Draw the mouth of the oven in its clay bench, and the embers in it."""
    canvas.lay(
        canvas.gradient([(250, (150, 108, 78)), (470, (122, 84, 60)), (640, (66, 44, 34))]),
        canvas.mask(
            lambda mask: mask.polygon([(560, 330), (690, 262), (1350, 262), (1540, 318), (1540, 640), (520, 640)]), 6
        ),
    )
    centre = (1010.0, 372.0)
    for across, tone in ((318, (96, 64, 48)), (304, (186, 130, 88)), (276, (136, 88, 58)), (254, (70, 30, 20))):
        canvas.ellipse(centre, across, across * 0.36, tone)
    mouth = canvas.mask(lambda mask: mask.ellipse(centre, 252, 90), 1)
    fire = canvas.gradient([(285, (255, 186, 84)), (350, (246, 118, 36)), (410, (180, 48, 18)), (462, (84, 18, 12))])
    canvas.lay(fire, mouth)
    canvas.lay(
        (60, 14, 10), ImageChops.multiply(mouth, canvas.mask(lambda mask: mask.ellipse((1010, 440), 236, 62), 14, 0.75))
    )
    canvas.lay(
        (255, 236, 160),
        ImageChops.multiply(mouth, canvas.mask(lambda mask: mask.ellipse((1010, 306), 180, 26), 14, 0.8)),
    )
    for _ in range(70):
        x, y = random.gauss(1010, 110), random.gauss(420, 14)
        canvas.ellipse(
            (x, y),
            random.uniform(4, 13),
            random.uniform(2, 6),
            varied(random, random.choice(((255, 166, 60), (210, 70, 26), (120, 26, 14))), 14),
        )
    for x, y in ((880, 330), (1128, 334), (1004, 318)):
        canvas.ellipse((x, y), 62, 26, (222, 146, 66))
        canvas.ellipse((x, y - 3), 52, 20, (246, 190, 104))
        for _ in range(14):
            canvas.ellipse((x + random.gauss(0, 24), y + random.gauss(0, 9)), 4, 2.5, (160, 84, 36))
    canvas.glow((1010, 330), 560, 300, (255, 140, 50), 0.62)


def draw_flatbread(canvas: Canvas, random: Random, centre: Point, length: float, turn: float) -> None:
    """Draw one bread: a long oval with pointed ends, five furrows, brown blisters and seeds."""
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(along: float, across: float) -> Point:
        x, y = along * length, across * length * 0.3
        return (centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine)

    rim = [
        (-1, 0.02),
        (-0.8, -0.52),
        (-0.4, -0.86),
        (0, -0.94),
        (0.4, -0.88),
        (0.8, -0.55),
        (1, 0),
        (0.82, 0.56),
        (0.4, 0.92),
        (0, 1),
        (-0.4, 0.9),
        (-0.8, 0.55),
    ]
    outline = spline([at(a + random.gauss(0, 0.015), b + random.gauss(0, 0.04)) for a, b in rim], True, 8)
    canvas.soft([(x + 8, y + 20) for x, y in outline], (36, 20, 14), 11, 0.85)
    canvas.polygon([(x, y + 11) for x, y in outline], (128, 74, 36))
    sheet = Canvas(canvas.width, canvas.height, canvas.scale, (206, 146, 78))
    sheet.soft([at(-0.86, -0.4), at(0, -0.86), at(0.86, -0.4), at(0.8, -0.1), at(-0.8, -0.1)], (240, 194, 122), 18, 0.9)
    sheet.soft([at(-0.9, 0.4), at(0, 0.7), at(0.9, 0.4), at(0.7, 1.05), at(-0.7, 1.05)], (158, 94, 44), 16, 0.8)
    for _ in range(9):
        place, size = at(random.uniform(-0.8, 0.8), random.uniform(-0.7, 0.7)), random.uniform(22, 60)
        patch = [(place[0] + size * 1.5 * math.cos(n), place[1] + size * 0.6 * math.sin(n)) for n in range(6)]
        sheet.soft(patch, random.choice(((166, 92, 38), (186, 112, 50), (244, 200, 130))), 13, 0.6)
    for across in (-0.56, -0.28, 0.0, 0.28, 0.56):
        reach = 0.8 * math.sqrt(1 - across**2) * random.uniform(0.85, 1)
        bend = random.gauss(0, 0.03)
        furrow = spline(
            [
                at(-reach, across),
                at(-reach * 0.4, across * 1.05 + bend),
                at(reach * 0.4, across * 1.05 + bend),
                at(reach, across),
            ]
        )
        sheet.soft([*furrow, *reversed([(x, y + 10) for x, y in furrow])], (148, 88, 42), 4, 0.8)
        sheet.soft(
            [*[(x, y + 11) for x, y in furrow], *reversed([(x, y + 19) for x, y in furrow])], (252, 218, 152), 5, 0.7
        )
    for _ in range(70):
        place, size = at(random.uniform(-0.9, 0.9), random.uniform(-0.85, 0.85)), random.uniform(2, 10)
        sheet.ellipse(
            place,
            size * 1.5,
            size * 0.8,
            varied(random, random.choice(((158, 92, 42), (180, 112, 54), (126, 68, 30), (240, 192, 120))), 9),
            turn,
        )
    sheet.image = sheet.image.filter(ImageFilter.GaussianBlur(2.6 * canvas.scale))
    for _ in range(64):
        along = random.gauss(0, 0.45)
        place = at(max(-0.85, min(0.85, along)), max(-0.7, min(0.7, random.gauss(0, 0.35))))
        sheet.ellipse(
            place, 3.6, 2, random.choice(((246, 224, 176), (250, 232, 190), (66, 46, 36))), random.uniform(0, 180)
        )
    canvas.lay(sheet.image, canvas.mask(lambda mask: mask.polygon(outline), 1))
    canvas.line([*outline[2:42]], (252, 216, 150), 2.6)


def draw_steam(canvas: Canvas, random: Random) -> None:
    """Draw a breath of steam over the bread."""
    cloud = noise(random, canvas.size, (14, 6), 4).point([round(255 * smooth_step(v, 120, 240)) for v in range(256)])
    place = canvas.mask(
        lambda mask: mask.polygon(
            spline([(420, 640), (480, 420), (660, 250), (900, 300), (960, 520), (1150, 650)], True)
        ),
        60,
        0.4,
    )
    canvas.lay((236, 212, 188), ImageChops.multiply(cloud, place))


# --- The radio ------------------------------------------------------------------------------------------------------


def draw_radio(canvas: Canvas, random: Random) -> None:
    """An old radio on the sill of a deep window, snowy mountains behind the panes."""
    canvas.lay(canvas.gradient([(0, (132, 164, 204)), (300, (196, 208, 222)), (460, (244, 224, 206))]))
    for form in (
        Range(300, 150, 520, (96, 116, 160), (220, 214, 220), (206, 208, 222), 620, 190, 170, (1, -0.7)),
        Range(470, 90, 420, (70, 86, 128), (178, 182, 204), (190, 196, 214), 720, 90, 140, (1, -0.7)),
    ):
        draw_range(canvas, random, form)
    canvas.lay(
        canvas.gradient([(560, (214, 218, 232)), (800, (168, 178, 206))]),
        canvas.mask(
            lambda mask: mask.polygon(
                [*spline([(0, 590), (400, 566), (800, 600), (1500, 560)]), (1500, 900), (0, 900)]
            ),
            2,
        ),
    )
    for x in (360, 410, 1090, 1180, 1215):
        draw_poplar(
            canvas, random, (x + random.gauss(0, 6), 620), random.uniform(90, 170), ((58, 56, 70), (118, 112, 118))
        )
    draw_radio_window(canvas, random)
    draw_radio_body(canvas, random)
    draw_open_book(canvas, random)
    draw_tea_glass(canvas, random)


def draw_radio_window(canvas: Canvas, random: Random) -> None:
    """Draw frost in the corners of the panes, the frame, the clay reveal and the sill."""
    panes = [
        (226.0, 92.0, 738.0, 452.0),
        (762.0, 92.0, 1274.0, 452.0),
        (226.0, 476.0, 738.0, 810.0),
        (762.0, 476.0, 1274.0, 810.0),
    ]
    crystal = noise(random, canvas.size, (40, 30), 5)
    for left, top, right, low in panes:
        clear = canvas.box_mask((left + 80, top + 44, right - 80, low - 60), 44)
        pane = canvas.box_mask((left, top, right, low))
        frost = ImageChops.multiply(
            ImageChops.multiply(pane, ImageOps.invert(clear)), crystal.point([min(255, 80 + v) for v in range(256)])
        )
        canvas.lay((236, 242, 250), faded(frost, 0.8))
    wall = canvas.mask(lambda mask: mask.box(0, 0, 1500, 1125))
    wall.paste(
        0, (round(200 * canvas.scale), round(66 * canvas.scale), round(1300 * canvas.scale), round(836 * canvas.scale))
    )
    sheet = Canvas(canvas.width, canvas.height, canvas.scale, (104, 78, 64))
    sheet.mottle(random, (64, 46), 0.18)
    sheet.polygon([(200, 66), (60, -60), (60, 1125), (200, 836)], (150, 124, 108))
    sheet.polygon([(1300, 66), (1440, -60), (1440, 1125), (1300, 836)], (176, 146, 122))
    sheet.polygon([(200, 66), (60, -60), (1440, -60), (1300, 66)], (96, 76, 72))
    sheet.lay(
        sheet.gradient([(836, (226, 214, 206)), (960, (196, 168, 144)), (1125, (136, 100, 78))]),
        sheet.mask(lambda mask: mask.polygon([(200, 836), (1300, 836), (1470, 1125), (30, 1125)])),
    )
    sheet.mottle(random, (70, 50), 0.14)
    canvas.lay(sheet.image, wall)
    for box in (
        (200, 66, 1300, 92),
        (200, 810, 1300, 840),
        (200, 66, 226, 836),
        (1274, 66, 1300, 836),
        (738, 66, 762, 836),
        (200, 452, 1300, 476),
    ):
        canvas.box(*box, (88, 66, 56))
        canvas.line(
            [(box[0], box[1]), (box[2], box[1])] if box[2] - box[0] > 100 else [(box[0], box[1]), (box[0], box[3])],
            (172, 144, 122),
            3,
        )


def draw_radio_body(canvas: Canvas, random: Random) -> None:
    """Draw the radio: a wooden case, cloth over the loudspeaker, a round dial, two knobs and the aerial."""
    canvas.soft([(470, 962), (1010, 962), (1080, 1020), (420, 1020)], (56, 36, 32), 16, 0.8)
    canvas.line([(930, 612), (1040, 300), (1110, 96)], (206, 206, 214), 4)
    canvas.line([(930, 612), (1040, 300), (1110, 96)], (90, 90, 104), 1.4)
    case = spline(
        [
            (462, 640),
            (480, 606),
            (520, 596),
            (980, 596),
            (1020, 606),
            (1038, 640),
            (1038, 930),
            (1024, 962),
            (980, 972),
            (520, 972),
            (476, 962),
            (462, 930),
        ],
        True,
        6,
    )
    wood = Canvas(canvas.width, canvas.height, canvas.scale, (0, 0, 0))
    wood.image = canvas.gradient([(596, (196, 130, 82)), (640, (146, 84, 50)), (972, (74, 38, 26))])
    for _ in range(170):
        y = random.uniform(596, 972)
        line = [(440, y), (640, y + random.gauss(0, 6)), (860, y + random.gauss(0, 6)), (1060, y + random.gauss(0, 4))]
        wood.line(spline(line), varied(random, (104, 56, 34), 14), 1.8)
    canvas.lay(wood.image, canvas.mask(lambda mask: mask.polygon(case), 0.8))
    canvas.line(case[4:26], (244, 206, 166), 4)
    canvas.box(496, 640, 770, 934, (58, 32, 24))
    canvas.lay(
        canvas.gradient([(646, (196, 168, 122)), (930, (128, 98, 66))]),
        canvas.mask(lambda mask: mask.box(506, 650, 760, 924)),
    )
    for n in range(43):
        canvas.line([(506 + n * 6, 650), (506 + n * 6, 924)], (122, 94, 62), 1.2)
    for n in range(46):
        canvas.line([(506, 650 + n * 6), (760, 650 + n * 6)], (206, 178, 130), 1.0)
    for y in (704, 762, 820, 878):
        canvas.box(500, y, 766, y + 9, (84, 46, 30))
        canvas.line([(500, y), (766, y)], (190, 128, 84), 1.8)
    draw_dial(canvas, (902, 744))
    for x, y, radius in ((826, 908, 27), (902, 916, 20), (978, 908, 27)):
        canvas.ellipse((x + 4, y + 6), radius, radius, (34, 18, 14))
        canvas.ellipse((x, y), radius, radius, (66, 48, 42))
        canvas.ellipse((x - 3, y - 4), radius * 0.76, radius * 0.76, (136, 110, 94))
        canvas.line([(x, y), (x + radius * 0.5, y - radius * 0.55)], (240, 222, 190), 3)
    canvas.glow((902, 744), 190, 170, (255, 190, 96), 0.35)


def draw_dial(canvas: Canvas, centre: Point) -> None:
    """Draw the round dial, lit from within, with its marks and its hand."""
    x, y = centre
    for radius, tone in ((112, (48, 26, 20)), (106, (214, 176, 116)), (98, (120, 84, 52)), (94, (250, 224, 164))):
        canvas.ellipse(centre, radius, radius, tone)
    canvas.lay((214, 160, 92), canvas.mask(lambda mask: mask.ellipse((x + 26, y + 34), 60, 52), 22, 0.6))
    for mark in range(49):
        angle = math.radians(-210 + mark * 5)
        inner = 74 if mark % 6 else 64
        canvas.line(
            [
                (x + math.cos(angle) * inner, y + math.sin(angle) * inner),
                (x + math.cos(angle) * 84, y + math.sin(angle) * 84),
            ],
            (70, 42, 28),
            2.4 if mark % 6 == 0 else 1.4,
        )
    for radius in (54, 42):
        arc = [
            (x + math.cos(math.radians(a)) * radius, y + math.sin(math.radians(a)) * radius)
            for a in range(-200, 21, 10)
        ]
        canvas.line(arc, (150, 100, 60), 1.6)
    angle = math.radians(-64)
    canvas.line(
        [(x - math.cos(angle) * 20, y - math.sin(angle) * 20), (x + math.cos(angle) * 80, y + math.sin(angle) * 80)],
        (186, 38, 30),
        4,
    )
    canvas.ellipse(centre, 11, 11, (70, 42, 30))
    canvas.soft([(x - 70, y - 40), (x - 30, y - 76), (x + 4, y - 84), (x - 44, y - 20)], (255, 252, 240), 6, 0.5)


def draw_open_book(canvas: Canvas, random: Random) -> None:
    """Draw a school book that lies open before the radio."""
    canvas.soft([(196, 1010), (560, 1032), (600, 1096), (150, 1080)], (60, 40, 34), 12, 0.7)
    left = [(170, 1062), (226, 976), (300, 958), (386, 984), (372, 1082), (270, 1056)]
    right = [(386, 984), (470, 964), (560, 988), (572, 1078), (470, 1062), (372, 1082)]
    canvas.polygon(spline(left, True, 3), (206, 194, 176))
    canvas.polygon(spline(right, True, 3), (244, 236, 222))
    for n in range(8):
        part = n / 9 + 0.1
        start, end = (226 - 42 * part + 14, 980 + 72 * part), (380 - 8 * part - 12, 990 + 80 * part)
        canvas.line([start, ((start[0] + end[0]) / 2, start[1] - 8), end], (112, 100, 100), 2)
        start, end = (392 - 8 * part + 10, 990 + 80 * part), (556 + 8 * part - 8, 992 + 74 * part)
        if n not in (2, 3, 4):
            canvas.line([start, ((start[0] + end[0]) / 2, start[1] - 14), end], (120, 108, 104), 2)
    canvas.polygon([(430, 1006), (520, 1004), (526, 1040), (430, 1044)], (150, 172, 176))
    canvas.polygon([(440, 1038), (470, 1014), (496, 1036)], (90, 116, 92))
    canvas.line([(386, 984), (372, 1082)], (130, 112, 98), 3)


def draw_tea_glass(canvas: Canvas, random: Random) -> None:
    """Draw a glass of green tea on its saucer, lit by the window behind it."""
    canvas.ellipse((1166, 1048), 104, 30, (70, 48, 42))
    canvas.ellipse((1160, 1036), 98, 28, (222, 214, 206))
    canvas.ellipse((1160, 1032), 78, 20, (186, 176, 168))
    glass = [(1106, 900), (1114, 1024), (1136, 1036), (1184, 1036), (1206, 1024), (1214, 900)]
    canvas.lay(
        canvas.gradient([(916, (236, 196, 104)), (1036, (170, 110, 40))]),
        canvas.mask(lambda mask: mask.polygon([(1108, 926), *glass[1:5], (1212, 926)]), 1),
    )
    canvas.ellipse((1160, 926), 51, 13, (246, 214, 130))
    canvas.line([glass[0], glass[1], glass[2], glass[3], glass[4], glass[5]], (240, 240, 244), 3)
    canvas.line([(1160 + 54 * math.cos(a / 10), 900 + 13 * math.sin(a / 10)) for a in range(64)], (238, 240, 246), 3)
    canvas.soft([(1122, 910), (1134, 910), (1142, 1020), (1130, 1020)], (255, 250, 230), 3, 0.7)
    for n in range(30):
        canvas.glow((1160 + 14 * math.sin(n / 5), 890 - n * 9), 16 + n * 0.7, 18, (236, 238, 244), 0.12)


# --- Kites ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kite:
    """A kite: its middle and half height, two colours of paper, its turn in degrees, and where its string ends."""

    centre: Point
    size: float
    colours: tuple[Colour, Colour]
    turn: float
    hand: Point


KITES = (
    Kite((430, 330), 150, ((206, 52, 46), (246, 196, 74)), 18, (742, 1010)),
    Kite((960, 220), 112, ((40, 96, 130), (240, 232, 214)), -14, (612, 1058)),
    Kite((1210, 500), 92, ((64, 128, 84), (236, 128, 52)), 24, (1010, 985)),
)


def draw_kites(canvas: Canvas, random: Random) -> None:
    """Three paper kites over the flat roofs of a town on a slope."""
    canvas.lay(canvas.gradient([(0, (84, 134, 186)), (420, (154, 186, 208)), (760, (232, 222, 198))]))
    draw_clouds(canvas, random, (4, 7), (252, 248, 238), [(0, 240), (520, 255), (800, 60)], 118)
    draw_range(canvas, random, Range(742, 96, 480, (126, 126, 148), (226, 202, 172), (226, 212, 190), 960, 0, 140))
    hill = [
        (float(x), 930 - 190 * smooth_step(x, 500, 1500) + 14 * h)
        for x, h in enumerate(fractal_line(random, 1500, 4, 300))
    ]
    canvas.lay(
        canvas.gradient([(720, (196, 164, 126)), (1125, (140, 108, 82))]),
        canvas.mask(lambda mask: mask.polygon([*hill, (1500, 1125), (0, 1125)]), 1),
    )
    for row in range(11):
        for number in range(26):
            x = number * 64 - 40 + random.gauss(0, 16)
            ground = interpolated([(a, b) for a, b in hill[::20]], x) + 24 + row * 26 * (0.7 + row * 0.06)
            size = 0.72 + row * 0.11
            if random.random() < 0.8:
                draw_cube_house(
                    canvas, random, (x, ground), random.uniform(36, 62) * size, random.uniform(22, 44) * size
                )
    for kite in KITES:
        draw_kite(canvas, kite)


def draw_strings(canvas: Canvas, random: Random) -> None:
    """Draw the strings of the kites, too thin for a brush, to the roofs they are flown from."""
    for kite in KITES:
        x, y = kite.centre
        start = (x, y + kite.size * 0.1)
        middle = ((x + kite.hand[0]) / 2 - 26, (y + kite.hand[1]) / 2 + 70)
        canvas.line(spline([start, middle, kite.hand], steps=30), (250, 246, 236), 1.3)


def draw_cube_house(canvas: Canvas, random: Random, foot: Point, width: float, height: float) -> None:
    """Draw one flat-roofed clay house: a lit front to the left, a shaded side, a roof and openings."""
    x, y = foot
    front = varied(random, random.choice(((226, 190, 142), (210, 172, 126), (238, 210, 170))), 9)
    split = x + width * 0.66
    canvas.polygon([(x, y), (x, y - height), (split, y - height), (split, y)], front)
    canvas.polygon(
        [(split, y), (split, y - height), (x + width, y - height - width * 0.06), (x + width, y - width * 0.05)],
        mixed(front, (70, 52, 66), 0.55),
    )
    canvas.polygon(
        [
            (x, y - height),
            (split, y - height),
            (x + width, y - height - width * 0.06),
            (x + width * 0.34, y - height - width * 0.08),
        ],
        mixed(front, (255, 238, 208), 0.5),
    )
    for _ in range(random.randint(1, 3)):
        left, top = x + random.uniform(0.08, 0.46) * width, y - height * random.uniform(0.55, 0.8)
        canvas.box(left, top, left + width * 0.1, top + height * 0.26, mixed(front, (40, 44, 66), 0.75))


def draw_kite(canvas: Canvas, kite: Kite) -> None:
    """Draw a kite of thin paper with its sticks and its tail."""
    centre, size, colours = kite.centre, kite.size, kite.colours
    cosine, sine = math.cos(math.radians(kite.turn)), math.sin(math.radians(kite.turn))

    def at(x: float, y: float) -> Point:
        return (centre[0] + size * (x * cosine - y * sine), centre[1] + size * (x * sine + y * cosine))

    tail = [at(0, 1.0)]
    for n in range(1, 9):
        tail.append(
            (tail[0][0] - n * size * 0.16 * sine + size * 0.2 * math.sin(n * 1.1), tail[0][1] + n * size * 0.23)
        )
    canvas.line(spline(tail), mixed(colours[0], (60, 40, 40), 0.3), 2.4)
    for n, (x, y) in enumerate(tail[1:]):
        tone = colours[n % 2]
        wing = size * 0.085
        canvas.polygon([(x, y), (x - wing, y - wing * 0.7), (x - wing, y + wing * 0.6)], tone)
        canvas.polygon([(x, y), (x + wing, y - wing * 0.6), (x + wing, y + wing * 0.7)], mixed(tone, (30, 20, 30), 0.2))
    top, low, left, right, heart = at(0, -1), at(0, 1), at(-0.86, -0.14), at(0.86, -0.14), at(0, -0.14)
    for corners, tone in (
        ([top, left, heart], colours[0]),
        ([top, heart, right], colours[1]),
        ([left, heart, low], mixed(colours[1], (40, 30, 40), 0.12)),
        ([heart, right, low], mixed(colours[0], (30, 20, 30), 0.22)),
    ):
        canvas.polygon(corners, tone)
    canvas.soft([at(-0.1, -0.75), at(-0.6, -0.16), at(-0.3, -0.16)], (255, 255, 246), size * 0.06, 0.4)
    canvas.ellipse(heart, size * 0.2, size * 0.2, mixed(colours[1], (255, 255, 250), 0.6))
    canvas.ellipse(heart, size * 0.11, size * 0.11, colours[0])
    canvas.line([top, low], (110, 78, 52), 2.6)
    canvas.line(spline([left, at(-0.4, -0.24), at(0, -0.27), at(0.4, -0.24), right]), (110, 78, 52), 2.6)
    canvas.line([top, right, low, left, top], mixed(colours[0], (40, 24, 24), 0.4), 1.8)


# --- The cover ------------------------------------------------------------------------------------------------------


def draw_cover(canvas: Canvas, random: Random) -> None:
    """Golden poplars beside a blue lake, cliffs and snowy mountains behind it, in the light of evening."""
    canvas.lay(
        canvas.gradient([(0, (66, 104, 160)), (300, (136, 164, 194)), (560, (244, 214, 176)), (640, (252, 226, 186))])
    )
    draw_clouds(canvas, random, (3, 12), (255, 232, 208), [(0, 90), (280, 220), (520, 120), (600, 0)], 136)
    for form in (
        Range(560, 150, 420, (112, 124, 164), (255, 222, 190), (232, 206, 190), 800, 150, 150),
        Range(690, 84, 380, (122, 98, 112), (226, 164, 128), (224, 184, 158), 900, 0, 130),
    ):
        draw_range(canvas, random, form)
    draw_cliffs(canvas, random)
    above = canvas.image.copy()
    draw_lake(canvas, random, above)
    draw_cover_shore(canvas, random)


def draw_cliffs(canvas: Canvas, random: Random) -> None:
    """Draw banded cliffs over the far shore, lit from the left."""
    edge = [
        (float(x), 760 + 70 * smooth_step(x, 200, 620) - 90 * smooth_step(x, 700, 1125) - 26 * h)
        for x, h in enumerate(jagged_line(random, 1125, 5, 240))
    ]
    shape = canvas.mask(lambda mask: mask.polygon([*edge, (1125, 905), (0, 905)]), 0.8)
    sheet = Canvas(canvas.width, canvas.height, canvas.scale, (196, 132, 104))
    for band in range(46):
        y = 650 + band * 5.8
        wave = [(x, y + 7 * math.sin(x / 130 + band * 0.15) + random.gauss(0, 1.2)) for x in range(0, 1140, 30)]
        sheet.line(
            wave,
            varied(random, random.choice(((226, 164, 122), (176, 106, 88), (238, 192, 150), (150, 92, 84))), 9),
            random.uniform(2, 6),
        )
    light = relief(random, canvas.size, 120 * canvas.scale, light=(-1, -0.2))
    shaded = ImageChops.overlay(sheet.image, Image.merge("RGB", (light, light, light)))
    sheet.image = Image.blend(sheet.image, shaded, 0.9)
    canvas.lay(sheet.image, shape)
    canvas.soft([(-20, 890), (1145, 890), (1145, 912), (-20, 912)], (112, 96, 90), 5, 0.8)
    for _ in range(60):
        x = random.uniform(0, 1125)
        draw_poplar(canvas, random, (x, 902), random.uniform(14, 46), ((150, 104, 44), (246, 196, 84)), -1)


def draw_lake(canvas: Canvas, random: Random, above: Image.Image) -> None:
    """Draw the lake: what stands on its far shore upside down, in blue, broken by small waves."""
    shore = 902
    line = round(shore * canvas.scale)
    depth = canvas.size[1] - line
    mirrored = ImageOps.flip(above.crop((0, line - depth, canvas.size[0], line)))
    broken = mirrored.resize((canvas.size[0], depth // 7)).resize(mirrored.size, Image.Resampling.BICUBIC)
    water = canvas.gradient(
        [(shore, (96, 158, 178)), (1060, (34, 112, 146)), (1300, (18, 66, 104)), (1500, (12, 46, 78))]
    )
    blend = Image.blend(water.crop((0, line, *canvas.size)), broken, 0.42)
    canvas.image.paste(blend, (0, line))
    for _ in range(1500):
        y = shore + 4 + 560 * random.random() ** 1.6
        near = (y - shore) / 560
        length = random.uniform(8, 26) + 60 * near * random.random()
        colour = random.choice(((206, 226, 226), (255, 226, 184), (14, 74, 108), (24, 96, 130)))
        place = (
            min(canvas.size[0] - 1, round(random.uniform(0, 1125) * canvas.scale)),
            min(canvas.size[1] - 1, round(y * canvas.scale)),
        )
        under = canvas.image.getpixel(place)
        if isinstance(under, tuple):
            below = (int(under[0]), int(under[1]), int(under[2]))
            canvas.ellipse(
                (place[0] / canvas.scale, y),
                length / 2,
                0.8 + 1.4 * near,
                mixed(below, colour, random.uniform(0.1, 0.4)),
            )


def draw_cover_shore(canvas: Canvas, random: Random) -> None:
    """Draw the near shore with its path, dry grass and poplars."""
    edge = spline([(-20, 1130), (160, 1160), (330, 1240), (520, 1300), (760, 1290), (960, 1210), (1145, 1150)])
    canvas.soft([*[(x, y - 8) for x, y in edge], (1145, 1510), (-20, 1510)], (20, 52, 70), 8, 0.7)
    shape = canvas.mask(lambda mask: mask.polygon([*edge, (1145, 1510), (-20, 1510)]), 1.5)
    canvas.lay(canvas.gradient([(1130, (206, 164, 92)), (1300, (172, 122, 62)), (1500, (96, 66, 42))]), shape)
    canvas.mottle(random, (14, 30), 0.7, shape)
    canvas.soft(
        [(430, 1510), (760, 1510), (640, 1400), (600, 1330), (560, 1318), (560, 1390)], (226, 192, 140), 12, 0.8
    )
    for left, foot, height in (
        (70, 1230, 700),
        (170, 1215, 560),
        (262, 1262, 640),
        (1080, 1200, 620),
        (985, 1240, 500),
        (1140, 1290, 760),
    ):
        canvas.soft(
            [
                (left, foot - 6),
                (left + 16, foot - 2),
                (left + height * 0.4, foot + 70),
                (left + height * 0.34, foot + 84),
            ],
            (70, 44, 34),
            9,
            0.55,
        )
        draw_poplar(canvas, random, (left, foot), height, ((150, 84, 26), (255, 208, 84)), -1)
    for _ in range(2600):
        x = random.uniform(-10, 1135)
        y = random.uniform(interpolated(edge[::4], x), 1500)
        if 470 + (1500 - y) * 0.42 < x < 720 - (1500 - y) * 0.5 and y > 1320:
            continue
        near = (y - 1130) / 370
        tall, lean = random.uniform(8, 18) + 30 * near * random.random(), random.gauss(3, 6)
        colour = varied(random, random.choice(((232, 186, 100), (160, 112, 52), (120, 96, 52), (248, 212, 136))), 10)
        canvas.line([(x, y), (x + lean * 0.4, y - tall * 0.6), (x + lean, y - tall)], colour, 1.8)
    for _ in range(420):
        x, y = random.uniform(0, 1125), random.uniform(1200, 1490)
        if y > interpolated([(a, b) for a, b in edge[::4]], x):
            canvas.ellipse(
                (x, y),
                4,
                2.2,
                varied(random, random.choice(((250, 200, 70), (226, 140, 44))), 12),
                random.uniform(0, 180),
            )


# --- All of them ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """A picture of the issue: who draws it, its size in units, its printed width in pixels, its largest file."""

    draw: Callable[[Canvas, Random], None]
    seed: int
    width: int
    height: int
    printed: int = 1500
    largest: int = 210_000
    keep: float = 0.35
    grey: bool = False
    brushes: tuple[Brush, ...] = BRUSHES
    after: Callable[[Canvas, Random], None] | None = None
    """Draws what is too small for a brush, on the painted picture."""


PICTURES: dict[str, Picture] = {
    "stories/saffron/saffron-field.jpg": Picture(draw_saffron_field, 1405, 1500, 1000, 2400, 440_000),
    "stories/nowruz-in-autumn/mountains.jpg": Picture(draw_mountains, 1022, 1500, 900, grey=True),
    "stories/little-cloud/stars.jpg": Picture(draw_stars, 964, 1500, 1000, after=scatter_stars),
    "stories/malan-bridge/malan-bridge.jpg": Picture(draw_malan_bridge, 22, 1500, 900),
    "stories/lantern-ghazal/lantern.jpg": Picture(draw_lantern, 604, 1125, 1500),
    "stories/weavers/loom.jpg": Picture(draw_loom, 1382, 1500, 1000, keep=0.68),
    "stories/weavers/yarn.jpg": Picture(draw_yarn, 1856, 1500, 1125, keep=0.5),
    "stories/bread/bread.jpg": Picture(draw_bread, 280, 1500, 1000, keep=0.5),
    "stories/mountain-radio/radio.jpg": Picture(draw_radio, 41, 1500, 1125, keep=0.45),
    "stories/paper-kites/kites.jpg": Picture(draw_kites, 3, 1500, 1125, after=draw_strings),
    "cover.jpg": Picture(draw_cover, 12, 1125, 1500),
}


def drawn(picture: Picture) -> Image.Image:
    """Return the finished picture."""
    random = Random(picture.seed)
    canvas = Canvas(picture.width, picture.height, picture.printed * OVERSAMPLING / picture.width, (128, 128, 128))
    picture.draw(canvas, random)
    canvas.image = painted(canvas, random, picture.keep, picture.brushes)
    if picture.after:
        picture.after(canvas, random)
    image = finished(canvas.image, random, picture.printed)
    return image.convert("L") if picture.grey else image


def jpeg(picture: Image.Image, largest: int) -> bytes:
    """Return the picture as a JPEG file of the best of our qualities that keeps it within *largest* bytes."""
    for quality in JPEG_QUALITIES:
        file = BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True, dpi=(300, 300))
        if file.tell() <= largest:
            break
    return file.getvalue()


def main(names: Sequence[str]) -> None:
    """Draw the pictures whose paths hold one of *names*, or all of them."""
    for path, picture in PICTURES.items():
        if not names or any(name in path for name in names):
            file = ISSUE / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(jpeg(drawn(picture), picture.largest))


if __name__ == "__main__":
    main(sys.argv[1:])
