// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/folder_walk.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;

/// Calls a function for the visible files until it has enough.
class Walk {
public:
    using Visitor = std::function<bool(const fs::path&)>;

    Walk(Depth depth, const Visitor& enough) : m_depth(depth), m_enough(enough) {}

    /// True when the visitor had enough.
    bool through(const fs::path& folder) {
        std::error_code failure;
        const fs::path real = fs::canonical(folder, failure);
        // A link to nothing, or to a folder that holds the one that we are in: the whole of a disk
        // could be walked through.
        const bool outwards = std::any_of(m_above.begin(), m_above.end(), [&](const auto& above) {
            const fs::path below = above.lexically_relative(real);
            return !below.empty() && *below.begin() != "..";
        });
        if (failure || outwards) {
            return false;
        }
        m_above.push_back(real);
        const bool stop = throughEntries(folder);
        m_above.pop_back();
        return stop;
    }

private:
    bool throughEntries(const fs::path& folder) {
        std::error_code failure;
        std::vector<fs::path> folders;
        for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
             it.increment(failure)) {
            const fs::path& path = it->path();
            if (isHiddenName(path.filename().string())) {
                continue;
            }
            std::error_code ignored;
            if (fs::is_directory(path, ignored)) {
                folders.push_back(path);
            } else if (fs::is_regular_file(path, ignored) && m_enough(path)) {
                return true;
            }
        }
        if (failure) {
            throw Error("the folder cannot be read (" + failure.message() + ")", folder.string(),
                        "Check its permissions");
        }
        return m_depth == Depth::Tree &&
               std::any_of(folders.begin(), folders.end(),
                           [this](const fs::path& below) { return through(below); });
    }

    Depth m_depth;
    const Visitor& m_enough;
    std::vector<fs::path> m_above; ///< the folders that we are in, without links
};

} // namespace

bool isHiddenName(std::string_view name) {
    constexpr std::array<std::string_view, 5> others{"__MACOSX", "@eaDir", "$RECYCLE.BIN",
                                                     "System Volume Information", "lost+found"};
    return name.starts_with('.') || std::find(others.begin(), others.end(), name) != others.end();
}

std::vector<fs::path> visibleFiles(const fs::path& folder, Depth depth) {
    std::vector<fs::path> files;
    const Walk::Visitor keep = [&files](const fs::path& path) {
        files.push_back(path);
        return false;
    };
    (void)Walk(depth, keep).through(folder);
    std::sort(files.begin(), files.end());
    return files;
}

bool holdsVisibleFile(const fs::path& folder, Depth depth,
                      const std::function<bool(const fs::path&)>& wanted) {
    std::error_code ignored;
    return fs::is_directory(folder, ignored) && Walk(depth, wanted).through(folder);
}

std::vector<std::string> visibleFolders(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
         it.increment(failure)) {
        std::error_code ignored;
        std::string name = it->path().filename().string();
        if (!isHiddenName(name) && fs::is_directory(it->path(), ignored)) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace underpaint::imaging
