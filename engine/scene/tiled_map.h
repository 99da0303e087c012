// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/tile_handle.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace underpaint::scene {

/// The longest side of a map, in pixels.
inline constexpr int maxMapExtent = 32768;
/// Tiles that are packed already, by the identity of the tile that each was made from: maps of
/// several frames that share a tile share the packed one.
template<class T>
struct PackedTile {
    TileHandle<T> original; ///< as long as it is held no other tile has its identity
    TileHandle<T> packed;
};
template<class T>
using PackedTiles = std::unordered_map<const void*, PackedTile<T>>;

/// A map of cells in 64x64 copy-on-write tiles. A value type: copying copies pointers, the first
/// write to a tile that is shared copies that tile. Tiles of one colour that come from the
/// constructor, from a plane or from fill() share one allocation.
///
/// Reads of several threads are safe; a map that is written belongs to one thread, while copies
/// of it may be read (and dropped) by others.
template<class T>
class TiledMap {
public:
    using value_type = T;

    TiledMap() = default;
    /// Throws Error when a side is negative or longer than maxMapExtent.
    explicit TiledMap(Size size, T fill = {}) : m_size(checked(size)) {
        m_tiles.assign(static_cast<std::size_t>(columns()) * static_cast<std::size_t>(rows()),
                       TileHandle<T>(fill));
    }
    explicit TiledMap(const Plane<T>& plane) : TiledMap(plane.size()) {
        if (plane.channels() != 1 && !plane.empty()) {
            throw Error("a map has one channel, the image has " + std::to_string(plane.channels()));
        }
        std::unordered_map<T, TileHandle<T>> solid;
        for (int index = 0; index < tileCount(); ++index) {
            m_tiles[at(index)] = tileOf(plane, tileRect(index), solid);
        }
    }

    Size size() const { return m_size; }
    int width() const { return m_size.width; }
    int height() const { return m_size.height; }
    Rect bounds() const { return {0, 0, m_size.width, m_size.height}; }
    bool empty() const { return m_size.empty(); }

    /// The cell at (x, y), which must lie inside.
    T at(int x, int y) const { return m_tiles[tileAt(x, y)].at(cellAt(x, y)); }
    T at(Point p) const { return at(p.x, p.y); }
    void set(int x, int y, T value) { fillRow(x, y, 1, value); }

    /// Copies cells (x, y) … (x + out.size() - 1, y), which must lie inside.
    void readRow(int x, int y, std::span<T> out) const {
        forEachPiece(x, y, static_cast<int>(out.size()),
                     [&](std::size_t tile, std::size_t cell, int offset, int count) {
                         m_tiles[tile].read(cell, out.subspan(at(offset), at(count)));
                     });
    }
    /// Writes cells (x, y) …, which must lie inside. Tiles that do not change stay shared.
    void writeRow(int x, int y, std::span<const T> values) {
        forEachPiece(x, y, static_cast<int>(values.size()),
                     [&](std::size_t tile, std::size_t cell, int offset, int count) {
                         const auto from = values.begin() + offset;
                         const Piece old = piece(tile, cell, count);
                         if (!std::equal(from, from + count, old.begin())) {
                             std::copy_n(from, count, m_tiles[tile].writable().data() + cell);
                         }
                     });
    }
    void fillRow(int x, int y, int count, T value) {
        forEachPiece(x, y, count, [&](std::size_t tile, std::size_t cell, int, int length) {
            const Piece from = piece(tile, cell, length);
            if (std::any_of(from.begin(), from.begin() + length,
                            [&](T old) { return old != value; })) {
                std::fill_n(m_tiles[tile].writable().data() + cell, length, value);
            }
        });
    }
    /// Fills the part of the rectangle that lies inside; tiles that are covered wholly share one
    /// allocation afterwards.
    void fill(Rect rect, T value) {
        rect = rect.intersected(bounds());
        TileHandle<T> solid(value);
        forEachTileIn(rect, [&](int index) {
            const Rect tile = tileRect(index);
            const Rect part = tile.intersected(rect);
            if (part == tile) {
                m_tiles[at(index)] = solid;
                return;
            }
            for (int y = part.y; y < part.bottom(); ++y) {
                fillRow(part.x, y, part.width, value);
            }
        });
    }

    /// The cells of a rectangle that must lie inside.
    Plane<T> read(Rect rect) const {
        Plane<T> plane(rect.width, rect.height);
        for (int y = 0; y < rect.height; ++y) {
            readRow(rect.x, rect.y + y, plane.row(y));
        }
        return plane;
    }
    Plane<T> toPlane() const { return read(bounds()); }
    /// Writes a plane with its top-left corner at `at`; it must lie inside.
    void write(Point corner, const Plane<T>& plane) {
        for (int y = 0; y < plane.height(); ++y) {
            writeRow(corner.x, corner.y + y, plane.row(y));
        }
    }

    /// Tiles are numbered row by row; tileRect() is clipped to the map.
    int columns() const { return (m_size.width + tileExtent - 1) / tileExtent; }
    int rows() const { return (m_size.height + tileExtent - 1) / tileExtent; }
    int tileCount() const { return static_cast<int>(m_tiles.size()); }
    Rect tileRect(int index) const {
        return Rect{(index % columns()) * tileExtent, (index / columns()) * tileExtent, tileExtent,
                    tileExtent}
            .intersected(bounds());
    }
    /// Row-major cells of a tile, tileExtent a row; those outside the map have no meaning.
    typename TileHandle<T>::Cells tileCells(int index) const { return m_tiles[at(index)].cells(); }
    const void* tileIdentity(int index) const { return m_tiles[at(index)].identity(); }
    const TileHandle<T>& tile(int index) const { return m_tiles[at(index)]; }
    /// Replaces a whole tile by a shared one.
    void setTile(int index, TileHandle<T> tile) { m_tiles[at(index)] = std::move(tile); }
    /// Memory of a tile, which may be shared.
    std::size_t tileBytes(int index) const { return m_tiles[at(index)].byteSize(); }

    /// Packs the tiles in which few values occur: for maps that are kept and seldom read. Nothing
    /// changes but the memory that they take; what is written to is unpacked by itself. `packed`
    /// holds what was packed of other maps in the meantime.
    void pack(PackedTiles<T>& packed) {
        for (TileHandle<T>& tile : m_tiles) {
            if (!tile.isPacked()) {
                const auto [known, isNew] = packed.try_emplace(tile.identity());
                if (isNew) {
                    known->second = {tile, tile.packed()};
                }
                tile = known->second.packed;
            }
        }
    }

    /// Numbers of the tiles whose cells differ. Tiles that are shared are not looked into, so that
    /// comparing two snapshots costs about what was painted between them. All tiles of this map
    /// when the sizes differ.
    std::vector<int> differingTiles(const TiledMap& other) const {
        std::vector<int> tiles;
        for (int index = 0; index < tileCount(); ++index) {
            if (m_size != other.m_size || !sameTile(other, index)) {
                tiles.push_back(index);
            }
        }
        return tiles;
    }
    /// The smallest rectangle of whole tiles outside of which both maps are equal.
    Rect differingRegion(const TiledMap& other) const {
        Rect region;
        for (const int index : differingTiles(other)) {
            region = region.united(tileRect(index));
        }
        return region;
    }

    /// Memory of the tile table and of the distinct tiles, shared with other maps or not.
    std::size_t byteSize() const {
        std::unordered_set<const void*> distinct;
        std::size_t bytes = m_tiles.size() * sizeof(TileHandle<T>);
        for (const auto& tile : m_tiles) {
            bytes += distinct.insert(tile.identity()).second ? tile.byteSize() : 0;
        }
        return bytes;
    }

    /// Same size and same cells.
    friend bool operator==(const TiledMap& a, const TiledMap& b) {
        if (a.m_size != b.m_size) {
            return false;
        }
        for (int index = 0; index < a.tileCount(); ++index) {
            if (!a.sameTile(b, index)) {
                return false;
            }
        }
        return true;
    }

private:
    static Size checked(Size size) {
        if (size.width < 0 || size.height < 0 || size.width > maxMapExtent ||
            size.height > maxMapExtent) {
            throw Error("a map of " + std::to_string(size.width) + "x" +
                            std::to_string(size.height) + " pixels cannot be made",
                        {}, "each side must be between 0 and " + std::to_string(maxMapExtent));
        }
        return size.empty() ? Size{} : size;
    }
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    std::size_t tileAt(int x, int y) const {
        return at((y / tileExtent) * columns() + x / tileExtent);
    }
    static std::size_t cellAt(int x, int y) {
        return at((y % tileExtent) * tileExtent + x % tileExtent);
    }

    using Piece = std::array<T, tileExtent>;
    /// Cells of one row of a tile; only the first `count` have a meaning.
    Piece piece(std::size_t tile, std::size_t cell, int count) const {
        Piece cells;
        m_tiles[tile].read(cell, std::span(cells).first(at(count)));
        return cells;
    }

    /// Calls visit(tile, cell, offset, count) for each tile that the row touches.
    template<class Visit>
    void forEachPiece(int x, int y, int count, Visit&& visit) const {
        int offset = 0;
        while (offset < count) {
            const int here = x + offset;
            const int length = std::min(count - offset, tileExtent - here % tileExtent);
            visit(tileAt(here, y), cellAt(here, y), offset, length);
            offset += length;
        }
    }
    template<class Visit>
    void forEachTileIn(Rect rect, Visit&& visit) const {
        if (rect.empty()) {
            return;
        }
        for (int row = rect.y / tileExtent; row <= (rect.bottom() - 1) / tileExtent; ++row) {
            for (int c = rect.x / tileExtent; c <= (rect.right() - 1) / tileExtent; ++c) {
                visit(row * columns() + c);
            }
        }
    }

    static TileHandle<T> tileOf(const Plane<T>& plane, Rect rect,
                                std::unordered_map<T, TileHandle<T>>& solid) {
        typename TileHandle<T>::Cells cells{};
        const T first = plane.at(rect.x, rect.y);
        bool same = true;
        for (int y = 0; y < rect.height; ++y) {
            const auto row = plane.row(rect.y + y).subspan(at(rect.x), at(rect.width));
            std::copy(row.begin(), row.end(), cells.begin() + y * tileExtent);
            same = same && std::all_of(row.begin(), row.end(), [&](T v) { return v == first; });
        }
        if (!same) {
            return TileHandle<T>(cells);
        }
        return solid.try_emplace(first, first).first->second;
    }

    bool sameTile(const TiledMap& other, int index) const {
        const auto& mine = m_tiles[at(index)];
        const auto& theirs = other.m_tiles[at(index)];
        if (mine.identity() == theirs.identity()) {
            return true;
        }
        const Rect rect = tileRect(index);
        const auto own = mine.cells();
        const auto others = theirs.cells();
        for (int y = 0; y < rect.height; ++y) {
            const auto* a = own.data() + y * tileExtent;
            const auto* b = others.data() + y * tileExtent;
            if (!std::equal(a, a + rect.width, b)) {
                return false;
            }
        }
        return true;
    }

    Size m_size;
    std::vector<TileHandle<T>> m_tiles;
};

/// Class id a pixel (8-bit sources fit).
using LabelMap = TiledMap<std::uint16_t>;
/// Instance id a pixel; see instance_ids.h for what an id says about the class.
using InstanceMap = TiledMap<std::uint32_t>;

} // namespace underpaint::scene
