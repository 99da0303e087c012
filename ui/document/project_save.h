// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/atomic_file.h"
#include "engine/project/file/project_file.h"
#include "ui/document/document_private.h"

#include <QImage>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::ui {

/// What a project file is made of: shared with the document where that is large, and not changed by
/// it any more. The work may be done on any thread.
class ProjectSave {
public:
    /// A step of the undo stack, and its name.
    using Step = std::pair<std::shared_ptr<const DocumentStep>, QString>;

    /// `project` holds everything but history and thumbnail. The history is `older` and then the
    /// edits of `steps`. The thumbnail is `picture`, scaled down when it is large.
    ProjectSave(std::filesystem::path path, project::Project project,
                std::vector<std::shared_ptr<const project::HistoryEntry>> older,
                std::vector<Step> steps, QImage picture);

    const std::filesystem::path& path() const { return m_path; }
    /// Writes the content of the file, beside its place. Throws Error; nothing is left then.
    void encode();
    /// The SHA-256 of the content.
    const std::string& digest() const { return m_digest; }
    /// Puts the file in its place. Throws Error; the old file is then untouched.
    void write();

private:
    std::filesystem::path m_path;
    project::Project m_project;
    std::vector<std::shared_ptr<const project::HistoryEntry>> m_older;
    std::vector<Step> m_steps;
    QImage m_picture;
    std::optional<StagedFile> m_content;
    std::string m_digest;
};

} // namespace underpaint::ui
