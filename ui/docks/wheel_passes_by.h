// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QObject>
#include <QWidget>

#include <memory>

namespace underpaint::ui {

/// Turning the wheel over a long panel scrolls it, whatever lies under the cursor: nobody wants
/// another photo from that.
class WheelPassesBy final : public QObject {
public:
    static void install(QWidget& widget) {
        // Qt's parents own their children.
        widget.installEventFilter(std::make_unique<WheelPassesBy>(&widget).release());
    }
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Wheel) {
            event->ignore();
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

} // namespace underpaint::ui
