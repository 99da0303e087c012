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

#include <cstddef>
#include <cstdint>
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

/// Maps and looks of a scene in the classes of another model, as edits; `next` becomes what they
/// make of it, `notice` says what is not the same.
std::vector<scene::Edit> inClassesOf(const project::Manifest& model,
                                     const std::optional<project::Manifest>& before,
                                     scene::SceneState& next, Editor& editor, QString& notice) {
    auto there = inClasses(next, model, before);
    if (!there) {
        return {};
    }
    imaging::MappedScene& mapped = there->mapped;
    notice = classNotice(mapped);
    editor.addClassChange({editor.document().snapshot(), there->meaning, there->classes});
    const imaging::MappedExemplars exemplars(next, mapped);
    std::vector<scene::Edit> edits = exemplars.before();
    edits.push_back({mapped.maps});
    edits.insert(edits.end(), exemplars.after().begin(), exemplars.after().end());
    scene::Edit looks = scene::wear(next, imaging::movedAppearances(next, mapped));
    if (!looks.empty()) {
        edits.push_back(std::move(looks));
    }
    imaging::takeClasses(next, std::move(mapped));
    return edits;
}

/// What cannot be worn with that model, as it can be.
scene::Wardrobe fitted(const scene::SceneState& state,
                       const std::optional<project::Manifest>& model) {
    return state.appearances.empty() || !model ? scene::Wardrobe()
                                               : project::fittedAppearances(state, *model);
}

} // namespace

void changeModel(Editor& editor, Services& services, const QString& id) {
    const bool another = editor.scene().modelId != id.toStdString();
    const std::optional<project::Manifest> before =
        another ? manifestOf(services, QString::fromStdString(editor.scene().modelId))
                : std::nullopt;
    const std::optional<project::Manifest> model = manifestOf(services, id);
    services.models().loadModel(id);
    scene::SceneState next = editor.scene();
    scene::EditGroup change;
    QString notice;
    if (another) {
        change.edits.push_back({scene::SetModel{id.toStdString()}});
        if (model) {
            for (scene::Edit& edit : inClassesOf(*model, before, next, editor, notice)) {
                change.edits.push_back(std::move(edit));
            }
        }
    }
    const scene::Wardrobe fitting = fitted(next, model);
    const auto count = static_cast<int>(fitting.size());
    if (count > 0) {
        change.edits.push_back(scene::wear(next, fitting));
        const QString styles = ModelChange::tr(
            "%n style(s) are not in this model; undo brings them and the model back.", nullptr,
            count);
        if (notice.isEmpty()) {
            Q_EMIT services.models().noticed(styles);
        } else {
            notice += QLatin1Char(' ') + styles; // one message is shown at a time
        }
    }
    if (scene::knowsPhoto(editor.scene()) && change.edits.size() > 1) {
        scene::Scene renamed(editor.scene());
        renamed.apply({change});
        change.edits.push_back(
            {scene::SetPhotoMaps{scene::renamedPhotoMaps(editor.scene(), *renamed)}});
    }
    if (!change.edits.empty()) {
        editor.document().apply({std::move(change)}, ModelChange::tr("Another model"));
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
