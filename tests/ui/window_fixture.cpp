// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_fixture.h"

#include "engine/scene/instances.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/exact_photo.h"
#include "tests/ui/fake_importer.h"

#include <QAbstractButton>
#include <QImage>
#include <QSettings>
#include <QTest>

namespace underpaint::test {

namespace {

constexpr std::uint16_t car = 8; // of the sample scenes

} // namespace

void WindowFixture::init() {
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("UNDERPAINT_HOME", m_home->path().toLocal8Bit());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_home->path());
    QCoreApplication::setOrganizationName("underpaint-test");
    m_behaviour = std::make_shared<FakeBehaviour>();
    m_translations = std::make_shared<FakeTranslations>();
    m_trainings = std::make_shared<FakeTrainingBehaviour>();
    m_asked = false;
    open();
}

void WindowFixture::open(const QString& file) {
    m_window.reset();
    m_session.reset();
    const ui::SessionFolders folders = ui::sessionFolders();
    m_settings = ui::openSettings(folders);
    m_session = std::make_unique<app::RenderSession>(
        fakeModels(m_behaviour),
        std::vector<std::filesystem::path>{UNDERPAINT_SOURCE_FOLDER "/models"}, *m_settings,
        run::EngineThread::Options{.cores = 2, .lowPriority = false, .trainingRest = {}}, m_read);
    m_session->setSegmenters(fakeSegmenters());
    m_session->setPhotoTranslators(fakePhotoTranslators(m_translations));
    m_session->setModelImporter(
        fakeImporter(UNDERPAINT_SOURCE_FOLDER "/models/untrained-demonstration.underpaint-model"),
        m_home->filePath("models").toStdString());
    m_session->setComparisonFolder(folders.comparisons);
    m_session->setTrainingEngine(fakeTraining(m_trainings, UNDERPAINT_SOURCE_FOLDER
                                              "/models/untrained-demonstration.underpaint-model"),
                                 {folders.trainings, m_home->filePath("models").toStdString()});
    m_window = std::make_unique<ui::MainWindow>(*m_session, *m_settings, folders,
                                                UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes");
    m_window->setWindowState(Qt::WindowNoState);
    m_window->resize(1366, 768);
    m_window->show();
    m_window->start(file);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
}

void WindowFixture::cleanup() {
    m_window.reset();
    m_session.reset();
    m_settings.reset();
    m_home.reset();
    m_read = project::ModelPackage::open;
}

void WindowFixture::waitForExact() {
    waitForExactPhoto(m_session->rendering().photo(), document(), windowPatience);
}

std::uint32_t WindowFixture::anInstanceOf(std::uint16_t label) {
    for (const scene::InstanceInfo& info : scene::instancesIn(scene())) {
        if (info.label == label) {
            return info.id;
        }
    }
    return 0;
}

void WindowFixture::select(std::uint32_t instance) {
    m_window->editor().state().selectInstances({instance});
}

void WindowFixture::answer(QMessageBox::StandardButton button) {
    answerNext<QMessageBox>(*this, [button](QMessageBox& box) { box.button(button)->click(); });
}

QString WindowFixture::photo(const char* name) {
    QImage picture(64, 32, QImage::Format_RGB888);
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 64; ++x) {
            picture.setPixelColor(x, y, QColor((x * 37 + y * 91) % 256, (x * y * 7) % 256, x * 3));
        }
    }
    picture.save(file(name));
    return file(name);
}

void WindowFixture::click(const char* question, QMessageBox::ButtonRole role, const QString& text) {
    m_asked = false;
    answerNext<QMessageBox>(*this, [this, question, role, text](QMessageBox& box) {
        QCOMPARE(box.objectName(), QString::fromLatin1(question));
        m_asked = true;
        for (QAbstractButton* button : box.buttons()) {
            if (box.buttonRole(button) == role && (text.isEmpty() || button->text() == text)) {
                button->click();
                return;
            }
        }
        box.reject();
        QFAIL("no such button");
    });
}

QColor WindowFixture::paintedColour(int x, int y) {
    const scene::Style* style = scene().styleOf(scene().instances.at(x, y));
    const auto* cluster = style != nullptr ? std::get_if<scene::ClusterStyle>(style) : nullptr;
    return fakeColour(scene().labels.at(x, y), cluster != nullptr ? cluster->cluster : 0);
}

void WindowFixture::deleteACar() {
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    QVERIFY(document().modified());
}

} // namespace underpaint::test
