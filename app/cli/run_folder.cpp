// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_folder.h"

#include "engine/base/error.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace underpaint::app {

namespace fs = std::filesystem;

RunFolder::RunFolder(fs::path path) : m_path(std::move(path)), m_hadPack(fs::exists(dataPack())) {
    makeFolders();
    const fs::path lock = m_path / ".lock";
    if (auto taken = FileLock::take(lock)) {
        m_lock.emplace(std::move(*taken));
    } else {
        const std::string who = FileLock::holderOf(lock);
        throw Error("is trained by " + (who.empty() ? "another process" : who) + " already",
                    m_path.string(), "Wait until that has ended, or stop it, or choose another -o");
    }
}

RunFolder::~RunFolder() {
    const bool mine = m_lock.has_value();
    m_lock.reset();
    if (m_kept || !mine) {
        return;
    }
    std::error_code ignored; // what somebody else put there meanwhile stays
    if (!m_hadPack) {
        fs::remove(dataPack(), ignored);
    }
    std::for_each(m_made.rbegin(), m_made.rend(),
                  [&ignored](const fs::path& folder) { fs::remove(folder, ignored); });
}

void RunFolder::makeFolders() {
    std::error_code failure;
    fs::path missing = fs::absolute(m_path, failure).lexically_normal();
    if (!missing.has_filename()) {
        missing = missing.parent_path(); // "run/"
    }
    for (; !missing.empty() && !fs::exists(missing, failure); missing = missing.parent_path()) {
        m_made.insert(m_made.begin(), missing);
    }
    fs::create_directories(m_path, failure);
    if (failure || !fs::is_directory(m_path, failure)) {
        throw Error("cannot be made (" +
                        (failure ? failure.message() : std::string("it is a file")) + ")",
                    m_path.string(), "Choose a folder that is writable");
    }
}

} // namespace underpaint::app
