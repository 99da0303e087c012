// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::ui {

/// Sets the settings aside when the start before crashed with them, so that the editor can be
/// started again, and when they are what it never writes and Qt cannot be given: a pipe, or a file
/// that asksForObjects(). A file beside the settings tells of a start that is under way; it is
/// locked by the program that starts, so that another instance is not taken for a dead one.
class StartGuard {
public:
    /// To be made before the settings are read.
    explicit StartGuard(const QString& settingsFile);
    /// A program that ends in an orderly way did not crash.
    ~StartGuard();
    StartGuard(const StartGuard&) = delete;
    StartGuard& operator=(const StartGuard&) = delete;

    /// Where the settings lie now that cannot be started with; empty: nothing was set aside.
    const QString& setAside() const { return m_setAside; }
    /// The last start crashed with what was set aside.
    bool crashed() const { return m_crashed; }
    /// The window is there and is being used: what happens now is not the settings' doing.
    void completed();

private:
    QString m_marker;
    QString m_setAside;
    bool m_crashed = false;
    int m_lock = -1; ///< the open marker; -1: nobody watches
};

} // namespace underpaint::ui
