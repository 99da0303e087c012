// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/name_forms.h"

#include "engine/imaging/unicode_forms.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace underpaint::imaging {

namespace {

/// Bytes that are no UTF-8 become numbers beyond Unicode and come back as they were.
constexpr char32_t kRawByte = 0x110000;

std::u32string decoded(std::string_view text) {
    std::u32string letters;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const bool none = lead >= 0xF8; // begins no letter
        const std::size_t more = none || lead < 0xC0 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        char32_t letter = more == 3 ? lead & 0x07U : more == 2 ? lead & 0x0FU : lead & 0x1FU;
        bool whole = (lead < 0x80 || more > 0) && i + more < text.size();
        for (std::size_t k = 1; whole && k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            whole = (next & 0xC0U) == 0x80;
            letter = letter << 6U | (next & 0x3FU);
        }
        // Longer than needed, or beyond Unicode: bytes that are no UTF-8.
        constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
        whole = whole && letter < kRawByte && (more == 0 || letter >= least.at(more));
        letters += !whole ? kRawByte + lead : more == 0 ? lead : letter;
        i += whole ? more + 1 : 1;
    }
    return letters;
}

void append(char32_t letter, std::string& text) {
    const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
    if (letter >= kRawByte) {
        byte(letter - kRawByte);
    } else if (letter < 0x80) {
        byte(letter);
    } else if (letter < 0x800) {
        byte(0xC0 | letter >> 6U);
        byte(0x80 | (letter & 0x3FU));
    } else if (letter < 0x10000) {
        byte(0xE0 | letter >> 12U);
        byte(0x80 | (letter >> 6U & 0x3FU));
        byte(0x80 | (letter & 0x3FU));
    } else {
        byte(0xF0 | letter >> 18U);
        byte(0x80 | (letter >> 12U & 0x3FU));
        byte(0x80 | (letter >> 6U & 0x3FU));
        byte(0x80 | (letter & 0x3FU));
    }
}

/// Of letters without marks.
char32_t small(char32_t letter) {
    const auto within = [letter](char32_t first, char32_t last) {
        return letter >= first && letter <= last;
    };
    const bool near =
        within('A', 'Z') || within(0xC0, 0xDE) || within(0x391, 0x3A9) || within(0x410, 0x42F);
    if (near && letter != 0xD7 && letter != 0x3A2) { // which are no capitals
        return letter + 0x20;
    }
    if (within(0x400, 0x40F)) {
        return letter + 0x50;
    }
    constexpr std::array<char32_t, 6> beforeSmall{0x110, 0x126, 0x141, 0x14A, 0x152, 0x166};
    const bool pair =
        std::find(beforeSmall.begin(), beforeSmall.end(), letter) != beforeSmall.end();
    return pair ? (letter == 0x141 ? 0x142 : letter + 1) : letter == 0x3C2 ? 0x3C3 : letter;
}

std::string decomposed(std::string_view name) {
    std::u32string letters;
    for (const char32_t letter : decoded(name)) {
        appendDecomposed(letter, letters);
    }
    std::string text;
    for (const char32_t letter : letters) {
        append(letter, text);
    }
    return text;
}

std::string inSmallLetters(std::string_view name) {
    std::string text;
    for (const char32_t letter : decoded(name)) {
        append(small(letter), text);
    }
    return text;
}

bool isSeparator(char c) {
    return c == '_' || c == '-' || c == ' ' || c == '.';
}

/// Words that say which of the files of a scene one is, in small letters.
constexpr std::array<std::string_view, 44> kRoles{
    "mask",      "masks",     "gt",       "groundtruth",   "seg",          "segm",
    "segment",   "segmented", "label",    "labels",        "segmentation", "labelmap",
    "lbl",       "labelid",   "labelids", "labeltrainids", "annotation",   "annotations",
    "annotated", "annot",     "ann",      "semantic",      "colour",       "color",
    "instance",  "instances", "inst",     "instanceids",   "image",        "img",
    "photo",     "picture",   "rgb",      "leftimg8bit",   "original",     "orig",
    "jpg",       "jpeg",      "png",      "bmp",           "tif",          "tiff",
    "json",      "l"};

bool isRole(std::string_view word) {
    return std::find(kRoles.begin(), kRoles.end(), word) != kRoles.end();
}

} // namespace

std::string foldedName(std::string_view name) {
    return inSmallLetters(decomposed(name));
}

std::string bareWord(std::string_view name) {
    std::string word = foldedName(name);
    std::erase_if(word, isSeparator);
    return word;
}

std::string sceneStem(std::string_view stem) {
    std::string name(stem);
    const std::size_t slash = name.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    for (bool again = true; again;) {
        const std::size_t cut = name.find_last_of("_-. ");
        again = cut != std::string::npos && cut > begin && isRole(foldedName(name.substr(cut + 1)));
        if (again) {
            name.resize(cut);
        }
    }
    const std::size_t cut = name.find_first_of("_-. ", begin);
    if (cut != std::string::npos && cut + 1 < name.size() &&
        isRole(foldedName(name.substr(begin, cut - begin)))) {
        name.erase(begin, cut + 1 - begin);
    }
    return name;
}

std::string sceneName(std::string_view stem) {
    return foldedName(sceneStem(stem));
}

std::string nameDifference(std::string_view a, std::string_view b) {
    if (decomposed(a) == decomposed(b)) {
        return "in its Unicode form";
    }
    if (foldedName(a) == foldedName(b)) {
        return "in letter case";
    }
    const std::string_view shorter = a.size() < b.size() ? a : b;
    const std::string_view longer = a.size() < b.size() ? b : a;
    if (longer.starts_with(shorter)) {
        return "in the ending \"" + std::string(longer.substr(shorter.size())) + "\"";
    }
    return "in a prefix or an ending";
}

} // namespace underpaint::imaging
