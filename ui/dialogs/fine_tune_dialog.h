// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/services.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSettings;
class QSpinBox;
class QToolButton;

namespace underpaint::ui {

/// Asks in plain words what the present model shall learn: from which pairs, how long, how
/// strongly, and which classes may change.
class FineTuneDialog : public QDialog {
    Q_OBJECT

public:
    /// A model is loaded, and one that can be fine-tuned. The settings remember what was chosen.
    FineTuneDialog(Services& services, QSettings& settings, QWidget* parent = nullptr);

    TrainingWish wish() const;
    /// Not with a name or a folder that will not do: says why.
    void accept() override;

private:
    void build();
    void addSources(QFormLayout& form);
    void addLength(QFormLayout& form);
    void addClasses(QFormLayout& form);
    void chooseFolder();
    void followSource();
    void followLength();
    void showTime();
    PairsFrom source() const;
    QString problem() const;

    Services& m_services;
    QSettings& m_settings;
    QLineEdit* m_name;
    QComboBox* m_source;
    QLineEdit* m_folder;
    QToolButton* m_browse;
    QLabel* m_sourceNote;
    QComboBox* m_length;
    QSpinBox* m_steps;
    QLabel* m_time;
    QComboBox* m_strength;
    QListWidget* m_classes;
    QLabel* m_note;
    QPushButton* m_start = nullptr;
};

} // namespace underpaint::ui
