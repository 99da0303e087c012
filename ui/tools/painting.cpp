// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/painting.h"

#include "engine/scene/instance_ids.h"
#include "engine/scene/instance_transform.h"
#include "engine/scene/span_parts.h"
#include "ui/document/class_names.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/own_instance.h"
#include "ui/shortcuts/shortcut_book.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class Painting {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::Painting)
};

/// The class of an instance's pixels; what its number says while it has none.
std::uint32_t classOf(const scene::SceneState& scene, std::uint32_t instance) {
    const auto label = scene::labelOfInstance(scene, instance);
    return label ? *label : scene::classOfInstance(instance);
}

} // namespace

Point pixelAt(QPointF mapPoint) {
    // Tools may be dragged far outside; the limit keeps the sums of coordinates in range.
    constexpr double far = 500'000;
    return {static_cast<int>(std::floor(std::clamp(mapPoint.x(), -far, far))),
            static_cast<int>(std::floor(std::clamp(mapPoint.y(), -far, far)))};
}

scene::PaintGuard guardOf(const EditorState& state) {
    return {state.lockedLabels(), state.lockedInstances(), state.pixelSelection()};
}

QString refusalAt(const EditorState& state, Point p) {
    const scene::SceneState& scene = state.document().scene();
    if (!scene.bounds().contains(p) || guardOf(state).allows(scene, p)) {
        return {};
    }
    if (!state.pixelSelection().empty() && !state.pixelSelection().contains(p)) {
        const QString remedy =
            keyed(state.shortcuts(),
                  Painting::tr("Outside of the selection nothing is painted. %1 selects nothing."),
                  {"select.none"});
        return remedy.isEmpty() ? Painting::tr("Outside of the selection nothing is painted.")
                                : remedy;
    }
    if (state.lockedLabels().contains(scene.labels.at(p))) {
        const QString remedy =
            keyed(state.shortcuts(),
                  Painting::tr("The label “%2” is locked. %1 unlocks the current label."),
                  {"label.lock"});
        return (remedy.isEmpty() ? Painting::tr("The label “%1” is locked.") : remedy)
            .arg(labelName(state, scene.labels.at(p)));
    }
    return Painting::tr("The instance %1 is locked. Unlock it in the list of instances.")
        .arg(scene.instances.at(p));
}

std::uint32_t extendedInstance(const EditorState& state) {
    const scene::SceneState& scene = state.document().scene();
    const std::uint16_t label = state.currentLabel();
    // The numbering has no objects of class 0.
    if (state.newInstanceNext() || label == 0) {
        return 0;
    }
    for (const std::uint32_t selected : state.selectedInstances()) {
        if (classOf(scene, selected) == label && isObject(scene.labelSet, label, selected) &&
            !state.lockedInstances().contains(selected)) {
            return selected;
        }
    }
    return 0;
}

PaintTarget foregroundTarget(const EditorState& state) {
    const scene::SceneState& scene = state.document().scene();
    const std::uint16_t label = state.currentLabel();
    if (const std::uint32_t extended = extendedInstance(state); extended != 0) {
        return {{label, extended}, false};
    }
    // Stuff is one until someone asks for an object of it: two trees of a wood.
    if (label == 0 || !(scene.labelSet.isThing(label) || state.newInstanceNext())) {
        return {{label, scene::stuffInstance(label)}, false};
    }
    return {{label, scene::nextInstanceId(scene.instances, label)}, true};
}

PaintTarget backgroundTarget(const EditorState& state) {
    const std::uint16_t label = state.backgroundLabel();
    return {{label, scene::stuffInstance(label)}, false};
}

void selectPainted(EditorState& state, const PaintTarget& target) {
    if (target.newInstance) {
        state.setNewInstanceNext(false);
        state.selectInstances({target.value.instance});
    }
}

bool paintArea(EditorState& state, std::vector<scene::PixelSpan> spans, const PaintTarget& target,
               const QString& action, std::uint64_t gesture) {
    Document& document = state.document();
    const scene::Edit edit =
        guardOf(state).paint(document.scene(), std::move(spans), target.value, gesture);
    const QString text =
        Painting::tr("%1: %2", "tool, class").arg(action, labelName(state, target.value.label));
    if (edit.empty() || !document.apply(edit, text)) {
        return false;
    }
    selectPainted(state, target);
    return true;
}

QString strayNotice(const EditorState& state, const PaintTarget& target,
                    const scene::InstanceMap& before) {
    const std::uint32_t id = target.value.instance;
    if (target.newInstance || id < scene::instancesPerClass) {
        return {};
    }
    const auto partsIn = [id](const scene::InstanceMap& map) {
        return scene::partsOf(scene::spansOf(map, id)).size();
    };
    const std::size_t parts = partsIn(before);
    if (parts == 0 || partsIn(state.document().scene().instances) <= parts) {
        return {};
    }
    const QString name = labelName(state, target.value.label);
    const QString withKey = keyed(
        state.shortcuts(),
        Painting::tr("This is part of the selected %2 now, which it does not touch. For one of "
                     "its own undo it and press %1 first."),
        {"instance.new"});
    return (withKey.isEmpty()
                ? Painting::tr("This is part of the selected %1 now, which it does not touch.")
                : withKey)
        .arg(name);
}

void combineSelection(EditorState& state, std::vector<scene::PixelSpan> spans,
                      Qt::KeyboardModifiers modifiers) {
    const scene::PixelSelection area(std::move(spans), state.document().scene().bounds());
    const scene::PixelSelection& present = state.pixelSelection();
    const bool add = modifiers.testFlag(Qt::ShiftModifier);
    const bool subtract = modifiers.testFlag(Qt::ControlModifier);
    if (add && subtract) {
        state.setPixelSelection(present.intersected(area));
    } else if (add) {
        state.setPixelSelection(present.united(area));
    } else if (subtract) {
        state.setPixelSelection(present.without(area));
    } else {
        state.setPixelSelection(area);
    }
}

QString labelName(const EditorState& state, std::uint16_t label) {
    const scene::LabelClass* known = state.document().scene().labelSet.find(label);
    return known != nullptr ? className(known->name) : QString::number(label);
}

bool isObject(const scene::SceneState& scene, Point p) {
    return scene.bounds().contains(p) &&
           isObject(scene.labelSet, scene.labels.at(p), scene.instances.at(p));
}

} // namespace underpaint::ui
