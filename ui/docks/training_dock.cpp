// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/training_dock.h"

#include "ui/docks/button_row.h"
#include "ui/session/duration_text.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"
#include "ui/widgets/curve_plot.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/split_picture.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

using Stage = TrainingState::Stage;

struct CurveName {
    const char* key;
    const char* name;
};

/// What people see of losses and measures; others are for the log.
/// @{
constexpr CurveName lossNames[] = {
    {"G", QT_TRANSLATE_NOOP("underpaint::ui::TrainingDock", "Model")},
    {"D", QT_TRANSLATE_NOOP("underpaint::ui::TrainingDock", "Critic")},
    {"loss", QT_TRANSLATE_NOOP("underpaint::ui::TrainingDock", "Model")}};
constexpr CurveName measureNames[] = {
    {"perceptual", QT_TRANSLATE_NOOP("underpaint::ui::TrainingDock", "Shapes, materials")},
    {"difference", QT_TRANSLATE_NOOP("underpaint::ui::TrainingDock", "Colours")}};
/// @}

} // namespace

TrainingDock::TrainingDock(const Site& site)
    : Panel(tr("Training"), site.parent),
      m_training(site.services.training()),
      m_actions(site.actions) {
    setObjectName(QStringLiteral("trainingDock"));
    addActions();
    build();
    connect(&m_training, &ModelTraining::stateChanged, this, &TrainingDock::follow);
    connect(&m_training, &ModelTraining::curveChanged, this, &TrainingDock::followCurve);
    connect(&m_training, &ModelTraining::compared, this, &TrainingDock::showPictures);
    connect(&m_training, &ModelTraining::failed, this,
            [this](const QString& text) { Q_EMIT failed(QStringLiteral("training"), text); });
    connect(toggleViewAction(), &QAction::triggered, this, [this](bool on) { m_asked = on; });
    follow();
    followCurve();
}

void TrainingDock::addActions() {
    m_actions.add({"training.pause",
                   tr("&Pause Training"),
                   "pause",
                   {},
                   tr("What was learnt is kept; it can go on later, also after the program was "
                      "closed")},
                  [this] { m_training.pause(); });
    m_actions.add({"training.resume", tr("&Go On Training"), "play", {}, {}},
                  [this] { m_training.resume(); });
    m_actions.add({"training.compare",
                   tr("Compare &with the Base"),
                   "view-split",
                   {},
                   tr("Paints the open scene with the model as it was and as it is now")},
                  [this] { m_training.compare(); });
    m_actions.add({"training.accept",
                   tr("&Keep as a Model"),
                   "save",
                   {},
                   tr("What was learnt becomes a model of its own in your folder of models")},
                  [this] { m_training.accept(m_name->text().trimmed()); });
    m_actions.add({"training.discard",
                   tr("&Discard Training"),
                   "trash",
                   {},
                   tr("Forgets what was learnt; the present model stays as it is")},
                  [this] { discard(); });
}

void TrainingDock::build() {
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(6, 6, 6, 6);
    m_title = new QLabel(content);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_status = new QLabel(content);
    m_status->setObjectName(QStringLiteral("trainingStatus"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_status->setForegroundRole(QPalette::PlaceholderText);
    m_progress = new QProgressBar(content);
    m_progress->setAccessibleName(tr("Progress of the training"));
    column->addWidget(m_title);
    column->addWidget(m_progress);
    column->addWidget(m_status);
    column->addLayout(buttonRow(
        m_actions.all({QStringLiteral("training.pause"), QStringLiteral("training.resume"),
                       QStringLiteral("training.compare"), QStringLiteral("training.discard")}),
        content));
    m_pictures = new SplitPicture(content);
    m_pictures->setAccessibleName(tr("The scene before and after"));
    m_pictures->setToolTip(tr("Left of the line as the model painted before, right of it as it "
                              "paints now; the mouse and the arrow keys move the line"));
    column->addWidget(m_pictures);
    m_measures = new CurvePlot(content);
    m_measures->setAccessibleName(tr("Distance from the photos"));
    m_measures->setToolTip(tr("How far what the model paints is from the photos that it learns: "
                              "the lower the better. Once it rises again, more steps do not help"));
    column->addWidget(m_measures);
    m_losses = new CurvePlot(content);
    m_losses->setAccessibleName(tr("Losses of the steps"));
    m_losses->setToolTip(tr("What each step found wrong. The critic is taught beside the model, so "
                            "these curves need not fall"));
    column->addWidget(m_losses);
    auto* row = new QHBoxLayout;
    m_name = new QLineEdit(content);
    m_name->setObjectName(QStringLiteral("trainedName"));
    m_name->setAccessibleName(tr("Name of the new model"));
    m_name->setToolTip(m_name->accessibleName());
    row->addWidget(m_name, 1);
    row->addLayout(buttonRow(m_actions.all({QStringLiteral("training.accept")}), content));
    column->addLayout(row);
    column->addStretch(1);
    setScrolled(content);
}

void TrainingDock::setEditor(Editor* editor) {
    if (editor == nullptr) {
        return;
    }
    follow();
    if (m_there) {
        showWhenUseful(); // also where the layout of the last time had none
    }
}

QString TrainingDock::statusText() const {
    const TrainingState& state = m_training.state();
    const QString steps = tr("Step %1 of %2").arg(state.step).arg(state.steps);
    switch (state.stage) {
    case Stage::None:
        return tr("“Fine-Tune” in the Model menu teaches the present model something of your own.");
    case Stage::Preparing:
        return tr("Reading the photos …");
    case Stage::Running:
        if (state.secondsPerStep <= 0) {
            return tr("%1 · measuring the first steps …").arg(steps);
        }
        return tr("%1 · %2 s a step · about %3 left, longer while you paint")
            .arg(steps)
            .arg(state.secondsPerStep, 0, 'f', 2)
            .arg(durationText(state.secondsPerStep * (state.steps - state.step)));
    case Stage::Paused:
        return tr("%1 · paused").arg(steps);
    case Stage::Finished:
        return tr("All %1 steps are done. Keep it as a model, or discard it.").arg(state.steps);
    case Stage::Failed:
        return tr("%1 · stopped: %2").arg(steps, state.trouble);
    }
    return {};
}

void TrainingDock::follow() {
    const TrainingState& state = m_training.state();
    const bool there = state.stage != Stage::None;
    m_title->setText(there ? tr("“%1”, from “%2”").arg(state.name, state.baseName) : QString());
    m_title->setVisible(there);
    m_status->setText(statusText());
    m_progress->setVisible(there);
    const bool preparing = state.stage == Stage::Preparing;
    constexpr int percent = 100;
    m_progress->setRange(0, preparing ? percent : std::max(1, state.steps));
    m_progress->setValue(preparing ? static_cast<int>(percent * state.prepared) : state.step);
    for (QWidget* part : {static_cast<QWidget*>(m_measures), static_cast<QWidget*>(m_losses),
                          static_cast<QWidget*>(m_pictures), static_cast<QWidget*>(m_name)}) {
        part->setVisible(there);
    }
    if (std::exchange(m_there, there) != there) {
        m_name->setText(state.name);
        m_pictures->setPictures({}, {});
        if (there) {
            showWhenUseful();
            raise();
        }
    }
    if (!there && !m_asked) {
        hide();
    }
    refreshActions();
}

void TrainingDock::followCurve() {
    const auto curvesOf = [this](const auto& names, const auto& member) {
        std::vector<CurvePlot::Curve> curves;
        for (const CurveName& one : names) {
            CurvePlot::Curve curve{.name = tr(one.name)};
            for (const TrainingPoint& point : m_training.curve()) {
                const auto& values = point.*member;
                if (const auto value = values.find(one.key); value != values.end()) {
                    curve.points.emplace_back(point.step, value->second);
                }
            }
            if (!curve.points.empty()) {
                curves.push_back(std::move(curve));
            }
        }
        return curves;
    };
    const int end = m_training.state().steps;
    auto measures = curvesOf(measureNames, &TrainingPoint::measures);
    for (CurvePlot::Curve& curve : measures) {
        curve.dots = true;
        // Shares of where it began, so that both are seen.
        const double first = curve.points.front().y();
        for (QPointF& point : curve.points) {
            constexpr double percent = 100;
            point.setY(first > 0 ? percent * point.y() / first : percent);
        }
        curve.name += tr(" (%)");
    }
    m_measures->setCurves(std::move(measures), end);
    auto losses = curvesOf(lossNames, &TrainingPoint::losses);
    for (CurvePlot::Curve& curve : losses) {
        constexpr std::size_t span = 12;
        curve.points = smoothed(curve.points, span);
    }
    m_losses->setCurves(std::move(losses), end);
}

void TrainingDock::showPictures(const QImage& base, const QImage& learnt, int step) {
    m_pictures->setPictures(base, learnt);
    m_pictures->setNames(tr("before"), tr("step %1").arg(step));
}

void TrainingDock::discard() {
    const TrainingState& state = m_training.state();
    if (state.step > 0) {
        PlainMessageBox box(
            QMessageBox::Question, tr("Discard Training"),
            tr("Forget “%1” and all that it learnt in %n steps?", nullptr, state.step)
                .arg(state.name),
            QMessageBox::Discard | QMessageBox::Cancel, this);
        box.setObjectName(QStringLiteral("discardTraining"));
        box.setDefaultButton(QMessageBox::Cancel);
        if (box.exec() != QMessageBox::Discard) {
            return;
        }
    }
    m_training.discard();
}

void TrainingDock::refreshActions() {
    const TrainingState& state = m_training.state();
    const QString none = state.stage == Stage::None ? tr("nothing is being trained") : QString();
    const bool waits = state.stage == Stage::Paused || state.stage == Stage::Failed;
    m_actions.allow("training.pause",
                    state.stage == Stage::Running ? QString() : tr("no training runs"));
    m_actions.allow("training.resume", waits ? QString() : tr("no training is paused"));
    m_actions.allow("training.discard", none);
    const QString early = state.learnt ? QString() : tr("nothing was learnt yet");
    m_actions.allow("training.compare", none.isEmpty() ? early : none);
    m_actions.allow("training.accept", !none.isEmpty()    ? none
                                       : !early.isEmpty() ? early
                                       : state.active()   ? tr("pause the training first")
                                                          : QString());
    m_name->setEnabled(state.learnt);
}

} // namespace underpaint::ui
