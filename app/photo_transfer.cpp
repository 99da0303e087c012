// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/photo_transfer.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/layers/layered_tiff.h"
#include "engine/layers/scene_layers.h"
#include "ui/document/work_pool.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <new>
#include <utility>

namespace underpaint::app {

namespace {

/// Tickets of exports lie beyond those of the scheduler.
constexpr run::Ticket firstExport = run::Ticket{1} << 62U;

} // namespace

PhotoTransfer::PhotoTransfer(EngineBridge& bridge, const OpenDocument& open,
                             const ui::ModelShelf& models,
                             std::shared_ptr<project::PackageCatalogue> catalogue, QObject* parent)
    : PhotoFiles(parent),
      m_bridge(bridge),
      m_open(open),
      m_models(models),
      m_catalogue(std::move(catalogue)),
      m_lastExport(firstExport) {
    connect(&m_bridge, &EngineBridge::rendered, this, &PhotoTransfer::takeResult);
}

void PhotoTransfer::setSegmenters(run::SegmenterSource segmenters) {
    m_segmenter = std::make_unique<PhotoSegmenter>(m_bridge, std::move(segmenters), m_catalogue);
    connect(m_segmenter.get(), &PhotoSegmenter::finished, this, &PhotoTransfer::takeSegmented);
}

void PhotoTransfer::takeModel(const project::Manifest& manifest) {
    cancelSegmentation(); // it was for the classes of the model before
    m_segments = m_segmenter && !m_segmenter->packageFor(manifest).empty();
    dropExports(tr("The photo was not written: another model was loaded before it was rendered."));
}

void PhotoTransfer::leaveDocument() {
    if (m_exemplar) {
        cancelSegmentation(); // it was for this scene
    }
    dropExports(tr("The photo was not written: its scene was closed before it was rendered."));
}

void PhotoTransfer::cancelSegmentation() {
    if (m_segmenter) {
        m_segmenter->cancel();
    }
}

std::filesystem::path PhotoTransfer::segmenterFor(const project::Manifest& model) const {
    return m_segmenter ? m_segmenter->packageFor(model) : std::filesystem::path();
}

QString PhotoTransfer::whyNotSegment() const {
    if (m_models.model() == nullptr) {
        return tr("no model is loaded yet");
    }
    return m_segments ? QString() : tr("there is no segmenter for the classes of this model");
}

std::filesystem::path PhotoTransfer::segmenterPackage() const {
    return whyNotSegment().isEmpty() ? m_segmenter->packageFor(m_models.model()->manifest)
                                     : std::filesystem::path();
}

void PhotoTransfer::segmentPhoto(const std::filesystem::path& photo) {
    segment(photo, false);
}

void PhotoTransfer::segmentExemplar(const std::filesystem::path& photo) {
    segment(photo, true);
}

void PhotoTransfer::segment(const std::filesystem::path& photo, bool exemplar) {
    m_exemplar = exemplar;
    if (m_segmenter && m_models.model() != nullptr) {
        m_segmenter->segment(photo, m_models.model()->manifest);
    } else {
        takeSegmented({photo, nullptr, nullptr, nullptr, whyNotSegment()});
    }
}

void PhotoTransfer::takeSegmented(const ui::LabelledPhoto& photo) {
    if (m_exemplar) {
        Q_EMIT exemplarSegmented(photo);
    } else {
        Q_EMIT photoSegmented(photo);
    }
}

void PhotoTransfer::Export::write(const run::FinishedRender& painted) const {
    const Image& image = *painted.image;
    if (photo.deep && painted.deep) {
        imaging::writeDeepPhoto(photo.file, *painted.deep);
    } else if (photo.layered) {
        const auto kind =
            photo.instanceLayers ? layers::LayerKind::Instance : layers::LayerKind::Class;
        writeFileAtomically(photo.file, layers::isLayeredName(photo.file)
                                            ? layers::encodeSceneLayers(*scene, image, kind)
                                            : layers::encodeLayeredTiff(*scene, image, kind));
    } else {
        imaging::writePhoto(photo.file, image, photo.quality);
    }
}

void PhotoTransfer::exportPhoto(const ui::PhotoExport& request) {
    if (!m_open.document || m_models.model() == nullptr) {
        Q_EMIT photoExported(QString::fromStdString(request.file.string()),
                             tr("There is no model to render the photo with."));
        return;
    }
    const run::Ticket ticket = ++m_lastExport;
    const scene::SceneSnapshot scene = m_open.document->snapshot();
    m_exports.emplace(ticket, Export{request, scene});
    m_bridge.render({.scene = scene,
                     .document = m_open.id,
                     .ticket = ticket,
                     .quality = run::Quality::Export,
                     .size = {request.size.width(), request.size.height()},
                     .deep = request.deep});
    Q_EMIT waitingChanged();
}

void PhotoTransfer::takeResult(const run::FinishedRender& result) {
    if (const auto exported = m_exports.find(result.ticket); exported != m_exports.end()) {
        const Export ended = std::move(exported->second);
        m_exports.erase(exported);
        finishExport(result, ended);
    }
}

void PhotoTransfer::finishExport(const run::FinishedRender& result, const Export& ended) {
    const QString file = QString::fromStdString(ended.photo.file.string());
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
    ui::workPool().start([guard = QPointer(this), result, ended, file] {
        QString failure;
        try {
            ended.write(result);
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

QStringList PhotoTransfer::exporting() const {
    QStringList names;
    for (const auto& [ticket, waiting] : m_exports) {
        names << QString::fromStdString(waiting.photo.file.filename().string());
    }
    for (const QString& file : m_writing) {
        names << QFileInfo(file).fileName();
    }
    return names;
}

void PhotoTransfer::dropExports(const QString& why) {
    for (const auto& [ticket, dropped] : std::exchange(m_exports, {})) {
        const QString file = QString::fromStdString(dropped.photo.file.string());
        Q_EMIT photoExported(file, why + QLatin1Char(' ') + file);
    }
}

} // namespace underpaint::app
