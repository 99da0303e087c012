// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_setup.h"

#include "engine/base/error.h"
#include "engine/base/whole_file.h"
#include "ui/widgets/icons.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int largestSeed = 999'999'999;

/// Throws Error.
BlindComparison readComparison(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    const auto bytes = file.bytes();
    return BlindComparison::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                  path.filename().string());
}

std::filesystem::path pathIn(const QLineEdit& field) {
    return field.text().trimmed().toStdString();
}

QString exposureText(double seconds) {
    if (seconds == 0) {
        return ComparisonSetup::tr("without an end");
    }
    return seconds < 1 ? ComparisonSetup::tr("1/%1 s").arg(qRound(1 / seconds))
                       : ComparisonSetup::tr("%1 s").arg(seconds);
}

} // namespace

ComparisonSetup::ComparisonSetup(QSettings& settings, std::optional<ModelsToCompare> models,
                                 QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_form(new QFormLayout(this)),
      // Those without a parent get their place in the order of the keys with that in the form.
      m_exposure(new QComboBox),
      m_seed(new QSpinBox),
      m_intro(new QLabel(this)),
      m_note(new QLabel(this)) {
    m_intro->setWordWrap(true);
    m_form->addRow(m_intro);
    if (models) {
        m_kind = new QComboBox;
        m_kind->setObjectName(QStringLiteral("comparison.kind"));
        m_kind->addItem(tr("two folders of pictures"), false);
        m_kind->addItem(tr("two models, which paint the same scenes"), true);
        m_kind->setCurrentIndex(
            m_settings.value(QStringLiteral("comparison/ofModels"), true).toBool() ? 1 : 0);
        m_form->addRow(tr("C&ompare"), m_kind);
        connect(m_kind, &QComboBox::currentIndexChanged, this, &ComparisonSetup::followKind);
    }
    m_first =
        addPath(tr("&First folder"), QStringLiteral("first"), tr("Choose the first folder"), true);
    m_second = addPath(tr("&Second folder"), QStringLiteral("second"),
                       tr("Choose the second folder"), true);
    if (models) {
        m_models = new ModelRows(std::move(*models), m_settings, *m_form, *this);
        connect(m_models, &ModelRows::problem, this, &ComparisonSetup::explain);
    }
    for (const double seconds : exposures) {
        m_exposure->addItem(exposureText(seconds), seconds);
    }
    m_exposure->setCurrentIndex(
        m_exposure->findData(m_settings.value(QStringLiteral("comparison/seconds"), 0.0)));
    if (m_exposure->currentIndex() < 0) {
        m_exposure->setCurrentIndex(m_exposure->count() - 1);
    }
    m_exposure->setToolTip(tr("How long a pair is seen; it can be judged afterwards, too"));
    m_form->addRow(tr("&Time"), m_exposure);
    m_seed->setRange(0, largestSeed);
    m_seed->setValue(m_settings.value(QStringLiteral("comparison/seed"), 1).toInt());
    m_seed->setToolTip(tr("Draws the order and the sides: another number, another draw"));
    m_form->addRow(tr("S&eed"), m_seed);
    m_file = addPath(tr("&Verdicts"), QStringLiteral("file"),
                     tr("Choose the file that keeps the verdicts"), false);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setObjectName(QStringLiteral("comparisonNote"));
    m_form->addRow(m_note);
    connect(m_file, &QLineEdit::textChanged, this, &ComparisonSetup::tellOfFile);
    followKind();
    tellOfFile();
}

bool ComparisonSetup::ofModels() const {
    return m_kind != nullptr && m_kind->currentData().toBool();
}

void ComparisonSetup::followKind() {
    m_intro->setText(
        ofModels() ? tr("Both models paint the scenes. Then you see the two photos of each, in a "
                        "random order and on random sides, and say which is better. Which is "
                        "whose you learn at the end.")
                   : tr("You see two pictures of the same name, one of each folder, in a random "
                        "order and on random sides, and say which is better. Which is whose you "
                        "learn at the end."));
    for (QLineEdit* folder : {m_first, m_second}) {
        // Fields of paths are the first of their row.
        for (int row = 0; row < m_form->rowCount(); ++row) {
            QLayoutItem* item = m_form->itemAt(row, QFormLayout::FieldRole);
            if (item != nullptr && item->layout() != nullptr &&
                item->layout()->indexOf(folder) >= 0) {
                m_form->setRowVisible(row, !ofModels());
            }
        }
    }
    if (m_models != nullptr) {
        m_models->setVisible(ofModels());
    }
}

QLineEdit* ComparisonSetup::addPath(const QString& label, const QString& key, const QString& browse,
                                    bool folder) {
    auto* field = new QLineEdit(m_settings.value("comparison/" + key).toString(), this);
    field->setObjectName("comparison." + key);
    field->setMinimumWidth(360);
    auto* button = new QToolButton(this);
    button->setIcon(themedIcon(QStringLiteral("folder")));
    button->setToolTip(browse);
    button->setAccessibleName(browse);
    connect(button, &QToolButton::clicked, this, [this, field, browse, folder] {
        const QString chosen =
            folder
                ? QFileDialog::getExistingDirectory(this, browse, field->text())
                : QFileDialog::getSaveFileName(this, browse, field->text(), tr("Verdicts (*.json)"),
                                               nullptr, QFileDialog::DontConfirmOverwrite);
        if (!chosen.isEmpty()) {
            field->setText(chosen);
        }
    });
    auto* row = new QHBoxLayout;
    row->addWidget(field, 1);
    row->addWidget(button);
    m_form->addRow(label, row);
    if (auto* text = qobject_cast<QLabel*>(m_form->labelForField(row))) {
        text->setBuddy(field);
    }
    return field;
}

void ComparisonSetup::tellOfFile() {
    QString note;
    std::error_code unknown;
    const std::filesystem::path path = pathIn(*m_file);
    const bool there = !path.empty() && std::filesystem::is_regular_file(path, unknown);
    bool goesOn = false;
    if (there) {
        try {
            const BlindComparison found = readComparison(path);
            const Tally tally = found.tally();
            note = tr("This comparison goes on: %1 of %2 pairs are judged.")
                       .arg(tally.judged())
                       .arg(tally.judged() + tally.open);
            showSides(found.plan());
            m_exposure->setCurrentIndex(m_exposure->findData(found.plan().seconds));
            m_seed->setValue(
                static_cast<int>(std::min<std::uint64_t>(found.plan().seed, largestSeed)));
            goesOn = true;
        } catch (const Error& error) {
            note = QString::fromStdString(error.message());
        }
    }
    // Halfway through, another plan would make the verdicts incomparable.
    for (QWidget* part : {static_cast<QWidget*>(m_first), static_cast<QWidget*>(m_second),
                          static_cast<QWidget*>(m_exposure), static_cast<QWidget*>(m_seed),
                          static_cast<QWidget*>(m_kind)}) {
        if (part != nullptr) {
            part->setEnabled(!goesOn);
        }
    }
    if (m_models != nullptr) {
        m_models->setEnabled(!goesOn);
    }
    m_note->setText(note);
}

void ComparisonSetup::showSides(const ComparisonPlan& plan) {
    if (m_kind != nullptr) {
        m_kind->setCurrentIndex(m_kind->findData(plan.ofModels()));
    }
    if (!plan.ofModels()) {
        m_first->setText(QString::fromStdString(plan.first.string()));
        m_second->setText(QString::fromStdString(plan.second.string()));
    } else if (m_models != nullptr) {
        m_models->showNames(QString::fromStdString(plan.firstModel),
                            QString::fromStdString(plan.secondModel));
    }
}

std::optional<ModelComparison> ComparisonSetup::toPaint() const {
    const bool goesOn = std::filesystem::exists(file()); // needs a name before anything is painted
    return ofModels() && !goesOn ? std::optional(m_models->chosen()) : std::nullopt;
}

BlindComparison ComparisonSetup::chosen(const ComparedModels& painted) const {
    return comparisonOf({.first = painted.folders[0],
                         .second = painted.folders[1],
                         .firstModel = painted.names[0],
                         .secondModel = painted.names[1]});
}

BlindComparison ComparisonSetup::comparisonOf(ComparisonPlan plan) const {
    plan.seed = static_cast<std::uint64_t>(m_seed->value());
    plan.seconds = m_exposure->currentData().toDouble();
    std::vector<PicturePair> pairs = pairPictures(plan.first, plan.second).pairs;
    return BlindComparison(std::move(plan), std::move(pairs));
}

BlindComparison ComparisonSetup::chosen() const {
    const std::filesystem::path path = file();
    if (std::filesystem::exists(path)) {
        return readComparison(path);
    }
    const std::filesystem::path first = pathIn(*m_first);
    const std::filesystem::path second = pathIn(*m_second);
    if (first.empty() || second.empty()) {
        throw Error(tr("Choose two folders of pictures").toStdString());
    }
    return comparisonOf({.first = first, .second = second});
}

std::filesystem::path ComparisonSetup::file() const {
    std::filesystem::path path = pathIn(*m_file);
    if (path.empty()) {
        throw Error(tr("Choose a file for the verdicts").toStdString());
    }
    if (path.extension() != ".json") {
        path += ".json";
    }
    return path;
}

void ComparisonSetup::explain(const QString& problem) {
    m_note->setText(problem);
}

void ComparisonSetup::remember() const {
    m_settings.setValue(QStringLiteral("comparison/first"), m_first->text());
    m_settings.setValue(QStringLiteral("comparison/second"), m_second->text());
    if (m_kind != nullptr) {
        m_settings.setValue(QStringLiteral("comparison/ofModels"), ofModels());
        m_models->remember();
    }
    m_settings.setValue(QStringLiteral("comparison/seconds"), m_exposure->currentData());
    m_settings.setValue(QStringLiteral("comparison/seed"), m_seed->value());
    m_settings.setValue(QStringLiteral("comparison/file"), m_file->text());
}

} // namespace underpaint::ui
