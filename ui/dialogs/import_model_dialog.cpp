// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/import_model_dialog.h"

#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/project/package/option_text.h"
#include "engine/scene/builtin_label_sets.h"
#include "ui/widgets/screen_fit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <string>
#include <vector>

namespace underpaint::ui {

ImportModelDialog::ImportModelDialog(ModelLibrary& library, QWidget* parent)
    : QDialog(parent),
      m_library(library),
      m_files(new QListWidget(this)),
      m_kind(new QComboBox(this)),
      m_labels(new QComboBox(this)),
      m_name(new QLineEdit(this)),
      m_licence(new QLineEdit(this)),
      m_data(new QLineEdit(this)),
      m_options(new QLineEdit(this)),
      m_report(new QPlainTextEdit(this)) {
    setWindowTitle(tr("Import a Model"));
    resizeWithinScreen(*this, {620, 560});
    auto* form = new QFormLayout;
    addFields(*form);
    m_report->setReadOnly(true);
    m_report->setObjectName(QStringLiteral("importReport"));
    m_report->setAccessibleName(tr("Report"));
    m_report->setPlaceholderText(tr("What became of each file will be told here."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_start = buttons->addButton(tr("&Import"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(QStringLiteral("startImport"));
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_report, 1);
    column->addWidget(buttons);
    connect(m_start, &QPushButton::clicked, this, &ImportModelDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, [this] {
        if (m_imported.isEmpty()) {
            reject();
        } else {
            accept();
        }
    });
    connect(&m_library, &ModelLibrary::imported, this, &ImportModelDialog::take);
    refresh();
}

void ImportModelDialog::addFields(QFormLayout& form) {
    m_files->setObjectName(QStringLiteral("importFiles"));
    m_files->setAccessibleName(tr("Files"));
    constexpr int rows = 4;
    m_files->setMaximumHeight(rows * m_files->fontMetrics().lineSpacing() + 8);
    auto* add = new QPushButton(tr("&Add …"), this);
    add->setToolTip(
        tr("Checkpoints of one model (.pth, .pt, .safetensors) and its clusters (.npy)"));
    add->setAutoDefault(false);
    auto* clear = new QPushButton(tr("C&lear"), this);
    clear->setAutoDefault(false);
    auto* side = new QVBoxLayout;
    side->addWidget(add);
    side->addWidget(clear);
    side->addStretch(1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_files, 1);
    row->addLayout(side);
    form.addRow(tr("Files"), row);
    m_kind->setObjectName(QStringLiteral("importKind"));
    m_kind->addItem(tr("as the files tell"), QString());
    for (const QString& kind : m_library.importableKinds()) {
        m_kind->addItem(kind, kind);
    }
    form.addRow(tr("&System"), m_kind);
    m_labels->setObjectName(QStringLiteral("importLabels"));
    m_labels->addItem(tr("numbered: no names are known"), QString());
    for (const std::string& set : scene::builtinLabelSetNames()) {
        m_labels->addItem(QString::fromStdString(set), QString::fromStdString(set));
    }
    form.addRow(tr("&Classes"), m_labels);
    m_name->setObjectName(QStringLiteral("importName"));
    form.addRow(tr("&Name"), m_name);
    m_licence->setObjectName(QStringLiteral("importLicence"));
    form.addRow(tr("&Licence"), m_licence);
    m_data->setObjectName(QStringLiteral("importData"));
    form.addRow(tr("&Trained on"), m_data);
    m_options->setObjectName(QStringLiteral("importOptions"));
    m_options->setPlaceholderText(QStringLiteral("label_nc=35 use_instance=true"));
    m_options->setToolTip(tr("What no shape tells, as name=value with spaces between: label_nc, "
                             "use_instance, feat_num, or an option of a network (E.norm=batch). "
                             "The report asks for what is missing"));
    form.addRow(tr("&Options"), m_options);
    connect(add, &QPushButton::clicked, this, &ImportModelDialog::addFiles);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_files->clear();
        refresh();
    });
    connect(m_name, &QLineEdit::textChanged, this, &ImportModelDialog::refresh);
}

void ImportModelDialog::addFiles() {
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Checkpoints of One Model"), {},
        tr("Checkpoints and clusters (*.pth *.pt *.safetensors *.npy);;All files (*)"));
    m_files->addItems(files);
    if (m_name->text().isEmpty() && !files.isEmpty()) {
        m_name->setText(QFileInfo(files.front()).dir().dirName());
    }
    refresh();
}

void ImportModelDialog::refresh() {
    const bool ready = m_files->count() > 0 && !m_name->text().trimmed().isEmpty();
    m_start->setEnabled(ready && !m_running);
    m_start->setToolTip(ready ? QString() : tr("Not possible: files and a name are needed"));
}

translate::ImportRequest ImportModelDialog::request() const {
    translate::ImportRequest request;
    for (int row = 0; row < m_files->count(); ++row) {
        request.files.emplace_back(m_files->item(row)->text().toStdString());
    }
    request.kind = m_kind->currentData().toString().toStdString();
    const std::string labels = m_labels->currentData().toString().toStdString();
    if (!labels.empty()) {
        request.labels = scene::builtinLabels(labels);
    }
    request.name = m_name->text().trimmed().toStdString();
    checkName(request.name, "the name of the model", request.name);
    request.licence = m_licence->text().trimmed().toStdString();
    request.data = m_data->text().trimmed().toStdString();
    std::vector<std::string> options;
    for (const QString& option : m_options->text().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        options.push_back(option.toStdString());
    }
    request.options = project::parseOptions(options);
    return request;
}

void ImportModelDialog::start() {
    try {
        const translate::ImportRequest wanted = request();
        m_running = true;
        m_report->setPlainText(tr("Reading the files …"));
        m_library.importCheckpoints(wanted);
    } catch (const Error& failure) {
        m_report->setPlainText(QString::fromStdString(failure.message()));
    }
    refresh();
}

void ImportModelDialog::take(const ModelImport& result) {
    m_running = false;
    QStringList lines = result.report;
    if (result.failure.isEmpty()) {
        m_imported = result.id;
        lines << QString() << tr("“%1” is one of your models now.").arg(m_name->text().trimmed());
        m_files->clear();
        m_name->clear();
    } else {
        lines << QString() << result.failure;
    }
    m_report->setPlainText(lines.join(QLatin1Char('\n')).trimmed());
    refresh();
}

} // namespace underpaint::ui
