// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/byte_sink.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// Writes a zip archive of stored (uncompressed) members. The bytes depend on the content only.
class ZipWriter {
public:
    /// `always64`: use the zip64 form even where sizes do not ask for it. `alignment`: the data of
    /// members lies at multiples of so many bytes, so that it can be used where it lies in a
    /// mapping; 1: nothing is padded, as readers want that look at fixed places.
    explicit ZipWriter(std::ostream& out, bool always64 = false, std::uint64_t alignment = 64)
        : m_out(out), m_always64(always64), m_alignment(alignment) {}

    /// Adds a member. `produce` is called twice and must give the same bytes both times: once to
    /// measure, once to write.
    void add(const std::string& name, const std::function<void(const ByteSink&)>& produce);
    /// Writes the directory. Call once, at the end.
    void finish();

private:
    struct Entry {
        std::string name;
        std::uint32_t crc = 0;
        std::uint64_t size = 0;
        std::uint64_t offset = 0;
    };

    void put(std::span<const std::byte> bytes);
    /// Little-endian, `width` bytes.
    void putNumber(std::uint64_t value, std::size_t width);
    void putName(const std::string& name);
    bool needs64(std::uint64_t value) const;

    std::ostream& m_out;
    bool m_always64;
    std::uint64_t m_alignment;
    std::uint64_t m_position = 0;
    std::vector<Entry> m_entries;
};

} // namespace underpaint::project
