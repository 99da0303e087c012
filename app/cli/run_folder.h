// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_lock.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::app {

/// The folder of a training run while this process has it for itself. What is made before there is
/// a run in it (the folder, a packed data set) goes away again unless there comes to be one.
class RunFolder {
public:
    /// Makes the folder where it is absent. Throws Error when another process trains in it or it
    /// cannot be made.
    explicit RunFolder(std::filesystem::path path);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    std::filesystem::path dataPack() const { return m_path / "data.pack"; }
    /// There is a run in it: all stays.
    void keep() { m_kept = true; }

private:
    void makeFolders();

    std::filesystem::path m_path;
    std::vector<std::filesystem::path> m_made; ///< folders, outermost first
    bool m_hadPack;
    bool m_kept = false;
    std::optional<FileLock> m_lock;
};

} // namespace underpaint::app
