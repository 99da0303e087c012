// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_desk.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_import.h"
#include "engine/project/model_labels.h"
#include "engine/project/project_file.h"
#include "engine/project/recovery.h"
#include "engine/project/sha256.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/session/editor.h"
#include "ui/session/model_change.h"
#include "ui/session/photo_start.h"
#include "ui/session/render_service.h"
#include "ui/window/aside.h"

#include <QDateTime>
#include <QDir>
#include <QEventLoop>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSettings>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr auto folderKey = "files/folder";

QString imageFilter() {
    return FileDesk::tr(
        "Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;All files (*)");
}

} // namespace

FileDesk::FileDesk(RenderService& service, QSettings& settings, SessionFolders folders,
                   std::filesystem::path scenes, Adopt adopt, QWidget& window)
    : QObject(&window),
      m_service(service),
      m_settings(settings),
      m_folders(std::move(folders)),
      m_scenes(std::move(scenes)),
      m_adopt(std::move(adopt)),
      m_window(window),
      m_recent(settings) {
    connect(&m_service, &RenderService::photoSegmented, this,
            [this](const SegmentedPhoto& photo) { tryFirst([&] { beginWith(photo); }); });
}

std::vector<SampleScene> FileDesk::samples() const {
    return sampleScenes(m_scenes);
}

QString FileDesk::folder() const {
    return m_settings.value(QLatin1String(folderKey), QDir::homePath()).toString();
}

void FileDesk::rememberFolder(const QString& file) {
    m_settings.setValue(QLatin1String(folderKey), QFileInfo(file).absolutePath());
}

void FileDesk::adopt(std::unique_ptr<Document> document) {
    Document& opened = *document;
    m_adopt(std::move(document));
    connect(&opened, &Document::journalFailed, this, &FileDesk::failed);
    connect(&opened, &Document::saveFailed, this, &FileDesk::failed);
    connect(&opened, &Document::saved, this, [this](const QString& saved) {
        m_recent.add(saved);
        setLastOpenFile(m_settings, saved);
    });
    const QString file = QString::fromStdString(opened.path().string());
    setLastOpenFile(m_settings, file);
    if (!file.isEmpty()) {
        m_recent.add(file);
    }
}

template<class Work>
auto FileDesk::awayFromWindow(Work work) {
    const QScopedValueRollback waiting(m_waiting, true);
    return aside(std::move(work));
}

void FileDesk::adoptScene(scene::SceneState scene) {
    auto document = std::make_unique<Document>(std::move(scene));
    // A journal of a scene without a file begins with the whole scene.
    const project::JournalBase base{
        document->displayName().toStdString(), {}, {}, document->scene()};
    tryFirst([&] {
        document->startJournal(awayFromWindow(
            [&] { return std::make_unique<project::Journal>(m_folders.journals, base); }));
    });
    adopt(std::move(document));
}

void FileDesk::adoptFile(const std::filesystem::path& path) {
    auto document =
        Document::opened(awayFromWindow([&] { return project::readProject(path); }), path);
    tryFirst([&] { document->startJournal(m_folders.journals); });
    adopt(std::move(document));
}

bool FileDesk::tryFirst(const std::function<void()>& deed) {
    try {
        deed();
        return true;
    } catch (const Error& failure) {
        Q_EMIT failed(QString::fromStdString(failure.message()));
        return false;
    }
}

void FileDesk::openFirst(const QString& file, bool reopenLast) {
    if (recover()) {
        return;
    }
    const auto openPlain = [this](const QString& name) {
        return tryFirst([&] { adoptFile(name.toStdString()); });
    };
    if (!file.isEmpty() && openPlain(file)) {
        return;
    }
    const QString last = reopenLast && file.isEmpty() ? lastOpenFile(m_settings) : QString();
    if (!last.isEmpty() && QFileInfo::exists(last) && openPlain(last)) {
        return;
    }
    for (const SampleScene& sample : samples()) {
        if (tryFirst([&] { openSample(sample); })) {
            return;
        }
    }
    scene::SceneState state;
    state.labelSet = scene::camvidLabels();
    state.labels = scene::LabelMap({512, 256}, std::uint16_t{0});
    state.instances = scene::instancesFromLabels(state.labels);
    nameModel(state);
    adoptScene(std::move(state));
}

void FileDesk::nameModel(scene::SceneState& state) const {
    if (state.modelId.empty()) {
        state.modelId = m_service.suitableModel(state.labelSet).toStdString();
    }
}

bool FileDesk::recover() {
    std::vector<project::RecoverableJournal> journals;
    tryFirst([&] { journals = project::findJournals(m_folders.journals); });
    for (const project::RecoverableJournal& journal : journals) {
        QMessageBox box(&m_window);
        box.setObjectName(QStringLiteral("recovery"));
        box.setIcon(QMessageBox::Question);
        box.setWindowTitle(tr("Underpaint"));
        box.setText(tr("The program ended before “%1” was saved.")
                        .arg(QString::fromStdString(journal.name)));
        const QString when = QLocale().toString(QDateTime::fromSecsSinceEpoch(journal.modified),
                                                QLocale::ShortFormat);
        const QString problem = QString::fromStdString(journal.problem);
        box.setInformativeText(problem.isEmpty() ? tr("%n changes up to %1 can be restored.",
                                                      nullptr, static_cast<int>(journal.edits))
                                                       .arg(when)
                                                 : tr("It cannot be restored: %1").arg(problem));
        QPushButton* restore = box.addButton(tr("Restore"), QMessageBox::AcceptRole);
        restore->setEnabled(problem.isEmpty());
        QPushButton* discard = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
        QPushButton* later = box.addButton(tr("Ask Again Later"), QMessageBox::RejectRole);
        box.setDefaultButton(problem.isEmpty() ? restore : later);
        box.exec();
        const auto restored = [&] {
            // Reading the file and its journal can take a while; the window lives meanwhile.
            project::RecoveredDocument recovered =
                awayFromWindow([&] { return project::recoverDocument(journal.journal); });
            const QString kept = QString::fromStdString(recovered.keptCopy.string());
            adopt(Document::recover(std::move(recovered)));
            if (!kept.isEmpty()) {
                Q_EMIT noticed(tr("A part of what was done is damaged and could not be restored. "
                                  "All of it is kept in %1.")
                                   .arg(kept));
            }
        };
        if (box.clickedButton() == restore && tryFirst(restored)) {
            return true;
        }
        if (box.clickedButton() == discard) {
            project::removeJournal(journal.journal);
        }
    }
    return false;
}

bool FileDesk::mayLeave() {
    if (m_editor == nullptr) {
        return true;
    }
    if (m_waiting) {
        return false; // somebody else closes or opens
    }
    waitUntilSaved();
    if (!m_editor->document().modified()) {
        return true;
    }
    QMessageBox box(QMessageBox::Question, tr("Underpaint"),
                    tr("Save the changes of “%1”?").arg(m_editor->document().displayName()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("unsaved"));
    box.setDefaultButton(QMessageBox::Save);
    const int answer = box.exec();
    if (answer == QMessageBox::Save) {
        bool saving = false;
        tryFirst([&] { saving = save(); });
        waitUntilSaved();
        return saving && !m_editor->document().modified();
    }
    return answer == QMessageBox::Discard;
}

void FileDesk::leave() {
    if (m_editor == nullptr) {
        return;
    }
    Document& document = m_editor->document();
    setLastOpenFile(m_settings, QString::fromStdString(document.path().string()));
    tryFirst([&] { document.discardJournal(); });
}

bool FileDesk::newScene() {
    if (!mayLeave()) {
        return false;
    }
    const LoadedModel* model = m_service.model();
    const scene::LabelSet labels =
        model != nullptr ? project::labelSetOf(model->manifest) : m_editor->scene().labelSet;
    NewDialog dialog(labels, model != nullptr ? model->manifest.size : project::SizeRules{},
                     m_editor->scene().size(), &m_window);
    if (dialog.exec() != QDialog::Accepted) {
        return false;
    }
    scene::SceneState state;
    state.labelSet = labels;
    state.labels = scene::LabelMap(dialog.size(), dialog.background());
    state.instances = scene::instancesFromLabels(state.labels);
    state.modelId = model != nullptr ? model->manifest.id : std::string();
    adoptScene(std::move(state));
    return true;
}

void FileDesk::newFromPhoto(QString file) {
    if (const QString why = m_service.whyNotSegment(); !why.isEmpty()) {
        throw Error(tr("A photo cannot be taken apart: %1. Choose another model in the Model menu")
                        .arg(why)
                        .toStdString());
    }
    file = chooseImage(tr("New from a Photo"), file);
    if (!file.isEmpty()) {
        m_service.segmentPhoto(file.toStdString());
    }
}

void FileDesk::beginWith(const SegmentedPhoto& photo) {
    if (!photo.failure.isEmpty()) {
        Q_EMIT failed(photo.failure);
        return;
    }
    const LoadedModel* model = m_service.model();
    if (model == nullptr || !mayLeave()) {
        return;
    }
    const bool encodes = model->capabilities.encoder;
    adoptScene(sceneFromPhoto(photo.photo, *photo.labels, model->manifest));
    const QString name = QString::fromStdString(photo.file.filename().string());
    if (encodes) {
        m_service.encodeStyles(photo.file, name);
    }
    Q_EMIT noticed(tr("The labels of %1 are an estimate. Paint over what is wrong.").arg(name));
}

bool FileDesk::chooseAndOpen() {
    const QString file = QFileDialog::getOpenFileName(&m_window, tr("Open a Project"), folder(),
                                                      tr("Projects (*.underpaint);;All files (*)"));
    return !file.isEmpty() && open(file);
}

bool FileDesk::open(const QString& file) {
    if (!mayLeave()) {
        return false;
    }
    adoptFile(file.toStdString());
    rememberFolder(file);
    return true;
}

bool FileDesk::openSample(const SampleScene& sample) {
    if (!mayLeave()) {
        return false;
    }
    scene::SceneState state = awayFromWindow([&] { return readSample(sample); });
    nameModel(state);
    fitStyles(state, m_service);
    adoptScene(std::move(state));
    return true;
}

bool FileDesk::save() {
    const std::filesystem::path& path = m_editor->document().path();
    if (path.empty()) {
        return saveAs();
    }
    return saveTo(QString::fromStdString(path.string()));
}

bool FileDesk::saveAs() {
    QFileDialog dialog(&m_window, tr("Save the Project"), folder(), tr("Projects (*.underpaint)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("underpaint"));
    const std::filesystem::path& path = m_editor->document().path();
    dialog.selectFile(path.empty() ? tr("scene.underpaint")
                                   : QString::fromStdString(path.filename().string()));
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) {
        return false;
    }
    return saveTo(dialog.selectedFiles().front());
}

bool FileDesk::saveTo(const QString& file) {
    Document& document = m_editor->document();
    if (document.path() == std::filesystem::path(file.toStdString())) {
        const Overwrite answer = mayOverwrite();
        if (answer != Overwrite::Yes) {
            return answer == Overwrite::ElsewhereInstead && saveAs();
        }
    }
    rememberFolder(file);
    document.startSaving(file.toStdString(), m_service.photo().photo());
    return true;
}

FileDesk::Overwrite FileDesk::mayOverwrite() {
    const Document& document = m_editor->document();
    if (document.saving() || m_waiting) {
        return Overwrite::Yes; // what is there is our own
    }
    const std::string held = awayFromWindow([path = document.path()]() -> std::string {
        std::error_code gone;
        return std::filesystem::exists(path, gone) ? project::sha256(MappedFile(path).bytes())
                                                   : std::string();
    });
    if (held.empty() || held == document.fileDigest()) {
        return Overwrite::Yes;
    }
    QMessageBox box(QMessageBox::Warning, tr("Underpaint"),
                    tr("“%1” was changed by another program since it was read or saved here.")
                        .arg(document.displayName()),
                    QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("changedOutside"));
    box.setInformativeText(tr("Saving replaces what the other program wrote. Save As keeps both."));
    const QPushButton* replace = box.addButton(tr("Replace"), QMessageBox::DestructiveRole);
    const QPushButton* other = box.addButton(tr("Save As …"), QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == other) {
        return Overwrite::ElsewhereInstead;
    }
    return box.clickedButton() == replace ? Overwrite::Yes : Overwrite::No;
}

void FileDesk::waitUntilSaved() {
    Document& document = m_editor->document();
    if (!document.saving()) {
        return;
    }
    QEventLoop loop;
    const auto end = [&] {
        if (!document.saving()) {
            loop.quit();
        }
    };
    connect(&document, &Document::saved, &loop, end);
    connect(&document, &Document::saveFailed, &loop, end);
    const WaitCursor cursor;
    const QScopedValueRollback waiting(m_waiting, true);
    loop.exec(QEventLoop::ExcludeUserInputEvents);
}

QString FileDesk::chooseImage(const QString& title, QString file) {
    if (file.isEmpty()) {
        file = QFileDialog::getOpenFileName(&m_window, title, folder(), imageFilter());
    }
    if (!file.isEmpty()) {
        rememberFolder(file);
    }
    return file;
}

void FileDesk::importLabels(QString file) {
    if (file.isEmpty()) {
        file = QFileDialog::getOpenFileName(
            &m_window, tr("Import a Label Map"), folder(),
            tr("Label maps (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.json);;All files (*)"));
    }
    if (file.isEmpty()) {
        return;
    }
    rememberFolder(file);
    ImportDialog dialog(file.toStdString(), {}, m_editor->scene().labelSet, &m_window);
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const imaging::ImportedMaps maps = dialog.takeMaps();
    scene::ReplaceMaps edit = awayFromWindow([&] {
        scene::ReplaceMaps replaced;
        replaced.labels = scene::LabelMap(maps.labels);
        replaced.instances = maps.instances ? scene::InstanceMap(*maps.instances)
                                            : scene::instancesFromLabels(replaced.labels);
        return replaced;
    });
    m_editor->document().apply({std::move(edit)}, tr("Import %1").arg(QFileInfo(file).fileName()));
}

void FileDesk::importInstances(QString file) {
    file = chooseImage(tr("Import an Instance Map"), file);
    if (file.isEmpty()) {
        return;
    }
    const Size size = m_editor->scene().size();
    const imaging::FittedInstances fitted = awayFromWindow([&, labels = m_editor->scene().labels,
                                                            classes = m_editor->scene().labelSet] {
        imaging::InstanceNumbers numbers = imaging::readInstanceNumbers(file.toStdString());
        if (numbers.ids.size() != size) {
            throw Error(tr("The instance map %1 has %2 × %3 pixels, the scene %4 × %5. Import a "
                           "map of the same size")
                            .arg(QFileInfo(file).fileName(), QString::number(numbers.ids.width()),
                                 QString::number(numbers.ids.height()), QString::number(size.width),
                                 QString::number(size.height))
                            .toStdString());
        }
        return imaging::fitInstances(std::move(numbers), labels.toPlane(), classes);
    });
    const QString name = QFileInfo(file).fileName();
    m_editor->document().apply({scene::ReplaceMaps{m_editor->scene().labels,
                                                   scene::InstanceMap(fitted.ids), std::nullopt}},
                               tr("Import %1").arg(name));
    for (const std::string& note : fitted.notes) {
        Q_EMIT noticed(name + QLatin1String(": ") + QString::fromStdString(note));
    }
}

void FileDesk::setReferencePhoto(QString file) {
    file = chooseImage(tr("Reference Photo"), file);
    if (!file.isEmpty()) {
        auto photo = awayFromWindow(
            [&] { return std::make_shared<const Image>(imaging::readPhoto(file.toStdString())); });
        m_editor->document().apply({scene::SetReferencePhoto{std::move(photo)}},
                                   tr("Reference photo %1").arg(QFileInfo(file).fileName()));
    }
}

void FileDesk::removeReferencePhoto() {
    m_editor->document().apply({scene::SetReferencePhoto{}}, tr("Remove reference photo"));
}

void FileDesk::takeStylesFrom(QString file) {
    const LoadedModel* model = m_service.model();
    if (model == nullptr || !model->capabilities.encoder) {
        throw Error(tr("The model cannot read styles from a photo. Choose a model with an encoder")
                        .toStdString());
    }
    file = chooseImage(tr("Take Styles from a Photo"), file);
    if (!file.isEmpty()) {
        m_service.encodeStyles(file.toStdString(), QFileInfo(file).fileName());
    }
}

void FileDesk::exportFiles() {
    const std::filesystem::path& path = m_editor->document().path();
    const QString name = path.empty() ? tr("scene") : QString::fromStdString(path.stem().string());
    ExportDialog dialog(m_editor->scene(), folder(), name, &m_window);
    const auto follow = [&] { dialog.followModel(m_service.model(), m_service.loadingModel()); };
    connect(&m_service, &RenderService::modelChanged, &dialog, follow);
    follow();
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const ExportChoice choice = dialog.choice();
    m_settings.setValue(QLatin1String(folderKey), dialog.folder());
    awayFromWindow([scene = m_editor->scene(), &choice] { exportMaps(scene, choice); });
    if (choice.photo) {
        m_service.exportPhoto(*choice.photo);
    } else {
        Q_EMIT noticed(tr("Exported to %1").arg(dialog.folder()));
    }
}

void FileDesk::useModel(const QString& package) {
    changeModel(*m_editor, m_service, m_service.addModel(package.toStdString()));
}

} // namespace underpaint::ui
