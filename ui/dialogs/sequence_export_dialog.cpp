// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/sequence_export_dialog.h"

#include "engine/imaging/video_names.h"
#include "ui/widgets/icons.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int fastestRate = 60;

/// Without the ending of a video or an animation.
QString bareName(const QString& output) {
    const QString ending = QLatin1Char('.') + QFileInfo(output).suffix();
    return imaging::hasVideoExtension(output.toStdString()) || ending.toLower() == ".gif"
               ? output.chopped(ending.size())
               : output;
}

} // namespace

SequenceExportDialog::SequenceExportDialog(const QString& output, int framesPerSecond,
                                           QWidget* parent)
    : QDialog(parent),
      m_format(new QComboBox(this)),
      m_output(new QLineEdit(this)),
      m_rate(new QSpinBox(this)),
      m_there(new QLabel(this)) {
    setWindowTitle(tr("Export the Sequence"));
    build();
    m_rate->setValue(framesPerSecond);
    m_output->setText(output);
    followOutput();
}

void SequenceExportDialog::build() {
    m_format->addItem(tr("Folder of PNG pictures"), QString());
    m_format->addItem(tr("MP4 video"), QStringLiteral(".mp4"));
    m_format->addItem(tr("WebM video"), QStringLiteral(".webm"));
    m_format->addItem(tr("GIF animation"), QStringLiteral(".gif"));
    m_format->setAccessibleName(tr("Format of the sequence"));
    m_rate->setRange(1, fastestRate);
    m_rate->setSuffix(tr(" fps", "frames per second"));
    m_rate->setAccessibleName(tr("Frames per second"));
    auto* browse = new QToolButton(this);
    browse->setIcon(themedIcon(QStringLiteral("folder")));
    browse->setToolTip(tr("Choose the folder or file"));
    browse->setAccessibleName(browse->toolTip());
    auto* format = new QHBoxLayout;
    format->addWidget(m_format, 1);
    format->addWidget(m_rate);
    auto* where = new QHBoxLayout;
    where->addWidget(m_output, 1);
    where->addWidget(browse);
    constexpr int wide = 380;
    m_output->setMinimumWidth(wide);
    m_output->setAccessibleName(tr("Output"));
    m_there->setWordWrap(true);
    m_there->setTextFormat(Qt::PlainText);
    m_there->setForegroundRole(QPalette::PlaceholderText);
    // The dialog does not grow with what is said later.
    constexpr int lines = 2;
    m_there->setMinimumHeight(lines * m_there->fontMetrics().lineSpacing());
    m_there->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* form = new QFormLayout(this);
    auto* formatName = new QLabel(tr("&Format"), this);
    formatName->setBuddy(m_format);
    auto* outputName = new QLabel(tr("&Output"), this);
    outputName->setBuddy(m_output);
    form->addRow(formatName, format);
    form->addRow(outputName, where);
    form->addRow(m_there);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_export = buttons->button(QDialogButtonBox::Ok);
    form->addRow(buttons);
    connect(m_format, &QComboBox::currentIndexChanged, this, &SequenceExportDialog::followFormat);
    connect(m_output, &QLineEdit::textChanged, this, &SequenceExportDialog::followOutput);
    connect(browse, &QToolButton::clicked, this, &SequenceExportDialog::browse);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString SequenceExportDialog::ending() const {
    return m_format->currentData().toString();
}

void SequenceExportDialog::followFormat() {
    m_output->setText(bareName(m_output->text()) + ending());
    followOutput();
}

void SequenceExportDialog::followOutput() {
    const QFileInfo there(output());
    const QString own = bareName(output()) == output() || there.isDir()
                            ? QString()
                            : QLatin1Char('.') + there.suffix().toLower();
    {
        const QSignalBlocker quiet(m_format);
        m_format->setCurrentIndex(std::max(0, m_format->findData(own)));
    }
    const bool folder = ending().isEmpty();
    m_rate->setEnabled(!folder);
    m_export->setEnabled(!m_output->text().trimmed().isEmpty());
    m_export->setText(there.isFile() ? tr("Replace") : tr("Export"));
    if (there.isFile()) {
        m_there->setText(tr("This file is there already and will be replaced."));
    } else if (folder && there.isDir() && !QDir(output()).isEmpty()) {
        m_there->setText(tr("This folder is there already: frames that are finished in it and have "
                            "not changed stay, the others are painted."));
    } else {
        m_there->setText(folder
                             ? tr("One picture per frame, each following from those before it.")
                             : tr("All frames in one file, each following from those before it."));
    }
}

void SequenceExportDialog::browse() {
    QString chosen;
    if (ending().isEmpty()) {
        chosen = QFileDialog::getExistingDirectory(this, tr("Folder of the Frames"),
                                                   QFileInfo(output()).absolutePath());
    } else {
        chosen = QFileDialog::getSaveFileName(this, tr("Export the Sequence"), output(),
                                              m_format->currentText() + " (*" + ending() + ")",
                                              nullptr, QFileDialog::DontConfirmOverwrite);
        if (!chosen.isEmpty() && bareName(chosen) == chosen) {
            chosen += ending();
        }
    }
    if (!chosen.isEmpty()) {
        m_output->setText(chosen);
    }
}

QString SequenceExportDialog::output() const {
    return m_output->text().trimmed();
}

int SequenceExportDialog::framesPerSecond() const {
    return m_rate->value();
}

} // namespace underpaint::ui
