// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/model_library.h"

#include <QDialog>

class QListWidget;
class QPushButton;

namespace underpaint::ui {

/// The folders that are searched for models; the user adds and takes out own ones.
class ModelFoldersDialog : public QDialog {
    Q_OBJECT

public:
    explicit ModelFoldersDialog(ModelLibrary& library, QWidget* parent = nullptr);

private:
    void fill();
    void add();
    void remove();

    ModelLibrary& m_library;
    QListWidget* m_list;
    QPushButton* m_remove;
};

} // namespace underpaint::ui
