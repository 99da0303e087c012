// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/frame_filling.h"

#include "ui/docks/frame_model.h"
#include "ui/document/document.h"
#include "ui/session/services.h"

#include <QImage>

#include <utility>

namespace underpaint::ui {

namespace {

/// Of rest, before work begins that nobody waits for.
constexpr int calm = 300; // ms

} // namespace

FrameFilling::FrameFilling(Services& services, FrameModel& model, QObject* parent)
    : QObject(parent), m_services(services), m_model(model) {
    m_calm.setSingleShot(true);
    m_calm.setInterval(calm);
    connect(&m_calm, &QTimer::timeout, this, &FrameFilling::ask);
    connect(&services.appearances(), &AppearanceSource::sceneSample, this,
            [this](SceneAsker asker, int /*index*/, const QImage& photo) {
                if (asker == SceneAsker::Frames) {
                    take(photo);
                }
            });
    // Stopped by the user, it waits for the next edit like the photo itself.
    connect(&services.rendering(), &PhotoRendering::stopped, this, &FrameFilling::stop);
    connect(&services.models(), &ModelShelf::modelChanged, this, [this] {
        stop();
        reconsider();
    });
    connect(&services.rendering().photo(), &PhotoState::stateChanged, this, [this] {
        if (!m_asked) {
            reconsider();
        }
    });
}

void FrameFilling::setDocument(const Document* document) {
    stop();
    m_document = document;
    reconsider();
}

void FrameFilling::setWanted(bool wanted) {
    if (std::exchange(m_wanted, wanted) != wanted) {
        m_services.rendering().setFilling(wanted);
        wanted ? reconsider() : stop();
    }
}

void FrameFilling::reconsider() {
    if (m_document != nullptr && m_wanted) {
        m_calm.start();
    }
}

void FrameFilling::stop() {
    m_calm.stop();
    if (m_asked) {
        m_asked.reset();
        m_services.appearances().cancelSceneSamples(SceneAsker::Frames);
    }
}

bool FrameFilling::isIdle() const {
    return m_services.rendering().live() &&
           m_services.rendering().photo().truth() == PhotoState::Truth::Exact;
}

void FrameFilling::ask() {
    if (m_asked || m_document == nullptr || !m_wanted || !isIdle() ||
        m_services.rendering().rollsOut()) { // which paints them by itself
        return;
    }
    if (const auto frame = m_model.nearestWithoutPhoto(m_document->currentFrame())) {
        m_asked = m_document->sequence().revision(*frame);
        m_services.appearances().requestSceneSamples(
            SceneAsker::Frames, {m_document->sequence().frame(*frame)},
            QSize(FrameModel::photoExtent, FrameModel::photoExtent));
    }
}

void FrameFilling::take(const QImage& photo) {
    const auto revision = std::exchange(m_asked, std::nullopt);
    if (!revision || photo.isNull() || m_document == nullptr) {
        return; // what failed is not tried again before something changes
    }
    for (std::size_t frame = 0; frame < m_document->frames(); ++frame) {
        if (m_document->sequence().revision(frame) == *revision) {
            m_model.keepPhoto(frame, photo, false);
        }
    }
    ask();
}

} // namespace underpaint::ui
