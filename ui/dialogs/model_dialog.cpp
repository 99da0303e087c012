// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/model_dialog.h"

#include "engine/base/error.h"
#include "engine/project/package/suitable_model.h"
#include "ui/dialogs/import_model_dialog.h"
#include "ui/dialogs/model_folders_dialog.h"
#include "ui/document/class_names.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/screen_fit.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace underpaint::ui {

namespace {

QString escaped(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

/// Of a file, or of all in a folder.
qint64 bytesOf(const std::filesystem::path& package) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(package, unknown)) {
        const auto bytes = std::filesystem::file_size(package, unknown);
        return unknown ? 0 : static_cast<qint64>(bytes);
    }
    qint64 bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(package, unknown)) {
        bytes += static_cast<qint64>(entry.is_regular_file(unknown) ? entry.file_size(unknown) : 0);
    }
    return bytes;
}

bool paints(const LibraryModel& model) {
    return model.manifest && project::paintsScenes(*model.manifest);
}

} // namespace

ModelDialog::ModelDialog(Services& services, QSize map, QWidget* parent)
    : QDialog(parent),
      m_services(services),
      m_map(map),
      m_list(new QListWidget(this)),
      m_text(new QLabel(this)) {
    setWindowTitle(tr("Models"));
    resizeWithinScreen(*this, {860, 520});
    build();
    const CurrentModel* loaded = m_services.models().model();
    fill(loaded != nullptr ? QString::fromStdString(loaded->manifest.id) : QString());
}

QPushButton* ModelDialog::addButton(const QString& name, const QString& text, const QString& tip,
                                    void (ModelDialog::*work)()) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, work);
    return button;
}

void ModelDialog::build() {
    m_list->setAccessibleName(tr("Models"));
    m_list->setMinimumWidth(230);
    m_list->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setMargin(8);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_text);
    scroll->setWidgetResizable(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(tr("Use This Model"), QDialogButtonBox::AcceptRole);
    m_rename = addButton(QStringLiteral("renameModel"), tr("&Rename …"), {}, &ModelDialog::rename);
    m_remove = addButton(QStringLiteral("removeModel"), tr("Re&move …"), {}, &ModelDialog::remove);
    m_reveal = addButton(QStringLiteral("revealModel"), tr("&Show Folder"),
                         tr("Opens the folder that it lies in"), &ModelDialog::reveal);
    m_export =
        addButton(QStringLiteral("exportModel"), tr("&Export …"),
                  tr("Its weights as safetensors files and its generator as TorchScript, for other "
                     "programs"),
                  &ModelDialog::exportModel);
    QPushButton* open = addButton(QStringLiteral("openModel"), tr("&Open Package …"),
                                  tr("A folder or file NAME.underpaint-model from elsewhere"),
                                  &ModelDialog::openPackage);
    QPushButton* importing =
        addButton(QStringLiteral("importModel"), tr("&Import …"),
                  tr("A model of checkpoints that the official PyTorch programs wrote"),
                  &ModelDialog::importCheckpoints);
    importing->setEnabled(!m_services.library().importableKinds().isEmpty());
    QPushButton* folders =
        addButton(QStringLiteral("modelFolders"), tr("&Folders …"),
                  tr("Where models are looked for"), &ModelDialog::changeFolders);
    auto* ofAll = new QHBoxLayout;
    for (QPushButton* button : {open, importing, folders}) {
        ofAll->addWidget(button);
    }
    auto* ofOne = new QHBoxLayout;
    for (QPushButton* button : {m_rename, m_remove, m_reveal, m_export}) {
        ofOne->addWidget(button);
    }
    ofOne->addStretch(1);
    auto* left = new QVBoxLayout;
    left->addWidget(m_list, 1);
    left->addLayout(ofAll);
    auto* right = new QVBoxLayout;
    right->addWidget(scroll, 1);
    right->addLayout(ofOne);
    auto* columns = new QHBoxLayout;
    columns->addLayout(left);
    columns->addLayout(right, 1);
    auto* all = new QVBoxLayout(this);
    all->addLayout(columns, 1);
    all->addWidget(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &ModelDialog::describe);
    connect(m_list, &QListWidget::itemDoubleClicked, m_use, &QPushButton::click);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_services.library(), &ModelLibrary::changed, this, [this] { fill(); });
}

void ModelDialog::fill(const QString& id) {
    const LibraryModel* before = current();
    const std::filesystem::path chosen = before != nullptr ? before->path : std::filesystem::path();
    m_models = m_services.library().models();
    m_list->clear();
    int row = -1;
    for (const LibraryModel& model : m_models) {
        m_list->addItem(model.name.isEmpty()
                            ? QString::fromStdString(model.path.filename().string())
                            : model.name);
        const bool wanted = id.isEmpty() ? model.path == chosen
                                         : model.manifest && model.manifest->id == id.toStdString();
        row = wanted ? m_list->count() - 1 : row;
    }
    m_list->setCurrentRow(row < 0 && m_list->count() > 0 ? 0 : row);
    if (m_models.empty()) {
        describe(-1);
    }
}

const LibraryModel* ModelDialog::current() const {
    const int row = m_list->currentRow();
    return row < 0 || static_cast<std::size_t>(row) >= m_models.size()
               ? nullptr
               : &m_models[static_cast<std::size_t>(row)];
}

void ModelDialog::describe(int /*row*/) {
    const LibraryModel* model = current();
    for (QPushButton* button : {m_use, m_rename, m_remove, m_reveal, m_export}) {
        button->setEnabled(model != nullptr);
    }
    if (model == nullptr) {
        m_text->setText(tr("No model was found. Open a package from elsewhere, or put one into a "
                           "model folder."));
        return;
    }
    const QString fixed = m_services.library().whyNotChange(model->path);
    m_remove->setEnabled(fixed.isEmpty());
    m_rename->setEnabled(fixed.isEmpty() && model->manifest);
    m_remove->setToolTip(fixed.isEmpty() ? tr("Into the trash, where the system has one")
                                         : tr("Not possible: %1").arg(fixed));
    m_rename->setToolTip(fixed.isEmpty() ? tr("Scenes know it by its id and find it still")
                                         : tr("Not possible: %1").arg(fixed));
    m_export->setEnabled(model->manifest != nullptr);
    m_use->setEnabled(paints(*model));
    m_use->setToolTip(paints(*model)    ? QString()
                      : model->manifest ? tr("It does other work than painting scenes")
                                        : tr("The package cannot be opened"));
    m_text->setText(model->manifest ? description(*model) : model->problem.toHtmlEscaped());
}

QString ModelDialog::description(const LibraryModel& model) const {
    const project::Manifest& manifest = *model.manifest;
    QString html = QStringLiteral("<h3>%1</h3>").arg(escaped(manifest.name));
    const auto line = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) {
            html += tr("<p><b>%1:</b> %2</p>", "property, value").arg(name, value);
        }
    };
    if (!manifest.notes.empty()) {
        html += QStringLiteral("<p>%1</p>").arg(escaped(manifest.notes));
    }
    if (paints(model)) {
        const auto seconds =
            m_services.models().measuredSeconds(QString::fromStdString(manifest.id), m_map);
        line(tr("Time of a render here"), seconds ? tr("%1 s for %2 × %3")
                                                        .arg(*seconds, 0, 'f', 2)
                                                        .arg(m_map.width())
                                                        .arg(m_map.height())
                                                  : tr("not measured yet"));
    }
    line(tr("Licence"), escaped(manifest.licence));
    line(tr("Trained on"), escaped(manifest.data));
    if (manifest.size.nativeWidth > 0) {
        line(tr("Size"), tr("trained at %1 × %2, multiples of %3")
                             .arg(manifest.size.nativeWidth)
                             .arg(manifest.size.nativeHeight)
                             .arg(manifest.size.multiple));
    } else {
        line(tr("Size"), tr("multiples of %1").arg(manifest.size.multiple));
    }
    std::size_t styles = 0;
    for (const auto& [id, clusters] : manifest.styles) {
        styles += clusters.size();
    }
    line(tr("Styles"),
         styles > 0
             ? tr("%1 of %n classes", nullptr, static_cast<int>(manifest.styles.size())).arg(styles)
             : tr("none"));
    QString classes;
    for (const project::PackageClass& one : manifest.classes) {
        const QColor colour(one.colour[0], one.colour[1], one.colour[2]);
        classes +=
            QStringLiteral("<span style='color:%1'>■</span>&nbsp;%2&ensp; ")
                .arg(colour.name(), className(one.name).toHtmlEscaped().replace(' ', "&nbsp;"));
    }
    line(tr("%n classes", nullptr, static_cast<int>(manifest.classes.size())), classes);
    QStringList metrics;
    for (const auto& [name, value] : manifest.metrics) {
        // Long names may be broken where they are joined.
        metrics << QStringLiteral("%1 %2")
                       .arg(escaped(name).replace('_', QStringLiteral("_\u200B")))
                       .arg(value, 0, 'g', 4);
    }
    line(tr("Measured"), metrics.join(QStringLiteral(" · ")));
    line(tr("File"),
         tr("%1 (%2)").arg(escaped(model.path.string()),
                           QLocale().formattedDataSize(bytesOf(model.path), 1,
                                                       QLocale::DataSizeTraditionalFormat)));
    return html;
}

QString ModelDialog::chosen() const {
    const LibraryModel* model = current();
    return model == nullptr || !model->manifest ? QString()
                                                : QString::fromStdString(model->manifest->id);
}

void ModelDialog::attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& failure) {
        warnPlainly(this, tr("Models"), QString::fromStdString(failure.message()));
    } catch (const std::filesystem::filesystem_error& failure) {
        warnPlainly(this, tr("Models"), QString::fromLocal8Bit(failure.what()));
    }
}

void ModelDialog::openPackage() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a Model Package"), {},
        tr("Model packages (*.underpaint-model manifest.json);;All files (*)"));
    if (file.isEmpty()) {
        return;
    }
    attempt([&] {
        std::filesystem::path path = file.toStdString();
        // A package that is a folder is named by its manifest.
        path = path.filename() == "manifest.json" ? path.parent_path() : path;
        fill(m_services.models().addModel(path));
    });
}

void ModelDialog::importCheckpoints() {
    ImportModelDialog dialog(m_services.library(), this);
    if (dialog.exec() == QDialog::Accepted) {
        fill(dialog.imported());
    }
}

void ModelDialog::rename() {
    const LibraryModel model = *current();
    bool agreed = false;
    const QString name = QInputDialog::getText(this, tr("Rename the Model"), tr("&Name"),
                                               QLineEdit::Normal, model.name, &agreed);
    if (agreed && name.trimmed() != model.name) {
        attempt([&] { m_services.library().rename(model.path, name); });
        // By its file: copies of a package have one id.
        const std::string file = name.trimmed().toStdString() + model.path.extension().string();
        const auto renamed =
            std::ranges::find(m_models, model.path.parent_path() / file, &LibraryModel::path);
        if (renamed != m_models.end()) {
            m_list->setCurrentRow(static_cast<int>(renamed - m_models.begin()));
        }
    }
}

void ModelDialog::remove() {
    const LibraryModel model = *current();
    PlainMessageBox box(QMessageBox::Question, tr("Remove the Model"),
                        tr("Remove “%1”? Scenes that were painted with it are painted with "
                           "another one then.")
                            .arg(model.name),
                        QMessageBox::Yes | QMessageBox::No, this);
    box.setObjectName(QStringLiteral("removeModelQuestion"));
    box.setDefaultButton(QMessageBox::No);
    if (box.exec() == QMessageBox::Yes) {
        attempt([&] { m_services.library().remove(model.path); });
    }
}

void ModelDialog::reveal() {
    QDesktopServices::openUrl(
        QUrl::fromLocalFile(QString::fromStdString(current()->path.parent_path().string())));
}

void ModelDialog::exportModel() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the Export"));
    if (folder.isEmpty()) {
        return;
    }
    attempt([&] {
        const ModelExport made =
            m_services.library().exportModel(current()->path, folder.toStdString());
        QString told = tr("%n file(s) were written.", nullptr, static_cast<int>(made.files.size()));
        if (!made.note.isEmpty()) {
            told += "\n\n" + made.note;
        }
        PlainMessageBox(QMessageBox::Information, tr("Models"), told, QMessageBox::Ok, this).exec();
    });
}

void ModelDialog::changeFolders() {
    ModelFoldersDialog(m_services.library(), this).exec();
}

} // namespace underpaint::ui
