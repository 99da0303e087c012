// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/zip_index.h"

#include "engine/project/archive/zip_format.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <utility>

namespace underpaint::project {

namespace {

// Field sizes and signatures: PKWARE's APPNOTE.TXT, sections 4.3.7 to 4.3.16 and 4.5.3.
constexpr std::uint64_t localSignature = 0x04034b50;
constexpr std::uint64_t centralSignature = 0x02014b50;
constexpr std::uint64_t endSignature = 0x06054b50;
constexpr std::uint64_t end64Signature = 0x06064b50;
constexpr std::uint64_t locator64Signature = 0x07064b50;
constexpr std::size_t localSize = 30;
constexpr std::size_t endSize = 22;
constexpr std::size_t locator64Size = 20;
constexpr std::size_t maxComment = 0xFFFF;
constexpr std::uint64_t encryptedFlag = 1;

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

/// A member as the directory describes it.
struct Entry {
    ZipMember member;
    std::uint64_t method = 0;
    std::uint64_t compressedSize = 0;
    std::uint64_t headerOffset = 0;
};

class ZipParser {
public:
    ZipParser(std::span<const std::byte> archive, const std::string& where)
        : m_archive(archive), m_where(where) {}

    std::vector<ZipMember> run() {
        const Directory directory = findDirectory();
        auto reader = readerAt(directory.offset, directory.size);
        std::vector<ZipMember> members;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
        for (std::uint64_t i = 0; i < directory.entries; ++i) {
            Entry entry = centralEntry(reader);
            const auto begin = entry.headerOffset;
            const auto end = locate(entry, directory.offset);
            ranges.emplace_back(begin, end);
            if (!entry.member.name.ends_with('/')) {
                members.push_back(std::move(entry.member));
            } else if (entry.member.size != 0) {
                fail("has a folder with content");
            }
        }
        std::sort(ranges.begin(), ranges.end());
        for (std::size_t i = 1; i < ranges.size(); ++i) {
            if (ranges[i].first < ranges[i - 1].second) {
                fail("has members that lie over each other");
            }
        }
        return members;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error("the zip archive " + what, m_where, "The file is damaged; fetch it again");
    }

    ForeignReader readerAt(std::uint64_t offset, std::uint64_t size) const {
        if (offset > m_archive.size() || size > m_archive.size() - offset) {
            fail("points outside the file");
        }
        return {m_archive.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size)),
                m_where};
    }

    std::uint64_t numberAt(std::uint64_t offset, std::size_t width) const {
        return readerAt(offset, width).number(width);
    }

    Directory findDirectory() const {
        const std::size_t size = m_archive.size();
        for (std::size_t back = endSize; back <= std::min(size, endSize + maxComment); ++back) {
            const std::size_t at = size - back;
            if (numberAt(at, 4) == endSignature && numberAt(at + 20, 2) == back - endSize) {
                return directoryAt(at);
            }
        }
        fail("has no directory at its end (a truncated download?)");
    }

    Directory directoryAt(std::uint64_t at) const {
        Directory result = {numberAt(at + 10, 2), numberAt(at + 12, 4), numberAt(at + 16, 4)};
        std::uint64_t disks = numberAt(at + 4, 2) | numberAt(at + 6, 2);
        std::uint64_t limit = at;
        const bool has64 =
            at >= locator64Size && numberAt(at - locator64Size, 4) == locator64Signature;
        if (has64) {
            limit = numberAt(at - locator64Size + 8, 8);
            auto end64 = readerAt(limit, 56);
            if (end64.number(4) != end64Signature) {
                fail("has a broken zip64 directory");
            }
            end64.take(12);
            disks = end64.number(4) | end64.number(4);
            const std::uint64_t here = end64.number(8);
            result.entries = end64.number(8);
            result.size = end64.number(8);
            result.offset = end64.number(8);
            disks |= here ^ result.entries;
        }
        if (disks != 0) {
            fail("is one part of several");
        }
        if (result.offset > limit || result.size > limit - result.offset) {
            fail("has its directory in an impossible place");
        }
        return result;
    }

    Entry centralEntry(ForeignReader& reader) const {
        if (reader.number(4) != centralSignature) {
            fail("has a broken directory");
        }
        reader.take(4);
        const auto flags = reader.number(2);
        Entry entry;
        entry.method = reader.number(2);
        reader.take(8);
        entry.compressedSize = reader.number(4);
        entry.member.size = reader.number(4);
        const auto nameLength = reader.number(2);
        const auto extraLength = reader.number(2);
        const auto commentLength = reader.number(2);
        reader.take(8);
        entry.headerOffset = reader.number(4);
        entry.member.name = asText(reader.take(nameLength));
        readZip64(entry, reader.take(extraLength));
        reader.take(commentLength);
        if ((flags & encryptedFlag) != 0) {
            fail("is encrypted");
        }
        entry.member.stored = entry.method == 0;
        if (entry.member.stored && entry.compressedSize != entry.member.size) {
            fail("has a stored member of two sizes");
        }
        return entry;
    }

    /// Values that do not fit into 32 bits stand in the extra field 1, in this order.
    void readZip64(Entry& entry, std::span<const std::byte> extra) const {
        constexpr std::uint64_t zip64Id = 1;
        ForeignReader reader(extra, m_where);
        while (reader.remaining() >= 4) {
            const auto id = reader.number(2);
            const auto content =
                reader.take(std::min<std::uint64_t>(reader.number(2), reader.remaining()));
            if (id != zip64Id) {
                continue;
            }
            ForeignReader fields(content, m_where);
            for (auto* value : {&entry.member.size, &entry.compressedSize, &entry.headerOffset}) {
                if (*value == kInZip64) {
                    *value = fields.number(8);
                }
            }
            return;
        }
    }

    /// Finds the data behind the local header; returns where it ends.
    std::uint64_t locate(Entry& entry, std::uint64_t limit) const {
        auto header = readerAt(entry.headerOffset, localSize);
        if (header.number(4) != localSignature) {
            fail("has a member without a header");
        }
        header.take(4);
        const auto method = header.number(2);
        header.take(16);
        const auto nameLength = header.number(2);
        const auto extraLength = header.number(2);
        const auto name = readerAt(entry.headerOffset + localSize, nameLength).take(nameLength);
        if (method != entry.method || asText(name) != entry.member.name) {
            fail("has a member that its directory describes otherwise");
        }
        const auto begin = entry.headerOffset + localSize + nameLength + extraLength;
        if (begin > limit || entry.compressedSize > limit - begin) {
            fail("has a member outside the file");
        }
        entry.member.data = m_archive.subspan(static_cast<std::size_t>(begin),
                                              static_cast<std::size_t>(entry.compressedSize));
        return begin + entry.compressedSize;
    }

    std::span<const std::byte> m_archive;
    const std::string& m_where;
};

} // namespace

ZipIndex::ZipIndex(std::span<const std::byte> archive, const std::string& where)
    : m_members(ZipParser(archive, where).run()) {
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        if (!m_indexByName.emplace(m_members[i].name, i).second) {
            throw Error("the zip archive holds " + shownText(m_members[i].name) + " twice", where,
                        "The file is damaged; fetch it again");
        }
    }
}

const ZipMember* ZipIndex::find(std::string_view name) const {
    const auto found = m_indexByName.find(name);
    return found == m_indexByName.end() ? nullptr : &m_members[found->second];
}

bool looksLikeZip(std::span<const std::byte> content) {
    return content.size() >= 4 && (littleEndian(content.first(4)) == localSignature ||
                                   littleEndian(content.first(4)) == endSignature);
}

bool isSafeMemberName(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find('\0') != std::string_view::npos || name.find(':') != std::string_view::npos) {
        return false;
    }
    std::size_t begin = 0;
    while (begin <= name.size()) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const auto part = name.substr(begin, end - begin);
        // An empty last part is the mark of a folder.
        if (part == ".." || part == "." || (part.empty() && end != name.size())) {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

} // namespace underpaint::project
