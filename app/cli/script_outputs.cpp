// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/script_outputs.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"

#include <algorithm>
#include <utility>

namespace underpaint::app {

namespace fs = std::filesystem;

namespace {

/// Without links and dots, as far as it is there.
fs::path real(const fs::path& path) {
    std::error_code failed;
    const fs::path absolute = fs::absolute(path, failed);
    const fs::path found = fs::weakly_canonical(absolute, failed);
    return (failed ? absolute : found).lexically_normal();
}

bool liesIn(const fs::path& path, const fs::path& folder) {
    const auto [inFolder, inPath] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return inFolder == folder.end() && inPath != path.end();
}

} // namespace

ScriptOutputs::ScriptOutputs(fs::path folder) : m_folder(std::move(folder)) {}

fs::path ScriptOutputs::place(const fs::path& named) const {
    fs::path file = m_folder / named;
    if (!liesIn(real(writtenPath(file)), real(m_folder))) {
        throw Error("lies outside of the folder of the outputs, " + m_folder.string(),
                    named.string(), "Choose another name, or the folder with -o");
    }
    return file;
}

fs::path ScriptOutputs::prepared(const fs::path& named) const {
    fs::path file = place(named);
    if (file.has_parent_path()) {
        makeFolder(file.parent_path(), "Choose another -o");
    }
    return file;
}

} // namespace underpaint::app
