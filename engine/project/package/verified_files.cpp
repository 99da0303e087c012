// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/verified_files.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/foreign_reader.h"

#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace underpaint::project {

namespace fs = std::filesystem;

namespace {

/// The list begins anew beyond this: it is no archive.
constexpr std::uintmax_t longestList = 1 << 20;

/// What is remembered of a file as it is now, one line; nothing when it cannot be looked at.
std::optional<std::string> lineFor(const fs::path& file, const std::string& part,
                                   const std::string& digest) {
    struct stat status = {};
    std::error_code unknown;
    const fs::path whole = fs::absolute(file, unknown);
    if (::stat(whole.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    std::string facts = whole.string();
    for (const std::string& fact :
         {part, digest, std::to_string(status.st_dev), std::to_string(status.st_ino),
          std::to_string(status.st_size), std::to_string(status.st_mtim.tv_sec),
          std::to_string(status.st_mtim.tv_nsec), std::to_string(status.st_ctim.tv_sec),
          std::to_string(status.st_ctim.tv_nsec)}) {
        facts += '\0';
        facts += fact;
    }
    return sha256(std::as_bytes(std::span(facts))) + "\n";
}

std::string environment(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return value == nullptr ? std::string() : value;
}

} // namespace

VerifiedFiles VerifiedFiles::ofThisUser() {
    fs::path cache = environment("XDG_CACHE_HOME");
    if (cache.empty() && !environment("HOME").empty()) {
        cache = fs::path(environment("HOME")) / ".cache";
    }
    return VerifiedFiles(cache.empty() ? fs::path() : cache / "underpaint/verified-files");
}

bool VerifiedFiles::knows(const fs::path& file, const std::string& part,
                          const std::string& digest) const {
    const auto line = m_list.empty() ? std::nullopt : lineFor(file, part, digest);
    if (!line) {
        return false;
    }
    try {
        const MappedFile list(m_list);
        return asText(list.bytes()).find(*line) != std::string_view::npos;
    } catch (const Error&) {
        return false; // there is none yet
    }
}

void VerifiedFiles::add(const fs::path& file, const std::string& part,
                        const std::string& digest) const {
    const auto line = m_list.empty() ? std::nullopt : lineFor(file, part, digest);
    if (!line) {
        return;
    }
    std::error_code ignored;
    fs::create_directories(m_list.parent_path(), ignored);
    const bool anew = fs::file_size(m_list, ignored) > longestList && !ignored;
    const int list = ::open(m_list.c_str(),
                            O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW |
                                (anew ? O_TRUNC : 0),
                            0600);
    if (list >= 0) {
        [[maybe_unused]] const auto written = ::write(list, line->data(), line->size());
        ::close(list);
    }
}

} // namespace underpaint::project
