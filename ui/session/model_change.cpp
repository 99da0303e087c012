// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_change.h"

#include "engine/base/error.h"
#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_frames.h"
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

/// What scenes made with the model `before` become in the classes of another.
struct InClasses {
    scene::LabelSet meaning; ///< of the ids before
    scene::LabelSet classes;
    std::vector<imaging::MappedFrame> frames;
};

/// Nothing where the maps of all of them stay what they are. They have one label set.
std::optional<InClasses> inClasses(const std::vector<scene::SceneState>& frames,
                                   const project::Manifest& model,
                                   const std::optional<project::Manifest>& before) {
    if (model.classes.empty()) {
        return std::nullopt;
    }
    InClasses there;
    there.classes = project::labelSetOf(model);
    const std::optional<scene::LabelSet> known = before && !before->classes.empty()
                                                     ? std::optional(project::labelSetOf(*before))
                                                     : std::nullopt;
    there.meaning = imaging::meaningOfIds(frames.front(), known, there.classes);
    bool any = false;
    for (const scene::SceneState& frame : frames) {
        auto mapped = imaging::mappedScene(frame, there.meaning, there.classes);
        any = any || mapped;
        there.frames.push_back({frame, std::move(mapped).value_or(imaging::MappedScene())});
        imaging::packMaps(there.frames.back().after);
    }
    if (!any) {
        return std::nullopt;
    }
    // They go together, also those that show nothing but what is called the same.
    for (imaging::MappedFrame& frame : there.frames) {
        if (!frame.after.maps.labelSet) {
            frame.after = imaging::sceneInClasses(frame.before, there.meaning, there.classes);
        }
    }
    if (there.frames.size() > 1) {
        imaging::numberAlike(there.frames, there.classes);
    }
    return there;
}

/// What a change of the model does to one frame.
struct FrameChange {
    scene::EditGroup edits;
    int fitted = 0; ///< styles that the model does not have
};

/// Maps and looks of a scene in the classes of another model; `next` becomes what the edits make of
/// it.
void bringIntoClasses(imaging::MappedScene mapped, scene::SceneState& next, FrameChange& change) {
    std::ranges::move(imaging::classEdits(next, mapped), std::back_inserter(change.edits.edits));
    imaging::takeClasses(next, std::move(mapped));
}

/// What cannot be worn with that model, as it can be.
scene::Wardrobe fitted(const scene::SceneState& state,
                       const std::optional<project::Manifest>& model) {
    return state.appearances.empty() || !model ? scene::Wardrobe()
                                               : project::fittedAppearances(state, *model);
}

/// `mapped`: it in the model's classes; nullptr: it has them.
FrameChange changeOf(const scene::SceneSnapshot& present, const QString& id, bool another,
                     const std::optional<project::Manifest>& model, imaging::MappedScene* mapped) {
    FrameChange change;
    std::vector<scene::Edit>& edits = change.edits.edits;
    scene::SceneState next = *present;
    if (another) {
        edits.push_back({scene::SetModel{id.toStdString()}});
    }
    if (mapped != nullptr) {
        bringIntoClasses(std::move(*mapped), next, change);
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
    std::optional<InClasses> mapped;
    if (another && model) {
        mapped = inClasses(document.sequence().states(), *model, before);
    }
    scene::EditFrames all;
    int fitted = 0; // the same everywhere, or in one frame alone
    const QString classes =
        mapped ? classNotice(imaging::mappedClassesOf(mapped->frames)) : QString();
    Editor::ClassChanges changes;
    for (std::size_t frame = 0; frame < document.frames(); ++frame) {
        const scene::SceneSnapshot present = document.sequence().snapshot(frame);
        FrameChange change =
            changeOf(present, id, another, model, mapped ? &mapped->frames[frame].after : nullptr);
        if (mapped) {
            changes.push_back({present, mapped->meaning, mapped->classes});
        }
        if (!change.edits.edits.empty()) {
            all.edits.push_back({frame, {change.edits}});
        }
        fitted = std::max(fitted, change.fitted);
    }
    if (!changes.empty()) {
        editor.addClassChange(std::move(changes));
    }
    QString notice = classes;
    if (fitted > 0) {
        const QString styles = ModelChange::tr(
            "%n style(s) are not in this model; undo brings them and the model back.", nullptr,
            fitted);
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
        inClasses({state}, *model, manifestOf(services, QString::fromStdString(state.modelId)));
    return !there || (there->frames.front().after.lost().empty() &&
                      there->frames.front().after.nearest().empty());
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
