// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/panel.h"
#include "ui/session/model_training.h"

class QLabel;
class QLineEdit;
class QProgressBar;

namespace underpaint::ui {

class CurvePlot;
class SplitPicture;

/// A fine-tuning of the model while it goes and when it is done: how far it is, curves of what is
/// still wrong, the open document by the model as it was and as it is now, and what becomes of it.
/// It is there when there is a fine-tuning, or when somebody asks for it.
class TrainingDock : public Panel {
    Q_OBJECT

public:
    explicit TrainingDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("training"); }
    bool comesWhenAsked() const override { return true; }
    void setEditor(Editor* editor) override;
    void refreshActions() override;

    CurvePlot& measures() { return *m_measures; }
    CurvePlot& losses() { return *m_losses; }
    SplitPicture& pictures() { return *m_pictures; }
    QLineEdit& name() { return *m_name; }

private:
    void addActions();
    void build();
    void follow();
    void followCurve();
    void showPictures(const QImage& base, const QImage& learnt, int step);
    void discard();
    QString statusText() const;

    ModelTraining& m_training;
    ActionBook& m_actions;
    QLabel* m_title = nullptr;
    QLabel* m_status = nullptr;
    QProgressBar* m_progress = nullptr;
    CurvePlot* m_measures = nullptr;
    CurvePlot* m_losses = nullptr;
    SplitPicture* m_pictures = nullptr;
    QLineEdit* m_name = nullptr;
    bool m_there = false; ///< there is a fine-tuning
    bool m_asked = false; ///< somebody wants to see the panel without one, too
};

} // namespace underpaint::ui
