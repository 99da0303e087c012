// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/comparison/blind_comparison.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSettings;
class QSpinBox;

namespace underpaint::ui {

/// The page that asks for two folders, the time, the seed and the file of the verdicts.
class ComparisonSetup : public QWidget {
    Q_OBJECT

public:
    /// The settings remember what was chosen.
    explicit ComparisonSetup(QSettings& settings, QWidget* parent = nullptr);

    /// The comparison that was chosen: that of the file where one is there, else a new one. Throws
    /// Error when it cannot begin.
    BlindComparison chosen() const;
    /// Where its verdicts go.
    std::filesystem::path file() const;
    /// Shows why not.
    void explain(const QString& problem);
    void remember() const;

private:
    QLineEdit* addPath(const QString& label, const QString& key, const QString& browse,
                       bool folder);
    /// Tells of the file: it goes on, or it would be another one.
    void tellOfFile();

    QSettings& m_settings;
    QFormLayout* m_form;
    QLineEdit* m_first;
    QLineEdit* m_second;
    QComboBox* m_exposure;
    QSpinBox* m_seed;
    QLineEdit* m_file;
    QLabel* m_note;
};

} // namespace underpaint::ui
