// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/editor_desk.h"

#include "engine/run/package_models.h"
#include "tests/support/exact_photo.h"

#include <QApplication>
#include <QPointingDevice>

namespace underpaint::test {

namespace {

constexpr int strokeEvents = 12;

QPoint between(QPoint from, QPoint to, int step) {
    return from + (to - from) * step / strokeEvents;
}

} // namespace

EditorDesk::EditorDesk(const std::function<void()>& begin) {
    const ui::SessionFolders folders = ui::sessionFolders();
    m_settings = ui::openSettings(folders);
    m_session = std::make_unique<app::RenderSession>(
        run::packageModels(),
        std::vector<std::filesystem::path>{UNDERPAINT_SOURCE_FOLDER "/models"}, *m_settings);
    m_window = std::make_unique<ui::MainWindow>(*m_session, *m_settings, folders,
                                                UNDERPAINT_SOURCE_FOLDER "/tests/data/scenes");
    m_window->setWindowState(Qt::WindowNoState);
    m_window->resize(1366, 768);
    m_window->show();
    if (begin) {
        begin();
    }
    m_window->start();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    takeKeys();
}

void EditorDesk::takeKeys() {
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    canvas().setFocus();
}

void EditorDesk::waitForExact() {
    waitForExactPhoto(m_session->rendering().photo(), document(), editorPatience);
}

void EditorDesk::key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&canvas(), key, modifiers);
}

void EditorDesk::mouseStroke(QPoint from, QPoint to) {
    QTest::mousePress(&canvas(), Qt::LeftButton, {}, at(from));
    for (int step = 1; step <= strokeEvents; ++step) {
        QTest::mouseMove(&canvas(), at(between(from, to, step)));
    }
    QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, at(to));
}

void EditorDesk::pen(QEvent::Type type, QPoint pixel, double pressure) {
    const QPointingDevice device("pen", 1, QInputDevice::DeviceType::Stylus,
                                 QPointingDevice::PointerType::Pen,
                                 QInputDevice::Capability::Pressure, 1, 1);
    const QPointF position = at(pixel);
    QTabletEvent event(type, &device, position, canvas().mapToGlobal(position), pressure, 0, 0, 0,
                       0, 0, {}, type == QEvent::TabletMove ? Qt::NoButton : Qt::LeftButton,
                       type == QEvent::TabletRelease ? Qt::NoButton : Qt::LeftButton);
    QApplication::sendEvent(&canvas(), &event);
}

void EditorDesk::penStroke(QPoint from, QPoint to) {
    pen(QEvent::TabletPress, from, 1);
    for (int step = 1; step <= strokeEvents; ++step) {
        pen(QEvent::TabletMove, between(from, to, step), 1 - 0.5 * step / strokeEvents);
    }
    pen(QEvent::TabletRelease, to, 0);
}

void EditorDesk::altClick(QPoint pixel) {
    QTest::keyPress(&canvas(), Qt::Key_Alt, Qt::AltModifier);
    QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::AltModifier, at(pixel));
    QTest::keyRelease(&canvas(), Qt::Key_Alt);
}

} // namespace underpaint::test
