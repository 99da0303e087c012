// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/render_session.h"
#include "tests/ui/scripted_artist.h"
#include "ui/window/main_window.h"

#include <QSettings>
#include <QString>

#include <memory>
#include <string>

namespace underpaint::test {

/// The editor as the program puts it together, with everything it remembers in one folder.
class EnduranceEditor {
public:
    /// `model`: a package; empty: a fake model without networks.
    EnduranceEditor(const QString& home, const QString& model);
    ~EnduranceEditor();

    /// Recovers what a crash left, or opens the project if it was saved, or the sample.
    void start();
    /// False when the model was not loaded within ten minutes.
    bool waitForModel();
    /// False when the photo of the scene as it is does not come within ten minutes.
    bool waitForExact();

    QString projectFile() const { return m_home + "/painting.underpaint"; }
    std::string journals() const { return (m_home + "/journals").toStdString(); }
    app::RenderSession& session() { return *m_session; }
    ui::MainWindow& window() { return *m_window; }
    ui::Document& document() { return m_window->editor().document(); }

private:
    QString m_home;
    DialogAnswerer m_answerer;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<app::RenderSession> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// Of everything that determines the photo.
std::string sceneDigest(const scene::SceneState& state);

/// Bytes that the program has asked for and not given back.
std::size_t heapBytes();

} // namespace underpaint::test
