// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/archive/inflate_member.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"

#ifdef UNDERPAINT_HAVE_LIBZIP
#include <memory>
#include <zip.h>
#endif

namespace underpaint::project {

#ifdef UNDERPAINT_HAVE_LIBZIP

namespace {

/// Weights compress by a tenth, a manifest tenfold; beyond this it is an attack.
constexpr std::uint64_t maxRatio = 100;
constexpr std::uint64_t ratioAllowance = 1 << 16;

struct CloseSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

std::vector<std::byte> inflateMember(std::span<const std::byte> archive, const ZipMember& member,
                                     const std::string& where, std::size_t most) {
    const auto fail = [&](const std::string& what) {
        throw Error("the member " + shownText(member.name) + " " + what, where,
                    "The package is damaged; fetch it again");
    };
    if (member.size > member.data.size() * maxRatio + ratioAllowance) {
        fail("claims to be far larger than its compressed data");
    }
    zip_error_t error;
    zip_error_init(&error);
    std::unique_ptr<zip_source_t, CloseSource> source(
        zip_source_buffer_create(archive.data(), archive.size(), 0, &error));
    std::unique_ptr<zip_t, CloseArchive> opened(
        source != nullptr ? zip_open_from_source(source.get(), ZIP_RDONLY, &error) : nullptr);
    zip_error_fini(&error);
    if (opened == nullptr) {
        fail("cannot be unpacked");
    }
    source.release(); // NOLINT(bugprone-unused-return-value): the archive owns it now
    const std::unique_ptr<zip_file_t, CloseFile> file(
        zip_fopen(opened.get(), member.name.c_str(), 0));
    std::vector<std::byte> content(static_cast<std::size_t>(member.size));
    const std::size_t wanted = std::min(most, content.size());
    std::size_t filled = 0;
    while (file != nullptr && filled < wanted) {
        const auto count = zip_fread(file.get(), content.data() + filled, wanted - filled);
        if (count <= 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    if (file == nullptr || filled != wanted) {
        fail("cannot be unpacked");
    }
    return content;
}

#else

std::vector<std::byte> inflateMember(std::span<const std::byte> /*archive*/,
                                     const ZipMember& member, const std::string& where,
                                     std::size_t /*most*/) {
    throw Error("the member " + shownText(member.name) +
                    " is compressed, which this build cannot read",
                where, "Unzip the package into a folder and use that");
}

#endif

} // namespace underpaint::project
