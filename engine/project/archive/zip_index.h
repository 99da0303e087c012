// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// One file of a zip archive.
struct ZipMember {
    std::string name;
    std::uint64_t size = 0;          ///< uncompressed
    bool stored = true;              ///< not compressed
    std::span<const std::byte> data; ///< in the archive; the file itself when `stored`
};

/// The directory of a zip archive in memory (zip64 and data descriptors included), for archives
/// whose members are stored and can be used where they lie. Throws Error for anything irregular:
/// members outside the file or over each other, repeated or unsafe names, encryption.
class ZipIndex {
public:
    ZipIndex(std::span<const std::byte> archive, const std::string& where);

    /// In the order of the directory; folders are left out.
    const std::vector<ZipMember>& members() const { return m_members; }
    const ZipMember* find(std::string_view name) const;

private:
    std::vector<ZipMember> m_members;
    std::map<std::string, std::size_t, std::less<>> m_indexByName;
};

/// True when the bytes start like a zip archive.
bool looksLikeZip(std::span<const std::byte> content);

/// True for a relative path of plain components: no "..", backslash, NUL, drive or leading "/".
bool isSafeMemberName(std::string_view name);

} // namespace underpaint::project
