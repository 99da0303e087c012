// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_desk.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/base/returned_memory.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_import.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/file/project_file.h"
#include "engine/project/journal/recovery.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/new_dialog.h"
#include "ui/document/work_pool.h"
#include "ui/session/editor.h"
#include "ui/session/map_model.h"
#include "ui/session/photo_layer.h"
#include "ui/session/photo_start.h"
#include "ui/session/services.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/aside.h"

#include <QDateTime>
#include <QDir>
#include <QEventLoop>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSettings>
#include <QThreadPool>

#include <algorithm>

namespace underpaint::ui {

namespace {

QString folderKey(FileDesk::Kind kind) {
    switch (kind) {
    case FileDesk::Kind::Project:
        return QStringLiteral("files/projectFolder");
    case FileDesk::Kind::Picture:
        return QStringLiteral("files/pictureFolder");
    case FileDesk::Kind::Export:
        break;
    }
    return QStringLiteral("files/exportFolder");
}

QString imageFilter() {
    return FileDesk::tr(
        "Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;All files (*)");
}

} // namespace

FileDesk::FileDesk(Services& services, QSettings& settings, SessionFolders folders,
                   std::filesystem::path scenes, Adopt adopt, QWidget& window)
    : QObject(&window),
      m_services(services),
      m_settings(settings),
      m_folders(std::move(folders)),
      m_scenes(std::move(scenes)),
      m_adopt(std::move(adopt)),
      m_window(window),
      m_recent(settings) {
    connect(&m_services.photos(), &PhotoFiles::photoSegmented, this,
            [this](const LabelledPhoto& photo) { attempt([&] { beginWith(photo); }); });
}

std::vector<SampleScene> FileDesk::samples() const {
    return sampleScenes(m_scenes);
}

QString FileDesk::folder(Kind kind) const {
    return m_settings.value(folderKey(kind), QDir::homePath()).toString();
}

void FileDesk::rememberFolder(Kind kind, const QString& file) {
    if (m_pasted && file.startsWith(m_pasted->path())) {
        return; // a folder of ours, which goes with the program
    }
    m_settings.setValue(folderKey(kind), QFileInfo(file).absolutePath());
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
    workPool().start([] { returnFreedMemory(); }); // of the one before, and of reading this one
}

void FileDesk::adoptScene(scene::SceneState scene, const QString& name) {
    adoptFrames(scene::Sequence(std::move(scene)), name);
}

void FileDesk::adoptFrames(scene::Sequence frames, const QString& name) {
    auto document = std::make_unique<Document>(std::move(frames));
    document->setSuggestedName(name);
    // A journal of a scene without a file begins with the whole scene.
    project::JournalBase base{document->displayName().toStdString(), {}, {}, document->scene()};
    base.laterFrames = document->sequence().states();
    base.laterFrames.erase(base.laterFrames.begin());
    attempt([&] {
        document->startJournal(awayFromWindow(
            [&] { return std::make_unique<project::Journal>(m_folders.journals, base); }));
    });
    adopt(std::move(document));
}

void FileDesk::adoptFile(const std::filesystem::path& path) {
    adoptProject(awayFromWindow([&] { return project::readProject(path); }), path);
}

void FileDesk::adoptProject(project::OpenedProject&& read, const std::filesystem::path& path) {
    auto document = Document::opened(std::move(read), path);
    attempt([&] { document->startJournal(m_folders.journals); });
    adopt(std::move(document));
}

bool FileDesk::attempt(const std::function<void()>& action) {
    try {
        action();
        return true;
    } catch (const Error& failure) {
        Q_EMIT failed(QString::fromStdString(failure.message()));
        return false;
    }
}

void FileDesk::nameModel(scene::SceneState& state) const {
    if (state.modelId.empty()) {
        state.modelId = m_services.models().suitableModel(state.labelSet).toStdString();
    }
}

bool FileDesk::recover() {
    std::vector<project::RecoverableJournal> journals;
    attempt([&] { journals = project::findJournals(m_folders.journals); });
    for (const project::RecoverableJournal& journal : journals) {
        PlainMessageBox box(&m_window);
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
        if (box.clickedButton() == restore && attempt(restored)) {
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
        return finishExports();
    }
    PlainMessageBox box(QMessageBox::Question, tr("Underpaint"),
                        tr("Save the changes of “%1”?").arg(m_editor->document().displayName()),
                        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setObjectName(QStringLiteral("unsaved"));
    box.setDefaultButton(QMessageBox::Save);
    const int answer = box.exec();
    if (answer == QMessageBox::Save) {
        bool saving = false;
        attempt([&] { saving = save(); });
        waitUntilSaved();
        return saving && !m_editor->document().modified() && finishExports();
    }
    return answer == QMessageBox::Discard && finishExports();
}

bool FileDesk::finishExports() {
    if (m_services.photos().exporting().isEmpty()) {
        return true;
    }
    PlainMessageBox box(QMessageBox::Information, tr("Underpaint"), {}, QMessageBox::Cancel,
                        &m_window);
    box.setObjectName(QStringLiteral("exporting"));
    box.setInformativeText(tr("This closes by itself when it is done."));
    const QPushButton* drop = box.addButton(tr("Go On Without It"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    const auto show = [&] {
        const QStringList names = m_services.photos().exporting();
        box.setText(
            tr("%1 is still being exported.").arg(names.join(tr(", ", "between names of files"))));
        if (names.isEmpty()) {
            box.done(QMessageBox::Ok);
        }
    };
    show();
    connect(&m_services.photos(), &PhotoFiles::photoExported, &box, show);
    return box.exec() == QMessageBox::Ok || box.clickedButton() == drop;
}

void FileDesk::leave() {
    if (m_editor == nullptr) {
        return;
    }
    Document& document = m_editor->document();
    setLastOpenFile(m_settings, QString::fromStdString(document.path().string()));
    attempt([&] { document.discardJournal(); });
}

bool FileDesk::newScene() {
    if (!mayLeave()) {
        return false;
    }
    NewDialog dialog(m_services.models(), m_editor->scene(), m_settings, &m_window);
    if (dialog.exec() != QDialog::Accepted) {
        return false;
    }
    // A large one takes a while to be drawn.
    adoptScene(awayFromWindow([scene = dialog.scene()] { return begun(scene); }));
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
    const Document& document = m_editor->document();
    const std::filesystem::path& path = document.path();
    // Beside the file that it has; otherwise where projects were last, wherever pictures were.
    const QString where =
        path.empty() ? folder(Kind::Project) : QString::fromStdString(path.parent_path().string());
    QFileDialog dialog(&m_window, tr("Save the Project"), where, tr("Projects (*.underpaint)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("underpaint"));
    dialog.selectFile(path.empty() ? suggestedName() + QStringLiteral(".underpaint")
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
    rememberFolder(Kind::Project, file);
    document.startSaving(file.toStdString(), m_services.rendering().photo().photo());
    return true;
}

FileDesk::Overwrite FileDesk::mayOverwrite() {
    const Document& document = m_editor->document();
    if (document.saving() || m_waiting) {
        return Overwrite::Yes; // what is there is our own
    }
    const std::string held = awayFromWindow([path = document.path()]() -> std::string {
        std::error_code gone;
        return std::filesystem::exists(path, gone) ? project::sha256(MappedFile(path))
                                                   : std::string();
    });
    if (held.empty() || held == document.fileDigest()) {
        return Overwrite::Yes;
    }
    PlainMessageBox box(QMessageBox::Warning, tr("Underpaint"),
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
        file = QFileDialog::getOpenFileName(&m_window, title, folder(Kind::Picture), imageFilter());
    }
    if (!file.isEmpty()) {
        rememberFolder(Kind::Picture, file);
    }
    return file;
}

void FileDesk::importLabels(QString file) {
    if (file.isEmpty()) {
        file = QFileDialog::getOpenFileName(
            &m_window, tr("Import a Label Map"), folder(Kind::Picture),
            tr("Label maps (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.json);;All files (*)"));
    }
    if (file.isEmpty()) {
        return;
    }
    rememberFolder(Kind::Picture, file);
    if (auto asked = askForMaps(file, {})) {
        scene::EditGroup step;
        if (asked->chosen) {
            step.edits.push_back({std::move(*asked->chosen)});
        }
        step.edits.push_back({std::move(asked->maps)});
        m_editor->forgetClassChanges();
        m_editor->document().apply({std::move(step)},
                                   tr("Import %1").arg(QFileInfo(file).fileName()));
    }
}

std::optional<FileDesk::AskedMaps> FileDesk::askForMaps(const QString& file,
                                                        std::vector<SceneModel> models,
                                                        const std::filesystem::path& instances) {
    ImportDialog dialog(file.toStdString(), instances, m_editor->scene().labelSet, &m_window,
                        m_editor->scene().classChoices);
    const bool choice = !models.empty();
    if (choice) {
        std::size_t suiting =
            awayFromWindow([&] { return modelForMap(file.toStdString(), models); });
        // Of several in the same classes the one that the program would take by itself.
        const auto best = std::ranges::find(
            models, m_services.models().suitableModel(models[suiting].labels), &SceneModel::id);
        if (suiting != 0 && best != models.end() &&
            best->labels.classes() == models[suiting].labels.classes()) {
            suiting = static_cast<std::size_t>(best - models.begin());
        }
        dialog.offerModels(std::move(models), suiting);
    }
    if (dialog.exec() != QDialog::Accepted) {
        return std::nullopt;
    }
    const imaging::ImportedMaps maps = dialog.takeMaps();
    const MapReader reader = dialog.reader();
    return awayFromWindow([&] {
        AskedMaps asked{{}, dialog.chosen(), choice ? dialog.model() : SceneModel{}, reader};
        asked.maps.labels = scene::LabelMap(maps.labels);
        asked.maps.instances = maps.instances ? scene::InstanceMap(*maps.instances)
                                              : scene::instancesFromLabels(asked.maps.labels);
        return std::optional(std::move(asked));
    });
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
    file = chooseImage(tr("Photo Layer"), file);
    if (!file.isEmpty()) {
        auto photo = awayFromWindow(
            [&] { return std::make_shared<const Image>(imaging::readPhoto(file.toStdString())); });
        m_editor->document().apply(photoLayerEdit(m_editor->scene(), std::move(photo)),
                                   tr("Photo layer %1").arg(QFileInfo(file).fileName()));
        if (m_editor->state().photoLayerOpacity() == 0) {
            constexpr double visible = 0.5;
            m_editor->state().setPhotoLayerOpacity(visible);
        }
    }
}

void FileDesk::removeReferencePhoto() {
    m_editor->document().apply(photoLayerEdit(m_editor->scene(), nullptr),
                               tr("Remove the photo layer"));
}

void FileDesk::takeStylesFrom(QString file) {
    const CurrentModel* model = m_services.models().model();
    if (model == nullptr || !model->capabilities.encoder) {
        throw Error(tr("The model cannot read styles from a photo. Choose a model with an encoder")
                        .toStdString());
    }
    file = chooseImage(tr("Take Styles from a Photo"), file);
    if (!file.isEmpty()) {
        m_services.appearances().encodeStyles(file.toStdString(), QFileInfo(file).fileName(),
                                              StyleOrigin::AnotherPhoto);
    }
}

void FileDesk::takeCodeFrom(QString file) {
    const CurrentModel* model = m_services.models().model();
    if (model == nullptr || !model->capabilities.codeEncoder) {
        throw Error(tr("The model cannot read its variation from a photo. Choose a model with an "
                       "encoder")
                        .toStdString());
    }
    file = chooseImage(tr("Take the Variation from a Photo"), file);
    if (!file.isEmpty()) {
        m_services.appearances().encodeCode(file.toStdString(), QFileInfo(file).fileName());
    }
}

QString FileDesk::suggestedName() const {
    const QString& name = m_editor->document().suggestedName();
    return name.isEmpty() ? tr("scene") : name;
}

QString FileDesk::sceneName() const {
    const std::filesystem::path& path = m_editor->document().path();
    return path.empty() ? suggestedName() : QString::fromStdString(path.stem().string());
}

void FileDesk::exportFiles() {
    ExportDialog dialog(m_editor->scene(), folder(Kind::Export), sceneName(), &m_window);
    const auto follow = [&] {
        dialog.followModel(m_services.models().model(), m_services.models().loadingModel());
    };
    connect(&m_services.models(), &ModelShelf::modelChanged, &dialog, follow);
    follow();
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const ExportChoice choice = dialog.choice();
    m_settings.setValue(folderKey(Kind::Export), dialog.folder());
    awayFromWindow([scene = m_editor->scene(), &choice] { exportMaps(scene, choice); });
    if (choice.photo) {
        m_services.photos().exportPhoto(*choice.photo);
    } else {
        Q_EMIT noticed(tr("Exported to %1").arg(dialog.folder()));
    }
}

} // namespace underpaint::ui
