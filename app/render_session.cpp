// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/render_session.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"
#include "ui/document/document.h"
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>
#include <QThreadPool>
#include <QUndoStack>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace underpaint::app {

using ui::PhotoState;

namespace {

/// Tickets of exports lie beyond those of the scheduler.
constexpr run::Ticket firstExport = run::Ticket{1} << 62U;

/// Groups of encodings lie beyond those of style thumbnails.
std::uint64_t encodingGroup(std::uint64_t number) {
    return (std::uint64_t{1} << 62U) + number;
}

/// A view of the picture that shares its pixels.
QImage toQt(const std::shared_ptr<const Image>& image) {
    if (!image || image->empty()) {
        return {};
    }
    auto owner = std::make_unique<std::shared_ptr<const Image>>(image);
    return QImage(
        image->data(), image->width(), image->height(), image->width() * image->channels(),
        image->channels() == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888,
        [](void* held) {
            const std::unique_ptr<std::shared_ptr<const Image>> last(
                static_cast<std::shared_ptr<const Image>*>(held));
        },
        owner.release());
}

QString timingKey(const QString& modelId) {
    return QStringLiteral("timing/%1").arg(modelId);
}

PhotoState::Truth truthOf(run::PhotoState::Freshness freshness) {
    switch (freshness) {
    case run::PhotoState::Freshness::Exact:
        return PhotoState::Truth::Exact;
    case run::PhotoState::Freshness::Approximate:
        return PhotoState::Truth::Approximate;
    case run::PhotoState::Freshness::Stale:
        return PhotoState::Truth::Stale;
    case run::PhotoState::Freshness::Nothing:
        break;
    }
    return PhotoState::Truth::None;
}

/// The window waits no longer for the model folders; what is found later comes later.
constexpr std::chrono::milliseconds scanPatience(150);

/// How well a model suits a label set: the same classes count most, then having been trained, then
/// having styles.
int suitability(const project::Manifest& manifest, const scene::LabelSet& labels) {
    int score = 0;
    const bool same = std::ranges::all_of(labels.classes(), [&](const scene::LabelClass& label) {
        return std::ranges::any_of(manifest.classes, [&](const project::PackageClass& one) {
            return one.id == label.id && one.name == label.name;
        });
    });
    score += same ? 8 : (manifest.labelChannels >= labels.idCount() ? 2 : 0);
    score += !manifest.data.empty() && manifest.data != "none" ? 4 : 0;
    score += !manifest.styles.empty() ? 1 : 0;
    return score;
}

} // namespace

RenderSession::RenderSession(run::ModelSource models,
                             std::vector<std::filesystem::path> modelFolders, QSettings& settings,
                             run::EngineThread::Options options, QObject* parent)
    : RenderService(parent),
      m_catalogue(std::make_shared<project::PackageCatalogue>(std::move(modelFolders))),
      m_settings(settings),
      m_lastExport(firstExport),
      m_bridge(std::move(models), options) {
    m_clock.start();
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &RenderSession::pump);
    constexpr std::chrono::milliseconds lookAgain(500);
    m_lateModels.setSingleShot(true);
    m_lateModels.setInterval(lookAgain);
    connect(&m_lateModels, &QTimer::timeout, this, [this] {
        if (m_document) {
            useModelOf(*m_document);
        }
    });
    connect(&m_bridge, &EngineBridge::rendered, this, &RenderSession::takeResult);
    connect(&m_bridge, &EngineBridge::renderProgressed, this,
            [this](const run::RenderProgress& progress) {
                m_scheduler.progressed(progress);
                showState();
            });
    connect(&m_bridge, &EngineBridge::modelLoaded, this, &RenderSession::takeModel);
    connect(&m_bridge, &EngineBridge::modelFailed, this, &RenderSession::takeModelFailure);
    connect(&m_bridge, &EngineBridge::styleThumbnailFinished, this, &RenderSession::takeThumbnail);
    connect(&m_bridge, &EngineBridge::stylesEncoded, this, &RenderSession::takeStyles);
    connect(&m_bridge, &EngineBridge::becameIdle, this, &RenderSession::stateChanged);
}

RenderSession::~RenderSession() {
    ui::workPool().waitForDone(); // what is exported comes to its end
    for (const auto& [id, seconds] : m_secondsPerPixel) {
        m_settings.setValue(timingKey(id), seconds);
    }
}

double RenderSession::now() const {
    constexpr double nanoseconds = 1e-9;
    return static_cast<double>(m_clock.nsecsElapsed()) * nanoseconds;
}

void RenderSession::setDocument(ui::Document* document) {
    if (m_document) {
        disconnect(m_document, nullptr, this, nullptr);
        disconnect(&m_document->undoStack(), nullptr, this, nullptr);
    }
    if (m_openId != 0) {
        m_bridge.closeDocument(m_openId);
        m_openId = 0;
    }
    dropExports(tr("The photo was not written: its scene was closed before it was rendered."));
    m_scheduler.close();
    m_rendering = false;
    m_next.stop();
    m_document = document;
    photo().clear();
    photo().setProgress(-1);
    if (document == nullptr) {
        return;
    }
    m_openId = document->id();
    m_bridge.openDocument(m_openId);
    connect(document, &ui::Document::regionEdited, this, &RenderSession::takeEdit);
    connect(document, &ui::Document::modelChanged, this, [this] { useModelOf(*m_document); });
    // Also what does not change the photo raises the revision, which the scheduler has to know.
    const auto later = [this] {
        if (!m_next.isActive() || m_next.remainingTime() > 0) {
            m_next.start(0);
        }
    };
    connect(&document->undoStack(), &QUndoStack::indexChanged, this, later);
    connect(document, &ui::Document::labelSetChanged, this, later);
    connect(document, &ui::Document::stylesChanged, this, later);
    connect(document, &ui::Document::regionChanged, this, later);
    tellCapabilities();
    useModelOf(*document);
    openScheduler();
}

void RenderSession::tellCapabilities() {
    if (m_document) {
        m_document->setCapabilities(m_model ? m_model->capabilities : scene::everyCapability());
    }
}

void RenderSession::openScheduler() {
    // With the right model only: a photo by another one would flash up.
    if (m_document && m_model && m_loading.isEmpty() && !m_rendering) {
        m_rendering = true;
        m_toldRevision = m_document->revision();
        m_scheduler.open(m_toldRevision, m_document->scene().size(), now());
        pump();
    }
}

void RenderSession::takeEdit(const QRect& region, quint64 revision) {
    if (m_rendering) {
        m_toldRevision = revision;
        m_scheduler.edited(revision, {region.x(), region.y(), region.width(), region.height()},
                           m_document->scene().size(), now());
        pump();
    }
}

void RenderSession::pump() {
    if (!m_document || !m_rendering) {
        return;
    }
    if (m_document->revision() != m_toldRevision) {
        m_toldRevision = m_document->revision();
        m_scheduler.edited(m_toldRevision, {}, m_document->scene().size(), now());
    }
    for (const auto& action : m_scheduler.update(now())) {
        if (action.kind == run::RenderScheduler::Action::Kind::Cancel) {
            m_bridge.cancelRender(action.ticket);
        } else {
            submit(action);
        }
    }
    if (const auto next = m_scheduler.nextUpdate()) {
        constexpr double milliseconds = 1000;
        m_next.start(std::max(0, static_cast<int>(std::ceil((*next - now()) * milliseconds))));
    } else {
        m_next.stop();
    }
    showState();
}

void RenderSession::submit(const run::RenderScheduler::Action& action) {
    m_bridge.render({.scene = m_document->snapshot(),
                     .document = m_openId,
                     .ticket = action.ticket,
                     .quality = action.quality,
                     .dirty = action.dirty,
                     .size = action.size});
}

void RenderSession::showState() {
    const run::PhotoState state = m_scheduler.state();
    constexpr double percent = 100;
    photo().setTruth(truthOf(state.freshness));
    photo().setProgress(state.rendering ? state.percent / percent : -1);
    Q_EMIT stateChanged();
}

void RenderSession::takeResult(const run::RenderResult& result) {
    if (const auto exported = m_exports.find(result.ticket); exported != m_exports.end()) {
        const ui::PhotoExport request = exported->second;
        m_exports.erase(exported);
        finishExport(result, request);
        pump();
        return;
    }
    const bool show = m_scheduler.finished(result, now());
    if (result.outcome == run::Outcome::Done) {
        m_device = QString::fromStdString(result.device);
        measure(result);
    }
    if (show) {
        constexpr double milliseconds = 1000;
        photo().setPhoto(toQt(result.image), truthOf(m_scheduler.state().freshness),
                         result.revision, result.seconds * milliseconds);
    } else if (result.outcome == run::Outcome::Failed && result.failure) {
        photo().setMessage(QString::fromStdString(result.failure->message()));
    }
    if (!result.note.empty()) {
        Q_EMIT noticed(QString::fromStdString(result.note));
    }
    pump();
}

void RenderSession::measure(const run::RenderResult& result) {
    if (result.quality != run::Quality::Exact || !result.image || !m_model) {
        return;
    }
    const double perPixel = result.seconds / static_cast<double>(result.image->size().area());
    const QString id = QString::fromStdString(m_model->manifest.id);
    const double before = secondsPerPixel(id).value_or(perPixel);
    constexpr double newest = 0.3;
    m_secondsPerPixel[id] = before + newest * (perPixel - before);
}

std::optional<double> RenderSession::secondsPerPixel(const QString& modelId) const {
    if (const auto measured = m_secondsPerPixel.find(modelId);
        measured != m_secondsPerPixel.end()) {
        return measured->second;
    }
    const double known = m_settings.value(timingKey(modelId), 0.0).toDouble();
    return known > 0 ? std::optional(known) : std::nullopt;
}

std::optional<double> RenderSession::measuredSeconds(const QString& modelId, QSize size) const {
    const auto perPixel = secondsPerPixel(modelId);
    return perPixel ? std::optional(*perPixel * size.width() * size.height()) : std::nullopt;
}

void RenderSession::setLive(bool live) {
    m_scheduler.setLive(live, now());
    pump();
    Q_EMIT stateChanged();
}

void RenderSession::renderNow() {
    m_scheduler.renderNow();
    pump();
}

void RenderSession::stop() {
    m_scheduler.stop();
    cancelStyleThumbnails();
    m_bridge.cancelGroup(m_openId, encodingGroup(m_encodings));
    cancelSegmentation();
    Q_EMIT stopped();
    pump();
}

int RenderSession::waiting() const {
    return static_cast<int>(m_bridge.pending());
}

std::vector<ui::KnownModel> RenderSession::models() const {
    std::vector<ui::KnownModel> known;
    for (const project::KnownPackage& package : m_catalogue->packages(scanPatience)) {
        // There are packages that do other work (find labels in photos).
        if (package.manifest && !package.manifest->networks.contains("G")) {
            continue;
        }
        known.push_back(
            {package.listing.path, QString::fromStdString(package.listing.id),
             QString::fromStdString(package.manifest ? package.listing.name
                                                     : package.listing.path.filename().string()),
             QString::fromStdString(package.listing.problem)});
    }
    return known;
}

const ui::KnownModel* RenderSession::find(const std::vector<ui::KnownModel>& models,
                                          const QString& id) const {
    const auto found = std::ranges::find_if(models, [&](const ui::KnownModel& model) {
        return model.id == id && model.problem.isEmpty();
    });
    return found == models.end() ? nullptr : &*found;
}

QString RenderSession::suitableModel(const scene::LabelSet& labels) const {
    QString best;
    int bestScore = -1;
    for (const project::KnownPackage& package : m_catalogue->packages(scanPatience)) {
        if (!package.manifest || !package.manifest->networks.contains("G")) {
            continue;
        }
        const int score = suitability(*package.manifest, labels);
        if (score > bestScore) {
            bestScore = score;
            best = QString::fromStdString(package.listing.id);
        }
    }
    return best;
}

void RenderSession::useModelOf(const ui::Document& document) {
    QString id = QString::fromStdString(document.scene().modelId);
    const auto known = models();
    const bool missing = !id.isEmpty() && find(known, id) == nullptr;
    if (id.isEmpty() || missing) {
        id = suitableModel(document.scene().labelSet);
    }
    // A model that is still being read may be the right one.
    const bool early = m_catalogue->busy();
    if (early) {
        m_lateModels.start();
    }
    if (id.isEmpty()) {
        if (!early) {
            Q_EMIT modelFailed(tr("No model was found. Open a package in the Model menu."));
        }
        return;
    }
    if (missing && !early) {
        Q_EMIT noticed(tr("The model of this scene is not in the model folders; “%1” renders it.")
                           .arg(find(known, id)->name));
    }
    loadModel(id);
}

void RenderSession::loadModel(const QString& id) {
    const bool loaded = m_model && m_model->manifest.id == id.toStdString();
    if (m_loading.isEmpty() ? loaded : m_loading == id) {
        return;
    }
    const auto known = models();
    const ui::KnownModel* model = find(known, id);
    if (model == nullptr) {
        Q_EMIT modelFailed(tr("There is no model %1 in the model folders.").arg(id));
        return;
    }
    m_loading = id;
    m_bridge.loadModel({model->path, {}});
    Q_EMIT modelChanged();
}

QString RenderSession::addModel(const std::filesystem::path& package) {
    const project::ModelPackage opened = project::ModelPackage::open(package);
    const QString id = QString::fromStdString(opened.manifest().id);
    const auto known = models();
    if (find(known, id) == nullptr) {
        m_catalogue->add(std::filesystem::absolute(package));
    }
    return id;
}

void RenderSession::takeModel(const run::ModelLoaded& loaded) {
    m_model = ui::LoadedModel{loaded.package, loaded.manifest, loaded.capabilities};
    cancelSegmentation(); // it was for the classes of the model before
    m_segments = m_segmenter && !m_segmenter->packageFor(loaded.manifest).empty();
    m_loading.clear();
    dropExports(tr("The photo was not written: another model was loaded before it was rendered."));
    tellCapabilities();
    m_scheduler.modelChanged(loaded.manifest.size, now());
    Q_EMIT modelChanged();
    openScheduler();
    pump();
}

void RenderSession::takeModelFailure(const run::ModelFailed& failed) {
    m_loading.clear();
    Q_EMIT modelChanged();
    Q_EMIT modelFailed(QString::fromStdString(failed.failure.message()));
    openScheduler(); // with the model before, if there is one
}

void RenderSession::requestStyleThumbnails(std::uint32_t instance,
                                           const std::vector<scene::Style>& styles) {
    cancelStyleThumbnails();
    if (m_document && m_model) {
        m_bridge.requestStyleThumbnails({.scene = m_document->snapshot(),
                                         .document = m_openId,
                                         .group = m_group,
                                         .instance = instance,
                                         .styles = styles});
        Q_EMIT stateChanged();
    }
}

void RenderSession::cancelStyleThumbnails() {
    if (m_openId != 0) {
        m_bridge.cancelGroup(m_openId, m_group);
    }
    ++m_group;
}

void RenderSession::takeThumbnail(const run::StyleThumbnail& thumbnail) {
    if (thumbnail.group == m_group && thumbnail.image) {
        Q_EMIT styleThumbnail(thumbnail.instance, static_cast<int>(thumbnail.index),
                              toQt(thumbnail.image));
    }
    Q_EMIT stateChanged();
}

void RenderSession::encodeStyles(const std::filesystem::path& photo, const QString& name) {
    if (!m_document) {
        return;
    }
    m_bridge.cancelGroup(m_openId, encodingGroup(m_encodings));
    m_encoding = name;
    const Size size = m_document->scene().size();
    m_bridge.encodeStyles({.photo =
                               [photo, size](const CancelToken& cancel) {
                                   const Image picture = imaging::readPhoto(photo);
                                   cancel.check();
                                   return picture.size() == size
                                              ? picture
                                              : imaging::resizeBicubic(picture, size);
                               },
                           .instances = m_document->scene().instances,
                           .document = m_openId,
                           .group = encodingGroup(++m_encodings)});
    Q_EMIT stateChanged();
}

void RenderSession::takeStyles(const run::StylesEncoded& encoded) {
    if (encoded.outcome == run::Outcome::Cancelled || encoded.group != encodingGroup(m_encodings)) {
        Q_EMIT stateChanged();
        return;
    }
    Q_EMIT stylesEncoded(encoded.styles, m_encoding,
                         encoded.failure ? QString::fromStdString(encoded.failure->message())
                                         : QString());
    Q_EMIT stateChanged();
}

void RenderSession::setSegmenters(run::SegmenterSource segmenters) {
    m_segmenter = std::make_unique<PhotoSegmenter>(m_bridge, std::move(segmenters), m_catalogue);
    connect(m_segmenter.get(), &PhotoSegmenter::finished, this, &RenderService::photoSegmented);
}

void RenderSession::cancelSegmentation() {
    if (m_segmenter) {
        m_segmenter->cancel();
    }
}

QString RenderSession::whyNotSegment() const {
    if (!m_model) {
        return tr("no model is loaded yet");
    }
    return m_segments ? QString() : tr("there is no segmenter for the classes of this model");
}

void RenderSession::segmentPhoto(const std::filesystem::path& photo) {
    if (m_segmenter && m_model) {
        m_segmenter->segment(photo, m_model->manifest);
    } else {
        Q_EMIT photoSegmented({photo, nullptr, nullptr, whyNotSegment()});
    }
}

void RenderSession::exportPhoto(const ui::PhotoExport& request) {
    if (!m_document || !m_model) {
        Q_EMIT photoExported(QString::fromStdString(request.file.string()),
                             tr("There is no model to render the photo with."));
        return;
    }
    const run::Ticket ticket = ++m_lastExport;
    m_exports[ticket] = request;
    m_bridge.render({.scene = m_document->snapshot(),
                     .document = m_openId,
                     .ticket = ticket,
                     .quality = run::Quality::Export,
                     .size = {request.size.width(), request.size.height()}});
    Q_EMIT stateChanged();
}

void RenderSession::finishExport(const run::RenderResult& result, const ui::PhotoExport& request) {
    const QString file = QString::fromStdString(request.file.string());
    if (result.outcome == run::Outcome::Cancelled) {
        Q_EMIT photoExported(file, tr("The photo was not written: its rendering was stopped.") +
                                       ' ' + file);
        return;
    }
    if (!result.image || !result.note.empty()) {
        // A smaller photo than asked for is no export of it.
        const std::string problem = result.failure ? result.failure->message() : result.note;
        Q_EMIT photoExported(file, QString::fromStdString(problem));
        return;
    }
    m_writing << file;
    ui::workPool().start([guard = QPointer(this), image = result.image, request, file] {
        QString failure;
        try {
            imaging::writePhoto(request.file, *image, request.quality);
        } catch (const Error& error) {
            failure = QString::fromStdString(error.message());
        } catch (const std::bad_alloc&) {
            failure = tr("There is not enough memory to write the photo.");
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, file, failure] {
            if (guard) {
                guard->m_writing.removeOne(file);
                Q_EMIT guard->photoExported(file, failure);
            }
        });
    });
}

QStringList RenderSession::exporting() const {
    QStringList names;
    for (const auto& [ticket, request] : m_exports) {
        names << QString::fromStdString(request.file.filename().string());
    }
    for (const QString& file : m_writing) {
        names << QFileInfo(file).fileName();
    }
    return names;
}

void RenderSession::dropExports(const QString& why) {
    for (const auto& [ticket, dropped] : std::exchange(m_exports, {})) {
        const QString file = QString::fromStdString(dropped.file.string());
        Q_EMIT photoExported(file, why + QLatin1Char(' ') + file);
    }
}

} // namespace underpaint::app
