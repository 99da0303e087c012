// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/model_library.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace underpaint::ui {

/// Makes a model of checkpoints that the official programs wrote: asks for the files and for what
/// they cannot tell, and shows what became of each, as `underpaint import` does.
class ImportModelDialog : public QDialog {
    Q_OBJECT

public:
    explicit ImportModelDialog(ModelLibrary& library, QWidget* parent = nullptr);

    /// Id of the model, once the dialog was accepted.
    QString imported() const { return m_imported; }
    /// As it is filled in. Throws Error naming the field that is wrong.
    translate::ImportRequest request() const;

private:
    void addFields(QFormLayout& form);
    void addFiles();
    void start();
    void take(const ModelImport& result);
    void refresh();

    ModelLibrary& m_library;
    QListWidget* m_files;
    QComboBox* m_kind;
    QComboBox* m_labels;
    QLineEdit* m_name;
    QLineEdit* m_licence;
    QLineEdit* m_data;
    QLineEdit* m_options;
    QPlainTextEdit* m_report;
    QPushButton* m_start = nullptr;
    QString m_imported;
    bool m_running = false;
};

} // namespace underpaint::ui
