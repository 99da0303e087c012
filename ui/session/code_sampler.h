// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "ui/session/appearance_source.h"

#include <QImage>
#include <QMetaObject>
#include <QObject>

#include <optional>
#include <vector>

namespace underpaint::ui {

class Editor;
class Services;

/// Small photos of several codes for one part of the window: those that came, and whether they
/// still show the scene as it is.
class CodeSampler : public QObject {
    Q_OBJECT

public:
    CodeSampler(Services& services, CodeAsker asker, QObject* parent);

    /// Forgets what it has. The editor must outlive its being set.
    void setEditor(Editor* editor);
    void ask(std::vector<scene::LatentCode> codes);
    /// The same codes in the scene as it is now; their old photos are shown until the new ones
    /// come.
    void askAgain();
    /// What did not come does not come any more.
    void stop();
    void forget();

    const std::vector<scene::LatentCode>& codes() const { return m_codes; }
    /// Of the codes; null ones did not come.
    const std::vector<QImage>& pictures() const { return m_pictures; }
    /// How many came since it was asked.
    int received() const { return m_received; }
    bool running() const { return m_running; }
    /// All came, none failed.
    bool complete() const { return !m_codes.empty() && !m_running && !m_stopped && failed() == 0; }
    /// How many of those that came could not be painted.
    int failed() const { return m_failed; }
    /// The scene was edited since, in more than its code.
    bool stale() const { return m_stale; }

Q_SIGNALS:
    void pictureCame(int index);
    /// Other codes, or another state than before.
    void changed();

private:
    void begin();
    void take(CodeAsker asker, int index, const QImage& picture);
    void followScene();

    AppearanceSource& m_source;
    CodeAsker m_asker;
    Editor* m_editor = nullptr;
    QMetaObject::Connection m_connection;
    std::vector<scene::LatentCode> m_codes;
    std::vector<QImage> m_pictures;
    std::optional<scene::SceneSnapshot> m_scene; ///< that was asked for
    int m_received = 0;
    int m_failed = 0;
    bool m_running = false;
    bool m_stopped = false;
    bool m_stale = false;
};

} // namespace underpaint::ui
