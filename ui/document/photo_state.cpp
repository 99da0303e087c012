// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/photo_state.h"

#include <utility>

namespace underpaint::ui {

void PhotoState::setPhoto(QImage photo, Truth truth, std::uint64_t revision, double milliseconds,
                          Parts parts) {
    m_photo = std::move(photo);
    m_parts = std::move(parts);
    m_truth = truth;
    m_revision = revision;
    m_milliseconds = milliseconds;
    m_message.clear();
    Q_EMIT photoChanged();
    Q_EMIT stateChanged();
}

void PhotoState::setTruth(Truth truth) {
    if (m_truth != truth) {
        m_truth = truth;
        Q_EMIT stateChanged();
    }
}

void PhotoState::setUnknownClasses(const QStringList& names) {
    if (m_unknown != names) {
        m_unknown = names;
        Q_EMIT stateChanged();
    }
}

void PhotoState::setProgress(double progress) {
    if (m_progress != progress) {
        m_progress = progress;
        Q_EMIT stateChanged();
    }
}

void PhotoState::setMessage(const QString& message) {
    if (m_message != message) {
        m_message = message;
        Q_EMIT stateChanged();
    }
}

void PhotoState::clear() {
    setPhoto({}, Truth::None, 0, 0, {});
}

} // namespace underpaint::ui
