// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/photo_segmenter.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"
#include "engine/project/package/suitable_model.h"
#include "ui/document/work_pool.h"
#include "ui/session/photo_start.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <chrono>
#include <memory>
#include <new>
#include <utility>

namespace underpaint::app {

namespace {

/// Segmentations belong to no document: the scene comes after them.
constexpr run::DocumentId noDocument = 0;
constexpr std::uint64_t segmentations = std::uint64_t{1} << 61U;

} // namespace

PhotoSegmenter::PhotoSegmenter(EngineBridge& bridge, run::SegmenterSource segmenters,
                               std::shared_ptr<project::PackageCatalogue> packages, QObject* parent)
    : QObject(parent),
      m_bridge(bridge),
      m_segmenters(std::move(segmenters)),
      m_packages(std::move(packages)) {}

std::filesystem::path PhotoSegmenter::packageFor(const project::Manifest& model) const {
    constexpr std::chrono::milliseconds patience(150); // the window waits no longer
    for (const project::KnownPackage& package : m_packages->packages(patience)) {
        if (package.manifest && project::segmentsFor(*package.manifest, model)) {
            return package.listing.path;
        }
    }
    return {};
}

void PhotoSegmenter::segment(const std::filesystem::path& photo, const project::Manifest& model) {
    cancel();
    m_asked = {photo, nullptr, nullptr, nullptr, {}};
    m_package = packageFor(model);
    if (m_package.empty()) {
        fail(
            tr("There is no segmenter that knows the classes of “%1”. Put its package into a model "
               "folder, or train one.")
                .arg(QString::fromStdString(model.name)));
        return;
    }
    ui::workPool().start([guard = QPointer(this), photo, rules = model.size, request = m_request] {
        ui::LabelledPhoto read;
        QString failure;
        try {
            read.whole = std::make_shared<const Image>(imaging::readPhoto(photo));
            read.photo = std::make_shared<const Image>(
                imaging::resizeBicubic(*read.whole, ui::sceneSizeFor(read.whole->size(), rules)));
        } catch (const Error& error) {
            failure = QString::fromStdString(error.message());
        } catch (const std::bad_alloc&) {
            failure = tr("There is not enough memory to read the photo.");
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, read, failure, request] {
            if (guard && guard->m_request == request) {
                guard->ask(read, failure);
            }
        });
    });
}

void PhotoSegmenter::cancel() {
    m_bridge.cancelGroup(noDocument, segmentations + m_request);
    ++m_request;
}

void PhotoSegmenter::ask(const ui::LabelledPhoto& read, const QString& failure) {
    if (!read.photo) {
        fail(failure);
        return;
    }
    m_asked.whole = read.whole;
    m_asked.photo = read.photo;
    auto work = run::segmentPhoto({.source = m_segmenters,
                                   .package = m_package,
                                   .photo = m_asked.photo,
                                   .document = noDocument,
                                   .group = segmentations + m_request});
    work.ended = [guard = QPointer(this), request = m_request](const auto& seen) {
        if (guard && guard->m_request == request) {
            guard->take(seen);
        }
    };
    m_bridge.submit(std::move(work));
}

void PhotoSegmenter::take(const run::Ended<translate::SegmentedPhoto>& seen) {
    if (seen.outcome == run::Outcome::Cancelled) {
        return;
    }
    if (!seen.result) {
        fail(seen.failure ? QString::fromStdString(seen.failure->message()) : QString());
        return;
    }
    m_asked.labels = std::make_shared<const LabelPlane>(seen.result->labels);
    Q_EMIT finished(std::exchange(m_asked, {}));
}

void PhotoSegmenter::fail(const QString& message) {
    ui::LabelledPhoto failed = std::exchange(m_asked, {});
    failed.failure = message;
    Q_EMIT finished(failed);
}

} // namespace underpaint::app
