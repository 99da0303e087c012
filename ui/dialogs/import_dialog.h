// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/label_import.h"
#include "engine/scene/edit.h"
#include "engine/scene/label_set.h"
#include "ui/dialogs/class_table_view.h"
#include "ui/session/new_scene.h"

#include <QDialog>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QPlainTextEdit;

namespace underpaint::ui {

/// Shows what a label map would become, and what has to be repaired for it, before anything of the
/// scene changes. The file is read on a thread of its own.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(std::filesystem::path labels, std::filesystem::path instances,
                 scene::LabelSet classes, QWidget* parent = nullptr,
                 scene::ClassChoices known = {});

    /// Lets the user say for which of these models the map is read, and begins with one of them:
    /// for a scene that begins with it. Not called, it is read in the classes that were given.
    void offerModels(std::vector<SceneModel> models, std::size_t chosen);
    /// Of offerModels().
    const SceneModel& model() const;

    /// Reads other files as this one was read, on any thread. Throws Error.
    std::function<imaging::ImportedMaps(const std::filesystem::path& labels,
                                        const std::filesystem::path& instances)>
    reader() const;
    /// What was read, once the dialog was accepted.
    imaging::ImportedMaps takeMaps();
    /// What the user chose in the table, for the scene to remember; nothing where that is nothing.
    const std::optional<scene::SetClassChoices>& chosen() const { return m_chosen; }

Q_SIGNALS:
    /// The file was read or refused.
    void read();

private:
    void build();
    void takeModel();
    imaging::ImportOptions options() const;
    void start();
    /// What a thread found out.
    struct Outcome {
        std::shared_ptr<imaging::ImportedMaps> maps; ///< in the scene's classes; null: why not
        QString failure;
        /// Of another label set: what was read, in what classes, and what they became.
        /// @{
        std::optional<scene::LabelSet> fileClasses;
        imaging::ClassMapping mapping;
        std::map<std::uint16_t, long long> pixels;
        /// @}
    };
    /// Throws Error.
    static Outcome outcome(const std::filesystem::path& labels,
                           const std::filesystem::path& instances, const scene::LabelSet& classes,
                           const QString& fileClasses, const scene::ClassChoices& known,
                           const ClassTableView::Choices& choices,
                           const imaging::ImportOptions& options);
    void present(const Outcome& outcome);

    std::filesystem::path m_labels;
    std::filesystem::path m_instances;
    scene::LabelSet m_classes;
    scene::ClassChoices m_known; ///< what was chosen before
    std::shared_ptr<imaging::ImportedMaps> m_maps;
    int m_attempt = 0;
    QLabel* m_preview;
    QComboBox* m_format;
    std::vector<SceneModel> m_models;
    QComboBox* m_model;
    QComboBox* m_fileClasses;
    ClassTableView* m_table;
    /// What the user chose in the table, for the label set of this name.
    ClassTableView::Choices m_choices;
    QString m_chosenFor;
    std::optional<scene::SetClassChoices> m_chosen;
    QCheckBox* m_derive;
    QFormLayout* m_form = nullptr;
    QPlainTextEdit* m_report;
    QLabel* m_verdict;
    QDialogButtonBox* m_buttons;
};

} // namespace underpaint::ui
