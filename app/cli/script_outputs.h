// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace underpaint::app {

/// Where the outputs of a script may lie: in one folder and those below it, through whatever links.
class ScriptOutputs {
public:
    /// The folder need not be there yet.
    explicit ScriptOutputs(std::filesystem::path folder);

    /// The file that a script's output is: relative names count from the folder. Throws Error when
    /// it lies elsewhere.
    std::filesystem::path place(const std::filesystem::path& named) const;
    /// The same, and makes the folders that it needs.
    std::filesystem::path prepared(const std::filesystem::path& named) const;

private:
    std::filesystem::path m_folder;
};

} // namespace underpaint::app
