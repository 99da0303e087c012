// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/exemplar_commands.h"

#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/resize.h"
#include "ui/document/class_names.h"
#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/session/photo_files.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class ExemplarCommands {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::ExemplarCommands)
};

/// The label map of a file in the classes of the scene. What had to be repaired is an Error: the
/// file is imported as a whole or not at all.
LabelPlane labelsIn(const std::filesystem::path& file, const scene::SceneState& scene, Size size) {
    imaging::ImportOptions options;
    options.strict = true;
    const auto read = [&](const scene::LabelSet& classes, const imaging::ImportOptions& how) {
        return imaging::importLabels(file, {}, classes, how);
    };
    imaging::MapsInTheirClasses found =
        imaging::readInTheirClasses(file, scene.labelSet, options, read);
    LabelPlane labels =
        found.foreign ? imaging::inClassesOf(
                            scene.labelSet,
                            imaging::mapClasses(*found.foreign, scene.labelSet, scene.classChoices),
                            *found.foreign, std::move(found.maps))
                            .labels
                      : std::move(found.maps.labels);
    return labels.size() == size ? labels : imaging::resizeNearest(labels, size);
}

QString addingText(const std::string& id) {
    return ExemplarCommands::tr("Exemplar %1").arg(QString::fromStdString(id));
}

std::string freeId(const scene::SceneState& scene, const std::string& name) {
    std::string id = name;
    for (int number = 2; scene.findExemplar(id) != nullptr; ++number) {
        id = name + " " + std::to_string(number);
    }
    return id;
}

} // namespace

scene::Exemplar newExemplar(const scene::SceneState& scene, const LabelledPhoto& photo,
                            LentTexture texture) {
    if (!photo.photo || !photo.labels) {
        throw Error(photo.failure.toStdString());
    }
    const std::string name = photo.file.stem().string();
    scene::Exemplar exemplar;
    exemplar.id = freeId(scene, name.empty() ? "exemplar" : name);
    exemplar.photo = photo.photo;
    exemplar.labels = photo.labels;
    exemplar.instances = std::make_shared<const InstancePlane>(
        imaging::exemplarInstances(*photo.labels, scene.labelSet));
    exemplar.within = scene::MatchWithin::Class;
    exemplar.texture = texture == LentTexture::Own;
    return exemplar;
}

std::string addExemplar(Editor& editor, const LabelledPhoto& photo, LentTexture texture) {
    scene::Exemplar exemplar = newExemplar(editor.scene(), photo, texture);
    const std::string id = exemplar.id;
    editor.document().apply({scene::SetExemplar{std::move(exemplar)}}, addingText(id));
    return id;
}

LabelledPhoto readExemplar(const std::filesystem::path& photo, const std::filesystem::path& labels,
                           const scene::SceneState& scene) {
    LabelledPhoto read;
    read.file = photo;
    read.whole = std::make_shared<const Image>(imaging::exemplarPhoto(imaging::readPhoto(photo)));
    read.photo = read.whole;
    read.labels = std::make_shared<const LabelPlane>(labelsIn(labels, scene, read.photo->size()));
    return read;
}

void relabelExemplar(Editor& editor, const std::string& id, const std::filesystem::path& labels) {
    const scene::Exemplar* exemplar = editor.scene().findExemplar(id);
    if (exemplar == nullptr) {
        return;
    }
    scene::SetExemplarMaps maps{.exemplarId = id, .hidden = exemplar->hidden};
    maps.labels = std::make_shared<const LabelPlane>(
        labelsIn(labels, editor.scene(), exemplar->photo->size()));
    maps.instances = std::make_shared<const InstancePlane>(
        imaging::exemplarInstances(*maps.labels, editor.scene().labelSet));
    setExemplarMaps(editor, std::move(maps));
}

void setExemplarMaps(Editor& editor, scene::SetExemplarMaps maps) {
    const QString text =
        ExemplarCommands::tr("Labels of exemplar %1").arg(QString::fromStdString(maps.exemplarId));
    editor.document().apply({std::move(maps)}, text);
}

void removeExemplar(Editor& editor, const std::string& id) {
    if (editor.scene().findExemplar(id) != nullptr) {
        editor.document().apply(
            {scene::RemoveExemplar{id}},
            ExemplarCommands::tr("Remove exemplar %1").arg(QString::fromStdString(id)));
    }
}

scene::SetExemplarRules rulesOf(const scene::Exemplar& exemplar) {
    return {exemplar.id,       exemplar.target,      exemplar.within,
            exemplar.strength, exemplar.temperature, exemplar.texture};
}

void setExemplarRules(Editor& editor, const scene::SetExemplarRules& rules, const QString& text,
                      std::uint64_t gesture) {
    const scene::Exemplar* exemplar = editor.scene().findExemplar(rules.exemplarId);
    if (exemplar != nullptr && rulesOf(*exemplar) != rules) {
        editor.document().apply({rules, gesture}, text);
    }
}

void movePin(Editor& editor, const std::string& id, std::size_t pin, Point to,
             std::uint64_t gesture) {
    const scene::Exemplar& exemplar = *editor.scene().findExemplar(id);
    std::vector<scene::Pin> pins = exemplar.pins;
    const Size size = exemplar.photo->size();
    const Point inside{std::clamp(to.x, 0, size.width - 1), std::clamp(to.y, 0, size.height - 1)};
    if (pins.at(pin).exemplar != inside) {
        pins.at(pin).exemplar = inside;
        editor.document().apply({scene::SetPins{id, std::move(pins)}, gesture},
                                ExemplarCommands::tr("Move a pin"));
    }
}

void removePins(Editor& editor, const std::string& id) {
    if (const scene::Exemplar* one = editor.scene().findExemplar(id); one && !one->pins.empty()) {
        editor.document().apply({scene::SetPins{id, {}}}, ExemplarCommands::tr("Remove all pins"));
    }
}

QString targetName(const Editor& editor, const scene::ExemplarTarget& target) {
    switch (target.kind) {
    case scene::ExemplarTarget::Kind::Class: {
        const scene::LabelClass* one =
            editor.scene().labelSet.find(static_cast<std::uint16_t>(target.id));
        return one != nullptr ? className(one->name) : QString::number(target.id);
    }
    case scene::ExemplarTarget::Kind::Instance:
        return instanceName(editor, target.id);
    case scene::ExemplarTarget::Kind::Everything:
        break;
    }
    return ExemplarCommands::tr("The whole scene");
}

} // namespace underpaint::ui
