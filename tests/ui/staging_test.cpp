// SPDX-License-Identifier: GPL-3.0-or-later
// Variations of the scene side by side.
#include "tests/support/window_panel.h"
#include "tests/ui/model_tests.h"
#include "tests/ui/window_fixture.h"
#include "ui/canvas/canvas_view.h"
#include "ui/docks/staging_dock.h"
#include "ui/widgets/split_picture.h"

#include <QAction>
#include <QComboBox>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

namespace staging_test {

using namespace underpaint;

namespace {

constexpr int patience = test::windowPatience;

} // namespace

class StagingTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        WindowFixture::init();
        waitForExact();
        m_window->editor().watch().finish();
    }
    void cleanup() { WindowFixture::cleanup(); }
    void variationsFillTheStripAndChangeNothing();
    void theChosenOneIsTakenOverInOneStep();
    void thePinnedOneStaysAndIsSeenWhileTheKeyIsHeld();
    void whatIsDiscardedIsGone();
    void codesVaryWhereTheModelHasSome();

private:
    ui::StagingDock& dock() { return test::panel<ui::StagingDock>(*m_window); }
    QListWidget& strip() { return dock().strip(); }
    /// All photos of the strip have come.
    void roll();
};

void StagingTest::roll() {
    QSignalSpy come(&m_session->appearances(), &ui::AppearanceSource::sceneSample);
    action("staging.roll").trigger();
    QVERIFY(strip().count() > 1);
    const int wanted = strip().count() - (dock().pinned().isNull() ? 0 : 1);
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(come.size()), wanted, patience);
}

void StagingTest::variationsFillTheStripAndChangeNothing() {
    QVERIFY(dock().isHidden());
    const std::uint64_t before = document().revision();
    roll();
    QVERIFY(dock().isVisible());
    QCOMPARE(strip().count(), 12);
    QCOMPARE(document().revision(), before);
    QVERIFY(!action("staging.apply").isEnabled());
    strip().setCurrentRow(3);
    QVERIFY(action("staging.apply").isEnabled());
    QVERIFY(action("staging.pin").isEnabled());
}

void StagingTest::theChosenOneIsTakenOverInOneStep() {
    const scene::SceneState before = scene();
    roll();
    strip().setCurrentRow(0);
    const int steps = stack().index();
    strip().setFocus();
    QTest::keyClick(&strip(), Qt::Key_Return);
    QCOMPARE(stack().index(), steps + 1);
    QVERIFY(!(scene() == before));
    QVERIFY(scene().labels == before.labels);
    waitForExact();
    stack().undo();
    QVERIFY(scene() == before);
}

void StagingTest::thePinnedOneStaysAndIsSeenWhileTheKeyIsHeld() {
    roll();
    QVERIFY(!action("staging.peek").isEnabled());
    strip().setCurrentRow(2);
    QSignalSpy come(&m_session->appearances(), &ui::AppearanceSource::sceneSample);
    action("staging.pin").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(come.size()), 1, patience);
    // As large as the scene, and beside the photo.
    QCOMPARE(dock().pinned().width(), scene().size().width);
    QVERIFY(dock().comparison().isVisible());
    QCOMPARE(dock().comparison().left().cacheKey(), dock().pinned().cacheKey());
    m_window->canvas().setMode(ui::ViewMode::Photo);
    m_window->canvas().setFocus();
    const QImage photo = m_window->canvas().grab().toImage();
    QSignalSpy peeked(&dock(), &ui::Panel::peeked);
    QTest::keyPress(&m_window->canvas(), Qt::Key_Backslash);
    QCOMPARE(peeked.size(), 1);
    QVERIFY(m_window->canvas().grab().toImage() != photo);
    QTest::keyRelease(&m_window->canvas(), Qt::Key_Backslash);
    QCOMPARE(peeked.size(), 2);
    QCOMPARE(m_window->canvas().grab().toImage(), photo);
    // New ones leave it where it is seen.
    const QImage before = dock().pinned();
    roll();
    QCOMPARE(strip().count(), 13);
    QCOMPARE(dock().pinned(), before);
}

void StagingTest::whatIsDiscardedIsGone() {
    roll();
    strip().setCurrentRow(5);
    action("staging.discard").trigger();
    QCOMPARE(strip().count(), 11);
    QCOMPARE(strip().currentRow(), 5);
    action("staging.pin").trigger();
    QVERIFY(!dock().pinned().isNull());
    action("staging.discard").trigger();
    QVERIFY(dock().pinned().isNull());
    QVERIFY(dock().comparison().isHidden());
}

void StagingTest::codesVaryWhereTheModelHasSome() {
    m_behaviour->codes = 4;
    open();
    waitForExact();
    m_window->editor().watch().finish();
    auto& kind = *dock().findChild<QComboBox*>("stagingKind");
    const int codes = kind.findData(static_cast<int>(ui::VariationKind::Code));
    QVERIFY(codes >= 0);
    kind.setCurrentIndex(codes);
    roll();
    strip().setCurrentRow(1);
    action("staging.apply").trigger();
    QCOMPARE(scene().appearance.code.values.size(), std::size_t{4});
}

} // namespace staging_test

int underpaint::test::runStagingTests(int argc, char** argv) {
    staging_test::StagingTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "staging_test.moc"
