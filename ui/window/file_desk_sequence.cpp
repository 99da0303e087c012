// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences that come from files and go into files.
#include "engine/base/error.h"
#include "engine/imaging/video_names.h"
#include "ui/dialogs/sequence_export_dialog.h"
#include "ui/session/editor.h"
#include "ui/session/services.h"
#include "ui/widgets/with_progress.h"
#include "ui/window/file_desk.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>

#include <optional>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr auto sequenceFolderKey = "files/sequenceFolder";
/// Of the timeline, which remembers it.
constexpr auto playedRateKey = "timeline/framesPerSecond";
constexpr int usualPlayedRate = 12;
/// Name of the document, and the output.
constexpr auto lastExportKey = "files/lastSequenceExport";

int playedRate(const QSettings& settings) {
    return settings.value(QLatin1String(playedRateKey), usualPlayedRate).toInt();
}

QString levels(double value) {
    constexpr int digits = 2;
    return QLocale().toString(value, 'f', digits);
}

QString sequencePatterns() {
    QStringList patterns;
    for (const std::string& ending : imaging::readableVideoEndings()) {
        patterns << QLatin1Char('*') + QString::fromStdString(ending);
    }
    return (patterns << QStringLiteral("*.png")).join(QLatin1Char(' '));
}

/// The folder of the sequence that a label map is of.
QString sequenceAround(const QString& map) {
    QDir folder = QFileInfo(map).dir();
    if (folder.dirName() == QLatin1String("labels")) { // as `underpaint carry` writes them
        folder.cdUp();
    }
    return folder.absolutePath();
}

} // namespace

bool FileDesk::openSequence(QString place) {
    if (place.isEmpty()) {
        place = QFileDialog::getOpenFileName(
            &m_window, tr("Open a Sequence: a Video, or One of the Label Maps of a Folder"),
            m_settings.value(QLatin1String(sequenceFolderKey), folder(Kind::Picture)).toString(),
            tr("Videos and label maps (%1);;All files (*)").arg(sequencePatterns()));
    }
    if (place.isEmpty()) {
        return false;
    }
    if (imaging::hasVideoExtension(place.toStdString()) && !QFileInfo(place).isDir()) {
        return openVideo(place);
    }
    return openMaps(QFileInfo(place).isFile() ? sequenceAround(place) : place);
}

bool FileDesk::openMaps(const QString& folder) {
    const imaging::SequenceListing listing =
        awayFromWindow([&] { return sequenceIn(folder.toStdString()); });
    m_settings.setValue(QLatin1String(sequenceFolderKey), folder);
    const imaging::SequenceFiles& first = listing.frames.front();
    const auto asked =
        askForMaps(QString::fromStdString(first.labels.string()), modelsForMaps(), first.instances);
    if (!asked || !mayLeave()) {
        return false;
    }
    scene::SceneState like;
    like.labelSet = asked->model.labels;
    like.classChoices = m_editor->scene().classChoices;
    if (asked->chosen) {
        like.classChoices[asked->chosen->sets] = asked->chosen->classes;
    }
    like.modelId = asked->model.id.toStdString();
    nameModel(like);
    auto frames = withProgress(
        &m_window, tr("Reading %n frames …", nullptr, static_cast<int>(listing.frames.size())),
        [&](const CancelToken& cancel, const ProgressSink& progress) {
            return readSequence(listing, asked->reader, like, cancel, progress);
        });
    if (!frames) {
        return false;
    }
    adoptFrames(std::move(*frames), QFileInfo(folder).fileName());
    for (const std::string& notice : listing.notices) {
        Q_EMIT noticed(QString::fromStdString(notice));
    }
    return true;
}

bool FileDesk::openVideo(const QString& file) {
    VideoOpening& videos = m_services.videos();
    if (const QString why = videos.whyNot(); !why.isEmpty()) {
        throw Error(tr("A video cannot be opened: %1. Choose another model in the Model menu")
                        .arg(why)
                        .toStdString());
    }
    if (!mayLeave()) {
        return false;
    }
    WorkDialog dialog(&m_window,
                      tr("Estimating the labels of %1 …").arg(QFileInfo(file).fileName()));
    std::optional<VideoFrames> end;
    const QObject receiver;
    connect(&videos, &VideoOpening::ended, &receiver,
            [&](const VideoFrames& opened) { end = opened; });
    connect(&videos, &VideoOpening::progressed, &receiver,
            [sink = dialog.sink()](double fraction) { sink(fraction, {}); });
    videos.start(file.toStdString());
    dialog.show([&] { return end.has_value() || dialog.token().cancelled(); });
    if (!end) {
        videos.cancel();
        return false;
    }
    if (!end->frames) {
        throw Error(end->failure.toStdString());
    }
    m_settings.setValue(QLatin1String(sequenceFolderKey), QFileInfo(file).absolutePath());
    const auto count = static_cast<int>(end->frames->frames());
    adoptFrames(*end->frames, QFileInfo(file).completeBaseName());
    QStringList sentences{tr("The labels of %n frames are an estimate. Correct them where it "
                             "matters, and carry what you paint through the others.",
                             nullptr, count)};
    if (end->claimed > 0) {
        sentences << tr("The video is cut off: it claims to have %n frames.", nullptr,
                        static_cast<int>(end->claimed));
    }
    Q_EMIT noticed(sentences.join(QLatin1Char(' ')));
    return true;
}

void FileDesk::exportSequence() {
    if (const QString why = m_services.sequences().whyNot(); !why.isEmpty()) {
        throw Error(tr("The sequence cannot be exported: %1").arg(why).toStdString());
    }
    const Document& document = m_editor->document();
    const QString name = document.path().empty()
                             ? suggestedName()
                             : QString::fromStdString(document.path().stem().string());
    // Again is where it was, so that it goes on there.
    const QStringList last = m_settings.value(QLatin1String(lastExportKey)).toStringList();
    const QString proposed =
        last.size() == 2 && last[0] == name ? last[1] : QDir(folder(Kind::Export)).filePath(name);
    SequenceExportDialog dialog(proposed, playedRate(m_settings), &m_window);
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const QString output = QDir(folder(Kind::Export)).absoluteFilePath(dialog.output());
    m_settings.setValue(QLatin1String(lastExportKey), QStringList{name, output});
    rememberFolder(Kind::Export, output);
    exportSequenceTo(output, dialog.framesPerSecond());
}

void FileDesk::exportSequenceTo(const QString& output, std::optional<int> framesPerSecond) {
    SequenceExporting& exporting = m_services.sequences();
    const Document& document = m_editor->document();
    WorkDialog dialog(&m_window,
                      tr("Painting %n frames …", nullptr, static_cast<int>(document.frames())));
    std::optional<ExportedSequence> end;
    const QObject receiver;
    connect(&exporting, &SequenceExporting::ended, &receiver,
            [&](const ExportedSequence& exported) { end = exported; });
    connect(&exporting, &SequenceExporting::progressed, &receiver,
            [sink = dialog.sink()](double fraction) { sink(fraction, {}); });
    const int rate = framesPerSecond.value_or(playedRate(m_settings));
    exporting.start({document.sequence(), output.toStdString(), static_cast<double>(rate)});
    dialog.show([&] { return end.has_value() || dialog.token().cancelled(); });
    if (!end) {
        exporting.cancel();
        Q_EMIT noticed(tr("The export was stopped. What is finished is kept: exporting to %1 again "
                          "goes on from there.")
                           .arg(output));
        return;
    }
    if (!end->failure.isEmpty()) {
        throw Error(end->failure.toStdString());
    }
    QStringList sentences{
        tr("Exported %n frames to %1.", nullptr, static_cast<int>(end->frames)).arg(output)};
    if (end->alreadyThere > 0) {
        sentences << tr("%n of them were there already.", nullptr,
                        static_cast<int>(end->alreadyThere));
    }
    if (end->removed > 0) {
        sentences << tr("%n frames that the sequence does not have any more were removed there.",
                        nullptr, static_cast<int>(end->removed));
    }
    if (end->flicker && end->independent) {
        sentences << tr("They flicker by %1 grey levels; each by itself by %2.")
                         .arg(levels(*end->flicker), levels(*end->independent));
    } else if (end->flicker) {
        sentences << tr("They flicker by %1 grey levels.").arg(levels(*end->flicker));
    }
    Q_EMIT noticed((sentences + end->notes).join(QLatin1Char(' ')));
}

} // namespace underpaint::ui
