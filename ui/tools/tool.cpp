// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/tool.h"

namespace underpaint::ui {

Tool::Tool(EditorState& state, QObject* parent) : QObject(parent), m_state(state) {}

Tool::~Tool() = default;

QList<QKeySequence> Tool::otherShortcuts() const {
    return {};
}

void Tool::hover(const PointerEvent& /*event*/) {}

void Tool::leave() {}

bool Tool::finish() {
    return false;
}

bool Tool::cancel() {
    return false;
}

bool Tool::dropLast() {
    return false;
}

bool Tool::busy() const {
    return false;
}

void Tool::paint(QPainter& /*painter*/, const QTransform& /*mapToWidget*/) const {}

QRectF Tool::bounds(const QTransform& /*mapToWidget*/) const {
    constexpr double far = 1e6;
    return {-far, -far, 2 * far, 2 * far};
}

bool Tool::nudge(QPoint /*pixels*/) {
    return false;
}

void Tool::activated() {}

void Tool::deactivated() {}

Qt::CursorShape Tool::cursor() const {
    return Qt::CrossCursor;
}

int Tool::diameter() const {
    return 0;
}

void Tool::setDiameter(int /*pixels*/) {}

QWidget* Tool::makeOptions(QWidget* /*parent*/) {
    return nullptr;
}

void Tool::readSettings(const QSettings& /*settings*/) {}

void Tool::writeSettings(QVariantMap& /*settings*/) const {}

} // namespace underpaint::ui
