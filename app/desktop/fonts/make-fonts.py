#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the fonts that the window ships, from the original ones (needs fonttools).

    make-fonts.py FOLDER-OF-INTER-OTF FOLDER-OF-JETBRAINS-MONO-TTF TARGET

Inter gets its tabular digits as the usual ones, because JavaFX knows no font features, and
both get fewer scripts (Latin, Greek, Cyrillic, signs), other weights as the bold one (600), and a
name of their own, so that they never mix with an installed Inter. Both are under the OFL 1.1,
without reserved names; the licences lie beside the results. Debian has the originals in
fonts-inter and fonts-jetbrains-mono.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = (
    "0020-024F 0259 02B0-036F 0370-04FF 1E00-1EFF 2000-209F 20A0-20BF 2100-214F 2190-22FF "
    "2318 2325 21E7 23CE 2500-25FF 2713 2717"
)


def codepoints():
    for part in RANGES.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def make_tabular(font):
    """Maps each digit to the glyph that the feature tnum would put in its place."""
    table = font["GSUB"].table
    lookups = [
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    ]
    swaps = {}
    for index in dict.fromkeys(lookups):
        for sub in table.LookupList.Lookup[index].SubTable:
            swaps.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            for code, glyph in list(cmap.cmap.items()):
                cmap.cmap[code] = swaps.get(glyph, glyph)


def keep_only_what_is_shown(font):
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["STAT", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codepoints())
    subsetter.subset(font)


def rename(font, family, style, weight):
    names = font["name"]
    full = family if style == "Regular" else f"{family} {style}"
    for identifier in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
        names.removeNames(nameID=identifier)
    for identifier, text in ((1, family), (2, style), (3, f"Wheelhouse 1;{full}"), (4, full),
                             (6, full.replace(" ", "-"))):
        names.setName(text, identifier, 3, 1, 0x409)
        names.setName(text, identifier, 1, 0, 0)
    bold, italic = "Bold" in style, "Italic" in style
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b1100001) | (
        (1 if italic else 0) | (32 if bold else 0) | (64 if style == "Regular" else 0))
    font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = full.replace(" ", "-")
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName, top.Weight = full, family, style


def build(source, target, family, style, weight, tabular):
    font = TTFont(source, recalcTimestamp=False)
    if tabular:
        make_tabular(font)
    keep_only_what_is_shown(font)
    rename(font, family, style, weight)
    font.save(target)


def main(inter, mono, target):
    os.makedirs(target, exist_ok=True)
    for original, style, weight in (("Regular", "Regular", 400), ("SemiBold", "Bold", 700),
                                    ("Italic", "Italic", 400),
                                    ("SemiBoldItalic", "Bold Italic", 700)):
        build(f"{inter}/Inter-{original}.otf",
              f"{target}/WheelhouseSans-{style.replace(' ', '')}.otf",
              "Wheelhouse Sans", style, weight, True)
    build(f"{inter}/Inter-Medium.otf", f"{target}/WheelhouseSans-Medium.otf",
          "Wheelhouse Sans Medium", "Regular", 500, True)
    for style, weight in (("Regular", 400), ("Bold", 700), ("Italic", 400)):
        build(f"{mono}/JetBrainsMono-{style}.ttf", f"{target}/WheelhouseMono-{style}.ttf",
              "Wheelhouse Mono", style, weight, False)


if __name__ == "__main__":
    main(*sys.argv[1:])
