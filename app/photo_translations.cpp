// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/photo_translations.h"

#include <QPointer>

#include <chrono>
#include <utility>

namespace underpaint::app {

namespace {

/// Groups of translations lie beyond those of other work of a document.
constexpr std::uint64_t translations = std::uint64_t{1} << 60U;

} // namespace

PhotoTranslations::PhotoTranslations(EngineBridge& bridge, const OpenDocument& open,
                                     std::shared_ptr<project::PackageCatalogue> catalogue,
                                     QObject* parent)
    : PhotoTranslating(parent),
      m_bridge(bridge),
      m_open(open),
      m_catalogue(std::move(catalogue)),
      m_last(translations) {}

void PhotoTranslations::setTranslators(run::PhotoTranslators translators) {
    m_translators = std::move(translators);
}

std::vector<ui::InstalledWay> PhotoTranslations::ways() const {
    std::vector<ui::InstalledWay> ways;
    if (!m_translators.ways) {
        return ways;
    }
    constexpr std::chrono::milliseconds patience(150); // the window waits no longer
    for (const project::KnownPackage& package : m_catalogue->packages(patience)) {
        if (!package.manifest) {
            continue;
        }
        for (const run::TranslationWay& way : m_translators.ways(*package.manifest)) {
            ways.push_back({package.listing.path, QString::fromStdString(package.manifest->name),
                            way.direction, QString::fromStdString(way.from),
                            QString::fromStdString(way.to), way.instances});
        }
    }
    return ways;
}

void PhotoTranslations::translate(const ui::InstalledWay& way,
                                  translate::PhotoTranslationRequest what) {
    cancel();
    what.settings.direction = way.direction;
    const std::uint64_t group = ++m_last;
    m_running = group;
    m_document = m_open.id;
    auto work = run::translatePhoto({.translators = m_translators,
                                     .package = way.package,
                                     .what = std::move(what),
                                     .document = m_document,
                                     .group = group});
    work.ended = [guard = QPointer(this), group](const auto& end) {
        if (guard) {
            guard->take(group, end);
        }
    };
    work.progressed = [guard = QPointer(this), group](double fraction, const std::string&) {
        if (guard && guard->m_running == group) {
            Q_EMIT guard->progressed(fraction);
        }
    };
    m_bridge.submit(std::move(work));
}

void PhotoTranslations::cancel() {
    if (const auto group = std::exchange(m_running, std::nullopt)) {
        m_bridge.cancelGroup(m_document, *group);
        Q_EMIT ended({});
    }
}

void PhotoTranslations::take(std::uint64_t group,
                             const run::Ended<translate::PhotoTranslation>& end) {
    if (m_running != group) {
        return; // cancelled, or replaced by another one
    }
    m_running.reset();
    ui::TranslationEnd told;
    told.made = end.result;
    if (!end.result && end.failure) {
        told.failure = QString::fromStdString(end.failure->message());
    }
    Q_EMIT ended(told);
}

} // namespace underpaint::app
