// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_change.h"

#include "engine/base/error.h"
#include "engine/project/package/style_fit.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"

#include <QCoreApplication>

#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ModelChange {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ModelChange)
};

/// What cannot be worn with that model, as it can be.
scene::Wardrobe fitted(const scene::SceneState& state, Services& services, const QString& id) {
    if (state.appearances.empty()) {
        return {}; // looking for the package opens all there are
    }
    for (const KnownModel& model : services.models().models()) {
        if (model.id != id) {
            continue;
        }
        try {
            return project::fittedAppearances(state,
                                              project::ModelPackage::open(model.path).manifest());
        } catch (const Error&) {
            return {}; // loading it tells why
        }
    }
    return {};
}

} // namespace

void changeModel(Editor& editor, Services& services, const QString& id) {
    services.models().loadModel(id);
    const scene::Wardrobe fitting = fitted(editor.scene(), services, id);
    const bool another = editor.scene().modelId != id.toStdString();
    const auto count = static_cast<int>(fitting.size());
    scene::EditGroup change;
    if (another) {
        change.edits.push_back({scene::SetModel{id.toStdString()}});
    }
    if (count > 0) {
        change.edits.push_back(scene::wear(editor.scene(), fitting));
        Q_EMIT services.models().noticed(ModelChange::tr(
            "%n style(s) are not in this model; undo brings them and the model back.", nullptr,
            count));
    }
    if (!change.edits.empty()) {
        editor.document().apply({std::move(change)}, ModelChange::tr("Another model"));
    }
}

void fitAppearances(scene::SceneState& state, Services& services) {
    for (auto& [instance, look] : fitted(state, services, QString::fromStdString(state.modelId))) {
        if (look.empty()) {
            state.appearances.erase(instance);
        } else {
            state.appearances[instance] = std::move(look);
        }
    }
}

} // namespace underpaint::ui
