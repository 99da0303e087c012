// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCursor>
#include <QEventLoop>
#include <QGuiApplication>
#include <QMetaObject>

#include <future>
#include <system_error>

namespace underpaint::ui {

/// The cursor that says that the program is at work, as long as it lives.
class WaitCursor {
public:
    WaitCursor() { QGuiApplication::setOverrideCursor(Qt::WaitCursor); }
    ~WaitCursor() { QGuiApplication::restoreOverrideCursor(); }
    WaitCursor(const WaitCursor&) = delete;
    WaitCursor& operator=(const WaitCursor&) = delete;
};

/// Does the work on a thread of its own and returns its result, or throws what it throws. Meanwhile
/// the window lives: everything goes on but what the user does, which waits.
template<class Work>
auto aside(Work work) {
    const WaitCursor cursor;
    QEventLoop loop;
    std::future<decltype(work())> result;
    try {
        result = std::async(std::launch::async, [&] {
            struct Quit {
                QEventLoop& loop;
                ~Quit() {
                    QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
                }
            };
            const Quit atTheEnd{loop};
            return work();
        });
    } catch (const std::system_error&) {
        return work(); // no thread is to be had
    }
    loop.exec(QEventLoop::ExcludeUserInputEvents);
    return result.get();
}

} // namespace underpaint::ui
