// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_change.h"

#include "engine/base/error.h"
#include "engine/project/package/style_fit.h"
#include "ui/session/editor.h"
#include "ui/session/render_service.h"

#include <QCoreApplication>

#include <cstdint>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ModelChange {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ModelChange)
};

std::vector<std::uint32_t> unfit(const scene::SceneState& state, const RenderService& service,
                                 const QString& id) {
    if (state.styles.empty()) {
        return {}; // looking for the package opens all there are
    }
    for (const KnownModel& model : service.models()) {
        if (model.id != id) {
            continue;
        }
        try {
            return project::unfitStyles(state, project::ModelPackage::open(model.path).manifest());
        } catch (const Error&) {
            return {}; // loading it tells why
        }
    }
    return {};
}

} // namespace

void changeModel(Editor& editor, RenderService& service, const QString& id) {
    service.loadModel(id);
    scene::SetStyle defaults;
    for (const std::uint32_t instance : unfit(editor.scene(), service, id)) {
        defaults.entries.push_back({instance, {}});
    }
    const bool another = editor.scene().modelId != id.toStdString();
    const auto count = static_cast<int>(defaults.entries.size());
    scene::EditGroup change;
    if (another) {
        change.edits.push_back({scene::SetModel{id.toStdString()}});
    }
    if (count > 0) {
        change.edits.push_back({std::move(defaults)});
        Q_EMIT service.noticed(ModelChange::tr(
            "%n style(s) are not in this model; undo brings them and the model back.", nullptr,
            count));
    }
    if (!change.edits.empty()) {
        editor.document().apply({std::move(change)}, ModelChange::tr("Another model"));
    }
}

void fitStyles(scene::SceneState& state, const RenderService& service) {
    for (const std::uint32_t instance :
         unfit(state, service, QString::fromStdString(state.modelId))) {
        state.styles.erase(instance);
    }
}

} // namespace underpaint::ui
