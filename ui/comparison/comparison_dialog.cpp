// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_dialog.h"

#include "engine/base/atomic_file.h"
#include "engine/base/binomial_interval.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "ui/comparison/comparison_setup.h"
#include "ui/comparison/pair_view.h"
#include "ui/document/shared_image.h"
#include "ui/widgets/screen_fit.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace underpaint::ui {

namespace {

/// In the order in which they are made.
constexpr int setupPage = 0;
constexpr int trialPage = 1;
constexpr int resultPage = 2;
constexpr int paintingPage = 3;

QImage pictureAt(const std::filesystem::path& file) {
    return toQt(std::make_shared<const Image>(imaging::readPhoto(file)));
}

QString percent(double share) {
    return QString::number(100 * share, 'f', 1);
}

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

QString tallyText(const BlindComparison& comparison) {
    const Tally tally = comparison.tally();
    const ComparisonPlan& plan = comparison.plan();
    const auto side = [&plan](const std::string& model, const std::filesystem::path& path) {
        return QString::fromStdString(plan.ofModels() ? model : path.string());
    };
    QString text = ComparisonDialog::tr("First: %1\nSecond: %2\n\nFirst preferred: %3\nSecond "
                                        "preferred: %4\nNo difference: %5\nNot judged: %6")
                       .arg(side(plan.firstModel, plan.first), side(plan.secondModel, plan.second))
                       .arg(tally.first)
                       .arg(tally.second)
                       .arg(tally.same)
                       .arg(tally.open);
    if (tally.decided() == 0) {
        return text;
    }
    const ProbabilityRange range = binomialInterval(tally.first, tally.decided());
    text +=
        "\n\n" +
        ComparisonDialog::tr("Where there was a preference, it was the first in %1 % "
                             "(95 % confidence: %2 % to %3 %).")
            .arg(percent(static_cast<double>(tally.first) / static_cast<double>(tally.decided())),
                 percent(range.low), percent(range.high));
    constexpr double even = 0.5;
    text += ' ' + (range.low > even    ? ComparisonDialog::tr("The first is preferred.")
                   : range.high < even ? ComparisonDialog::tr("The second is preferred.")
                                       : ComparisonDialog::tr("That may be chance."));
    return text;
}

ComparisonDialog::ComparisonDialog(QSettings& settings, QWidget* parent,
                                   std::optional<ModelsToCompare> models)
    : QDialog(parent),
      m_settings(settings),
      m_comparing(models ? &models->comparing : nullptr),
      m_pages(new QStackedWidget(this)) {
    setWindowTitle(tr("Blind Comparison"));
    auto* first = new QWidget(this);
    m_setup = new ComparisonSetup(settings, std::move(models), first);
    auto* start = new QPushButton(tr("&Begin"), first);
    start->setObjectName(QStringLiteral("beginComparison"));
    start->setDefault(true);
    auto* column = new QVBoxLayout(first);
    column->addWidget(m_setup);
    column->addStretch(1);
    column->addWidget(start, 0, Qt::AlignRight);
    m_pages->addWidget(first);
    m_pages->addWidget(makeTrialPage());
    m_pages->addWidget(makeResultPage());
    m_pages->addWidget(makePaintingPage());
    m_problem = wrapped(this);
    m_problem->setObjectName(QStringLiteral("comparisonProblem"));
    m_problem->hide();
    auto* all = new QVBoxLayout(this);
    all->addWidget(m_pages, 1);
    all->addWidget(m_problem);
    connect(start, &QPushButton::clicked, this, &ComparisonDialog::begin);
}

QWidget* ComparisonDialog::makeTrialPage() {
    auto* page = new QWidget(this);
    m_view = new PairView(page);
    m_progress = new QLabel(page);
    m_progress->setObjectName(QStringLiteral("comparisonProgress"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_progress, 1);
    const auto button = [&](const QString& text, const QString& name, auto work) {
        auto* made = new QPushButton(text, page);
        made->setObjectName(name);
        made->setAutoDefault(false); // Enter judges nothing
        made->setFocusPolicy(Qt::TabFocus);
        connect(made, &QPushButton::clicked, this, work);
        row->addWidget(made);
        return made;
    };
    m_back =
        button(tr("Take Back (Backspace)"), QStringLiteral("takeBack"), [this] { takeBack(); });
    button(tr("Left is better (1)"), QStringLiteral("judgeLeft"), [this] { judge(Seen::Left); });
    button(tr("No difference (=)"), QStringLiteral("judgeSame"), [this] { judge(Seen::Same); });
    button(tr("Right is better (2)"), QStringLiteral("judgeRight"), [this] { judge(Seen::Right); });
    button(tr("Pause (Esc)"), QStringLiteral("pause"), [this] { showResult(); });
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view, 1);
    column->addLayout(row);
    return page;
}

QWidget* ComparisonDialog::makeResultPage() {
    auto* page = new QWidget(this);
    m_result = wrapped(page);
    m_result->setObjectName(QStringLiteral("comparisonResult"));
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, page);
    m_goOn = buttons->addButton(tr("&Go On"), QDialogButtonBox::ActionRole);
    m_goOn->setObjectName(QStringLiteral("goOn"));
    QPushButton* table = buttons->addButton(tr("Export &Table …"), QDialogButtonBox::ActionRole);
    table->setToolTip(tr("All pairs with their verdicts, as CSV"));
    connect(m_goOn, &QPushButton::clicked, this, &ComparisonDialog::showTrial);
    connect(table, &QPushButton::clicked, this, &ComparisonDialog::exportCsv);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    auto* column = new QVBoxLayout(page);
    column->addWidget(m_result);
    column->addStretch(1);
    column->addWidget(buttons);
    return page;
}

QWidget* ComparisonDialog::makePaintingPage() {
    auto* page = new QWidget(this);
    m_painting = wrapped(page);
    m_painting->setObjectName(QStringLiteral("comparisonPainting"));
    m_painted = new QProgressBar(page);
    m_painted->setObjectName(QStringLiteral("comparisonBar"));
    m_painted->setAccessibleName(tr("Photos that are painted"));
    m_stop = new QPushButton(tr("&Stop"), page);
    m_stop->setObjectName(QStringLiteral("stopPainting"));
    m_stop->setToolTip(tr("Back to what is compared; the photos are not kept"));
    m_stop->setAutoDefault(false);
    m_judge = new QPushButton(tr("&Judge the Others"), page);
    m_judge->setObjectName(QStringLiteral("judgeOthers"));
    connect(m_stop, &QPushButton::clicked, this, &ComparisonDialog::stopPainting);
    connect(m_judge, &QPushButton::clicked, this, &ComparisonDialog::showTrial);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_stop);
    row->addWidget(m_judge);
    auto* column = new QVBoxLayout(page);
    column->addWidget(m_painting);
    column->addWidget(m_painted);
    column->addStretch(1);
    column->addLayout(row);
    if (m_comparing != nullptr) {
        connect(m_comparing, &ModelComparing::progressed, this, [this](int photos, int of) {
            m_painted->setRange(0, of);
            m_painted->setValue(photos);
            m_painting->setText(tr("Both models paint: %1 of %2 photos.").arg(photos).arg(of));
        });
        connect(m_comparing, &ModelComparing::ended, this, &ComparisonDialog::takePainted);
    }
    return page;
}

bool ComparisonDialog::judging() const {
    return m_pages->currentIndex() == trialPage;
}

bool ComparisonDialog::painting() const {
    return m_pages->currentIndex() == paintingPage;
}

void ComparisonDialog::begin() {
    try {
        if (const auto wanted = m_setup->toPaint()) {
            m_setup->remember();
            paint(*wanted);
            return;
        }
        start(m_setup->chosen());
    } catch (const Error& error) {
        m_setup->explain(QString::fromStdString(error.message()));
        return;
    }
    showTrial();
}

void ComparisonDialog::paint(const ModelComparison& wanted) {
    m_setup->explain({});
    m_painting->setText(tr("The scenes are looked up."));
    m_painted->setRange(0, 0);
    m_painted->show();
    m_stop->show();
    m_judge->hide();
    m_pages->setCurrentIndex(paintingPage);
    m_comparing->start(wanted);
}

void ComparisonDialog::takePainted(const ComparedModels& painted) {
    if (!painting()) {
        return;
    }
    try {
        if (!painted.failure.isEmpty()) {
            throw Error(painted.failure.toStdString());
        }
        start(m_setup->chosen(painted));
    } catch (const Error& error) {
        m_pages->setCurrentIndex(setupPage);
        m_setup->explain(QString::fromStdString(error.message()));
        return;
    }
    if (painted.notes.isEmpty()) {
        showTrial();
        return;
    }
    m_painted->hide();
    m_stop->hide();
    m_painting->setText(tr("Not all scenes could be painted by both:") + "\n\n" +
                        painted.notes.join('\n'));
    m_judge->show();
    m_judge->setFocus();
}

void ComparisonDialog::stopPainting() {
    m_comparing->cancel();
    m_pages->setCurrentIndex(setupPage);
}

void ComparisonDialog::done(int result) {
    if (painting()) {
        m_comparing->cancel();
    }
    QDialog::done(result);
}

void ComparisonDialog::start(BlindComparison comparison) {
    m_file = m_setup->file();
    writeFileAtomically(m_file, std::string_view(comparison.text()));
    m_comparison = std::move(comparison);
    m_setup->remember();
    resizeWithinScreen(*this, QSize(1280, 760));
    move(screen()->availableGeometry().center() - rect().center()); // it grew to the right
}

void ComparisonDialog::showTrial() {
    const auto at = m_comparison->current();
    if (!at) {
        showResult();
        return;
    }
    const BlindTrial& trial = m_comparison->trials()[*at];
    m_progress->setText(tr("%1 of %2").arg(*at + 1).arg(m_comparison->trials().size()));
    m_back->setEnabled(*at > 0);
    m_pages->setCurrentIndex(trialPage);
    m_view->setFocus();
    try {
        m_view->show(pictureAt(trial.left()), pictureAt(trial.right()),
                     m_comparison->plan().seconds);
        m_shown = true;
        explain({});
    } catch (const Error& error) {
        // The name would tell whose it is; which pair it is suffices to find it.
        m_view->clear();
        m_shown = false;
        explain(tr("A picture of the pair “%1” cannot be shown: %2")
                    .arg(QString::fromStdString(trial.pair.name),
                         QString::fromStdString(error.problem())));
    }
}

void ComparisonDialog::judge(Seen seen) {
    if (!m_shown) {
        return;
    }
    BlindComparison judged = *m_comparison;
    judged.judge(seen);
    keep(std::move(judged));
}

void ComparisonDialog::takeBack() {
    BlindComparison before = *m_comparison;
    if (before.takeBack()) {
        keep(std::move(before));
    }
}

void ComparisonDialog::keep(BlindComparison changed) {
    try {
        writeFileAtomically(m_file, std::string_view(changed.text()));
    } catch (const Error& error) {
        explain(QString::fromStdString(error.message())); // and the pair stays as it was
        return;
    }
    m_comparison = std::move(changed);
    showTrial();
}

void ComparisonDialog::explain(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ComparisonDialog::showResult() {
    m_view->clear();
    m_goOn->setVisible(m_comparison->current().has_value());
    m_result->setText(tallyText(*m_comparison));
    m_pages->setCurrentIndex(resultPage);
}

void ComparisonDialog::exportCsv() {
    std::filesystem::path suggested = m_file;
    suggested.replace_extension(".csv");
    const QString chosen = QFileDialog::getSaveFileName(this, tr("Export the Table"),
                                                        QString::fromStdString(suggested.string()),
                                                        tr("Tables (*.csv)"));
    if (chosen.isEmpty()) {
        return;
    }
    try {
        writeFileAtomically(chosen.toStdString(), std::string_view(m_comparison->csv()));
        explain({});
    } catch (const Error& error) {
        explain(QString::fromStdString(error.message()));
    }
}

void ComparisonDialog::keyPressEvent(QKeyEvent* event) {
    if (painting() && event->key() == Qt::Key_Escape) {
        m_comparison ? showResult() : stopPainting();
        return;
    }
    if (!judging()) {
        QDialog::keyPressEvent(event);
        return;
    }
    if (event->isAutoRepeat()) {
        return; // a key that is held judges one pair
    }
    switch (event->key()) {
    case Qt::Key_1:
        return judge(Seen::Left);
    case Qt::Key_2:
        return judge(Seen::Right);
    case Qt::Key_Equal:
        return judge(Seen::Same);
    case Qt::Key_Backspace:
        return takeBack();
    case Qt::Key_Escape:
        return showResult();
    default:
        QDialog::keyPressEvent(event);
    }
}

} // namespace underpaint::ui
