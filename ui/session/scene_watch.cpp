// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/scene_watch.h"

#include "ui/document/document.h"

#include <algorithm>
#include <limits>

namespace underpaint::ui {

namespace {

constexpr int calmMilliseconds = 120;
constexpr int tilesAtOnce = 400; // about 4 ms

} // namespace

SceneWatch::SceneWatch(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { step(tilesAtOnce); });
    connect(&document, &Document::regionChanged, this, [this] {
        if (!m_timer.isActive()) {
            m_timer.start(calmMilliseconds);
        }
    });
    connect(&document, &Document::mapsReplaced, this, [this] { m_timer.start(0); });
    finish();
}

const scene::InstanceInfo* SceneWatch::find(std::uint32_t instance) const {
    const auto found = std::lower_bound(
        m_instances.begin(), m_instances.end(), instance,
        [](const scene::InstanceInfo& info, std::uint32_t id) { return info.id < id; });
    return found != m_instances.end() && found->id == instance ? &*found : nullptr;
}

void SceneWatch::finish() {
    step(std::numeric_limits<int>::max());
}

void SceneWatch::step(int budget) {
    if (!m_census.update(m_document.scene(), budget)) {
        m_timer.start(0);
        return;
    }
    m_labels = m_census.labelPixels();
    m_instances = m_census.instances();
    Q_EMIT updated();
}

} // namespace underpaint::ui
