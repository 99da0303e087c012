// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/label_import.h"
#include "engine/scene/label_set.h"

#include <QDialog>

#include <filesystem>
#include <memory>
#include <optional>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QPlainTextEdit;

namespace underpaint::ui {

/// Shows what a label map would become, and what has to be repaired for it, before anything of the
/// scene changes. The file is read on a thread of its own.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(std::filesystem::path labels, std::filesystem::path instances,
                 scene::LabelSet classes, QWidget* parent = nullptr);

    /// What was read, once the dialog was accepted.
    imaging::ImportedMaps takeMaps();

Q_SIGNALS:
    /// The file was read or refused.
    void read();

private:
    void build();
    void start();
    void present(std::shared_ptr<imaging::ImportedMaps> maps, const QString& failure);

    std::filesystem::path m_labels;
    std::filesystem::path m_instances;
    scene::LabelSet m_classes;
    std::shared_ptr<imaging::ImportedMaps> m_maps;
    int m_attempt = 0;
    QLabel* m_preview;
    QComboBox* m_format;
    QComboBox* m_fileClasses;
    QCheckBox* m_derive;
    QPlainTextEdit* m_report;
    QLabel* m_verdict;
    QDialogButtonBox* m_buttons;
};

} // namespace underpaint::ui
