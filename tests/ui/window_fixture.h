// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/render_session.h"
#include "engine/project/package/package_catalogue.h"
#include "tests/ui/fake_training.h"
#include "tests/ui/fake_translator.h"
#include "ui/window/main_window.h"

#include <QColor>
#include <QMessageBox>
#include <QSettings>
#include <QTemporaryDir>

#include <memory>

class QAction;

class QUndoStack;

namespace underpaint::test {

/// How long windows and fake renders may take, in ms.
inline constexpr int windowPatience = 20000;

/// The real main window on the first sample scene, with a home of its own; only the model is a
/// fake. A fresh one for each test of the classes that derive from this.
class WindowFixture : public QObject {
    Q_OBJECT

protected Q_SLOTS:
    void init();
    void cleanup();

protected:
    void open(const QString& file = {});
    void waitForExact();
    /// Of the first instance of the class; 0: there is none.
    std::uint32_t anInstanceOf(std::uint16_t label);
    void select(std::uint32_t instance);
    /// Answers the next message box with that button.
    void answer(QMessageBox::StandardButton button);
    /// Clicks that button of the next question of this name, and notes in m_asked that it was
    /// there.
    void click(const char* question, QMessageBox::ButtonRole role, const QString& text = {});
    /// In the test's own home.
    QString file(const char* name) { return m_home->filePath(QString::fromLatin1(name)); }
    /// A file of noise, as no label map has it.
    QString photo(const char* name);
    void deleteACar();
    /// Of the fake's photo there.
    QColor paintedColour(int x, int y);
    ui::Document& document() { return m_window->editor().document(); }
    const scene::SceneState& scene() { return m_window->editor().scene(); }
    QUndoStack& stack() { return document().undoStack(); }
    QAction& action(const char* id) { return *m_window->actionBook().at(id); }

    bool m_asked = false;
    /// How the next windows look at packages.
    project::PackageCatalogue::Read m_read = project::ModelPackage::open;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QSettings> m_settings;
    std::shared_ptr<FakeBehaviour> m_behaviour;
    std::shared_ptr<FakeTranslations> m_translations;
    std::shared_ptr<FakeTrainingBehaviour> m_trainings;
    std::unique_ptr<app::RenderSession> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace underpaint::test
