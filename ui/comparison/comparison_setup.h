// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/comparison/blind_comparison.h"
#include "ui/comparison/model_rows.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSettings;
class QSpinBox;

namespace underpaint::ui {

/// The page that asks for two folders or models, the time, the seed and the file of the verdicts.
class ComparisonSetup : public QWidget {
    Q_OBJECT

public:
    /// The settings remember what was chosen.
    ComparisonSetup(QSettings& settings, std::optional<ModelsToCompare> models,
                    QWidget* parent = nullptr);

    /// The comparison that was chosen: that of the file where one is there, else a new one. Throws
    /// Error when it cannot begin.
    BlindComparison chosen() const;
    /// What has to be painted before there can be one; nothing where all is there. Throws Error.
    std::optional<ModelComparison> toPaint() const;
    /// The comparison of what was painted then. Throws Error.
    BlindComparison chosen(const ComparedModels& painted) const;
    /// Where its verdicts go.
    std::filesystem::path file() const;
    /// Shows why not.
    void explain(const QString& problem);
    void remember() const;

private:
    QLineEdit* addPath(const QString& label, const QString& key, const QString& browse,
                       bool folder);
    bool ofModels() const;
    void followKind();
    void showSides(const ComparisonPlan& plan);
    BlindComparison comparisonOf(ComparisonPlan plan) const;
    /// Tells of the file: it goes on, or it would be another one.
    void tellOfFile();

    QSettings& m_settings;
    QFormLayout* m_form;
    QComboBox* m_kind = nullptr; ///< of models too; null: there are only folders
    QLineEdit* m_first;
    QLineEdit* m_second;
    ModelRows* m_models = nullptr;
    QComboBox* m_exposure;
    QSpinBox* m_seed;
    QLineEdit* m_file;
    QLabel* m_intro;
    QLabel* m_note;
};

} // namespace underpaint::ui
