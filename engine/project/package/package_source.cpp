// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/package_source.h"

#include "engine/base/error.h"
#include "engine/base/foreign_content.h"
#include "engine/base/mapped_file.h"
#include "engine/base/whole_file.h"
#include "engine/project/archive/inflate_member.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view manifestName = "manifest.json";

/// A zip of the package's folder holds everything below that folder's name.
std::string commonFolder(const ZipIndex& zip) {
    if (zip.find(manifestName) != nullptr) {
        return {};
    }
    for (const auto& member : zip.members()) {
        const auto slash = member.name.find('/');
        if (slash != std::string::npos && member.name.substr(slash + 1) == manifestName) {
            return member.name.substr(0, slash + 1);
        }
    }
    return {};
}

} // namespace

struct PackageSource::Folder {
    fs::path root;
};

struct PackageSource::Archive {
    explicit Archive(const fs::path& path)
        : where(path.string()), file(path), zip(file.bytes(), where), prefix(commonFolder(zip)) {
        for (const auto& member : zip.members()) {
            if (!isSafeMemberName(member.name)) {
                throw Error("has a member with the unsafe name " + shownText(member.name), where,
                            "Do not use this package");
            }
        }
    }

    std::string where;
    MappedFile file;
    ZipIndex zip;
    std::string prefix;
};

PackageSource::PackageSource(const fs::path& path) {
    std::error_code code;
    if (fs::is_directory(path, code)) {
        const fs::path root = fs::canonical(path, code);
        if (code) {
            throw Error("cannot be opened (" + code.message() + ")", path.string(),
                        "Check the path and its permissions");
        }
        m_folder = std::make_shared<Folder>(Folder{root});
        return;
    }
    const MappedFile file = openWholeFile(path);
    refuseForeignContent(file.bytes(), "a model package", path.string());
    if (!looksLikeZip(file.bytes())) {
        throw Error("is no model package (neither a folder nor a zip archive)", path.string(),
                    "Name a NAME.underpaint-model; `underpaint import` makes one of a .pth file");
    }
    m_archive = std::make_shared<Archive>(path);
}

std::optional<PackageFile> PackageSource::file(const std::string& name) const {
    return unpacked(name, std::numeric_limits<std::size_t>::max());
}

std::optional<PackageFile> PackageSource::beginning(const std::string& name,
                                                    std::size_t bytes) const {
    return unpacked(name, bytes);
}

std::optional<PackageFile> PackageSource::unpacked(const std::string& name,
                                                   std::size_t most) const {
    if (!isSafeMemberName(name)) {
        return std::nullopt;
    }
    if (m_archive != nullptr) {
        const auto* member = m_archive->zip.find(m_archive->prefix + name);
        if (member == nullptr) {
            return std::nullopt;
        }
        if (member->stored) {
            return PackageFile{member->data, m_archive->file.owner()};
        }
        auto content = std::make_shared<std::vector<std::byte>>(
            inflateMember(m_archive->file.bytes(), *member, m_archive->where, most));
        return PackageFile{*content, content, content->size() <= most};
    }
    std::error_code code;
    const fs::path path = fs::canonical(m_folder->root / name, code);
    if (code || !fs::is_regular_file(path, code)) {
        return std::nullopt;
    }
    // A link may lead out of the package, however plain the name looks.
    const auto [rootEnd, rest] =
        std::mismatch(m_folder->root.begin(), m_folder->root.end(), path.begin(), path.end());
    if (rootEnd != m_folder->root.end()) {
        throw Error("is a link that leads out of the package", (m_folder->root / name).string(),
                    "Put the file itself into the package");
    }
    const MappedFile mapped(path);
    return PackageFile{mapped.bytes(), mapped.owner()};
}

} // namespace underpaint::project
