// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/code_sampler.h"

#include "ui/session/editor.h"
#include "ui/session/latent_codes.h"
#include "ui/session/services.h"

#include <utility>

namespace underpaint::ui {

CodeSampler::CodeSampler(Services& services, CodeAsker asker, QObject* parent)
    : QObject(parent), m_source(services.appearances()), m_asker(asker) {
    connect(&m_source, &AppearanceSource::codeSample, this, &CodeSampler::take);
    connect(&services.rendering(), &PhotoRendering::stopped, this, &CodeSampler::stop);
}

void CodeSampler::setEditor(Editor* editor) {
    disconnect(m_connection);
    m_editor = editor;
    if (editor != nullptr) {
        m_connection =
            connect(&editor->document(), &Document::regionEdited, this, &CodeSampler::followScene);
    }
    forget();
}

void CodeSampler::ask(std::vector<scene::LatentCode> codes) {
    m_codes = std::move(codes);
    m_pictures.assign(m_codes.size(), QImage());
    begin();
}

void CodeSampler::askAgain() {
    begin();
}

void CodeSampler::begin() {
    if (m_editor == nullptr || m_codes.empty()) {
        return;
    }
    m_scene = m_editor->document().snapshot();
    m_received = 0;
    m_failed = 0;
    m_running = true;
    m_stopped = false;
    m_stale = false;
    m_source.requestCodeSamples(m_asker, m_codes);
    Q_EMIT changed();
}

void CodeSampler::stop() {
    if (m_running) {
        m_running = false;
        m_stopped = true;
        m_source.cancelCodeSamples(m_asker);
        Q_EMIT changed();
    }
}

void CodeSampler::forget() {
    if (std::exchange(m_running, false)) {
        m_source.cancelCodeSamples(m_asker);
    }
    m_codes.clear();
    m_pictures.clear();
    m_scene.reset();
    m_received = 0;
    m_failed = 0;
    m_stopped = false;
    m_stale = false;
    Q_EMIT changed();
}

void CodeSampler::take(CodeAsker asker, int index, const QImage& picture) {
    if (asker != m_asker || !m_running || index < 0 ||
        static_cast<std::size_t>(index) >= m_pictures.size()) {
        return;
    }
    m_pictures[static_cast<std::size_t>(index)] = picture;
    ++m_received;
    m_failed += picture.isNull() ? 1 : 0;
    m_running = m_received < static_cast<int>(m_codes.size());
    Q_EMIT pictureCame(index);
    Q_EMIT changed();
}

void CodeSampler::followScene() {
    if (!m_scene) {
        return;
    }
    const bool stale = !alikeButForCode(m_scene->state(), m_editor->scene());
    if (stale && m_running) {
        m_stale = true;
        stop(); // of a scene that is no more
    } else if (stale != m_stale) {
        m_stale = stale;
        Q_EMIT changed();
    }
}

} // namespace underpaint::ui
