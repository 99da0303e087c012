// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/package_catalogue.h"

#include "engine/base/error.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

/// What changes when a package is written again.
using Stamp = std::tuple<std::uintmax_t, std::uintmax_t, std::int64_t, std::int64_t>;

Stamp stampOf(const fs::path& package) {
    std::error_code unknown;
    const fs::path file = fs::is_directory(package, unknown) ? package / "manifest.json" : package;
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) {
        return {};
    }
    return {status.st_ino, static_cast<std::uintmax_t>(status.st_size), status.st_mtim.tv_sec,
            status.st_mtim.tv_nsec};
}

struct CachedPackage {
    Stamp stamp;
    std::optional<KnownPackage> known; ///< nothing while it is being read
};

std::vector<fs::path> packagesIn(const std::vector<fs::path>& folders) {
    std::vector<fs::path> found;
    for (const fs::path& folder : folders) {
        std::error_code code;
        for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
            if (it->path().extension() == ".underpaint-model") {
                found.push_back(it->path());
            }
        }
    }
    // Else the file system decides which ones are known first.
    std::ranges::sort(found);
    return found;
}

KnownPackage unread(const fs::path& path) {
    KnownPackage package;
    package.listing.path = path;
    package.listing.problem = "is still being read";
    return package;
}

} // namespace

/// Of the catalogue and of the thread, which may outlive it.
struct PackageCatalogue::Shared {
    std::vector<fs::path> folders;
    std::vector<fs::path> extra;
    Read read;

    mutable std::mutex mutex;
    std::condition_variable changed;
    std::map<fs::path, CachedPackage> entries;
    bool scanning = false;
    bool abandoned = false;

    KnownPackage look(const fs::path& path) const {
        KnownPackage package;
        package.listing.path = path;
        try {
            const ModelPackage opened = read(path);
            package.manifest = std::make_shared<const Manifest>(opened.manifest());
            package.listing.id = package.manifest->id;
            package.listing.name = package.manifest->name;
            package.listing.kind = package.manifest->kind;
        } catch (const Error& failure) {
            package.listing.problem = failure.problem();
        } catch (const std::exception& failure) { // std::bad_alloc of a damaged package
            package.listing.problem = failure.what();
        }
        return package;
    }

    void scan(const std::vector<fs::path>& where, const std::vector<fs::path>& also) {
        std::vector<fs::path> paths = packagesIn(where);
        paths.insert(paths.end(), also.begin(), also.end());
        std::vector<std::pair<fs::path, Stamp>> wanted;
        {
            const std::lock_guard lock(mutex);
            std::map<fs::path, CachedPackage> before = std::exchange(entries, {});
            for (const fs::path& path : paths) {
                const Stamp stamp = stampOf(path);
                const auto old = before.find(path);
                const bool same =
                    old != before.end() && old->second.known && old->second.stamp == stamp;
                entries[path] = same ? old->second : CachedPackage{stamp, std::nullopt};
                if (!same) {
                    wanted.emplace_back(path, stamp);
                }
            }
        }
        for (const auto& [path, stamp] : wanted) {
            KnownPackage package = look(path);
            const std::lock_guard lock(mutex);
            if (abandoned) {
                return;
            }
            entries[path] = {stamp, std::move(package)};
        }
    }
};

PackageCatalogue::PackageCatalogue(std::vector<fs::path> folders, Read read)
    : m_shared(std::make_shared<Shared>()) {
    m_shared->folders = std::move(folders);
    m_shared->read = std::move(read);
}

PackageCatalogue::~PackageCatalogue() {
    constexpr std::chrono::milliseconds moment(500);
    std::unique_lock lock(m_shared->mutex);
    m_shared->abandoned = true;
    m_shared->changed.wait_for(lock, moment, [this] { return !m_shared->scanning; });
}

void PackageCatalogue::setFolders(std::vector<fs::path> folders) {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->folders = std::move(folders);
}

void PackageCatalogue::add(const fs::path& package) {
    const std::lock_guard lock(m_shared->mutex);
    if (std::ranges::find(m_shared->extra, package) == m_shared->extra.end()) {
        m_shared->extra.push_back(package);
    }
}

std::vector<KnownPackage> PackageCatalogue::packages(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_shared->mutex);
    if (!m_shared->scanning) {
        m_shared->scanning = true;
        std::thread([shared = m_shared, folders = m_shared->folders, extra = m_shared->extra] {
            shared->scan(folders, extra);
            const std::lock_guard done(shared->mutex);
            shared->scanning = false;
            shared->changed.notify_all();
        }).detach();
    }
    m_shared->changed.wait_for(lock, patience, [this] { return !m_shared->scanning; });
    std::vector<KnownPackage> list;
    for (const auto& [path, entry] : m_shared->entries) {
        list.push_back(entry.known.value_or(unread(path)));
    }
    return list;
}

bool PackageCatalogue::busy() const {
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->scanning;
}

} // namespace underpaint::project
