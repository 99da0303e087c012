// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/error.h"
#include "engine/base/progress.h"

#include <QEventLoop>
#include <QProgressDialog>
#include <QString>
#include <QTimer>

#include <chrono>
#include <future>
#include <mutex>
#include <optional>

namespace underpaint::ui {

/// A dialog over a window that shows how far some work is, and asks it to stop when the user does.
class WorkDialog {
public:
    WorkDialog(QWidget* window, const QString& title);

    const CancelToken& token() const { return m_token; }
    /// May be called from any thread.
    ProgressSink sink();
    /// Shows it from the event loop until `done` says so.
    template<class Done>
    void show(const Done& done) {
        constexpr int often = 50; // ms
        QEventLoop loop;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
            present();
            if (done()) {
                loop.quit();
            }
        });
        timer.start(often);
        loop.exec();
    }

private:
    void present();

    CancelToken m_token;
    QProgressDialog m_dialog;
    std::mutex m_mutex;
    double m_fraction = 0;
};

/// Does the work on a thread of its own behind such a dialog. Nothing when the user stopped it;
/// throws what it throws.
template<class Work>
auto withProgress(QWidget* window, const QString& title, Work work)
    -> std::optional<decltype(work(CancelToken(), ProgressSink()))> {
    WorkDialog dialog(window, title);
    auto running = std::async(std::launch::async, [&work, &dialog, sink = dialog.sink()] {
        return work(dialog.token(), sink);
    });
    dialog.show(
        [&] { return running.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    try {
        return running.get();
    } catch (const Cancelled&) {
        return std::nullopt;
    }
}

} // namespace underpaint::ui
