// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/endurance_editor.h"

#include "engine/project/archive/sha256.h"
#include "engine/project/journal/journal_format.h"
#include "engine/run/package_models.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/whole_state.h"
#include "tests/ui/fake_translator.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <cstddef>
#include <filesystem>
#include <vector>

#ifdef __SANITIZE_ADDRESS__
// Of AddressSanitizer, whose headers are not everywhere.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#else
#include <malloc.h>
#endif

namespace underpaint::test {

namespace {

constexpr int patience = 600000; // ms

std::vector<std::filesystem::path> modelFolders(const QString& home, const QString& model) {
    if (model.isEmpty()) {
        return {UNDERPAINT_SOURCE_FOLDER "/models"};
    }
    // A folder with this one model, so that no other suits the sample better.
    const QDir folder(home + "/models");
    folder.mkpath(".");
    const QFileInfo package(model);
    QFile::link(package.absoluteFilePath(), folder.filePath(package.fileName()));
    return {folder.path().toStdString()};
}

} // namespace

EnduranceEditor::EnduranceEditor(const QString& home, const QString& model)
    : m_home(home), m_answerer(projectFile()) {
    qputenv("UNDERPAINT_HOME", home.toLocal8Bit());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    const ui::SessionFolders folders = ui::sessionFolders();
    m_settings = ui::openSettings(folders);
    m_session = std::make_unique<app::RenderSession>(
        model.isEmpty() ? fakeModels(std::make_shared<FakeBehaviour>()) : run::packageModels(),
        modelFolders(home, model), *m_settings);
    m_window = std::make_unique<ui::MainWindow>(*m_session, *m_settings, folders,
                                                UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes");
    m_window->setWindowState(Qt::WindowNoState);
    m_window->resize(1366, 768);
    m_window->show();
}

EnduranceEditor::~EnduranceEditor() = default;

void EnduranceEditor::start() {
    m_window->start(QFile::exists(projectFile()) ? projectFile() : QString());
    m_window->activateWindow();
    m_window->canvas().setFocus();
}

bool EnduranceEditor::waitForModel() {
    return QTest::qWaitFor([this] { return m_session->models().model() != nullptr; }, patience);
}

bool EnduranceEditor::waitForExact() {
    return QTest::qWaitFor(
        [this] {
            const ui::PhotoState& photo = m_session->rendering().photo();
            return photo.truth() == ui::PhotoState::Truth::Exact &&
                   photo.revision() == document().revision();
        },
        patience);
}

std::string sceneDigest(const scene::SceneState& state) {
    return project::sha256(scene::serialise(scene::wholeStateEdit(state)));
}

std::size_t heapBytes() {
#ifdef __SANITIZE_ADDRESS__
    return __sanitizer_get_current_allocated_bytes();
#else
    const struct mallinfo2 info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

} // namespace underpaint::test
