// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/file/project_archive.h"

#include "engine/base/error.h"
#include "engine/project/archive/inflate_member.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <utility>

namespace underpaint::project {

namespace {

/// What a pixel is counted with: a colour has as much.
constexpr std::uint64_t bytesPerPixel = 3;
/// Of deflate at most, where a pixel is one byte in the file, and something more for archives that
/// another program has compressed again.
/// @{
constexpr std::uint64_t packing = 1100 * bytesPerPixel;
constexpr std::uint64_t pixelAllowance = std::uint64_t{64} << 20U;
/// @}

/// One 16-bit half of the ids.
LabelPlane halfOf(const InstancePlane& ids, unsigned shift) {
    LabelPlane half(ids.width(), ids.height());
    std::transform(ids.values().begin(), ids.values().end(), half.values().begin(),
                   [shift](std::uint32_t id) { return static_cast<std::uint16_t>(id >> shift); });
    return half;
}

} // namespace

void ArchiveWriter::add(const std::string& name, std::span<const std::byte> content) {
    m_zip.add(name, [content](const ByteSink& sink) { sink(content); });
}

ArchiveReader::ArchiveReader(std::span<const std::byte> file, const std::string& where)
    : m_file(file),
      m_where(where),
      m_zip(file, where),
      m_pixelBytes(file.size() * packing + pixelAllowance) {
    for (const ZipMember& member : m_zip.members()) {
        if (!isSafeMemberName(member.name)) {
            throw Error("has a member with the unsafe name " + shownText(member.name), where,
                        "Do not use this file");
        }
    }
}

std::span<const std::byte> ArchiveReader::bytes(const std::string& name,
                                                std::vector<std::byte>& unpacked) {
    const ZipMember* member = m_zip.find(name);
    if (member == nullptr) {
        fail(name, "is missing");
    }
    if (member->stored) {
        return member->data;
    }
    unpacked = inflateMember(m_file, *member, m_where);
    return unpacked;
}

png::Decoded ArchiveReader::picture(const std::string& name) {
    std::vector<std::byte> unpacked;
    const auto content = bytes(name, unpacked);
    const auto size = png::declaredSize(content);
    if (!size || size->empty()) {
        fail(name, "is no PNG picture");
    }
    // Deflate packs at most 1032 bytes into one, so that this refuses only what lies.
    const auto needed = static_cast<std::uint64_t>(size->area()) * bytesPerPixel;
    if (needed > m_pixelBytes) {
        fail(name, "declares more pixels than the file can hold");
    }
    m_pixelBytes -= needed;
    return png::decode(content, *size, placeOf(name));
}

LabelPlane ArchiveReader::indices(const std::string& name, Size size) {
    png::Decoded decoded = picture(name);
    if (decoded.indices.size() != size) {
        fail(name, "is no grey picture of " + std::to_string(size.width) + "x" +
                       std::to_string(size.height) + " pixels");
    }
    return std::move(decoded.indices);
}

Image ArchiveReader::photo(const std::string& name) {
    png::Decoded decoded = picture(name);
    if (!decoded.colours.empty()) {
        return std::move(decoded.colours);
    }
    Image grey(decoded.indices.width(), decoded.indices.height());
    std::transform(decoded.indices.values().begin(), decoded.indices.values().end(),
                   grey.values().begin(), [&](std::uint16_t value) {
                       if (value > UINT8_MAX) {
                           fail(name, "has 16-bit values");
                       }
                       return static_cast<std::uint8_t>(value);
                   });
    return grey;
}

void ArchiveReader::fail(const std::string& name, const std::string& problem) const {
    throw Error(problem, placeOf(name), "The project file is damaged; use an older copy");
}

bool needsHighHalf(const InstancePlane& ids) {
    return std::any_of(ids.values().begin(), ids.values().end(),
                       [](std::uint32_t id) { return id > UINT16_MAX; });
}

void writeIds(ArchiveWriter& archive, const InstancePlane& ids, const std::string& name,
              const std::string& highName) {
    archive.add(name, png::encode16(halfOf(ids, 0)));
    if (needsHighHalf(ids)) {
        archive.add(highName, png::encode16(halfOf(ids, 16)));
    }
}

InstancePlane readIds(ArchiveReader& archive, const std::string& name, const std::string& highName,
                      bool highHalf, Size size) {
    const LabelPlane low = archive.indices(name, size);
    InstancePlane ids(low.width(), low.height());
    std::copy(low.values().begin(), low.values().end(), ids.values().begin());
    if (highHalf) {
        const LabelPlane high = archive.indices(highName, size);
        std::transform(high.values().begin(), high.values().end(), ids.values().begin(),
                       ids.values().begin(),
                       [](std::uint16_t upper, std::uint32_t lower) -> std::uint32_t {
                           return std::uint32_t{upper} << 16U | lower;
                       });
    }
    return ids;
}

} // namespace underpaint::project
