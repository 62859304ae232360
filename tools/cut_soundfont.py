"""Cut a sound font (.sf2, .sf3) down to a few presets: python tools/cut_soundfont.py IN.sf3 OUT.sf3 0:0 0:48 128:0 …

Presets are named bank:program. Samples, instruments and presets are copied as they are, only renumbered.
Format: SoundFont Technical Specification 2.04; .sf3 holds Ogg Vorbis samples (bit 4 of the sample type).
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

_INSTRUMENT, _SAMPLE = 41, 53
_COMPRESSED = 0x10
_SIZES = {"phdr": 38, "pbag": 4, "pmod": 10, "pgen": 4, "inst": 22, "ibag": 4, "imod": 10, "igen": 4, "shdr": 46}


def chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4].decode("latin-1"), struct.unpack_from("<I", data, at + 4)[0]
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size
        if size % 2 and not data[at : at + 4].isalpha():  # some writers leave the padding byte out
            at += 1


def chunk(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def records(tables: dict[str, bytes], name: str) -> list[bytes]:
    size = _SIZES[name]
    return [tables[name][at : at + size] for at in range(0, len(tables[name]), size)]


class Layer:
    """Presets or instruments: headers, their zones, and the generators and modulators of those."""

    def __init__(self, tables: dict[str, bytes], header: str, prefix: str) -> None:
        self.headers = records(tables, header)
        self.bags = [struct.unpack("<HH", bag) for bag in records(tables, f"{prefix}bag")]
        self.mods = records(tables, f"{prefix}mod")
        self.gens = records(tables, f"{prefix}gen")
        self._at = 24 if header == "phdr" else 20

    def first_bag(self, index: int) -> int:
        return struct.unpack_from("<H", self.headers[index], self._at)[0]

    def zones(self, index: int) -> list[tuple[list[bytes], list[bytes]]]:
        """(generators, modulators) of each zone of a header."""
        found = []
        for bag in range(self.first_bag(index), self.first_bag(index + 1)):
            (gen, mod), (gen_end, mod_end) = self.bags[bag], self.bags[bag + 1]
            found.append((self.gens[gen:gen_end], self.mods[mod:mod_end]))
        return found

    def used(self, index: int, operator: int) -> list[int]:
        """What a header's zones point at through a generator."""
        pairs = [struct.unpack("<HH", gen) for gens, _ in self.zones(index) for gen in gens]
        return [amount for kind, amount in pairs if kind == operator]

    def rebuilt(self, kept: list[int], operator: int, renumbered: dict[int, int]) -> tuple[bytes, bytes, bytes, bytes]:
        """Headers, bags, modulators and generators of the kept ones, pointing at the new numbers."""
        headers, bags, mods, gens = b"", b"", b"", b""
        count = 0
        for index in [*kept, len(self.headers) - 1]:
            header = bytearray(self.headers[index])
            struct.pack_into("<H", header, self._at, count)
            headers += bytes(header)
            for zone_gens, zone_mods in self.zones(index) if index < len(self.headers) - 1 else []:
                bags += struct.pack("<HH", len(gens) // 4, len(mods) // 10)
                count += 1
                for gen in zone_gens:
                    kind, amount = struct.unpack("<HH", gen)
                    gens += struct.pack("<HH", kind, renumbered[amount] if kind == operator else amount)
                mods += b"".join(zone_mods)
        bags += struct.pack("<HH", len(gens) // 4, len(mods) // 10)
        return headers, bags, mods + bytes(10), gens + bytes(4)


def cut(data: bytes, wanted: set[tuple[int, int]]) -> bytes:
    top = list(chunks(data[12:]))
    lists = {body[:4].decode(): body[4:] for name, body in top if name == "LIST"}
    samples = dict(chunks(lists["sdta"]))["smpl"]
    tables = dict(chunks(lists["pdta"]))
    presets, instruments = Layer(tables, "phdr", "p"), Layer(tables, "inst", "i")
    keys = [struct.unpack_from("<HH", header, 20) for header in presets.headers[:-1]]
    kept_presets = [i for i, (program, bank) in enumerate(keys) if (bank, program) in wanted]
    missing = wanted - {(keys[i][1], keys[i][0]) for i in kept_presets}
    if missing:
        raise SystemExit(f"the font has no preset {sorted(missing)}")
    kept_instruments = sorted({i for preset in kept_presets for i in presets.used(preset, _INSTRUMENT)})
    kept_samples = sorted({s for i in kept_instruments for s in instruments.used(i, _SAMPLE)})
    sample_data, headers = bytearray(), b""
    sample_headers = records(tables, "shdr")
    for index in kept_samples:
        header = bytearray(sample_headers[index])
        start, end, loop, loop_end = struct.unpack_from("<IIII", header, 20)
        kind = struct.unpack_from("<H", header, 44)[0]
        if kind & _COMPRESSED:  # byte offsets; loops count from the sample's own start
            new = len(sample_data)
            sample_data += samples[start:end]
            struct.pack_into("<II", header, 20, new, len(sample_data))
        else:  # sample offsets, with 46 zeros between samples
            new = len(sample_data) // 2
            sample_data += samples[2 * start : 2 * end] + bytes(92)
            struct.pack_into("<IIII", header, 20, new, new + end - start, new + loop - start, new + loop_end - start)
        struct.pack_into("<HH", header, 42, 0, (kind & _COMPRESSED) | 1)
        headers += bytes(header)
    headers += sample_headers[-1]
    phdr, pbag, pmod, pgen = presets.rebuilt(
        kept_presets, _INSTRUMENT, {old: new for new, old in enumerate(kept_instruments)}
    )
    inst, ibag, imod, igen = instruments.rebuilt(
        kept_instruments, _SAMPLE, {old: new for new, old in enumerate(kept_samples)}
    )
    parts = [
        ("phdr", phdr),
        ("pbag", pbag),
        ("pmod", pmod),
        ("pgen", pgen),
        ("inst", inst),
        ("ibag", ibag),
        ("imod", imod),
        ("igen", igen),
        ("shdr", headers),
    ]
    body = b"sfbk" + chunk("LIST", b"INFO" + lists["INFO"]) + chunk("LIST", b"sdta" + chunk("smpl", bytes(sample_data)))
    body += chunk("LIST", b"pdta" + b"".join(chunk(name, table) for name, table in parts))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def main() -> None:
    source, target, *names = sys.argv[1:]
    wanted = {(int(bank), int(program)) for bank, _, program in (name.partition(":") for name in names)}
    Path(target).write_bytes(cut(Path(source).read_bytes(), wanted))


if __name__ == "__main__":
    main()
