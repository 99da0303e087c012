// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/fill.h"
#include "engine/scene/sequence_codec.h"
#include "ui/document/document.h"

#include <QFile>

#include <filesystem>

namespace underpaint::test {

inline constexpr Size sceneSize{96, 64};

/// Nothing but road.
inline scene::SceneState plainState() {
    return *scene::Scene(scene::cityscapesLabels(), sceneSize, 7);
}

inline scene::Edit rectangle(const ui::Document& document, Rect rect, scene::PaintValue value,
                             std::uint64_t gesture = 0) {
    return scene::fillRectangle(document.scene(), rect, value, {}, gesture);
}

inline QByteArray contentOf(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The state that a project's history leads to.
inline scene::SceneState replayed(scene::SceneState base, const std::filesystem::path& path) {
    scene::Sequence frames(std::move(base));
    for (const project::HistoryEntry& entry : project::readProject(path).project.history) {
        frames.apply(scene::parseSequenceEdit(entry.edit));
    }
    return frames.frame(0);
}

/// The steps of the stack, for comparison.
inline QStringList textsOf(const ui::Document& document) {
    QStringList texts;
    for (int i = 0; i < document.undoStack().count(); ++i) {
        texts << document.undoStack().text(i);
    }
    return texts;
}

} // namespace underpaint::test
