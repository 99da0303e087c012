// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/fine_tune_dialog.h"

#include "ui/document/class_names.h"
#include "ui/session/duration_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/screen_fit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace underpaint::ui {

namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int fewestSteps = 10;
constexpr int mostSteps = 100000;
constexpr int usualSteps = 300;
constexpr int ownSteps = 0;

QString sourceKey() {
    return QStringLiteral("training/source");
}
QString folderKey() {
    return QStringLiteral("training/folder");
}
QString stepsKey() {
    return QStringLiteral("training/steps");
}

} // namespace

FineTuneDialog::FineTuneDialog(Services& services, QSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_services(services),
      m_settings(settings),
      m_name(new QLineEdit(services.training().freeName(), this)),
      m_source(new QComboBox(this)),
      m_folder(new QLineEdit(settings.value(folderKey()).toString(), this)),
      m_browse(new QToolButton(this)),
      m_sourceNote(new QLabel(this)),
      m_length(new QComboBox(this)),
      m_steps(new QSpinBox(this)),
      m_time(new QLabel(this)),
      m_strength(new QComboBox(this)),
      m_classes(new QListWidget(this)),
      m_note(new QLabel(this)) {
    setWindowTitle(tr("Fine-Tune the Model"));
    build();
    resizeWithinScreen(*this, {560, 520});
    followSource();
    followLength();
}

void FineTuneDialog::build() {
    auto* intro = new QLabel(
        tr("“%1” learns what you show it and becomes a new model; the present one stays as it is. "
           "You can go on painting meanwhile, look at what was learnt, and then take it or not.")
            .arg(QString::fromStdString(m_services.models().model()->manifest.name)),
        this);
    intro->setTextFormat(Qt::PlainText);
    intro->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(intro);
    m_name->setObjectName(QStringLiteral("trainingName"));
    form->addRow(tr("&Name"), m_name);
    addSources(*form);
    addLength(*form);
    addClasses(*form);
    m_note->setObjectName(QStringLiteral("trainingNote"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    form->addRow(m_note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_start = buttons->button(QDialogButtonBox::Ok);
    m_start->setText(tr("Start"));
    m_start->setToolTip(tr("Begins to train; the Training panel shows how it goes"));
    connect(buttons, &QDialogButtonBox::accepted, this, &FineTuneDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, this, [this] { m_note->clear(); });
    connect(m_folder, &QLineEdit::textChanged, this, [this] { m_note->clear(); });
}

void FineTuneDialog::addSources(QFormLayout& form) {
    struct Choice {
        PairsFrom from;
        QString text;
    };
    const std::array<Choice, 3> choices{
        {{PairsFrom::Document, tr("the open scene and its photo layer")},
         {PairsFrom::Folder, tr("a folder of photos with label maps")},
         {PairsFrom::Photos, tr("a folder of photos; labels are estimated")}}};
    m_source->setObjectName(QStringLiteral("trainingSource"));
    m_source->setToolTip(tr("Photos of what the model shall learn, with maps of what they show"));
    int first = -1;
    for (const Choice& choice : choices) {
        m_source->addItem(choice.text, static_cast<int>(choice.from));
        const QString why = m_services.training().whyNotFrom(choice.from);
        const int row = m_source->count() - 1;
        if (!why.isEmpty()) {
            auto* items = qobject_cast<QStandardItemModel*>(m_source->model());
            items->item(row)->setEnabled(false);
            items->item(row)->setToolTip(tr("Not possible: %1").arg(why));
        } else if (first < 0 ||
                   m_settings.value(sourceKey()).toInt() == m_source->itemData(row).toInt()) {
            first = row;
        }
    }
    m_source->setCurrentIndex(first);
    form.addRow(tr("&Learn from"), m_source);
    m_folder->setObjectName(QStringLiteral("trainingFolder"));
    m_folder->setAccessibleName(tr("Folder"));
    m_browse->setIcon(themedIcon(QStringLiteral("folder")));
    m_browse->setToolTip(tr("Choose the folder"));
    m_browse->setAccessibleName(m_browse->toolTip());
    auto* row = new QHBoxLayout;
    row->addWidget(m_folder, 1);
    row->addWidget(m_browse);
    form.addRow(tr("&Folder"), row);
    if (auto* text = qobject_cast<QLabel*>(form.labelForField(row))) {
        text->setBuddy(m_folder);
    }
    m_sourceNote->setWordWrap(true);
    m_sourceNote->setTextFormat(Qt::PlainText);
    m_sourceNote->setForegroundRole(QPalette::PlaceholderText);
    form.addRow(QString(), m_sourceNote);
    connect(m_source, &QComboBox::currentIndexChanged, this, &FineTuneDialog::followSource);
    connect(m_browse, &QToolButton::clicked, this, &FineTuneDialog::chooseFolder);
}

void FineTuneDialog::addLength(QFormLayout& form) {
    m_length->setObjectName(QStringLiteral("trainingLength"));
    m_length->addItem(tr("a short try"), 100);
    m_length->addItem(tr("short: a few photos"), usualSteps);
    m_length->addItem(tr("medium: some dozen photos"), 1000);
    m_length->addItem(tr("long: hundreds of photos"), 3000);
    m_length->addItem(tr("as many steps as I say"), ownSteps);
    m_steps->setObjectName(QStringLiteral("trainingSteps"));
    m_steps->setRange(fewestSteps, mostSteps);
    m_steps->setSuffix(tr(" steps"));
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setToolTip(tr("In each the model paints one photo and learns from what is wrong"));
    const int steps = m_settings.value(stepsKey(), usualSteps).toInt();
    const int known = m_length->findData(steps);
    m_length->setCurrentIndex(known >= 0 ? known : m_length->findData(ownSteps));
    m_steps->setValue(steps);
    auto* row = new QHBoxLayout;
    row->addWidget(m_length, 1);
    row->addWidget(m_steps);
    form.addRow(tr("&How long"), row);
    if (auto* text = qobject_cast<QLabel*>(form.labelForField(row))) {
        text->setBuddy(m_length);
    }
    m_time->setObjectName(QStringLiteral("trainingTime"));
    m_time->setWordWrap(true);
    m_time->setForegroundRole(QPalette::PlaceholderText);
    form.addRow(QString(), m_time);
    m_strength->setObjectName(QStringLiteral("trainingStrength"));
    m_strength->addItem(tr("gently: stays close to what it was"), 0.5);
    m_strength->addItem(tr("as usual"), 1.0);
    m_strength->addItem(tr("strongly: follows the photos more, forgets more"), 2.0);
    m_strength->setCurrentIndex(1);
    form.addRow(tr("How &strongly"), m_strength);
    connect(m_length, &QComboBox::currentIndexChanged, this, &FineTuneDialog::followLength);
    connect(m_steps, &QSpinBox::valueChanged, this, &FineTuneDialog::showTime);
}

void FineTuneDialog::addClasses(QFormLayout& form) {
    m_classes->setObjectName(QStringLiteral("trainingClasses"));
    m_classes->setAccessibleName(tr("Classes that may change"));
    m_classes->setToolTip(tr("Without a mark at any all may change; else the others are held to "
                             "what the present model paints"));
    constexpr int rows = 5;
    m_classes->setMaximumHeight(rows * m_classes->fontMetrics().lineSpacing() * 3 / 2);
    if (!m_services.training().choosesClasses()) {
        m_classes->hide();
        return;
    }
    for (const project::PackageClass& one : m_services.models().model()->manifest.classes) {
        auto* item = new QListWidgetItem(className(one.name), m_classes);
        item->setData(nameRole, QString::fromStdString(one.name));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
        QPixmap chip(16, 16);
        chip.fill(QColor(one.colour[0], one.colour[1], one.colour[2]));
        item->setIcon(QIcon(chip));
    }
    form.addRow(tr("&Only these classes"), m_classes);
}

PairsFrom FineTuneDialog::source() const {
    return static_cast<PairsFrom>(m_source->currentData().toInt());
}

void FineTuneDialog::followSource() {
    const bool folder = m_source->currentIndex() >= 0 && source() != PairsFrom::Document;
    m_folder->setEnabled(folder);
    m_browse->setEnabled(folder);
    m_note->clear();
    switch (source()) {
    case PairsFrom::Document:
        m_sourceNote->setText(tr("One pair is little: the model learns this very photo."));
        break;
    case PairsFrom::Folder:
        m_sourceNote->setText(tr("Any layout that “underpaint train” reads: train_img and "
                                 "train_label, Cityscapes, CamVid …"));
        break;
    case PairsFrom::Photos:
        m_sourceNote->setText(tr("Photos of which the segmenter is not sure are left out."));
        break;
    }
    if (m_source->currentIndex() < 0) {
        m_sourceNote->clear();
    }
}

void FineTuneDialog::followLength() {
    const int steps = m_length->currentData().toInt();
    m_steps->setEnabled(steps == ownSteps);
    if (steps != ownSteps) {
        m_steps->setValue(steps);
    }
    showTime();
}

void FineTuneDialog::showTime() {
    const auto seconds = m_services.training().expectedSecondsPerStep();
    m_time->setText(seconds ? tr("About %1 here, longer while you paint.")
                                  .arg(durationText(*seconds * m_steps->value()))
                            : tr("How long that takes here is known after the first steps."));
}

void FineTuneDialog::chooseFolder() {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder to Learn From"), m_folder->text());
    if (!chosen.isEmpty()) {
        m_folder->setText(chosen);
    }
}

TrainingWish FineTuneDialog::wish() const {
    TrainingWish wish{.name = m_name->text().trimmed(),
                      .from = source(),
                      .steps = m_steps->value(),
                      .strength = m_strength->currentData().toDouble()};
    if (wish.from != PairsFrom::Document) {
        wish.folder = m_folder->text().trimmed().toStdString();
    }
    for (int row = 0; row < m_classes->count(); ++row) {
        if (m_classes->item(row)->checkState() == Qt::Checked) {
            wish.classes << m_classes->item(row)->data(nameRole).toString();
        }
    }
    return wish;
}

QString FineTuneDialog::problem() const {
    if (m_source->currentIndex() < 0) {
        return tr("There is nothing to learn from: %1")
            .arg(m_services.training().whyNotFrom(PairsFrom::Document));
    }
    const TrainingWish wanted = wish();
    if (wanted.from != PairsFrom::Document &&
        !QFileInfo(QString::fromStdString(wanted.folder.string())).isDir()) {
        return tr("Choose the folder to learn from.");
    }
    return m_services.training().nameProblem(wanted.name);
}

void FineTuneDialog::accept() {
    const QString why = problem();
    m_note->setText(why);
    if (!why.isEmpty()) {
        return;
    }
    m_settings.setValue(sourceKey(), m_source->currentData());
    m_settings.setValue(folderKey(), m_folder->text());
    m_settings.setValue(stepsKey(), m_steps->value());
    QDialog::accept();
}

} // namespace underpaint::ui
