// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/exemplar_shelf.h"

#include "engine/imaging/class_mapping.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/exemplar_photo.h"
#include "engine/imaging/label_set_json.h"
#include "ui/session/editor.h"
#include "ui/session/exemplar_commands.h"
#include "ui/session/photo_files.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace underpaint::ui {

namespace fs = std::filesystem;

namespace {

constexpr const char* context = "underpaint::ui::ExemplarShelf";

/// The names of those that ship, for the translators.
[[maybe_unused]] constexpr std::array names{
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "autumn"),
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "desert"),
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "evening"),
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "mist"),
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "summer"),
    QT_TRANSLATE_NOOP("underpaint::ui::ExemplarShelf", "winter")};

QString shown(const std::string& name) {
    return QCoreApplication::translate(context, name.c_str());
}

/// An exemplar of the scene is one of the shelf, and not a photo of the user's with the same name.
bool isOf(const ShelfExemplar& shelf, const scene::Exemplar& exemplar) {
    return shelf.name == exemplar.id &&
           imaging::exemplarPhoto(imaging::readPhoto(shelf.photo)) == *exemplar.photo;
}

/// The exemplar of the shelf that lends the whole scene its look; nullptr: none does.
const scene::Exemplar* worn(const scene::SceneState& scene,
                            const std::vector<ShelfExemplar>& shelf) {
    for (const auto& [id, exemplar] : scene.allExemplars()) {
        if (exemplar->target.kind == scene::ExemplarTarget::Kind::Everything &&
            std::ranges::any_of(shelf,
                                [&](const ShelfExemplar& one) { return isOf(one, *exemplar); })) {
            return exemplar;
        }
    }
    return nullptr;
}

} // namespace

std::vector<ShelfExemplar> exemplarShelf(const fs::path& scenes, const scene::LabelSet& classes) {
    std::vector<ShelfExemplar> shelf;
    std::error_code unreadable;
    for (const fs::directory_entry& folder : fs::directory_iterator(scenes, unreadable)) {
        const fs::path exemplars = folder.path() / "exemplars";
        const fs::path labels = folder.path() / "labels.json";
        if (!fs::is_directory(exemplars, unreadable) || !fs::exists(labels, unreadable) ||
            !imaging::mostlyTheSame(imaging::readLabelSet(labels), classes)) {
            continue;
        }
        for (const fs::directory_entry& file : fs::directory_iterator(exemplars, unreadable)) {
            const fs::path map = fs::path(file.path()).replace_extension(".png");
            if (file.path().extension() == ".jpg" && fs::exists(map, unreadable)) {
                shelf.push_back({file.path(), map, file.path().stem().string()});
            }
        }
    }
    std::ranges::sort(shelf, {}, &ShelfExemplar::photo);
    return shelf;
}

QString shownName(const ShelfExemplar& exemplar) {
    return shown(exemplar.name);
}

std::string takeFromShelf(Editor& editor, const ShelfExemplar& exemplar,
                          const std::vector<ShelfExemplar>& shelf) {
    const scene::Exemplar* before = worn(editor.scene(), shelf);
    if (before != nullptr && before->id == exemplar.name) {
        return before->id;
    }
    const LabelledPhoto photo = readExemplar(exemplar.photo, exemplar.labels, editor.scene());
    if (before == nullptr) {
        return addExemplar(editor, photo, LentTexture::None);
    }
    scene::Exemplar next = newExemplar(editor.scene(), photo, LentTexture::None);
    // How strongly and how closely it acts is the user's, whichever it is.
    next.within = before->within;
    next.strength = before->strength;
    next.temperature = before->temperature;
    next.texture = before->texture;
    const std::string id = next.id;
    scene::EditGroup step;
    step.edits.push_back({scene::RemoveExemplar{before->id}});
    step.edits.push_back({scene::SetExemplar{std::move(next)}});
    editor.document().apply(
        {std::move(step)},
        QCoreApplication::translate(context, "Exemplar %1").arg(shownName(exemplar)));
    return id;
}

} // namespace underpaint::ui
