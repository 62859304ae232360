"""What a person would write by hand for ffmpeg to get the same pictures: the command for each reference timeline."""

from __future__ import annotations

import json
from pathlib import Path

import reelwright
from bench.timelines import MEDIA

_ENCODE = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k"]
_FONTS = Path(reelwright.__file__).parent / "typesetting" / "font_files"
_ASS_HEAD = """[Script Info]
PlayResX: {width}
PlayResY: {height}
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, Alignment, MarginV, Outline, Shadow, BorderStyle
Style: D,Noto Sans,{size},&H00FFFFFF,&H00000000,1,2,{margin},4,0,1
[Events]
Format: Layer, Start, End, Style, Text
"""


def command(name: str, folder: Path, output: Path) -> list[str]:
    """The ffmpeg command line for ``T1``, ``T2`` or ``T3``; subtitle files go to ``folder``."""
    return GRAPHS[name](folder, output)


def _footage(folder: Path, output: Path) -> list[str]:
    ass = _captions(folder, (1920, 1080))
    graph = (
        f"[0:v]ass={ass}:fontsdir={_FONTS}[v];[2:a]volume=-18dB[m];[1:a][m]amix=inputs=2:duration=first:normalize=0[a]"
    )
    inputs = ["-i", f"{MEDIA}/bg.mp4", "-i", f"{MEDIA}/voice.wav", "-i", f"{MEDIA}/music.mp3"]
    return [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        *inputs,
        "-filter_complex",
        graph,
        "-map",
        "[v]",
        "-map",
        "[a]",
        "-t",
        "30",
        *_ENCODE,
        str(output),
    ]


def _story(folder: Path, output: Path) -> list[str]:
    """Zooms by scaling per frame and cropping, which is smooth; zoompan jitters."""
    ass = _captions(folder, (1080, 1920))
    inputs: list[str] = []
    graph = ""
    for index in range(6):
        length = 5.5 if index < 5 else 5
        frames = round(length * 30)
        inputs += ["-loop", "1", "-framerate", "30", "-t", str(length), "-i", f"{MEDIA}/photo{index + 1}.jpg"]
        zoom = f"1920*(1+0.15*n/{frames - 1})"
        graph += (
            f"[{index}:v]scale=w=-2:h='2*round({zoom}/2)':eval=frame,crop=1080:1920,setsar=1,format=yuv420p[p{index}];"
        )
    last = "p0"
    for index in range(1, 6):
        graph += f"[{last}][p{index}]xfade=transition=fade:duration=0.5:offset={5 * index}[x{index}];"
        last = f"x{index}"
    graph += f"[{last}]ass={ass}:fontsdir={_FONTS}[v]"
    return [
        "ffmpeg", "-v", "error", "-y", *inputs, "-i", f"{MEDIA}/voice.wav", "-filter_complex", graph, "-map", "[v]", "-map", "6:a",
        "-t", "30", *_ENCODE, str(output),
    ]  # fmt: skip


def _template(folder: Path, output: Path) -> list[str]:
    font = _FONTS / "NotoSans-Bold.ttf"
    inputs = [
        "-f",
        "lavfi",
        "-i",
        "gradients=s=1920x1080:r=30:d=20:c0=0x1b2a6b:c1=0xc2185b:x0=0:y0=0:x1=1919:y1=1079:speed=0.00001",
    ]
    for picture in ("photo1.jpg", "photo2.jpg", "logo.png"):
        inputs += ["-loop", "1", "-framerate", "30", "-t", "20", "-i", f"{MEDIA}/{picture}"]
    graph, last = "[0:v]format=yuv420p[g];", "g"
    for index, (x, y) in enumerate([(1400, 380), (1280, 740)]):
        turn = "(-3+6*t/20)*PI/180"
        graph += (
            f"[{index + 1}:v]format=rgba,scale=1620:1080,crop=1620:911,scale=w='2*round(1920*(0.5+0.2*t/20)/2)':h=-2:eval=frame,"
            f"rotate='{turn}':c=none:ow='rotw(3*PI/180)':oh='roth(3*PI/180)'[q{index}];"
            f"[{last}][q{index}]overlay=x='{x}-w/2':y='{y}-h/2':eval=frame[o{index}];"
        )
        last = f"o{index}"
    for index in range(6):
        start = 0.5 + 0.6 * index
        progress = f"clip((t-{start})/0.8\\,0\\,1)"
        graph += (
            f"[{last}]drawtext=fontfile={font}:text='Line number {index + 1} slides in':fontsize=76:fontcolor=white:"
            f"x='120-240*pow(1-{progress}\\,3)':y={160 + 130 * index}-38:alpha='{progress}':enable='gte(t\\,{start})'[t{index}];"
        )
        last = f"t{index}"
    graph += f"[3:v]format=rgba,colorchannelmixer=aa=0.6[l];[{last}][l]overlay=x=1560:y=20[v]"
    return [
        "ffmpeg", "-v", "error", "-y", *inputs, "-i", f"{MEDIA}/music.mp3", "-filter_complex", graph, "-map", "[v]", "-map", "4:a",
        "-t", "20", *_ENCODE, str(output),
    ]  # fmt: skip


def _captions(folder: Path, size: tuple[int, int]) -> Path:
    """An ASS file: four words at a time, the current one yellow."""
    words = json.loads((MEDIA / "words.json").read_text())
    lines = [
        _ASS_HEAD.format(width=size[0], height=size[1], size=round(min(size) * 0.06), margin=round(size[1] * 0.08))
    ]
    for start in range(0, len(words), 4):
        group = words[start : start + 4]
        for current, word in enumerate(group):
            end = group[current + 1]["start"] if current + 1 < len(group) else word["end"]
            text = " ".join(
                "{\\c&H0AD6FF&}" + w["word"] + "{\\c&HFFFFFF&}" if i == current else w["word"]
                for i, w in enumerate(group)
            )
            lines.append(f"Dialogue: 0,{_ass_time(word['start'])},{_ass_time(end)},D,{text}\n")
    path = folder / f"captions-{size[0]}.ass"
    path.write_text("".join(lines))
    return path


def _ass_time(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02d}:{seconds % 60:05.2f}"


GRAPHS = {"T1": _footage, "T2": _story, "T3": _template}
"""The timelines that have a graph."""
