// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/class_correction.h"

#include "engine/scene/appearance_edits.h"
#include "engine/scene/touched.h"
#include "ui/document/class_names.h"
#include "ui/session/editor.h"

#include <QCoreApplication>
#include <QStringList>

#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ClassCorrection {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ClassCorrection)
};

/// The maps of the correction with the looks of their instances, as edits of `corrected`, which
/// takes them.
void bringInto(const imaging::MappedScene& mapped, scene::Scene& corrected,
               scene::EditGroup& step) {
    const auto take = [&](scene::Edit edit) {
        if (!edit.empty()) {
            corrected.apply(edit);
            step.edits.push_back(std::move(edit));
        }
    };
    const bool hasPhoto = scene::knowsPhoto(*corrected);
    const scene::SceneState before = *corrected;
    take({mapped.maps});
    for (const auto& [from, to] : mapped.renamed) {
        if (from >= scene::instancesPerClass) { // a class as a whole keeps its look
            take(scene::moveAppearance(*corrected, from, to));
        }
    }
    if (hasPhoto) {
        take({scene::SetPhotoMaps{scene::renamedPhotoMaps(before, *corrected)}});
    }
}

} // namespace

const imaging::ClassChange* presentClassChange(const Editor& editor) {
    if (editor.document().frames() > 1) {
        return nullptr; // what is known is how one of the frames was before
    }
    const auto& changes = editor.classChanges();
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->before->size() == editor.scene().size() &&
            imaging::mostlyTheSame(editor.scene().labelSet, change->to)) {
            return &*change;
        }
    }
    return nullptr;
}

imaging::ClassMapping presentMapping(const Editor& editor, const imaging::ClassChange& change) {
    return imaging::mapClasses(change.from, change.to, editor.scene().classChoices);
}

void correctClasses(Editor& editor, const imaging::ClassChange& change,
                    const imaging::ClassMapping& corrected) {
    const scene::LabelSetPair sets{change.from.name(), change.to.name()};
    scene::SetClassChoices choices{sets, imaging::chosenIn(corrected, change.to)};
    scene::Scene next(editor.scene());
    next.apply({choices});
    if (next->classChoices == editor.scene().classChoices) {
        return;
    }
    scene::EditGroup step;
    step.edits.push_back({std::move(choices)});
    if (const auto mapped = imaging::remappedScene(editor.scene(), change, next->classChoices)) {
        bringInto(*mapped, next, step);
    }
    editor.document().apply({std::move(step)}, ClassCorrection::tr("What classes become"));
}

QString classNotice(const imaging::MappedScene& mapped) {
    QStringList sentences;
    QStringList lost;
    for (const std::string& name : mapped.lost()) {
        lost.push_back(className(name));
    }
    if (!lost.isEmpty()) {
        sentences << ClassCorrection::tr("This model does not know %1; the areas became "
                                         "unlabelled, and undo brings them and the model back.")
                         .arg(lost.join(QStringLiteral(", ")));
    }
    QStringList nearest;
    for (const imaging::MappedClass& one : mapped.nearest()) {
        nearest << ClassCorrection::tr("%1 became %2")
                       .arg(className(one.from.name),
                            className(mapped.maps.labelSet->at(*one.to).name));
    }
    if (!nearest.isEmpty()) {
        sentences << ClassCorrection::tr("It has nothing nearer for these: %1.")
                         .arg(nearest.join(QStringLiteral(", ")));
    }
    return sentences.join(QLatin1Char(' '));
}

} // namespace underpaint::ui
