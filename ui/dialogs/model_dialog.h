// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/services.h"

#include <QDialog>

#include <functional>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace underpaint::ui {

/// The models that are there, each with what one wants to know before loading it: licence, classes,
/// sizes, notes and how long a render takes here. Those of the user can be renamed and removed, all
/// exported; checkpoints of other programs are imported here, and folders of models added.
class ModelDialog : public QDialog {
    Q_OBJECT

public:
    /// `map`: size of the present scene, for the expected time.
    ModelDialog(Services& services, QSize map, QWidget* parent = nullptr);

    /// Id of the chosen model, once the dialog was accepted.
    QString chosen() const;

private:
    void build();
    QPushButton* addButton(const QString& name, const QString& text, const QString& tip,
                           void (ModelDialog::*work)());
    /// Shows the packages as they are now; the chosen one stays, or that of the id is chosen.
    void fill(const QString& id = {});
    void describe(int row);
    QString description(const LibraryModel& model) const;
    const LibraryModel* current() const;
    /// Does what may fail, and says why where it does.
    void attempt(const std::function<void()>& work);
    void openPackage();
    void importCheckpoints();
    void rename();
    void remove();
    void reveal();
    void exportModel();
    void changeFolders();

    Services& m_services;
    QSize m_map;
    std::vector<LibraryModel> m_models;
    QListWidget* m_list;
    QLabel* m_text;
    QPushButton* m_use = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_reveal = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace underpaint::ui
