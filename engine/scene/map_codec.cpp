// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/map_codec.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace underpaint::scene {

namespace {

enum class TileForm : std::uint8_t {
    AsBefore,
    KnownColour,
    Palette1,
    Palette2,
    Palette4,
    Palette8,
    Cells
};

template<class T>
using Cells = typename TileHandle<T>::Cells;

/// Bits an index of a palette form takes.
unsigned bitsOf(TileForm form) {
    return 1U << (static_cast<unsigned>(form) - static_cast<unsigned>(TileForm::Palette1));
}

TileForm formFor(std::size_t colours) {
    if (colours <= 2) {
        return TileForm::Palette1;
    }
    if (colours <= 4) {
        return TileForm::Palette2;
    }
    if (colours <= 16) {
        return TileForm::Palette4;
    }
    return colours <= 256 ? TileForm::Palette8 : TileForm::Cells;
}

template<class T>
void writeCell(RecordWriter& writer, T value) {
    if constexpr (sizeof(T) == 2) {
        writer.fixed16(value);
    } else {
        writer.fixed32(value);
    }
}

template<class T>
T readCell(RecordReader& reader) {
    if constexpr (sizeof(T) == 2) {
        return reader.fixed16();
    } else {
        return reader.fixed32();
    }
}

/// The tile's cells; those outside the map, which have no meaning, take the first one's value.
template<class T>
Cells<T> meaningfulCells(const TiledMap<T>& map, int index) {
    Cells<T> cells = map.tileCells(index);
    const Rect rect = map.tileRect(index);
    for (int y = 0; y < tileExtent; ++y) {
        const auto row = cells.begin() + y * tileExtent;
        std::fill(y < rect.height ? row + rect.width : row, row + tileExtent, cells.front());
    }
    return cells;
}

template<class T>
std::vector<T> coloursOf(const Cells<T>& cells) {
    // Of each run one, as sorting all cells would take longer than everything else.
    std::vector<T> colours;
    std::unique_copy(cells.begin(), cells.end(), std::back_inserter(colours));
    std::sort(colours.begin(), colours.end());
    colours.erase(std::unique(colours.begin(), colours.end()), colours.end());
    return colours;
}

template<class T>
void writeNewTile(RecordWriter& writer, const Cells<T>& cells, const std::vector<T>& colours) {
    const TileForm form = formFor(colours.size());
    writer.byte(static_cast<std::uint8_t>(form));
    if (form == TileForm::Cells) {
        for (const T cell : cells) {
            writeCell(writer, cell);
        }
        return;
    }
    writer.byte(static_cast<std::uint8_t>(colours.size() - 1));
    for (const T colour : colours) {
        writeCell(writer, colour);
    }
    const unsigned bits = bitsOf(form);
    unsigned packed = 0;
    unsigned filled = 0;
    auto found = colours.begin();
    for (const T cell : cells) {
        found = *found == cell ? found : std::lower_bound(colours.begin(), colours.end(), cell);
        packed |= static_cast<unsigned>(found - colours.begin()) << filled;
        filled += bits;
        if (filled == 8) {
            writer.byte(static_cast<std::uint8_t>(packed));
            packed = 0;
            filled = 0;
        }
    }
}

template<class T>
void writeTiles(RecordWriter& writer, const TiledMap<T>& map) {
    writer.variable(static_cast<std::uint64_t>(map.width()));
    writer.variable(static_cast<std::uint64_t>(map.height()));
    std::unordered_set<T> known;
    Cells<T> before{};
    for (int index = 0; index < map.tileCount(); ++index) {
        const Cells<T> cells = meaningfulCells(map, index);
        if (index > 0 && cells == before) {
            writer.byte(static_cast<std::uint8_t>(TileForm::AsBefore));
            continue;
        }
        before = cells;
        const std::vector<T> colours = coloursOf<T>(cells);
        if (colours.size() == 1 && !known.insert(colours.front()).second) {
            writer.byte(static_cast<std::uint8_t>(TileForm::KnownColour));
            writer.variable(colours.front());
        } else {
            writeNewTile<T>(writer, cells, colours);
        }
    }
}

template<class T>
Cells<T> readPaletteTile(RecordReader& reader, TileForm form) {
    std::vector<T> colours(std::size_t{reader.byte()} + 1);
    const unsigned bits = bitsOf(form);
    if (colours.size() > (std::size_t{1} << bits)) {
        throwDamaged("a tile has more colours than its form can number");
    }
    for (T& colour : colours) {
        colour = readCell<T>(reader);
    }
    Cells<T> cells{};
    const auto packed = reader.raw(cells.size() * bits / 8);
    const unsigned perByte = 8 / bits;
    const unsigned mask = (1U << bits) - 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const unsigned byte = std::to_integer<unsigned>(packed[i / perByte]);
        const unsigned number = (byte >> (i % perByte * bits)) & mask;
        if (number >= colours.size()) {
            throwDamaged("a tile uses a colour that it does not list");
        }
        cells[i] = colours[number];
    }
    return cells;
}

template<class T>
TiledMap<T> readTiles(RecordReader& reader) {
    const int width = static_cast<int>(reader.variable(maxMapExtent));
    const int height = static_cast<int>(reader.variable(maxMapExtent));
    const auto tiles = [](int extent) {
        return static_cast<std::size_t>((extent + tileExtent - 1) / tileExtent);
    };
    if ((width == 0) != (height == 0) || tiles(width) * tiles(height) > reader.remaining()) {
        throwDamaged("a map is larger than what follows");
    }
    TiledMap<T> map(Size{width, height});
    std::unordered_map<T, TileHandle<T>> known;
    TileHandle<T> before;
    for (int index = 0; index < map.tileCount(); ++index) {
        const auto form = static_cast<TileForm>(reader.byte());
        if (form > TileForm::Cells || (form == TileForm::AsBefore && index == 0)) {
            throwDamaged("a tile has an unknown form");
        }
        if (form == TileForm::KnownColour) {
            const auto found =
                known.find(static_cast<T>(reader.variable(std::numeric_limits<T>::max())));
            if (found == known.end()) {
                throwDamaged("a tile repeats a colour that did not occur");
            }
            before = found->second;
        } else if (form == TileForm::Cells) {
            Cells<T> cells{};
            for (T& cell : cells) {
                cell = readCell<T>(reader);
            }
            before = TileHandle<T>(cells);
        } else if (form != TileForm::AsBefore) {
            const Cells<T> cells = readPaletteTile<T>(reader, form);
            before = TileHandle<T>(cells);
            if (std::all_of(cells.begin(), cells.end(), [&](T c) { return c == cells[0]; })) {
                known.try_emplace(cells[0], before);
            }
        }
        map.setTile(index, before);
    }
    return map;
}

} // namespace

void writeMap(RecordWriter& writer, const LabelMap& map) {
    writeTiles(writer, map);
}

void writeMap(RecordWriter& writer, const InstanceMap& map) {
    writeTiles(writer, map);
}

LabelMap readLabelMap(RecordReader& reader) {
    return readTiles<std::uint16_t>(reader);
}

InstanceMap readInstanceMap(RecordReader& reader) {
    return readTiles<std::uint32_t>(reader);
}

} // namespace underpaint::scene
