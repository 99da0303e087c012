// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/file_memory.h"
#include "engine/base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>
#include <vector>

namespace underpaint {

/// A dense row-major image with C interleaved channels (default 1): value (x, y, c) lies at
/// `(y * width + x) * channels + c`. A value type; copying copies the pixels.
template<class T>
class Plane {
public:
    Plane() = default;
    Plane(int width, int height, T fill = {}) : Plane(width, height, 1, fill) {}
    Plane(int width, int height, int channels, T fill)
        : m_size{checked(width), checked(height)},
          m_channels(checked(channels)),
          m_values(static_cast<std::size_t>(m_size.area()) * static_cast<std::size_t>(channels),
                   fill) {}

    Size size() const { return m_size; }
    int width() const { return m_size.width; }
    int height() const { return m_size.height; }
    int channels() const { return m_channels; }
    bool empty() const { return m_values.empty(); }

    T& at(int x, int y, int c = 0) { return m_values[index(x, y, c)]; }
    const T& at(int x, int y, int c = 0) const { return m_values[index(x, y, c)]; }

    std::span<T> row(int y) { return {m_values.data() + index(0, y, 0), rowLength()}; }
    std::span<const T> row(int y) const { return {m_values.data() + index(0, y, 0), rowLength()}; }

    T* data() { return m_values.data(); }
    const T* data() const { return m_values.data(); }
    std::span<T> values() { return m_values; }
    std::span<const T> values() const { return m_values; }

    /// The same values in a file (see takeFileMemory()), of which nothing stays in memory; where
    /// there is no room for it, in memory like any other. It is read as usual; copies of it are in
    /// memory.
    Plane putAway() const {
        Plane away;
        away.m_size = m_size;
        away.m_channels = m_channels;
        try {
            using Away = PlaneAllocator<T>;
            away.m_values = Values(m_values.begin(), m_values.end(), Away(typename Away::InFile()));
            away.rest();
        } catch (const std::bad_alloc&) {
            away.m_values = m_values;
        }
        return away;
    }
    bool isAway() const { return m_values.get_allocator().inFile(); }
    /// Of one that was put away: what was read of it need not stay in memory.
    void rest() const {
        if (isAway() && !empty()) {
            restFileMemory(data(), m_values.size() * sizeof(T));
        }
    }

    friend bool operator==(const Plane&, const Plane&) = default;

private:
    using Values = std::vector<T, PlaneAllocator<T>>;

    static int checked(int extent) {
        if (extent < 0) {
            throw Error("an image cannot have a negative extent");
        }
        return extent;
    }
    std::size_t rowLength() const {
        return static_cast<std::size_t>(m_size.width) * static_cast<std::size_t>(m_channels);
    }
    std::size_t index(int x, int y, int c) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(m_size.width) +
                static_cast<std::size_t>(x)) *
                   static_cast<std::size_t>(m_channels) +
               static_cast<std::size_t>(c);
    }

    Size m_size;
    int m_channels = 1;
    Values m_values;
};

/// 8-bit photo, 3 channels R, G, B (or 1, grey).
using Image = Plane<std::uint8_t>;
/// Class index per pixel, 0..65535.
using LabelPlane = Plane<std::uint16_t>;
/// Instance id a pixel.
using InstancePlane = Plane<std::uint32_t>;

} // namespace underpaint
