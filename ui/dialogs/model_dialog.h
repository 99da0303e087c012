// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/services.h"

#include <QDialog>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace underpaint::ui {

/// The models that are there, each with what one wants to know before loading it: licence, classes,
/// sizes, notes and how long a render takes here.
class ModelDialog : public QDialog {
    Q_OBJECT

public:
    /// `map`: size of the present scene, for the expected time.
    ModelDialog(Services& services, QSize map, QWidget* parent = nullptr);

    /// Id of the chosen model, once the dialog was accepted.
    QString chosen() const;

private:
    void fill();
    void describe(int row);
    QString description(const project::Manifest& manifest) const;
    void openPackage();

    Services& m_services;
    QSize m_map;
    std::vector<KnownModel> m_models;
    QListWidget* m_list;
    QLabel* m_text;
    QPushButton* m_use;
};

} // namespace underpaint::ui
