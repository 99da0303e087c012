// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QTimer>

#include <functional>

namespace underpaint::test {

/// Runs `answer` on the next modal dialog of the type, as soon as it is open. `parent` bounds the
/// wait.
template<typename Dialog>
void answerNext(QObject& parent, const std::function<void(Dialog&)>& answer) {
    auto* timer = new QTimer(&parent);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, answer] {
        if (auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget())) {
            timer->stop();
            timer->deleteLater();
            answer(*dialog);
        }
    });
    timer->start(10);
}

} // namespace underpaint::test
