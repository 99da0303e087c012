// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/instance_commands.h"

#include "engine/scene/appearance_edits.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/pixel_spans.h"
#include "engine/scene/span_parts.h"
#include "ui/document/class_names.h"
#include "ui/document/own_instance.h"
#include "ui/session/editor.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class InstanceCommands {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::InstanceCommands)
};

/// The label of most of its pixels, or what the id says when the census does not know it yet.
std::uint16_t labelOf(const scene::SceneState& scene, std::uint32_t instance) {
    const auto info = scene::instanceIn(scene, instance);
    return info ? info->label : static_cast<std::uint16_t>(scene::classOfInstance(instance));
}

void applyGroup(Editor& editor, std::vector<scene::Edit> edits, const QString& text) {
    if (edits.size() == 1) {
        editor.document().apply(edits.front(), text);
    } else if (!edits.empty()) {
        editor.document().apply({scene::EditGroup{std::move(edits)}}, text);
    }
}

QString unlockedSelection(const Editor& editor, std::vector<std::uint32_t>& out) {
    const EditorState& state = editor.state();
    for (const std::uint32_t id : state.selectedInstances()) {
        if (!state.lockedInstances().contains(id)) {
            out.push_back(id);
        }
    }
    if (state.selectedInstances().empty()) {
        return InstanceCommands::tr(
            "Select an object first: in the list of instances, or hold Alt and click it on "
            "the map");
    }
    return out.empty() ? InstanceCommands::tr("The selected instances are locked") : QString();
}

} // namespace

QString instanceName(const Editor& editor, std::uint32_t instance) {
    const scene::LabelClass* label =
        editor.scene().labelSet.find(static_cast<std::uint16_t>(scene::classOfInstance(instance)));
    const QString name =
        label != nullptr ? className(label->name) : InstanceCommands::tr("instance");
    return instance < scene::instancesPerClass ? name
                                               : InstanceCommands::tr("%1 %2", "class, number")
                                                     .arg(name, QString::number(instance));
}

QString whyNotInstances(const Editor& editor) {
    std::vector<std::uint32_t> unlocked;
    return unlockedSelection(editor, unlocked);
}

QString whyNotMerge(const Editor& editor) {
    std::vector<std::uint32_t> unlocked;
    const QString why = unlockedSelection(editor, unlocked);
    return why.isEmpty() && unlocked.size() < 2
               ? InstanceCommands::tr("Select two or more instances to merge")
               : why;
}

void mergeInstances(Editor& editor) {
    std::vector<std::uint32_t> selected;
    if (!unlockedSelection(editor, selected).isEmpty() || selected.size() < 2) {
        return;
    }
    const std::uint32_t kept = selected.front();
    const scene::PaintValue value{labelOf(editor.scene(), kept), kept};
    scene::EditPlan plan(editor.scene());
    for (auto id = selected.begin() + 1; id != selected.end(); ++id) {
        plan.add(scene::paintSpans(plan.state(), scene::spansOf(plan.state().instances, *id), value,
                                   editor.state().lockedLabels()));
        plan.add(scene::mergeAppearance(plan.state(), *id, kept));
    }
    applyGroup(editor, plan.take(),
               InstanceCommands::tr("Merge into %1").arg(instanceName(editor, kept)));
    editor.state().selectInstances({kept});
}

int splitInstances(Editor& editor) {
    std::vector<std::uint32_t> selected;
    if (!unlockedSelection(editor, selected).isEmpty()) {
        return 0;
    }
    scene::EditPlan plan(editor.scene());
    std::vector<std::uint32_t> shown = selected;
    for (const std::uint32_t id : selected) {
        const scene::InstanceSplit split = scene::splitInstance(
            plan.state(), id, scene::partsOf(scene::spansOf(plan.state().instances, id)),
            editor.state().lockedLabels());
        plan.add(split.edit);
        shown.insert(shown.end(), split.made.begin(), split.made.end());
    }
    const int count = static_cast<int>(shown.size() - selected.size());
    applyGroup(editor, plan.take(), InstanceCommands::tr("Split by parts"));
    editor.state().selectInstances(std::move(shown));
    return count;
}

void deleteInstances(Editor& editor) {
    std::vector<std::uint32_t> selected;
    if (!unlockedSelection(editor, selected).isEmpty()) {
        return;
    }
    const std::uint16_t background = editor.state().backgroundLabel();
    const QString text =
        selected.size() == 1
            ? InstanceCommands::tr("Delete %1").arg(instanceName(editor, selected.front()))
            : InstanceCommands::tr("Delete %n instances", nullptr,
                                   static_cast<int>(selected.size()));
    scene::EditPlan plan(editor.scene());
    for (const std::uint32_t id : selected) {
        plan.add(scene::deleteInstance(plan.state(), id,
                                       {background, scene::stuffInstance(background)}));
    }
    applyGroup(editor, plan.take(), text);
    editor.state().selectInstances({});
}

void relabelInstances(Editor& editor) {
    std::vector<std::uint32_t> selected;
    if (!unlockedSelection(editor, selected).isEmpty()) {
        return;
    }
    const std::uint16_t label = editor.state().currentLabel();
    const bool thing = editor.scene().labelSet.isThing(label);
    scene::EditPlan plan(editor.scene());
    std::vector<std::uint32_t> made;
    for (const std::uint32_t id : selected) {
        // An object that someone made of stuff stays one, of whatever class.
        const std::uint16_t was = labelOf(plan.state(), id);
        const bool object = thing || (!editor.scene().labelSet.isThing(was) &&
                                      isObject(editor.scene().labelSet, was, id));
        const std::uint32_t fresh = object && label != 0
                                        ? scene::nextInstanceId(plan.state().instances, label)
                                        : scene::stuffInstance(label);
        plan.add(scene::relabelInstance(plan.state(), id, {label, fresh},
                                        editor.state().lockedLabels()));
        made.push_back(fresh);
    }
    applyGroup(editor, plan.take(),
               InstanceCommands::tr("Change to %1")
                   .arg(className(editor.scene().labelSet.at(label).name)));
    editor.state().selectInstances(std::move(made));
}

void stepInstance(Editor& editor, int direction) {
    std::vector<std::uint32_t> things;
    for (const scene::InstanceInfo& info : editor.watch().instances()) {
        if (isListed(editor.scene().labelSet, info.label, info.id)) {
            things.push_back(info.id);
        }
    }
    if (things.empty()) {
        return;
    }
    const auto& selected = editor.state().selectedInstances();
    const auto count = static_cast<long>(things.size());
    long index = direction > 0 ? -1 : 0;
    if (!selected.empty()) {
        const auto found = std::lower_bound(things.begin(), things.end(), selected.front());
        index = found - things.begin();
        if ((found == things.end() || *found != selected.front()) && direction > 0) {
            --index; // it lies before the next one
        }
    }
    const long next = ((index + direction) % count + count) % count;
    editor.state().selectInstances({things[static_cast<std::size_t>(next)]});
}

} // namespace underpaint::ui
