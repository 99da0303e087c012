// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/class_correction.h"

#include "engine/imaging/mapped_frames.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/touched.h"
#include "ui/document/class_names.h"
#include "ui/session/editor.h"

#include <QCoreApplication>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ClassCorrection {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ClassCorrection)
};

using Renamed = std::map<std::uint32_t, std::uint32_t>;

/// A scene that is corrected, and the edits that do it.
struct Corrected {
    scene::Scene scene;
    scene::EditGroup step = {};

    void take(scene::Edit edit) {
        if (!edit.empty()) {
            scene.apply(edit);
            step.edits.push_back(std::move(edit));
        }
    }
    /// What objects wear goes with their numbers; a class as a whole keeps its look.
    void moveLooks(const Renamed& renamed) {
        for (const auto& [from, to] : renamed) {
            if (from >= scene::instancesPerClass) {
                take(scene::moveAppearance(*scene, from, to));
            }
        }
    }
    /// The maps of the correction with the looks of their instances.
    void bringInto(const imaging::MappedScene& mapped) {
        const bool hasPhoto = scene::knowsPhoto(*scene);
        const scene::SceneState before = *scene;
        take({mapped.maps});
        moveLooks(mapped.renamed);
        if (hasPhoto) {
            take({scene::SetPhotoMaps{scene::renamedPhotoMaps(before, *scene)}});
        }
    }
};

/// The frames whose maps become others, by their numbers.
struct CorrectedMaps {
    std::map<std::size_t, imaging::MappedScene> frames;
    Renamed renamed; ///< objects of all of them
};

CorrectedMaps correctedMaps(const scene::Sequence& sequence,
                            const std::vector<imaging::ClassChange>& change,
                            const scene::ClassChoices& choices) {
    std::vector<imaging::MappedFrame> mapped;
    std::vector<std::size_t> numbers;
    for (std::size_t frame = 0; frame < sequence.frames(); ++frame) {
        if (auto after = imaging::remappedScene(sequence.frame(frame), change[frame], choices)) {
            imaging::packMaps(*after);
            mapped.push_back({sequence.frame(frame), std::move(*after)});
            numbers.push_back(frame);
        }
    }
    if (sequence.frames() > 1) {
        imaging::numberAlike(mapped, change.front().to);
    }
    CorrectedMaps corrected;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
        corrected.renamed.insert(mapped[i].after.renamed.begin(), mapped[i].after.renamed.end());
        corrected.frames.emplace(numbers[i], std::move(mapped[i].after));
    }
    return corrected;
}

/// Without the objects that the scene shows.
Renamed outOfSight(Renamed renamed, const scene::SceneState& state) {
    const InstancePlane ids = state.instances.toPlane();
    for (const std::uint32_t id : ids.values()) {
        renamed.erase(id);
    }
    return renamed;
}

} // namespace

const std::vector<imaging::ClassChange>* presentClassChange(const Editor& editor) {
    const auto& changes = editor.classChanges();
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        const imaging::ClassChange& first = change->front();
        if (change->size() == editor.document().frames() &&
            first.before->size() == editor.scene().size() &&
            imaging::mostlyTheSame(editor.scene().labelSet, first.to)) {
            return &*change;
        }
    }
    return nullptr;
}

imaging::ClassMapping presentMapping(const Editor& editor, const imaging::ClassChange& change) {
    return imaging::mapClasses(change.from, change.to, editor.scene().classChoices);
}

void correctClasses(Editor& editor, const std::vector<imaging::ClassChange>& change,
                    const imaging::ClassMapping& corrected) {
    const scene::LabelSet& to = change.front().to;
    const scene::LabelSetPair sets{change.front().from.name(), to.name()};
    const scene::SetClassChoices choices{sets, imaging::chosenIn(corrected, to)};
    scene::Scene chosen(editor.scene());
    chosen.apply({choices});
    if (chosen->classChoices == editor.scene().classChoices) {
        return;
    }
    const scene::Sequence& sequence = editor.document().sequence();
    const CorrectedMaps maps = correctedMaps(sequence, change, chosen->classChoices);
    scene::EditFrames all;
    for (std::size_t frame = 0; frame < sequence.frames(); ++frame) {
        Corrected next{scene::Scene(sequence.frame(frame))};
        next.take({choices});
        if (const auto found = maps.frames.find(frame); found != maps.frames.end()) {
            next.bringInto(found->second);
        } else {
            next.moveLooks(outOfSight(maps.renamed, sequence.frame(frame)));
        }
        all.edits.push_back({frame, {std::move(next.step)}});
    }
    const QString text = ClassCorrection::tr("What classes become");
    if (all.edits.size() == 1) {
        editor.document().applyFrames(all.edits.front(), text);
    } else {
        editor.document().applyFrames(all, text);
    }
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
