// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/packed_cells.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace underpaint::scene {

/// Side of a tile, in pixels.
inline constexpr int tileExtent = 64;

/// A shared tile of cells. Copies of the handle share the cells; who wants to write asks for
/// writable(), which copies them first where they are shared. A tile may be packed, which takes
/// less memory and longer to read; packed tiles never change.
///
/// The handles are counted beside shared_ptr, because its use_count() does not order memory: a
/// render on another thread that drops its snapshot must have finished reading before the painter
/// finds itself alone with the tile and writes to it.
template<class T>
class TileHandle {
public:
    using Cells = std::array<T, static_cast<std::size_t>(tileExtent) * tileExtent>;

    TileHandle() = default;
    explicit TileHandle(T fill) : m_tile(std::make_shared<Tile>()) {
        m_tile->cells = std::make_unique<Cells>();
        m_tile->cells->fill(fill);
    }
    explicit TileHandle(const Cells& cells) : m_tile(std::make_shared<Tile>()) {
        m_tile->cells = std::make_unique<Cells>(cells);
    }
    TileHandle(const TileHandle& other) : m_tile(other.m_tile) {
        if (m_tile) {
            m_tile->handles.fetch_add(1, std::memory_order_relaxed);
        }
    }
    TileHandle(TileHandle&& other) noexcept : m_tile(std::move(other.m_tile)) {}
    TileHandle& operator=(TileHandle other) noexcept {
        std::swap(m_tile, other.m_tile);
        return *this;
    }
    ~TileHandle() {
        if (m_tile) {
            m_tile->handles.fetch_sub(1, std::memory_order_release);
        }
    }

    /// A copy.
    Cells cells() const {
        if (m_tile->cells) {
            return *m_tile->cells;
        }
        Cells cells;
        m_tile->packed.read(0, cells);
        return cells;
    }
    T at(std::size_t cell) const {
        return m_tile->cells ? (*m_tile->cells)[cell] : m_tile->packed.at(cell);
    }
    /// The cells from `first` on.
    void read(std::size_t first, std::span<T> out) const {
        if (m_tile->cells) {
            std::copy_n(m_tile->cells->begin() + static_cast<std::ptrdiff_t>(first), out.size(),
                        out.begin());
        } else {
            m_tile->packed.read(first, out);
        }
    }
    Cells& writable() {
        if (!m_tile->cells || m_tile->handles.load(std::memory_order_acquire) != 1) {
            *this = TileHandle(cells());
        }
        return *m_tile->cells;
    }
    /// Names the shared cells: two handles with the same identity have the same content.
    const void* identity() const { return m_tile.get(); }

    bool isPacked() const { return !m_tile->cells; }
    /// The same cells in a tile that is packed; this one where that saves nothing.
    TileHandle packed() const {
        if (isPacked()) {
            return *this;
        }
        PackedCells<T> fewer{std::span<const T>(*m_tile->cells)};
        if (fewer.empty()) {
            return *this;
        }
        TileHandle handle;
        handle.m_tile = std::make_shared<Tile>();
        handle.m_tile->packed = std::move(fewer);
        return handle;
    }
    /// Of the shared cells.
    std::size_t byteSize() const {
        return m_tile->cells ? sizeof(Cells) : m_tile->packed.byteSize();
    }

private:
    struct Tile {
        std::unique_ptr<Cells> cells; ///< null: packed
        PackedCells<T> packed;
        std::atomic<std::uint32_t> handles{1};
    };
    std::shared_ptr<Tile> m_tile;
};

} // namespace underpaint::scene
