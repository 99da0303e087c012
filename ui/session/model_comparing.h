// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace underpaint::ui {

/// Two models that paint the same scenes, to be compared.
struct ModelComparison {
    std::array<std::filesystem::path, 2> packages;
    /// The open scene, where it takes part, and what it is called.
    std::optional<scene::SceneSnapshot> open = {};
    std::string openName = {};
    /// Projects, and folders of label maps or data sets.
    std::vector<std::filesystem::path> scenes = {};
};

/// What was painted.
struct ComparedModels {
    QString failure; ///< not empty: there is nothing to compare
    /// Of either model, with a PNG for each scene that both could paint, under its name.
    std::array<std::filesystem::path, 2> folders;
    std::array<std::string, 2> names; ///< of the models
    QStringList notes;                ///< scenes that are left out, and why
};

/// Has scenes painted by two models, beside the one that is open. All functions return at once.
class ModelComparing : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Answered by ended(), unless it is cancelled. One at a time: replaces the one before.
    virtual void start(const ModelComparison& comparison) = 0;
    /// Removes what is painted so far.
    virtual void cancel() = 0;

Q_SIGNALS:
    /// Photos that there are, of all that are wanted.
    void progressed(int photos, int of);
    void ended(const underpaint::ui::ComparedModels& compared);
};

} // namespace underpaint::ui
