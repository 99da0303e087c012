// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/png/png_codec.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/archive/zip_writer.h"

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// Writes the archive of a project file.
class ArchiveWriter {
public:
    /// Must outlive it.
    explicit ArchiveWriter(std::ostream& out) : m_zip(out) {}

    void add(const std::string& name, std::span<const std::byte> content);
    /// Call once, at the end.
    void finish() { m_zip.finish(); }

private:
    ZipWriter m_zip;
};

/// The members of a project file, unpacked within bounds. Every function throws Error naming the
/// file and the member.
class ArchiveReader {
public:
    /// Both must outlive it.
    ArchiveReader(std::span<const std::byte> file, const std::string& where);

    bool has(const std::string& name) const { return m_zip.find(name) != nullptr; }
    /// Bytes of a member; `unpacked` holds them when they are not in the file itself.
    std::span<const std::byte> bytes(const std::string& name, std::vector<std::byte>& unpacked);
    png::Decoded picture(const std::string& name);
    LabelPlane indices(const std::string& name, Size size);
    Image photo(const std::string& name);

    [[noreturn]] void fail(const std::string& name, const std::string& problem) const;
    std::string placeOf(const std::string& name) const { return m_where + ", " + name; }

private:
    std::span<const std::byte> m_file;
    const std::string& m_where;
    ZipIndex m_zip;
    std::uint64_t m_pixelBytes; ///< that may still be decoded
};

/// Instance ids are stored in 16-bit halves; the upper one only where it is needed.
/// @{
bool needsHighHalf(const InstancePlane& ids);
void writeIds(ArchiveWriter& archive, const InstancePlane& ids, const std::string& name,
              const std::string& highName);
InstancePlane readIds(ArchiveReader& archive, const std::string& name, const std::string& highName,
                      bool highHalf, Size size);
/// @}

} // namespace underpaint::project
