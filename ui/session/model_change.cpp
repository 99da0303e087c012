// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_change.h"

#include "engine/base/error.h"
#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/project/package/model_labels.h"
#include "engine/project/package/style_fit.h"
#include "engine/scene/touched.h"
#include "ui/session/class_correction.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ModelChange {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ModelChange)
};

/// Looking for a package opens it: nothing where it cannot be, for loading it tells why.
std::optional<project::Manifest> manifestOf(Services& services, const QString& id) {
    const CurrentModel* current = services.models().model();
    if (current != nullptr && current->manifest.id == id.toStdString()) {
        return current->manifest;
    }
    for (const KnownModel& model : services.models().models()) {
        if (model.id == id) {
            try {
                return project::ModelPackage::open(model.path).manifest();
            } catch (const Error&) {
                return std::nullopt;
            }
        }
    }
    return std::nullopt;
}

/// What a scene made with the model `before` becomes in the classes of another.
struct InClasses {
    scene::LabelSet meaning; ///< of the ids before
    scene::LabelSet classes;
    imaging::MappedScene mapped;
};

/// Nothing where its maps stay what they are.
std::optional<InClasses> inClasses(const scene::SceneState& state, const project::Manifest& model,
                                   const std::optional<project::Manifest>& before) {
    if (model.classes.empty()) {
        return std::nullopt;
    }
    scene::LabelSet classes = project::labelSetOf(model);
    const std::optional<scene::LabelSet> known = before && !before->classes.empty()
                                                     ? std::optional(project::labelSetOf(*before))
                                                     : std::nullopt;
    scene::LabelSet meaning = imaging::meaningOfIds(state, known, classes);
    auto mapped = imaging::mappedScene(state, meaning, classes);
    if (!mapped) {
        return std::nullopt;
    }
    return InClasses{std::move(meaning), std::move(classes), std::move(*mapped)};
}

/// What a change of the model does to one frame.
struct FrameChange {
    scene::EditGroup edits;
    std::optional<imaging::ClassChange> classes;
    QString notice; ///< what is not the same
    int fitted = 0; ///< styles that the model does not have
};

/// Maps and looks of a scene in the classes of another model; `next` becomes what the edits make of
/// it.
void bringIntoClasses(const project::Manifest& model,
                      const std::optional<project::Manifest>& before,
                      const scene::SceneSnapshot& present, scene::SceneState& next,
                      FrameChange& change) {
    auto there = inClasses(next, model, before);
    if (!there) {
        return;
    }
    imaging::MappedScene& mapped = there->mapped;
    change.notice = classNotice(mapped);
    change.classes = imaging::ClassChange{present, there->meaning, there->classes};
    std::ranges::move(imaging::classEdits(next, mapped), std::back_inserter(change.edits.edits));
    imaging::takeClasses(next, std::move(mapped));
}

/// What cannot be worn with that model, as it can be.
scene::Wardrobe fitted(const scene::SceneState& state,
                       const std::optional<project::Manifest>& model) {
    return state.appearances.empty() || !model ? scene::Wardrobe()
                                               : project::fittedAppearances(state, *model);
}

FrameChange changeOf(const scene::SceneSnapshot& present, const QString& id, bool another,
                     const std::optional<project::Manifest>& model,
                     const std::optional<project::Manifest>& before) {
    FrameChange change;
    std::vector<scene::Edit>& edits = change.edits.edits;
    scene::SceneState next = *present;
    if (another) {
        edits.push_back({scene::SetModel{id.toStdString()}});
        if (model) {
            bringIntoClasses(*model, before, present, next, change);
        }
    }
    const scene::Wardrobe fitting = fitted(next, model);
    change.fitted = static_cast<int>(fitting.size());
    if (change.fitted > 0) {
        edits.push_back(scene::wear(next, fitting));
    }
    if (scene::knowsPhoto(*present) && edits.size() > 1) {
        scene::Scene renamed(*present);
        renamed.apply({change.edits});
        edits.push_back({scene::SetPhotoMaps{scene::renamedPhotoMaps(*present, *renamed)}});
    }
    return change;
}

} // namespace

void changeModel(Editor& editor, Services& services, const QString& id) {
    const bool another = editor.scene().modelId != id.toStdString();
    const std::optional<project::Manifest> before =
        another ? manifestOf(services, QString::fromStdString(editor.scene().modelId))
                : std::nullopt;
    const std::optional<project::Manifest> model = manifestOf(services, id);
    services.models().loadModel(id);
    const Document& document = editor.document();
    scene::EditFrames all;
    FrameChange seen; // of the frame in view, which is what is told
    for (std::size_t frame = 0; frame < document.frames(); ++frame) {
        FrameChange change =
            changeOf(document.sequence().snapshot(frame), id, another, model, before);
        if (!change.edits.edits.empty()) {
            all.edits.push_back({frame, {change.edits}});
        }
        if (frame == document.currentFrame()) {
            seen = std::move(change);
        }
    }
    if (seen.classes) {
        editor.addClassChange(std::move(*seen.classes));
    }
    QString notice = seen.notice;
    if (seen.fitted > 0) {
        const QString styles = ModelChange::tr(
            "%n style(s) are not in this model; undo brings them and the model back.", nullptr,
            seen.fitted);
        if (notice.isEmpty()) {
            Q_EMIT services.models().noticed(styles);
        } else {
            notice += QLatin1Char(' ') + styles; // one message is shown at a time
        }
    }
    if (all.edits.size() == 1) {
        editor.document().applyFrames(all.edits.front(), ModelChange::tr("Another model"));
    } else if (!all.edits.empty()) {
        editor.document().applyFrames(all, ModelChange::tr("Another model"));
    }
    if (!notice.isEmpty()) {
        Q_EMIT services.models().classesMapped(notice);
    }
}

bool meansTheSame(const scene::SceneState& state, Services& services, const QString& id) {
    const std::optional<project::Manifest> model = manifestOf(services, id);
    if (!model) {
        return true; // loading it tells why
    }
    const auto there =
        inClasses(state, *model, manifestOf(services, QString::fromStdString(state.modelId)));
    return !there || (there->mapped.lost().empty() && there->mapped.nearest().empty());
}

void fitAppearances(scene::SceneState& state, Services& services) {
    if (state.appearances.empty()) {
        return; // looking for the package opens it
    }
    if (const auto model = manifestOf(services, QString::fromStdString(state.modelId))) {
        project::fitAppearances(state, *model);
    }
}

} // namespace underpaint::ui
