// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/project_save.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/scene/sequence_codec.h"
#include "ui/document/document.h"
#include "ui/document/shared_image.h"

#include <algorithm>
#include <new>
#include <ostream>

namespace underpaint::ui {

namespace {

Image thumbnailOf(const QImage& picture) {
    if (picture.isNull()) {
        return {};
    }
    constexpr int extent = project::thumbnailExtent;
    const bool large = picture.width() > extent || picture.height() > extent;
    const QImage small =
        large ? picture.scaled(extent, extent, Qt::KeepAspectRatio, Qt::SmoothTransformation)
              : picture;
    return fromQt(small);
}

} // namespace

ProjectSave::ProjectSave(std::filesystem::path path, project::Project project,
                         std::vector<std::shared_ptr<const project::HistoryEntry>> older,
                         std::vector<Step> steps, QImage picture)
    : m_path(std::move(path)),
      m_project(std::move(project)),
      m_older(std::move(older)),
      m_steps(std::move(steps)),
      m_picture(std::move(picture)) {}

void ProjectSave::encode() {
    try {
        for (const auto& entry : m_older) {
            m_project.history.push_back(*entry);
        }
        for (const auto& [step, text] : m_steps) {
            m_project.history.push_back({text.toStdString(),
                                         scene::serialiseSequenceEdit(step->applied.edit),
                                         scene::serialiseSequenceEdit(step->applied.inverse)});
        }
        m_project.thumbnail = thumbnailOf(m_picture);
        m_content.emplace(m_path, [this](std::ostream& out) {
            m_digest = project::writeProject(m_project, out);
        });
        m_project = {};
    } catch (const std::bad_alloc&) {
        throw Error(Document::tr("There is not enough memory to save %1. Close other programs and "
                                 "save again")
                        .arg(QString::fromStdString(m_path.string()))
                        .toStdString());
    }
}

void ProjectSave::write() {
    m_content->publish();
    m_content.reset();
    // What an editor left that was killed while it saved. The work in it is in the journal, too.
    const std::filesystem::path written = writtenPath(m_path);
    removeLeftovers(written.parent_path(), written.filename().string());
}

} // namespace underpaint::ui
