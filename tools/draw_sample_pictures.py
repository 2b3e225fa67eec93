"""Draw the pictures of the sample articles.

The samples need pictures that anybody may print, so the project draws its own: each is painted in grey tones at twice
its size, given the fine lines of an engraved plate, reduced, and printed in two inks. Every random number comes from a
seed that belongs to the picture, so the same Pillow writes the same bytes.

Run ``python tools/draw_sample_pictures.py`` from anywhere; it rewrites the JPEG files beside the articles in
``samples/``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SUPERSAMPLING = 2
PRINTED_WIDTH = 1500
JPEG_QUALITIES = range(82, 60, -1)
LARGEST_FILE = 149_000

Point = tuple[float, float]
Vector = tuple[float, float, float]
Colour = tuple[int, int, int]


# --- The plate: a grey picture under construction -------------------------------------------------------------------


class Plate:
    """A grey picture, larger than it will be printed, that is drawn on in the units of its own width and height."""

    def __init__(self, width: int, height: int, tone: int = 255) -> None:
        self.width, self.height = width, height
        self.image = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING), tone)

    def mask(self, draw_shape: Callable[[Plate], None], blur: float = 0) -> Image.Image:
        """Return a mask with the white shape that *draw_shape* draws on an empty plate of this size."""
        plate = Plate(self.width, self.height, 0)
        draw_shape(plate)
        return blurred(plate.image, blur)

    def polygon(self, points: Iterable[Point], tone: int) -> None:
        """Fill a polygon."""
        ImageDraw.Draw(self.image).polygon([enlarged(point) for point in points], fill=tone)

    def line(self, points: Iterable[Point], tone: int, thickness: float = 1) -> None:
        """Draw a line through *points*."""
        width = max(1, round(thickness * SUPERSAMPLING))
        ImageDraw.Draw(self.image).line([enlarged(point) for point in points], fill=tone, width=width, joint="curve")

    def ellipse(self, centre: Point, radius_x: float, radius_y: float, tone: int) -> None:
        """Fill an ellipse."""
        (x, y) = centre
        box = [enlarged((x - radius_x, y - radius_y)), enlarged((x + radius_x, y + radius_y))]
        ImageDraw.Draw(self.image).ellipse(box, fill=tone)

    def box(self, left: float, top: float, right: float, bottom: float, tone: int) -> None:
        """Fill a rectangle."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], tone)

    def paste(self, source: Image.Image | int, mask: Image.Image) -> None:
        """Lay a picture, or one even tone, over the plate where *mask* is white."""
        self.image.paste(source, (0, 0, *self.image.size), mask)

    def gradient(self, stops: Sequence[tuple[float, int]]) -> Image.Image:
        """Return a picture of the plate's size whose tone follows *stops* (height from 0 to 1, tone) downwards."""
        rows = self.image.height
        column = Image.new("L", (1, rows))
        column.putdata([round(interpolated(stops, row / (rows - 1))) for row in range(rows)])
        return column.resize(self.image.size)


def enlarged(point: Point) -> Point:
    """Return a point of the printed picture in the pixels of the plate."""
    return (point[0] * SUPERSAMPLING, point[1] * SUPERSAMPLING)


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Return the picture softened by *radius* printed pixels."""
    return image.filter(ImageFilter.GaussianBlur(radius * SUPERSAMPLING)) if radius else image


def faded(mask: Image.Image, strength: float) -> Image.Image:
    """Return a mask that covers only *strength* (0 to 1) as much."""
    return mask.point([round(value * strength) for value in range(256)])


# --- Numbers --------------------------------------------------------------------------------------------------------


def interpolated(stops: Sequence[tuple[float, float]], position: float) -> float:
    """Return the value at *position* on the line through *stops*, which rise in their first number."""
    if position <= stops[0][0]:
        return stops[0][1]
    for (start, first), (end, second) in pairwise(stops):
        if position <= end:
            return first + (second - first) * (position - start) / (end - start)
    return stops[-1][1]


def smooth_step(value: float, low: float, high: float) -> float:
    """Return 0 below *low*, 1 above *high* and an S-shaped passage between them."""
    part = min(1.0, max(0.0, (value - low) / (high - low)))
    return part * part * (3 - 2 * part)


def spline(points: Sequence[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """Return a Catmull-Rom curve through *points*."""
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        neighbours = [index + offset for offset in (-1, 0, 1, 2)]
        a, b, c, d = (points[n % count] if closed else points[min(max(n, 0), count - 1)] for n in neighbours)
        curve.extend(
            (cubic(a[0], b[0], c[0], d[0], t / steps), cubic(a[1], b[1], c[1], d[1], t / steps)) for t in range(steps)
        )
    return curve if closed else [*curve, points[-1]]


def cubic(a: float, b: float, c: float, d: float, part: float) -> float:
    """Return the Catmull-Rom value *part* of the way from *b* to *c*."""
    return 0.5 * (2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3)


def fractal_line(random: Random, width: int, octaves: int, coarsest: float, fall: float = 0.5) -> list[float]:
    """Return one smooth random height, about -1 to 1, for every pixel of *width*."""
    heights = [0.0] * (width + 1)
    length, amplitude = coarsest, 1.0
    for _ in range(octaves):
        knots = [random.uniform(-1, 1) for _ in range(int(width / length) + 4)]
        for x in range(width + 1):
            knot, part = divmod(x / length, 1)
            index = int(knot)
            before, start, end, after = knots[index : index + 4]
            heights[x] += amplitude * cubic(before, start, end, after, part)
        length, amplitude = length * 0.48, amplitude * fall
    return heights


def noise(random: Random, size: tuple[int, int], cells: tuple[int, int], octaves: int = 4) -> Image.Image:
    """Return a cloud of grey: *cells* random tones smoothly enlarged, with finer clouds mixed in."""
    cloud = Image.new("L", size, 128)
    for octave in range(octaves):
        columns, rows = cells[0] << octave, cells[1] << octave
        grid = Image.frombytes("L", (columns, rows), random.randbytes(columns * rows))
        cloud = Image.blend(
            cloud, grid.resize(size, Image.Resampling.BICUBIC), 1.0 if octave == 0 else 0.5**octave * 0.8
        )
    return ImageOps.autocontrast(cloud, cutoff=1)


def grid_noise(random: Random, columns: int, rows: int, cell: float) -> list[float]:
    """Return smooth random numbers from 0 to 1 for a grid, row by row, one knot every *cell* places."""
    knots_x, knots_y = int(columns / cell) + 2, int(rows / cell) + 2
    knots = Image.frombytes("L", (knots_x, knots_y), random.randbytes(knots_x * knots_y)).convert("F")
    box = (0, 0, columns / cell, rows / cell)
    smooth = knots.resize((columns, rows), Image.Resampling.BICUBIC, box=box)
    return [value / 255 for value in smooth.get_flattened_data() if isinstance(value, float)]


# --- Printing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Inks:
    """The colours of a print: the darkest, the middle and the paper."""

    dark: Colour
    middle: Colour
    paper: Colour


SLATE = Inks((19, 27, 38), (116, 127, 134), (244, 239, 228))
SEPIA = Inks((35, 22, 16), (150, 112, 82), (248, 236, 214))
EARTH = Inks((30, 24, 22), (134, 119, 102), (246, 239, 225))
ASH = Inks((24, 24, 28), (124, 121, 120), (243, 238, 228))
LAPIS = Inks((9, 16, 46), (52, 84, 160), (245, 240, 230))


def line_screen(size: tuple[int, int], pitch: float, angle: float) -> Image.Image:
    """Return parallel soft lines, *pitch* printed pixels apart, like those of a ruled engraving."""
    diagonal = math.ceil(math.hypot(*size))
    period = pitch * SUPERSAMPLING
    column = Image.new("L", (1, diagonal))
    column.putdata([round(127.5 + 127.5 * math.sin(2 * math.pi * row / period)) for row in range(diagonal)])
    turned = column.resize((diagonal, diagonal)).rotate(angle, Image.Resampling.BILINEAR)
    left, top = (diagonal - size[0]) // 2, (diagonal - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def engraved(tone: Image.Image, pitch: float, angle: float, strength: float) -> Image.Image:
    """Return the picture ruled with fine lines that vanish in the lights and in the deepest darks."""
    return Image.blend(tone, ImageChops.overlay(tone, line_screen(tone.size, pitch, angle)), strength)


def contrasted(tone: Image.Image) -> Image.Image:
    """Return the picture with deeper darks and with lights that come up to the bare paper."""
    return tone.point([round(255 * (0.6 * smooth_step(v, -4, 250) + 0.4 * min(1, v / 246))) for v in range(256)])


def grain(random: Random, size: tuple[int, int]) -> Image.Image:
    """Return the faint unevenness of ink on paper, as a grey picture round 128."""
    speckle = Image.frombytes("L", size, random.randbytes(size[0] * size[1])).filter(ImageFilter.GaussianBlur(0.8))
    return speckle.point([128 + round((value - 128) * 0.035) for value in range(256)])


def printed(
    plate: Plate, inks: Inks, random: Random, pitch: float = 6, angle: float = 0, strength: float = 0.07
) -> Image.Image:
    """Return the finished print of a plate: ruled, reduced, grained and coloured."""
    ruled = engraved(contrasted(plate.image), pitch, angle, strength)
    small = ruled.resize((PRINTED_WIDTH, round(PRINTED_WIDTH * plate.height / plate.width)), Image.Resampling.LANCZOS)
    rough = ImageChops.add(small, grain(random, small.size), offset=-128)
    return ImageOps.colorize(rough, inks.dark, inks.paper, inks.middle, midpoint=118)


# --- Mountains ------------------------------------------------------------------------------------------------------


def ridge_points(heights: Sequence[float], base: float, amplitude: float) -> list[Point]:
    """Return the outline of a ridge whose crest moves by *amplitude* round *base*."""
    return [(x, base - amplitude * height) for x, height in enumerate(heights)]


def draw_ridge(plate: Plate, crest: Sequence[Point], stops: Sequence[tuple[float, int]]) -> None:
    """Fill everything below *crest* with a vertical gradient."""
    outline = [*crest, (plate.width, plate.height), (0, plate.height)]
    plate.paste(plate.gradient(stops), plate.mask(lambda mask: mask.polygon(outline, 255)))


def hatch_slopes(plate: Plate, crest: Sequence[Point], random: Random, tone: int, depth: float) -> None:
    """Draw the engraver's strokes down the shaded sides of a crest; the light comes from the left."""
    for x in range(6, len(crest) - 6, 3):
        fall = crest[x + 5][1] - crest[x - 5][1]
        length = depth * random.uniform(0.25, 1) * (1.1 if fall > 1 else 0.3)
        left, top = crest[x]
        lean = 0.55 if fall > 0 else -0.4
        plate.line([(left, top + 2), (left + lean * length, top + length)], tone, 1.1)


# --- The valley: a landscape in relief ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Terrain:
    """A grid of heights with the tone that sun, snow and water give to each place."""

    columns: int
    rows: int
    heights: list[float]
    tones: list[float]

    def look_up(self, values: list[float], x: float, y: float) -> float:
        """Return a value between the places of the grid."""
        x = min(max(x, 0.0), self.columns - 1.001)
        column, row = int(x), int(y)
        across, along = x - column, y - row
        start = row * self.columns + column
        below = start + self.columns
        near = values[start] + (values[start + 1] - values[start]) * across
        far = values[below] + (values[below + 1] - values[below]) * across
        return near + (far - near) * along


def river_bed(row: float) -> float:
    """Return the distance of the river from the middle of the valley."""
    return 23 * math.sin(row / 30 + 0.6) * (1 - 0.3 * smooth_step(row, 0, 400)) + 16 * math.sin(row / 97 + 2.1)


def carved_heights(random: Random, columns: int, rows: int) -> list[float]:
    """Return mountains on both sides of a valley floor and a range across its end."""
    cells = [170.0, 80.0, 37.0, 17.0, 8.0]
    layers = [grid_noise(random, columns, rows, cell) for cell in cells]
    heights = []
    for row in range(rows):
        axis = columns / 2 + 34 * math.sin(row / 150 + 0.5)
        for column in range(columns):
            place = row * columns + column
            sharp = sum((1 - abs(2 * layer[place] - 1)) * 0.46**octave for octave, layer in enumerate(layers))
            near = 46 * (1 - smooth_step(row, 60, 210))
            wall = smooth_step(abs(column - axis), 42 + near + 8 * layers[1][place], 190 + near)
            closing = smooth_step(row, 300, 520)
            lift = max(wall, closing * 0.95)
            heights.append(lift * (6 + 50 * sharp**1.35 * (0.7 + 0.42 * closing)) + 1.2 * layers[3][place])
    return heights


def lit_tones(random: Random, columns: int, rows: int, heights: list[float]) -> list[float]:
    """Return the tone of every place: snow on high and gentle ground, rock on steep, and the bright river."""
    patches, fields = grid_noise(random, columns, rows, 9), grid_noise(random, columns, rows, 5)
    tones = [0.0] * len(heights)
    for row in range(1, rows - 1):
        axis = columns / 2 + 34 * math.sin(row / 150 + 0.5)
        for column in range(1, columns - 1):
            place = row * columns + column
            slope_x = (heights[place + 1] - heights[place - 1]) / 2
            slope_y = (heights[place + columns] - heights[place - columns]) / 2
            light = (0.78 * slope_x + 0.12 * slope_y + 0.6) / math.sqrt(1 + slope_x**2 + slope_y**2)
            snow = smooth_step(heights[place] + 26 * (patches[place] - 0.5) - 9 * abs(slope_x), 22, 44)
            stream = abs(column - axis - river_bed(row))
            ground = valley_ground(row, column, stream, fields[place], heights[place])
            tones[place] = (ground + (236 - ground) * snow) * (0.34 + 0.70 * min(1.0, max(0.0, light)))
            low = 1 - smooth_step(row, 300, 400)
            width = 2.1 + 2.6 * patches[place] ** 2
            tones[place] += (
                (214 + 26 * fields[place] - tones[place]) * (1 - smooth_step(stream, width - 0.3, width + 1.5)) * low
            )
    return tones


def valley_ground(row: int, column: int, stream: float, rough: float, height: float) -> float:
    """Return the tone of the bare ground: fields near the river, bushes on its banks, rock above."""
    rock = 84 + 44 * (rough - 0.5)
    across, along = column + row / 7 + 5 * rough + 6 * math.sin(row / 37), row + column / 5 + 7 * math.sin(column / 29)
    strip = int(along // 13)
    plot = Random(strip * 1009 + int(across // (13 + strip % 4 * 4))).uniform(112, 160)
    border = 0.84 if along % 13 < 1.2 or rough > 0.86 else 1.0
    farmed = 1 - smooth_step(height, 2.5, 9)
    bushes = (1 - smooth_step(stream, 9, 15)) * smooth_step(rough, 0.36, 0.62)
    ground = rock + (plot * border - rock) * farmed
    return ground + (46 - ground) * 0.85 * bushes


def valley_terrain(random: Random) -> Terrain:
    """Return the terrain of the valley picture."""
    columns, rows = 780, 640
    heights = carved_heights(random, columns, rows)
    return Terrain(columns, rows, heights, lit_tones(random, columns, rows, heights))


def look_across(terrain: Terrain, plate: Plate) -> Image.Image:
    """Return the terrain in perspective with haze, as a picture whose sky is left black, drawn column by column."""
    width, height = plate.image.size
    camera_height, horizon, focal = 62.0, height * 0.36, width * 0.84
    distances = [34 * 1.0052**step for step in range(560) if 34 * 1.0052**step < terrain.rows - 2]
    picture = bytearray()
    for pixel in range(width):
        slant = (pixel - width / 2) / focal
        column, lowest = bytearray(height), height
        for distance in distances:
            x = terrain.columns / 2 + 6 + slant * distance
            top = int(horizon - (terrain.look_up(terrain.heights, x, distance) - camera_height) * focal / distance)
            if top < lowest:
                haze = 0.86 * (1 - math.exp(-((distance / 430) ** 1.9)))
                tone = terrain.look_up(terrain.tones, x, distance)
                shade = min(255, max(1, int(tone + (222 - tone) * haze)))
                column[max(top, 0) : lowest] = bytes([shade]) * (lowest - max(top, 0))
                lowest = max(top, 0)
        picture += column
    return Image.frombytes("L", (height, width), bytes(picture)).transpose(Image.Transpose.TRANSPOSE)


def draw_valley() -> Image.Image:
    """A wide valley between snowy ranges, a river winding through it."""
    random = Random(1395)
    plate = Plate(1600, 980)
    sky = plate.gradient([(0, 168), (0.22, 214), (0.4, 240)])
    clouds = noise(random, plate.image.size, (3, 16), 4)
    plate.paste(sky, Image.new("L", plate.image.size, 255))
    plate.paste(246, faded(clouds.point([max(0, value - 120) for value in range(256)]), 0.9))
    land = look_across(valley_terrain(random), plate)
    rough = noise(random, land.size, (150, 110), 3)
    ground = blurred(land.point([0] + [255] * 255), 0.4)
    land = Image.blend(land, ImageChops.soft_light(land, rough), 0.15)
    plate.paste(land, ground)
    return printed(plate, SLATE, random, angle=-9).crop((0, 20, PRINTED_WIDTH, 740))


# --- The snow gauge -------------------------------------------------------------------------------------------------


def draw_water(plate: Plate, random: Random) -> None:
    """Draw the bend of the river: dark under the far bank, with streaks of light along the current."""
    plate.paste(plate.gradient([(0.3, 150), (0.5, 92), (0.8, 62), (1, 54)]), Image.new("L", plate.image.size, 255))
    streaks = noise(random, plate.image.size, (5, 70), 2)
    bright = streaks.point([max(0, (value - 150) * 2) if value > 150 else 0 for value in range(256)])
    plate.paste(205, faded(bright, 0.55))
    dark = streaks.point([max(0, (96 - value) * 2) if value < 96 else 0 for value in range(256)])
    plate.paste(30, faded(dark, 0.6))


def draw_snow_bank(plate: Plate, outline: Sequence[Point], random: Random, stops: Sequence[tuple[float, int]]) -> None:
    """Draw a bank of snow with a shaded lip where it overhangs the water and soft hollows on its surface."""
    shape = plate.mask(lambda mask: mask.polygon(outline, 255))
    lip = plate.mask(lambda mask: mask.polygon([(x, y + 16) for x, y in outline], 255))
    plate.paste(26, faded(blurred(lip, 5), 0.75))
    snow = plate.gradient(stops)
    hollows = noise(random, plate.image.size, (7, 9), 3)
    snow = Image.blend(snow, ImageChops.soft_light(snow, hollows), 0.62)
    raised = plate.mask(lambda mask: mask.polygon([(x, y - 12) for x, y in outline], 255))
    edge = ImageChops.subtract(shape, raised)
    snow.paste(150, (0, 0, *snow.size), faded(blurred(edge, 4), 0.8))
    plate.paste(snow, blurred(shape, 0.6))


def draw_stone(plate: Plate, centre: Point, radius: float, random: Random) -> None:
    """Draw a round stone with a cap of snow and the dark line of the water round it."""
    x, y = centre
    ring = [(math.cos(turn * math.pi / 6), math.sin(turn * math.pi / 6)) for turn in range(12)]
    outline = spline(
        [
            (x + c * radius * random.uniform(0.88, 1.1), y + s * radius * 0.62 * random.uniform(0.88, 1.08))
            for c, s in ring
        ],
        True,
    )
    plate.ellipse((x + radius * 0.12, y + radius * 0.42), radius * 1.12, radius * 0.36, 24)
    stone = plate.mask(lambda mask: mask.polygon(outline, 255))
    plate.paste(plate.gradient([(y / plate.height - 0.05, 128), (y / plate.height + 0.07, 40)]), stone)
    cap = [(a, b - radius * 0.1) for a, b in outline]
    low = plate.mask(lambda mask: mask.polygon([(a + radius * 0.10, b + radius * 0.44) for a, b in cap], 255), 3)
    raised = plate.mask(lambda mask: mask.polygon(cap, 255), 0.8)
    plate.paste(240, ImageChops.subtract(raised, low))


def draw_gauge(plate: Plate, left: float, top: float, right: float, bottom: float, random: Random) -> None:
    """Draw the graduated wooden staff, lit from the left, without any figures on it."""
    wood = noise(random, plate.image.size, (260, 3), 2)
    staff = plate.mask(lambda mask: mask.box(left, top, right, bottom, 255))
    grainy = Image.blend(Image.new("L", plate.image.size, 214), wood, 0.16)
    plate.paste(grainy, staff)
    width, step = right - left, (bottom - top) / 22
    for mark in range(22):
        y = top + (mark + 0.6) * step
        reach = 0.46 if mark % 5 else 0.78
        plate.box(left, y, left + width * reach, y + (6 if mark % 5 == 0 else 4), 34)
        if (mark // 5) % 2 == 0:
            plate.box(right - width * 0.17, y, right, y + step, 48)
    shade = plate.mask(lambda mask: mask.box(right - width * 0.3, top, right + 3, bottom, 255), 4)
    plate.paste(20, faded(ImageChops.multiply(shade, staff), 0.45))
    plate.box(left - 3, top - 10, right + 3, top + 3, 62)
    plate.polygon([(left - 6, top - 10), (right + 6, top - 10), (right, top - 22), (left, top - 22)], 236)


def draw_snow_gauge() -> Image.Image:
    """A graduated staff in the snow beside the bend of a river."""
    random = Random(2705)
    plate = Plate(1500, 1125)
    draw_water(plate, random)
    far_bank = spline(
        [(-20, 300), (200, 330), (480, 318), (800, 352), (1010, 420), (1190, 470), (1350, 480), (1520, 455)]
    )
    draw_snow_bank(plate, [(-20, -60), *far_bank, (1520, -60)], random, [(0, 186), (0.18, 222), (0.42, 238)])
    draw_far_willows(plate, random)
    for centre, radius in (((760, 560), 58), ((930, 640), 82), ((655, 505), 34), ((1120, 590), 40), ((1240, 760), 66)):
        draw_stone(plate, centre, radius, random)
    near = spline(
        [
            (-20, 520),
            (160, 540),
            (330, 600),
            (450, 690),
            (600, 800),
            (830, 880),
            (1080, 960),
            (1300, 1010),
            (1520, 1000),
        ]
    )
    draw_near_bank(plate, near, random)
    shadow = plate.mask(lambda mask: mask.polygon([(340, 950), (404, 950), (1120, 1096), (1060, 1110)], 255), 4)
    plate.paste(96, faded(shadow, 0.62))
    draw_gauge(plate, 330, 120, 404, 950, random)
    mound = spline(
        [(262, 980), (310, 956), (350, 944), (372, 949), (408, 940), (440, 958), (480, 978), (370, 992)], True
    )
    plate.paste(246, plate.mask(lambda mask: mask.polygon(mound, 255), 7))
    return printed(plate, SLATE, random, angle=14, strength=0.04)


def draw_near_bank(plate: Plate, edge: Sequence[Point], random: Random) -> None:
    """Draw the snow in front, with dry stalks that stand out of it."""
    draw_snow_bank(plate, [*edge, (1520, 1190), (-20, 1190)], random, [(0.45, 250), (0.8, 236), (1, 206)])
    for _ in range(84):
        root_x, root_y = random.choice(((90, 740), (190, 830), (66, 960), (150, 1075), (640, 1060)))
        x, y = root_x + random.gauss(0, 13), root_y + random.gauss(0, 5)
        lean, length = (x - root_x) * 1.8 + random.gauss(6, 16), random.uniform(40, 150)
        plate.line(
            spline([(x, y), (x + lean * 0.3, y - length * 0.6), (x + lean, y - length)]), random.randint(60, 120), 1.8
        )


def draw_far_willows(plate: Plate, random: Random) -> None:
    """Draw the bare bushes on the far bank, thin as the strokes of a needle."""
    for _ in range(300):
        root = random.choice((110, 150, 560, 610, 1180, 1240, 1300, 1400)) + random.gauss(0, 24)
        foot = 250 + 0.11 * root + random.uniform(-14, 14)
        lean, length = random.gauss(0, 34), random.uniform(50, 170)
        plate.line(
            spline([(root, foot), (root + lean * 0.35, foot - length * 0.6), (root + lean, foot - length)]),
            random.randint(92, 160),
            1.5,
        )


# --- The village library --------------------------------------------------------------------------------------------


def draw_wall(plate: Plate, left: int, top: int, right: int, bottom: int, random: Random) -> None:
    """Draw courses of field stones with dark joints, each stone lit on its upper left edge."""
    plate.box(left, top, right, bottom, 104)
    y = float(top)
    while y < bottom:
        course = random.uniform(27, 40)
        x = left - random.uniform(0, 40)
        while x < right:
            length = random.uniform(36, 92)
            draw_wall_stone(plate, (max(x, left), y, min(x + length, right), min(y + course, bottom)), random)
            x += length
        y += course


def draw_wall_stone(plate: Plate, box: tuple[float, float, float, float], random: Random) -> None:
    """Draw one stone of the wall."""
    left, top, right, bottom = (edge + inset for edge, inset in zip(box, (2, 2, -2, -2), strict=True))
    if right - left < 8 or bottom - top < 8:
        return
    corner, tone = 7.0, random.randint(150, 196)
    jitter = [random.uniform(-2.2, 2.2) for _ in range(8)]
    outline = [
        (left + corner + jitter[0], top), (right - corner + jitter[1], top + jitter[2] / 2), (right, top + corner),
        (right + jitter[3] / 3, bottom - corner), (right - corner, bottom),
        (left + corner + jitter[4], bottom + jitter[5] / 3),
        (left, bottom - corner), (left + jitter[6] / 3, top + corner + jitter[7]),
    ]  # fmt: skip
    plate.polygon(outline, tone)
    plate.line([outline[7], outline[0], outline[1]], min(255, tone + 30), 1.6)
    plate.line([outline[3], outline[4], outline[5]], tone - 44, 1.6)


def draw_shelves(plate: Plate, box: tuple[int, int, int, int], rows: int, random: Random) -> None:
    """Draw a dim room with shelves full of books inside *box*."""
    left, top, right, bottom = box
    plate.box(left, top, right, bottom, 34)
    height = (bottom - top) / rows
    for row in range(rows):
        floor = top + (row + 1) * height - 7
        x = left + 4.0
        while x < right - 8:
            thickness = random.uniform(6, 15)
            if random.random() < 0.09:
                x += thickness * 1.6
                continue
            tall = height * random.uniform(0.58, 0.8)
            draw_book(plate, x, min(x + thickness, right - 2), floor - tall, floor, random)
            x += thickness + 1
        plate.box(left, floor, right, floor + 7, 112)
        plate.box(left, floor + 5, right, floor + 8, 22)


def draw_book(plate: Plate, left: float, right: float, top: float, bottom: float, random: Random) -> None:
    """Draw the spine of one book with its two bands."""
    tone = random.choice((72, 94, 118, 146, 176, 206))
    plate.box(left, top, right, bottom, tone)
    for part in (0.16, 0.8):
        y = top + (bottom - top) * part
        plate.box(left, y, right, y + 3, min(250, tone + 46) if tone < 150 else tone - 70)


def draw_window(plate: Plate, box: tuple[int, int, int, int], random: Random) -> None:
    """Draw a deep window with a wooden frame, a stone sill and the shelves behind it."""
    left, top, right, bottom = box
    plate.box(left - 20, top - 40, right + 20, top - 4, 96)
    plate.line([(left - 20, top - 40), (right + 20, top - 40)], 170, 3)
    draw_shelves(plate, box, 4, random)
    inside = plate.mask(
        lambda mask: mask.polygon(
            [(left, top), (right, top), (right, top + 46), (left + 46, top + 46), (left + 46, bottom), (left, bottom)],
            255,
        ),
        7,
    )
    opening = plate.mask(lambda mask: mask.box(*box, 255))
    plate.paste(12, faded(ImageChops.multiply(inside, opening), 0.72))
    for x in (left, (left + right) / 2, right):
        plate.box(x - 6, top - 4, x + 6, bottom, 74)
        plate.line([(x - 6, top - 4), (x - 6, bottom)], 150, 2)
    plate.box(left - 6, top - 6, right + 6, top + 6, 70)
    plate.box(left - 6, (top + bottom) / 2 - 5, right + 6, (top + bottom) / 2 + 5, 74)
    plate.box(left - 30, bottom, right + 30, bottom + 22, 214)
    plate.box(left - 30, bottom + 22, right + 30, bottom + 30, 66)


def draw_door(plate: Plate, box: tuple[int, int, int, int], random: Random) -> None:
    """Draw the open double door, the shelves in the room behind it and the threshold."""
    left, top, right, bottom = box
    plate.box(left - 24, top - 44, right + 24, top, 84)
    plate.line([(left - 24, top - 44), (right + 24, top - 44)], 170, 3)
    draw_shelves(plate, box, 6, random)
    plate.paste(10, faded(plate.mask(lambda mask: mask.box(left, top, right, top + 90, 255), 24), 0.7))
    for hinge, free in ((left, left - 84), (right, right + 84)):
        leaf = [(hinge, top), (free, top + 22), (free, bottom + 20), (hinge, bottom)]
        plate.polygon(leaf, 78 if hinge == left else 128)
        for part in (0.08, 0.39, 0.7):
            draw_panel(plate, leaf, part, part + 0.23)
        plate.line([leaf[0], leaf[1], leaf[2], leaf[3], leaf[0]], 34, 3)
    plate.polygon([(left - 10, bottom), (right + 10, bottom), (right + 50, bottom + 24), (left - 50, bottom + 24)], 206)
    plate.box(left - 50, bottom + 24, right + 50, bottom + 38, 92)


def draw_panel(plate: Plate, leaf: Sequence[Point], start: float, end: float) -> None:
    """Draw one sunken panel of a door leaf between two parts of its height."""

    def at(across: float, down: float) -> Point:
        top = (leaf[0][0] + (leaf[1][0] - leaf[0][0]) * across, leaf[0][1] + (leaf[1][1] - leaf[0][1]) * across)
        foot = (leaf[3][0] + (leaf[2][0] - leaf[3][0]) * across, leaf[3][1] + (leaf[2][1] - leaf[3][1]) * across)
        return (top[0] + (foot[0] - top[0]) * down, top[1] + (foot[1] - top[1]) * down)

    corners = [at(0.2, start), at(0.8, start), at(0.8, end), at(0.2, end)]
    plate.polygon(corners, 58)
    plate.line([corners[1], corners[2], corners[3]], 150, 2)


def draw_poplar(plate: Plate, foot: Point, height: float, random: Random, tone: int) -> None:
    """Draw a slim poplar as a cloud of short rising strokes round its stem."""
    x, y = foot
    plate.line([(x, y), (x + 3, y - height * 0.9)], tone - 20, 6)
    for _ in range(int(height * 5.2)):
        part = random.random()
        spread = height * 0.1 * math.sin(math.pi * min(1, 0.08 + part * 0.92)) ** 0.7
        side = random.gauss(0, 0.42) * spread
        top = y - height * (0.12 + 0.9 * part)
        shade = tone + (38 if side < 0 else 0) + random.randint(-12, 12)
        plate.line([(x + side, top + 18), (x + side * 1.2, top)], shade, 2.4)


def draw_library() -> Image.Image:
    """The stone front of a village school with its door open and its bookshelves behind the windows."""
    random = Random(1200)
    plate = Plate(1600, 1040)
    plate.paste(plate.gradient([(0, 216), (0.35, 252)]), Image.new("L", plate.image.size, 255))
    for base, swing, octaves, tone in ((180, 62, 6, 206), (262, 46, 6, 178)):
        crest = ridge_points(fractal_line(random, plate.width, octaves, 330), base, swing)
        draw_ridge(plate, crest, [(base / plate.height - 0.06, tone), (base / plate.height + 0.16, tone + 34)])
        hatch_slopes(plate, crest, random, tone - 22, 84)
    for x, height in ((66, 560), (140, 640), (1530, 610)):
        draw_poplar(plate, (x, 850), height, random, 92)
    draw_yard(plate, random)
    draw_wall(plate, 215, 300, 1450, 862, random)
    for box in ((300, 450, 560, 720), (1105, 450, 1365, 720)):
        draw_window(plate, box, random)
    draw_door(plate, (735, 430, 925, 856), random)
    draw_roof(plate, 190, 262, 1475, random)
    draw_bench(plate, 1128, 862)
    return printed(plate, EARTH, random, angle=-12, strength=0.03).crop((0, 120, PRINTED_WIDTH, 890))


def draw_yard(plate: Plate, random: Random) -> None:
    """Draw the ground before the house, the shadow at its foot and a path of trodden earth."""
    ground = plate.mask(lambda mask: mask.box(0, 838, plate.width, plate.height, 255))
    earth = plate.gradient([(0.8, 176), (0.88, 206), (1, 170)])
    earth = Image.blend(earth, ImageChops.soft_light(earth, noise(random, plate.image.size, (9, 40), 4)), 0.7)
    plate.paste(earth, ground)
    path = plate.mask(lambda mask: mask.polygon([(720, 890), (940, 890), (1130, 1050), (560, 1050)], 255), 14)
    plate.paste(226, faded(path, 0.6))
    plate.paste(
        52,
        faded(plate.mask(lambda mask: mask.polygon([(215, 852), (1450, 852), (1560, 890), (232, 884)], 255), 7), 0.62),
    )


def draw_roof(plate: Plate, left: int, top: int, right: int, random: Random) -> None:
    """Draw the flat clay roof, the ends of its beams and the shadow they throw on the wall."""
    plate.paste(20, faded(plate.mask(lambda mask: mask.box(215, top + 38, 1450, top + 92, 255), 9), 0.6))
    for x in range(left + 40, right - 30, 62):
        plate.polygon([(x + 8, top + 60), (x + 22, top + 60), (x + 50, top + 128), (x + 38, top + 128)], 104)
        plate.ellipse((x, top + 52), 15, 15, 58)
        plate.ellipse((x - 2, top + 50), 11, 11, 152)
        plate.ellipse((x - 2, top + 50), 5, 5, 108)
    edge = fractal_line(random, right - left, 4, 120)
    roof = [(left + x, top - 6 + 3.4 * height) for x, height in enumerate(edge)]
    plate.polygon([*roof, (right, top + 38), (left, top + 38)], 196)
    plate.line(roof, 246, 4)
    plate.box(left, top + 32, right, top + 40, 66)


def draw_bench(plate: Plate, left: float, ground: float) -> None:
    """Draw a plain bench with a pile of books and its shadow."""
    plate.paste(
        40,
        faded(
            plate.mask(
                lambda mask: mask.polygon(
                    [
                        (left, ground + 52),
                        (left + 224, ground + 52),
                        (left + 290, ground + 70),
                        (left + 30, ground + 70),
                    ],
                    255,
                ),
                5,
            ),
            0.6,
        ),
    )
    for x in (left + 16, left + 190):
        plate.box(x, ground - 12, x + 16, ground + 56, 52)
    plate.box(left, ground - 26, left + 222, ground - 10, 176)
    plate.box(left, ground - 12, left + 222, ground - 6, 60)
    for offset, width, tone in ((0, 74, 66), (-16, 66, 206), (-32, 70, 112)):
        plate.box(left + 44, ground - 42 + offset, left + 44 + width, ground - 27 + offset, tone)
        plate.line([(left + 44, ground - 27 + offset), (left + 44 + width, ground - 27 + offset)], 30, 1.6)


# --- The caravan ----------------------------------------------------------------------------------------------------

CAMEL_OUTLINE: tuple[Point, ...] = (
    (-0.50, 1.03), (-0.38, 1.14), (-0.22, 1.22), (-0.06, 1.40), (0.02, 1.39), (0.12, 1.23), (0.26, 1.11), (0.38, 1.03),
    (0.50, 1.02), (0.62, 1.13), (0.70, 1.32), (0.75, 1.49), (0.80, 1.57), (0.85, 1.60), (0.93, 1.56), (1.05, 1.47),
    (1.09, 1.41), (1.06, 1.37), (0.97, 1.38), (0.88, 1.39), (0.84, 1.28), (0.78, 1.08), (0.68, 0.91), (0.53, 0.81),
    (0.38, 0.76), (0.16, 0.71), (-0.12, 0.74), (-0.32, 0.82), (-0.46, 0.80), (-0.55, 0.92),
)  # fmt: skip
CAMEL_STRIDES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.36, 0.16), (0.28, -0.08), (-0.40, -0.20), (-0.34, 0.06)),
    ((0.36, -0.10), (0.30, 0.12), (-0.40, 0.02), (-0.34, -0.18)),
    ((0.34, 0.04), (0.30, 0.18), (-0.42, -0.10), (-0.34, 0.10)),
)


def placed(points: Iterable[Point], foot: Point, size: float) -> list[Point]:
    """Return points of a figure that stands on *foot* and looks to the left, *size* pixels for each unit."""
    return [(foot[0] - x * size, foot[1] - y * size) for x, y in points]


def draw_limb(plate: Plate, joints: Sequence[Point], widths: Sequence[float], tone: int) -> None:
    """Draw a limb that tapers along its joints."""
    curve = spline(joints)
    for index, (x, y) in enumerate(curve):
        part = index / (len(curve) - 1) * (len(widths) - 1)
        radius = interpolated(list(enumerate(widths)), part) / 2
        plate.ellipse((x, y), radius, radius, tone)


def draw_camel(plate: Plate, foot: Point, size: float, stride: int, tone: int) -> None:
    """Draw a loaded camel in outline."""
    for hip, step in CAMEL_STRIDES[stride % len(CAMEL_STRIDES)]:
        knee_bend = 0.05 if hip > 0 else -0.06
        joints = [
            (hip, 0.92),
            (hip + step * 0.35 + knee_bend * 0.4, 0.62),
            (hip + step * 0.6 + knee_bend, 0.42),
            (hip + step * 0.85, 0.2),
            (hip + step, 0.03),
        ]
        draw_limb(plate, placed(joints, foot, size), [size * w for w in (0.24, 0.15, 0.085, 0.06, 0.06)], tone)
        draw_limb(
            plate, placed([(hip + step - 0.03, 0.025), (hip + step + 0.05, 0.02)], foot, size), [size * 0.05] * 2, tone
        )
    plate.polygon(placed(spline(CAMEL_OUTLINE, closed=True), foot, size), tone)
    draw_limb(
        plate,
        placed([(-0.51, 1.0), (-0.58, 0.84), (-0.58, 0.66)], foot, size),
        [size * 0.04, size * 0.03, size * 0.055],
        tone,
    )
    draw_limb(plate, placed([(0.82, 1.57), (0.79, 1.64)], foot, size), [size * 0.05, size * 0.025], tone)
    draw_load(plate, foot, size, stride, tone)


def draw_load(plate: Plate, foot: Point, size: float, stride: int, tone: int) -> None:
    """Draw the bales on both sides of the hump and the bundle on top."""
    bale = [
        (-0.36, 1.20),
        (-0.38, 0.86),
        (-0.30, 0.74),
        (-0.02, 0.69),
        (0.20, 0.76),
        (0.24, 0.92),
        (0.20, 1.20),
        (-0.06, 1.30),
    ]
    plate.polygon(placed(spline(bale, closed=True), foot, size), tone)
    bundle = [
        (-0.32, 1.26),
        (-0.33, 1.40),
        (-0.22, 1.53),
        (-0.02, 1.57 + 0.05 * (stride % 2)),
        (0.14, 1.50),
        (0.19, 1.36),
        (0.17, 1.22),
        (-0.08, 1.2),
    ]
    if stride % 3 != 1:
        plate.polygon(placed(spline(bundle, closed=True), foot, size), tone)


def draw_walker(plate: Plate, foot: Point, size: float, tone: int) -> None:
    """Draw the man who leads the caravan: turban, cloak and staff."""
    cloak = [
        (-0.20, 0.28),
        (-0.17, 0.62),
        (-0.13, 0.98),
        (-0.02, 1.10),
        (0.10, 1.04),
        (0.15, 0.80),
        (0.17, 0.52),
        (0.20, 0.26),
        (0.0, 0.22),
    ]
    plate.polygon(placed(spline(cloak, closed=True), foot, size), tone)
    for step in (-0.15, 0.15):
        draw_limb(
            plate,
            placed([(step * 0.4, 0.4), (step * 0.8, 0.16), (step, 0.02), (step + 0.07, 0.0)], foot, size),
            [size * w for w in (0.13, 0.09, 0.06, 0.05)],
            tone,
        )
    plate.ellipse(placed([(0.03, 1.19)], foot, size)[0], size * 0.085, size * 0.105, tone)
    plate.ellipse(placed([(0.01, 1.27)], foot, size)[0], size * 0.125, size * 0.075, tone)
    draw_limb(
        plate,
        placed([(0.06, 0.96), (0.20, 0.80), (0.33, 0.86)], foot, size),
        [size * 0.1, size * 0.08, size * 0.055],
        tone,
    )
    plate.line(placed([(0.36, 1.16), (0.31, 0.0)], foot, size), tone, size * 0.035)


def dune_crest(x: float) -> float:
    """Return the height of the dune that the caravan walks on."""
    return 640 + 46 * math.sin(x / 330 + 0.9) + 18 * math.sin(x / 140 + 2.2)


def draw_sun(plate: Plate, centre: Point, radius: float) -> None:
    """Draw the low sun and the glow round it."""
    for spread, strength in ((10, 0.5), (5, 0.36), (2.4, 0.3)):
        halo = Image.radial_gradient("L").point([round(255 * max(0.0, 1 - value / 176) ** 2) for value in range(256)])
        side = round(radius * spread * 2 * SUPERSAMPLING)
        glow = Image.new("L", plate.image.size, 0)
        corner = (round(centre[0] * SUPERSAMPLING - side / 2), round(centre[1] * SUPERSAMPLING - side / 2))
        glow.paste(halo.resize((side, side), Image.Resampling.BICUBIC), corner)
        plate.paste(255, faded(glow, strength))
    plate.paste(255, plate.mask(lambda mask: mask.ellipse(centre, radius, radius, 255), 1))


def draw_dune(plate: Plate, crest: Sequence[Point], brink: Sequence[Point], light: int, dark: int) -> None:
    """Draw a dune below *crest*: its sunny side, and right of and below *brink* the side in the shade."""
    top = min(y for _, y in crest) / plate.height
    draw_ridge(plate, crest, [(top, light), (top + 0.36, light - 74)])
    shade = plate.mask(lambda mask: mask.polygon(brink, 255), 1.2)
    body = plate.mask(lambda mask: mask.polygon([*crest, (plate.width, plate.height), (0, plate.height)], 255))
    plate.paste(plate.gradient([(top, dark), (1, dark - 22)]), ImageChops.multiply(shade, body))


def draw_ripples(plate: Plate, random: Random) -> None:
    """Draw the ripples of the sand: broken, nearly level strokes, closer together towards the crest."""
    wave = fractal_line(random, plate.width, 4, 210)
    for index in range(44):
        part = index / 44
        y = 712 + 340 * part**1.3
        start = -random.randint(0, 200)
        while start < plate.width:
            length = random.randint(60, 260)
            stops = range(max(start, 0), min(start + length, plate.width), 8)
            points = [(x, y + wave[x] * (7 + 9 * part) + 0.02 * x) for x in stops]
            if len(points) > 2:
                plate.line(points, random.randint(84, 112), 1 + 1.5 * part)
            start += length + random.randint(20, 140)


def draw_caravan() -> Image.Image:
    """Seven camels and their leader on the crest of a dune at dusk."""
    random = Random(1100)
    plate = Plate(1600, 1040)
    plate.paste(plate.gradient([(0, 96), (0.3, 142), (0.55, 186), (0.62, 196)]), Image.new("L", plate.image.size, 255))
    bands = noise(random, plate.image.size, (2, 26), 3).point([max(0, value - 140) for value in range(256)])
    plate.paste(92, ImageChops.multiply(faded(bands, 0.85), plate.gradient([(0, 255), (0.5, 60), (0.6, 0)])))
    draw_sun(plate, (452, 470), 66)
    for base, swing, tone in ((560, 30, 168), (604, 24, 138)):
        crest = ridge_points(fractal_line(random, plate.width, 5, 420), base, swing)
        draw_ridge(plate, crest, [(base / plate.height - 0.03, tone), (base / plate.height + 0.12, tone + 14)])
    crest = [(float(x), dune_crest(x)) for x in range(0, plate.width + 1, 4)]
    hollow = spline([(560, dune_crest(560)), (690, 716), (640, 792), (420, 860), (180, 960), (60, 1060)])
    draw_dune(
        plate,
        crest,
        [*hollow, (1620, 1060), (1620, dune_crest(1600)), *reversed([p for p in crest if p[0] > 560])],
        244,
        78,
    )
    sand = plate.image.copy()
    draw_ripples(plate, random)
    below = plate.mask(lambda mask: mask.polygon([(0, 700), (500, 672), (1600, 690), (1600, 1060), (0, 1060)], 255), 10)
    plate.image = Image.composite(Image.blend(sand, plate.image, 0.55), sand, below)
    draw_train(plate)
    return printed(plate, SEPIA, random, angle=0)


def draw_train(plate: Plate) -> None:
    """Draw the leader and the seven camels, joined by ropes, along the crest."""
    ink = 14
    feet = [(x, dune_crest(x) + 4) for x in (372, 545, 716, 884, 1056, 1226, 1392)]
    sizes = (92, 88, 90, 84, 88, 82, 86)
    for index, (foot, size) in enumerate(zip(feet, sizes, strict=True)):
        draw_camel(plate, foot, size, index, ink)
        nose = placed([(1.05, 1.40)], foot, size)[0]
        ahead = (
            placed([(-0.36, 1.1)], feet[index - 1], sizes[index - 1])[0] if index else (247 - 20, dune_crest(247) - 70)
        )
        sag = ((nose[0] + ahead[0]) / 2, max(nose[1], ahead[1]) + 14)
        plate.line(spline([nose, sag, ahead]), ink, 1.8)
    draw_walker(plate, (247, dune_crest(247) + 3), 84, ink)


# --- The lapis lazuli -----------------------------------------------------------------------------------------------


def rock_corners(random: Random, count: int) -> list[Vector]:
    """Return corners spread evenly over a flattened, uneven ball."""
    corners = []
    for index in range(count):
        z = 1 - 2 * (index + 0.5) / count
        turn = index * math.pi * (3 - math.sqrt(5)) + random.uniform(-0.35, 0.35)
        ring = math.sqrt(1 - z * z)
        stretch = random.uniform(0.86, 1.06)
        height = max(0.9 * stretch * z, -0.56 + 0.02 * random.random())
        corners.append((1.3 * stretch * ring * math.cos(turn), height, 0.95 * stretch * ring * math.sin(turn)))
    return corners


def subtract(a: Vector, b: Vector) -> Vector:
    """Return the vector from *b* to *a*."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector that stands on both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def unit(a: Vector) -> Vector:
    """Return the vector at length one."""
    length = math.sqrt(dot(a, a))
    return (a[0] / length, a[1] / length, a[2] / length)


def hull_facets(corners: Sequence[Vector]) -> list[tuple[Vector, tuple[Vector, Vector, Vector]]]:
    """Return the triangles of the convex hull with their outward normals; few corners, so every triple is tried."""
    facets = []
    for a, b, c in combinations(corners, 3):
        normal = unit(cross(subtract(b, a), subtract(c, a)))
        sides = [dot(normal, subtract(corner, a)) for corner in corners]
        if max(sides) < 1e-9 or min(sides) > -1e-9:
            outward = normal if max(sides) < 1e-9 else (-normal[0], -normal[1], -normal[2])
            facets.append((outward, (a, b, c)))
    return facets


def facet_tone(normal: Vector) -> int:
    """Return the tone of a facet: light from the upper left, a gleam where it throws the light at the eye."""
    lamp, eye = unit((-0.62, 0.66, 0.52)), (0.0, 0.0, 1.0)
    diffuse = max(0.0, dot(normal, lamp))
    middle = unit((lamp[0] + eye[0], lamp[1] + eye[1], lamp[2] + eye[2]))
    gleam = max(0.0, dot(normal, middle)) ** 16
    bounce = 0.16 * max(0.0, -normal[1])
    return round(min(236, 22 + 116 * diffuse + 56 * gleam + 110 * bounce))


def stone_texture(plate: Plate, random: Random) -> tuple[Image.Image, Image.Image]:
    """Return the cloudy ground of the stone and the mask of its pale veins."""
    cloudy = noise(random, plate.image.size, (14, 9), 5)
    field = noise(random, plate.image.size, (2, 5), 4).rotate(-24, Image.Resampling.BICUBIC)
    veins = field.point([max(0, 255 - 34 * abs(value - 96)) for value in range(256)])
    breaks = noise(random, plate.image.size, (9, 6), 3).point(
        [min(255, max(0, (value - 96) * 3)) for value in range(256)]
    )
    return cloudy, ImageChops.multiply(veins, breaks)


def draw_flecks(plate: Plate, inside: Image.Image, random: Random) -> Image.Image:
    """Return the mask of the pyrite: small bright flecks in loose swarms."""
    swarms = [(random.uniform(480, 1100), random.uniform(260, 720)) for _ in range(9)]

    def draw(mask: Plate) -> None:
        for _ in range(520):
            x, y = random.choice(swarms)
            x, y = x + random.gauss(0, 72), y + random.gauss(0, 50)
            size = random.choice((1.2, 1.5, 2, 2.6, 3.6))
            turn = random.uniform(0, math.pi)
            mask.polygon(
                [
                    (x + size * math.cos(turn + k * math.pi / 2), y + size * 0.8 * math.sin(turn + k * math.pi / 2))
                    for k in range(4)
                ],
                255,
            )

    return ImageChops.multiply(plate.mask(draw), inside)


def draw_lapis() -> Image.Image:
    """A block of lapis lazuli, cut in broad facets, veined and flecked, on an even ground."""
    random = Random(2600)
    plate = Plate(1600, 1060)
    plate.paste(plate.gradient([(0, 236), (0.5, 250), (0.62, 255), (1, 238)]), Image.new("L", plate.image.size, 255))
    facets = hull_facets(rock_corners(random, 46))
    seen = sorted(
        ((normal, [project(corner) for corner in corners]) for normal, corners in facets if normal[2] > 0),
        key=lambda item: item[0][2],
    )
    inside = stone_mask(plate, [outline for _, outline in seen])
    draw_stone_shadow(plate)
    for normal, outline in seen:
        plate.polygon(outline, facet_tone(normal))
    cloudy, veins = stone_texture(plate, random)
    plate.paste(Image.blend(plate.image, ImageChops.overlay(plate.image, cloudy), 0.4), inside)
    plate.paste(
        ImageChops.screen(plate.image, Image.new("L", plate.image.size, 120)),
        ImageChops.multiply(faded(blurred(veins, 0.8), 0.62), inside),
    )
    draw_edges(plate, seen)
    picture = printed(plate, LAPIS, random, angle=32)
    flecks = draw_flecks(plate, inside, random).resize(picture.size, Image.Resampling.LANCZOS)
    picture.paste((214, 176, 96), (0, 0, *picture.size), faded(flecks, 0.9))
    return picture.crop((0, 90, picture.width, 900))


def stone_mask(plate: Plate, outlines: Iterable[Sequence[Point]]) -> Image.Image:
    """Return the mask of the whole stone."""

    def draw(mask: Plate) -> None:
        for outline in outlines:
            mask.polygon(outline, 255)

    return plate.mask(draw)


def project(corner: Vector) -> Point:
    """Return a corner of the stone on the plate, seen slightly from above."""
    x, y, z = corner
    nearness = 1 + 0.10 * z
    return (800 + 372 * x * nearness, 520 - 372 * (y * 0.96 - z * 0.16) * nearness)


def draw_stone_shadow(plate: Plate) -> None:
    """Draw the shadow of the stone on the ground, sharp where it touches and soft farther away."""
    wide = plate.mask(lambda mask: mask.ellipse((890, 764), 440, 56, 255), 30)
    close = plate.mask(lambda mask: mask.ellipse((872, 748), 300, 26, 255), 12)
    plate.paste(96, faded(wide, 0.85))
    plate.paste(18, faded(close, 0.82))


def draw_edges(plate: Plate, seen: Sequence[tuple[Vector, Sequence[Point]]]) -> None:
    """Draw the polished edges of the facets that face the light."""
    for normal, outline in seen:
        if facet_tone(normal) > 96:
            shape = Plate(plate.width, plate.height, 0)
            shape.line([*outline, outline[0]], 255, 1.6)
            plate.paste(226, faded(blurred(shape.image, 0.5), 0.5))


# --- The skyline ----------------------------------------------------------------------------------------------------


def draw_smoke(plate: Plate, random: Random, foot: Point) -> None:
    """Draw a column of smoke, far away, that rises, widens and drifts to the right."""
    puff = Image.radial_gradient("L").point([max(0, 255 - round(value * 1.42)) for value in range(256)])
    for index in range(1600):
        part = index / 1600
        rise = 1 - part
        x = foot[0] + 20 * math.sin(rise * 7) + 560 * rise**2.3
        y = foot[1] - 470 * rise**0.72
        radius = 9 + 96 * rise**1.15
        spread = radius * 0.75
        offset_x, offset_y = random.gauss(0, spread * 0.72), random.gauss(0, spread * 0.5)
        light = (-offset_x * 0.5 - offset_y) / spread
        tone = round(96 + 74 * rise + 30 * max(-1.4, min(1.4, light)))
        side = max(4, round(radius * random.uniform(0.3, 0.8) * 2 * SUPERSAMPLING))
        mask = faded(puff.resize((side, side), Image.Resampling.BILINEAR), 0.42 - 0.22 * rise)
        corner = (round((x + offset_x) * SUPERSAMPLING - side / 2), round((y + offset_y) * SUPERSAMPLING - side / 2))
        plate.image.paste(tone, (corner[0], corner[1], corner[0] + side, corner[1] + side), mask)


def draw_town(plate: Plate, random: Random, horizon: float) -> None:
    """Draw the low roofs of the town, a minaret, a dome and a water tower against the sky."""
    for depth, tone in ((0, 138), (1, 106), (2, 78)):
        x = 60.0 + 90 * depth
        while x < plate.width - 40:
            width = random.uniform(22, 74)
            centred = math.exp(-(((x - 720) / 470) ** 2))
            height = random.uniform(10, 20) + centred * random.uniform(8, 34) - depth * 5
            if random.random() < 0.35 + 0.6 * centred:
                draw_house(plate, x, width, max(9, height), horizon + depth * 5, tone, random)
            x += width + random.uniform(-10, 26)
    draw_minaret(plate, 590, horizon + 3, 88)
    draw_water_tower(plate, 1090, horizon + 6, 94)


def draw_house(plate: Plate, left: float, width: float, height: float, foot: float, tone: int, random: Random) -> None:
    """Draw one flat-roofed house with a brighter side to the left and a few openings."""
    plate.box(left, foot - height, left + width, foot, tone)
    plate.box(left, foot - height, left + width * 0.3, foot, tone + 30)
    plate.line([(left, foot - height), (left + width, foot - height)], tone + 44, 1.4)
    if width > 40:
        roof = left + width * random.uniform(0.4, 0.7)
        plate.box(roof, foot - height - 7, roof + 12, foot - height, tone)
    for column in range(int(width / 14)):
        if random.random() < 0.5 and height > 18:
            x = left + 6 + column * 14
            plate.box(x, foot - height + 6, x + 4, foot - height + 12, tone - 44)


def draw_minaret(plate: Plate, x: float, foot: float, height: float) -> None:
    """Draw a minaret with its gallery and, beside it, the dome of the mosque."""
    plate.polygon([(x - 5, foot), (x - 3.6, foot - height), (x + 3.6, foot - height), (x + 5, foot)], 84)
    plate.box(x - 7.5, foot - height * 0.8, x + 7.5, foot - height * 0.76, 70)
    plate.polygon([(x - 5, foot - height), (x, foot - height - 20), (x + 5, foot - height)], 76)
    dome = spline(
        [(x + 22, foot - 30), (x + 26, foot - 46), (x + 44, foot - 60), (x + 62, foot - 46), (x + 66, foot - 30)]
    )
    plate.polygon([*dome, (x + 66, foot), (x + 22, foot)], 92)
    plate.line([(x + 44, foot - 60), (x + 44, foot - 70)], 84, 1.6)


def draw_water_tower(plate: Plate, x: float, foot: float, height: float) -> None:
    """Draw a water tower on four struts."""
    for start, end in ((-15, -9), (15, 9), (-5, -3), (5, 3)):
        plate.line([(x + start, foot), (x + end, foot - height * 0.66)], 84, 2.4)
    plate.line([(x - 13, foot - height * 0.3), (x + 12, foot - height * 0.3)], 84, 1.8)
    tank = [
        (x - 16, foot - height * 0.66),
        (x - 18, foot - height * 0.92),
        (x, foot - height * 1.04),
        (x + 18, foot - height * 0.92),
        (x + 16, foot - height * 0.66),
    ]
    plate.polygon(tank, 78)
    plate.polygon([tank[0], tank[1], tank[2], (x - 5, foot - height * 0.66)], 116)


def draw_fields(plate: Plate, random: Random, horizon: float) -> None:
    """Draw the plain in front: furrows that run to one point on the horizon, and a row of far trees."""
    land = plate.mask(lambda mask: mask.box(0, horizon, plate.width, plate.height, 255))
    soil = plate.gradient([(horizon / plate.height, 190), (0.8, 158), (1, 104)])
    soil = Image.blend(soil, ImageChops.soft_light(soil, noise(random, plate.image.size, (4, 44), 4)), 0.75)
    plate.paste(soil, land)
    smooth = plate.image.copy()
    vanishing = (380.0, horizon - 6)
    for index in range(-60, 130):
        foot = vanishing[0] + index * 46 + random.uniform(-5, 5)
        start = random.uniform(0.16, 0.3)
        near = (foot, float(plate.height + 10))
        far = (vanishing[0] + (foot - vanishing[0]) * start, vanishing[1] + (near[1] - vanishing[1]) * start)
        draw_furrow(plate, far, near, random.randint(60, 104))
    plate.image = Image.blend(smooth, plate.image, 0.34)


def draw_furrow(plate: Plate, far: Point, near: Point, tone: int) -> None:
    """Draw one furrow as a wedge that widens towards the reader."""
    plate.polygon(
        [(far[0] - 0.4, far[1]), (far[0] + 0.4, far[1]), (near[0] + 7, near[1]), (near[0] - 7, near[1])], tone
    )


def draw_trees(plate: Plate, random: Random, horizon: float) -> None:
    """Draw a broken line of trees between the fields and the town."""
    for _ in range(320):
        x = random.choice((120, 210, 300, 860, 960, 1340, 1430, 1520)) + random.gauss(0, 34)
        radius = random.uniform(3, 9)
        plate.ellipse(
            (x, horizon + 16 - radius * random.uniform(0.5, 1.6)), radius, radius * 0.9, random.randint(58, 84)
        )
    plate.paste(70, faded(plate.mask(lambda mask: mask.box(0, horizon + 10, plate.width, horizon + 18, 255), 3), 0.5))


def draw_skyline() -> Image.Image:
    """A town on the horizon, seen over the fields, with a column of smoke far behind it."""
    random = Random(817)
    plate = Plate(1600, 960)
    horizon = 640.0
    plate.paste(plate.gradient([(0, 142), (0.3, 192), (0.6, 238), (0.68, 244)]), Image.new("L", plate.image.size, 255))
    clouds = noise(random, plate.image.size, (2, 12), 4).point([max(0, value - 128) for value in range(256)])
    plate.paste(238, ImageChops.multiply(faded(clouds, 1.5), plate.gradient([(0, 255), (0.6, 40)])))
    crest = ridge_points(fractal_line(random, plate.width, 5, 380), horizon - 26, 20)
    draw_smoke(plate, random, (818, horizon - 6))
    draw_ridge(plate, crest, [(0.6, 206), (0.68, 222)])
    draw_town(plate, random, horizon)
    draw_fields(plate, random, horizon + 6)
    draw_trees(plate, random, horizon)
    return printed(plate, ASH, random, angle=-7)


# --- All of them ----------------------------------------------------------------------------------------------------

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "china-syria/skyline.jpg": draw_skyline,
    "dari-water/valley.jpg": draw_valley,
    "dari-water/snow-gauge.jpg": draw_snow_gauge,
    "pashto-school/library.jpg": draw_library,
    "german-silk-road/caravan.jpg": draw_caravan,
    "french-lapis/lapis.jpg": draw_lapis,
}


def jpeg(picture: Image.Image) -> bytes:
    """Return the picture as a JPEG file of the best of our qualities that keeps it small enough for a repository."""
    for quality in JPEG_QUALITIES:
        file = BytesIO()
        picture.save(
            file, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0", dpi=(300, 300)
        )
        if file.tell() <= LARGEST_FILE:
            break
    return file.getvalue()


def main() -> None:
    """Draw every picture into its sample's folder."""
    for name, draw in PICTURES.items():
        path = SAMPLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg(draw()))


if __name__ == "__main__":
    main()
