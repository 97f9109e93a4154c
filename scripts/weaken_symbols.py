"""Makes undefined symbols of a 64-bit little-endian ELF library weak, so that it links and loads without them."""
import struct

SHT_DYNSYM, SHN_UNDEF, STB_WEAK = 11, 0, 2
SECTION = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")


def weaken(elf, prefixes):
    """Changes the bytearray `elf` in place: every undefined dynamic symbol whose name starts with one of `prefixes`."""
    if elf[:6] != b"\x7fELF\x02\x01":
        raise ValueError("not a 64-bit little-endian ELF file")
    offset, = struct.unpack_from("<Q", elf, 0x28)
    size, count = struct.unpack_from("<HH", elf, 0x3A)
    sections = [SECTION.unpack_from(elf, offset + size * index) for index in range(count)]
    for _, kind, _, _, start, length, link, _, _, entry in sections:
        if kind != SHT_DYNSYM:
            continue
        names = sections[link][4]
        for at in range(start, start + length, entry):
            name, info, _, section, _, _ = SYMBOL.unpack_from(elf, at)
            if section == SHN_UNDEF and elf.startswith(prefixes, names + name):
                elf[at + 4] = STB_WEAK << 4 | info & 15
