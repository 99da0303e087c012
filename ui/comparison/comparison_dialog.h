// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/comparison/blind_comparison.h"
#include "ui/comparison/model_rows.h"

#include <QDialog>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace underpaint::ui {

class ComparisonSetup;
class PairView;

/// Blind comparison of the pictures of two folders, or of two models, whose photos are made first:
/// asks for them, shows pair after pair, keeps every verdict at once, and tells at the end which
/// side was preferred how surely. Keys 1, 2 and
/// = judge, Backspace takes back, Esc pauses.
class ComparisonDialog : public QDialog {
    Q_OBJECT

public:
    /// Without `models` only folders can be compared.
    explicit ComparisonDialog(QSettings& settings, QWidget* parent = nullptr,
                              std::optional<ModelsToCompare> models = std::nullopt);

    /// What is being painted is given up.
    void done(int result) override;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeTrialPage();
    QWidget* makeResultPage();
    QWidget* makePaintingPage();
    void begin();
    void paint(const ModelComparison& wanted);
    void takePainted(const ComparedModels& painted);
    void stopPainting();
    void start(BlindComparison comparison);
    void showTrial();
    void judge(Seen seen);
    void takeBack();
    void showResult();
    void exportCsv();
    /// Writes the verdicts and goes on; shows why not, and stays, when that fails.
    void keep(BlindComparison changed);
    /// Nothing: hides what was explained before.
    void explain(const QString& problem);
    bool judging() const;
    bool painting() const;

    QSettings& m_settings;
    ModelComparing* m_comparing; ///< null: there are only folders
    QStackedWidget* m_pages;
    ComparisonSetup* m_setup;
    PairView* m_view = nullptr;
    QLabel* m_progress = nullptr;
    QLabel* m_result = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_goOn = nullptr;
    QLabel* m_painting = nullptr;
    QProgressBar* m_painted = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_judge = nullptr; ///< goes on after scenes were left out
    std::optional<BlindComparison> m_comparison;
    std::filesystem::path m_file;
    bool m_shown = false; ///< the current pair could be
};

/// What a tally says, in words: who was preferred how often, with the interval of 95 %.
QString tallyText(const BlindComparison& comparison);

} // namespace underpaint::ui
