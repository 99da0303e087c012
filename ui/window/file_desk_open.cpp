// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a file that is opened, pasted or named on the command line.
#include "engine/base/error.h"
#include "engine/project/package/model_labels.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "ui/session/editor.h"
#include "ui/session/model_change.h"
#include "ui/session/new_scene.h"
#include "ui/session/opening_scene.h"
#include "ui/session/photo_start.h"
#include "ui/session/services.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/file_desk.h"
#include "ui/window/file_kind.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace underpaint::ui {

void FileDesk::openFirst(const QString& file, bool reopenLast) {
    if (recover()) {
        if (!file.isEmpty()) {
            Q_EMIT noticed(tr("“%1” was not opened, as what was restored is here. Open it from the "
                              "File menu.")
                               .arg(QFileInfo(file).fileName()));
        }
        return;
    }
    FileKind kind = FileKind::Other;
    const bool readable =
        file.isEmpty() || attempt([&] { kind = awayFromWindow([&] { return kindOf(file); }); });
    if (kind == FileKind::Project && attempt([&] { adoptFile(file.toStdString()); })) {
        return;
    }
    if (kind == FileKind::Model &&
        attempt([&] { openSceneOf(m_services.models().addModel(file.toStdString())); }) &&
        m_editor != nullptr) {
        return;
    }
    openBase(reopenLast && file.isEmpty());
    if (!file.isEmpty() && readable && kind != FileKind::Project) {
        openWithModel(file); // over the scene that is there now
    }
}

void FileDesk::openBase(bool reopenLast) {
    const QString last = reopenLast ? lastOpenFile(m_settings) : QString();
    if (!last.isEmpty() && QFileInfo::exists(last) &&
        attempt([&] { adoptFile(last.toStdString()); })) {
        return;
    }
    for (const SampleScene& sample : samples()) {
        if (attempt([&] { openSample(sample); })) {
            return;
        }
    }
    scene::SceneState state;
    state.labelSet = scene::camvidLabels();
    state.labels = scene::LabelMap({512, 256}, std::uint16_t{0});
    state.instances = scene::instancesFromLabels(state.labels);
    nameModel(state);
    adoptSample(std::move(state));
}

void FileDesk::adoptSample(scene::SceneState state) {
    adoptScene(std::move(state));
    m_sample = &m_editor->document();
    m_sampleSteps = 0;
}

bool FileDesk::sampleUntouched() const {
    const Document& document = m_editor->document();
    return m_sample == &document && document.path().empty() &&
           document.undoStack().index() == m_sampleSteps &&
           document.undoStack().count() == m_sampleSteps;
}

bool FileDesk::openSceneOf(const QString& model) {
    const scene::SceneState none;
    const std::vector<SceneModel> models =
        sceneModels(m_services.models(), m_editor != nullptr ? m_editor->scene() : none);
    const auto found = std::ranges::find(models, model, &SceneModel::id);
    if (found == models.end() || model.isEmpty()) {
        return false;
    }
    scene::SceneState state =
        awayFromWindow([&, all = samples()] { return openingScene(*found, all); });
    fitAppearances(state, m_services);
    adoptSample(std::move(state));
    return true;
}

void FileDesk::useModel(const QString& package) {
    takeModel(m_services.models().addModel(package.toStdString()));
}

void FileDesk::takeModel(const QString& id) {
    const bool untouched = !m_waiting && sampleUntouched();
    if (untouched && !meansTheSame(m_editor->scene(), m_services, id)) {
        if (!finishExports() || openSceneOf(id)) {
            return;
        }
    }
    changeModel(*m_editor, m_services, id);
    if (untouched) {
        m_sampleSteps = m_editor->document().undoStack().index();
    }
}

void FileDesk::openWithModel(const QString& file) {
    if (!m_services.models().loadingModel()) {
        // When whoever asked for it is through.
        QMetaObject::invokeMethod(
            this, [this, file] { attempt([&] { open(file); }); }, Qt::QueuedConnection);
        return;
    }
    auto* once = new QObject(this);
    connect(&m_services.models(), &ModelShelf::modelChanged, once, [this, file, once] {
        if (!m_services.models().loadingModel()) {
            disconnect(&m_services.models(), nullptr, once, nullptr);
            once->deleteLater();
            openWithModel(file);
        }
    });
}

bool FileDesk::chooseAndOpen() {
    const QString file = QFileDialog::getOpenFileName(
        &m_window, tr("Open"), folder(Kind::Project),
        tr("All that can be opened (*.underpaint *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm "
           "*.json *.mp4 *.webm *.avi *.mov *.mkv *.gif *.underpaint-model);;Projects "
           "(*.underpaint);;All files (*)"));
    return !file.isEmpty() && open(file);
}

bool FileDesk::open(const QString& file) {
    switch (awayFromWindow([&] { return kindOf(file); })) {
    case FileKind::Project:
        return openProject(file);
    case FileKind::Model:
        useModel(file);
        return true;
    case FileKind::LabelMap:
        return openLabelMap(file);
    case FileKind::Photo:
        return openPhoto(file);
    case FileKind::Picture:
        return askWhatItIs(file);
    case FileKind::Video:
        return openVideo(file);
    case FileKind::Other:
        break;
    }
    throw Error(tr("is no project, no model, no picture and no video").toStdString(),
                file.toStdString(),
                tr("Projects end in .underpaint; label maps and photos are PNG, JPEG, TIFF, BMP or "
                   "labelme JSON")
                    .toStdString());
}

bool FileDesk::openProject(const QString& file) {
    const std::filesystem::path path = file.toStdString();
    // Before anybody is asked about the present scene: it may be no project after all.
    auto read = awayFromWindow([&] { return project::readProject(path); });
    const bool changed = m_editor != nullptr && m_editor->document().modified();
    if (!mayLeave()) {
        return false;
    }
    if (changed) {
        adoptFile(path); // which the answer may have saved anew
    } else {
        adoptProject(std::move(read), path);
    }
    rememberFolder(Kind::Project, file);
    return true;
}

std::vector<SceneModel> FileDesk::modelsForMaps() const {
    const scene::SceneState& scene = m_editor->scene();
    std::vector<SceneModel> models = sceneModels(m_services.models(), scene);
    const QString present = QString::fromStdString(scene.modelId);
    auto own = std::ranges::find(models, present, &SceneModel::id);
    if (own == models.end()) {
        std::erase_if(models, [](const SceneModel& one) { return one.id.isEmpty(); });
        const CurrentModel* loaded = m_services.models().model();
        own = models.insert(models.begin(), SceneModel{present, {}, {}, {}, {}});
        own->name = loaded != nullptr ? QString::fromStdString(loaded->manifest.name) : present;
    }
    own->labels = scene.labelSet; // with classes that are the scene's own
    std::rotate(models.begin(), own, own + 1);
    return models;
}

bool FileDesk::openLabelMap(const QString& file) {
    rememberFolder(Kind::Picture, file);
    auto asked = askForMaps(file, modelsForMaps());
    if (!asked || !mayLeave()) {
        return false;
    }
    scene::SceneState state;
    state.labelSet = std::move(asked->model.labels);
    state.labels = std::move(asked->maps.labels);
    state.instances = std::move(asked->maps.instances);
    state.classChoices = m_editor->scene().classChoices;
    if (asked->chosen) {
        state.classChoices[asked->chosen->sets] = std::move(asked->chosen->classes);
    }
    state.modelId = asked->model.id.toStdString();
    nameModel(state);
    adoptScene(std::move(state), QFileInfo(file).completeBaseName());
    return true;
}

bool FileDesk::openPhoto(const QString& file) {
    if (!m_services.photos().whyNotSegment().isEmpty()) {
        return askWhatItIs(file);
    }
    newFromPhoto(file);
    return true;
}

bool FileDesk::askWhatItIs(const QString& file) {
    const QString why = m_services.photos().whyNotSegment();
    PlainMessageBox box(QMessageBox::Question, tr("Open %1").arg(QFileInfo(file).fileName()),
                        tr("What is “%1”?").arg(QFileInfo(file).fileName()), QMessageBox::Cancel,
                        &m_window);
    box.setObjectName(QStringLiteral("whatIsIt"));
    box.setInformativeText(why.isEmpty()
                               ? tr("As a photo it begins a scene with labels that are estimated.")
                               : tr("Labels cannot be estimated from a photo now: %1.").arg(why));
    QPushButton* photo = box.addButton(tr("A Photo"), QMessageBox::AcceptRole);
    photo->setEnabled(why.isEmpty());
    const QPushButton* labels = box.addButton(tr("A Label Map"), QMessageBox::AcceptRole);
    const QPushButton* reference = box.addButton(tr("Photo Layer"), QMessageBox::AcceptRole);
    box.exec();
    if (box.clickedButton() == photo) {
        newFromPhoto(file);
        return true;
    }
    if (box.clickedButton() == labels) {
        return openLabelMap(file);
    }
    if (box.clickedButton() == reference) {
        setReferencePhoto(file);
        return true;
    }
    return false;
}

bool FileDesk::openSample(const SampleScene& sample) {
    if (!mayLeave()) {
        return false;
    }
    scene::SceneState state = awayFromWindow([&] { return readSample(sample); });
    nameModel(state);
    fitAppearances(state, m_services);
    adoptSample(std::move(state));
    return true;
}

void FileDesk::newFromPhoto(QString file) {
    if (const QString why = m_services.photos().whyNotSegment(); !why.isEmpty()) {
        throw Error(tr("A photo cannot be taken apart: %1. Choose another model in the Model menu")
                        .arg(why)
                        .toStdString());
    }
    file = chooseImage(tr("New from a Photo"), file);
    if (!file.isEmpty()) {
        m_services.photos().segmentPhoto(file.toStdString());
    }
}

void FileDesk::beginWith(const LabelledPhoto& photo) {
    if (!photo.failure.isEmpty()) {
        Q_EMIT failed(photo.failure);
        return;
    }
    const CurrentModel* model = m_services.models().model();
    if (model == nullptr || !mayLeave()) {
        return;
    }
    const bool encodes = model->capabilities.encoder;
    adoptScene(sceneFromPhoto(photo.whole, *photo.labels, model->manifest),
               QString::fromStdString(photo.file.stem().string()));
    const QString name = QString::fromStdString(photo.file.filename().string());
    if (encodes) {
        m_services.appearances().encodeStyles(photo.file, name, StyleOrigin::ReferencePhoto);
    }
    Q_EMIT noticed(
        tr("The labels of %1 are an estimate. Correct them, then choose Photo › Labels Describe "
           "the Photo: what you paint after that is what changes.")
            .arg(name));
}

QString FileDesk::fileIn(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            return url.toLocalFile();
        }
    }
    if (!data.hasImage()) {
        return {};
    }
    const auto picture = data.imageData().value<QImage>();
    if (!m_pasted) {
        m_pasted = std::make_unique<QTemporaryDir>();
    }
    const QString file =
        m_pasted->filePath(tr("pasted picture %1").arg(++m_pastedCount) + QStringLiteral(".png"));
    return picture.save(file) ? file : QString();
}

void FileDesk::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    const QString file = data != nullptr ? fileIn(*data) : QString();
    if (file.isEmpty()) {
        throw Error(tr("There is nothing to paste: the clipboard holds no picture and no file. "
                       "Styles are pasted by the Style menu")
                        .toStdString());
    }
    open(file);
}

} // namespace underpaint::ui
