// SPDX-License-Identifier: GPL-3.0-or-later
// What people's hands found in the real window: exports that are under way, notices, colours, keys.
#include "engine/scene/instance_ids.h"
#include "engine/scene/pixel_spans.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/canvas/canvas_view.h"
#include "ui/dialogs/check_dialog.h"
#include "ui/dialogs/command_search.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/docks/style_dock.h"
#include "ui/document/settings_text.h"
#include "ui/tools/tool.h"
#include "ui/tools/tool_controller.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/first_steps.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/status_fields.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMouseEvent>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolBar>
#include <QTreeWidget>

#include <algorithm>
#include <memory>

namespace hands_test {

using namespace underpaint;
using ui::PhotoState;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t car = 8;

} // namespace

class HandsTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void aReferencePhotoIsRenderedByTheModelThatTranslatesIt();
    void aReferencePhotoLeavesThePhotoOfOtherModels();
    void leavingWaitsForExports();
    void exportsThatAreDroppedAreNamed();
    void onlyLayoutsThatTheWindowWroteAreRestored();
    void questionsShowNamesAsTheyAre();
    void theExportWritesTheSizesThatItOffers();
    void informationGoesAndFailuresStay();
    void whatAToolSaidEndsWithItsReason();
    void darkIsDarkEverywhereAtOnce();
    void theHintOfTheBrushIsWholeAt1366();
    void sharedButtonsStayWhereTheyAre();
    void theViewIsTurnedByCommands();
    void everyAreaIsReachedByAKey();
    void theNextObjectIsNamed();
    void aCopyLeavesItsNeighboursAlone();
    void theCheckGoesToWhatItFound();
};

void HandsTest::cleanup() {
    m_behaviour->hold = false;
    WindowFixture::cleanup();
    ui::applyLook(ui::Preferences::Look::System);
}

void HandsTest::aReferencePhotoIsRenderedByTheModelThatTranslatesIt() {
    m_behaviour->photos = true;
    open();
    document().apply(
        {scene::SetReferencePhoto{std::make_shared<const Image>(8, 8, 3, std::uint8_t{40})}}, "a");
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().pixelColor(5, 5), QColor(40, 40, 40));
    document().apply(
        {scene::SetReferencePhoto{std::make_shared<const Image>(8, 8, 3, std::uint8_t{200})}}, "b");
    // Whatever is shown now was made of the photo before.
    QVERIFY(m_session->rendering().photo().truth() != PhotoState::Truth::Exact);
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().pixelColor(5, 5), QColor(200, 200, 200));
    action("edit.undo").trigger();
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Exact);
    QCOMPARE(m_session->rendering().photo().photo().pixelColor(5, 5), QColor(40, 40, 40));
}

void HandsTest::aReferencePhotoLeavesThePhotoOfOtherModels() {
    waitForExact();
    QTRY_COMPARE_WITH_TIMEOUT(m_session->rendering().waiting(), 0, patience);
    const int renders = m_behaviour->renders;
    document().apply(
        {scene::SetReferencePhoto{std::make_shared<const Image>(8, 8, 3, std::uint8_t{40})}}, "a");
    QCoreApplication::processEvents();
    QCOMPARE(m_session->rendering().photo().truth(), PhotoState::Truth::Exact);
    QCOMPARE(m_session->rendering().waiting(), 0);
    QCOMPARE(m_behaviour->renders, renders);
    // The badge goes on telling the truth from there.
    deleteACar();
    QVERIFY(m_session->rendering().photo().truth() != PhotoState::Truth::Exact);
    waitForExact();
}

void HandsTest::leavingWaitsForExports() {
    waitForExact();
    QSignalSpy exported(&m_session->photos(), &ui::PhotoFiles::photoExported);
    m_behaviour->hold = true;
    m_session->photos().exportPhoto({file("town.png").toStdString(), {}, 95});
    QCOMPARE(m_session->photos().exporting(), QStringList{"town.png"});
    test::answerNext<QMessageBox>(*this, [this](QMessageBox& box) {
        QCOMPARE(box.objectName(), QString("exporting"));
        QVERIFY(box.text().contains("town.png"));
        m_asked = true;
        m_behaviour->hold = false; // and nobody presses anything
    });
    QVERIFY(m_window->close());
    QVERIFY(m_asked);
    QCOMPARE(exported.count(), 1);
    QCOMPARE(exported.front().at(1).toString(), QString());
    QCOMPARE(QImage(file("town.png")).size(), QSize(512, 256));
}

void HandsTest::exportsThatAreDroppedAreNamed() {
    waitForExact();
    QSignalSpy exported(&m_session->photos(), &ui::PhotoFiles::photoExported);
    m_behaviour->hold = true;
    m_session->photos().exportPhoto({file("town.png").toStdString(), {}, 95});
    // The user stays, and nothing is lost.
    click("exporting", QMessageBox::RejectRole);
    QVERIFY(!m_window->close());
    QVERIFY(m_asked);
    QCOMPARE(m_session->photos().exporting().size(), 1);
    // Another scene, without it.
    click("exporting", QMessageBox::DestructiveRole);
    QVERIFY(m_window->files().openSample(m_window->files().samples().front()));
    QVERIFY(m_asked);
    m_behaviour->hold = false;
    QCOMPARE(exported.count(), 1);
    QVERIFY(exported.front().at(1).toString().contains("town.png"));
    QVERIFY(m_window->messages().text().contains("town.png"));
    QVERIFY(m_session->photos().exporting().isEmpty());
    waitForExact();
    QVERIFY(!QFile::exists(file("town.png")));
}

void HandsTest::onlyLayoutsThatTheWindowWroteAreRestored() {
    const auto dock = [&] { return m_window->findChild<ui::StyleDock*>(); };
    waitForExact();
    dock()->hide();
    QVERIFY(m_window->close());
    open();
    waitForExact();
    QVERIFY(dock()->isHidden());
    QVERIFY(m_window->close());
    // As it was written before there were seals, or by anybody else: Qt crashes with some.
    const QByteArray state = ui::unsealed(m_settings->value("window/state").toByteArray());
    QVERIFY(!state.isEmpty());
    m_settings->setValue("window/state", state);
    open();
    QVERIFY(!dock()->isHidden());
}

void HandsTest::questionsShowNamesAsTheyAre() {
    waitForExact();
    const QString name = QStringLiteral("<b>bold<b><img src=x>.underpaint");
    document().saveAs(file(qPrintable(name)).toStdString());
    deleteACar();
    QString asked;
    int labels = 0;
    int plain = 0;
    test::answerNext<QMessageBox>(*this, [&](QMessageBox& box) {
        asked = box.text();
        for (const QLabel* label : box.findChildren<QLabel*>()) {
            labels += label->text().isEmpty() ? 0 : 1;
            plain += !label->text().isEmpty() && label->textFormat() == Qt::PlainText ? 1 : 0;
        }
        box.button(QMessageBox::Cancel)->click();
    });
    QVERIFY(!m_window->files().mayLeave());
    QVERIFY(asked.contains(name));
    QVERIFY(labels > 0);
    QCOMPARE(plain, labels);
    test::answerNext<QMessageBox>(*this, [&](QMessageBox& box) {
        labels = 0;
        for (const QLabel* label : box.findChildren<QLabel*>()) {
            labels += label->textFormat() == Qt::PlainText ? 1 : 0;
        }
        box.accept();
    });
    ui::warnPlainly(m_window.get(), "Models", "<h1>no</h1>");
    QVERIFY(labels > 0);
    QVERIFY(!Qt::mightBeRichText(ui::plainToolTip("a <b>b</b>.underpaint")) ||
            ui::plainToolTip("a <b>b</b>.underpaint").contains("&lt;b&gt;"));
    QCOMPARE(ui::plainToolTip("a & b.underpaint"), QString("a & b.underpaint"));
}

void HandsTest::theExportWritesTheSizesThatItOffers() {
    waitForExact();
    scene::SceneState state = scene::Scene(scene().labelSet, {700, 525}, road).state();
    ui::ExportDialog dialog(state, m_home->path(), "town");
    dialog.followModel(m_session->models().model(), false);
    QComboBox* sizes = nullptr;
    for (QComboBox* box : dialog.findChildren<QComboBox*>()) {
        sizes = box->accessibleName() == "Size of the photo" ? box : sizes;
    }
    QVERIFY(sizes != nullptr);
    m_window->setDocument(std::make_unique<ui::Document>(std::move(state)));
    waitForExact();
    for (int row = 0; row < sizes->count(); ++row) {
        sizes->setCurrentIndex(row);
        QSignalSpy exported(&m_session->photos(), &ui::PhotoFiles::photoExported);
        m_session->photos().exportPhoto(*dialog.choice().photo);
        QVERIFY(exported.count() > 0 || exported.wait(patience));
        QCOMPARE(exported.front().at(1).toString(), QString());
        const QSize written = QImage(file("town.png")).size();
        QCOMPARE(sizes->itemText(row),
                 QString("%1 × %2").arg(written.width()).arg(written.height()));
    }
    QCOMPARE(sizes->itemText(0), QString("700 × 525"));
}

void HandsTest::informationGoesAndFailuresStay() {
    using Kind = ui::MessageBar::Kind;
    ui::MessageBar& bar = m_window->messages();
    bar.setInformationTime(60);
    bar.showMessage(Kind::Information, "a", "this was done");
    QCOMPARE(bar.text(), QString("this was done"));
    QTRY_VERIFY_WITH_TIMEOUT(bar.text().isEmpty(), patience);
    bar.showMessage(Kind::Information, "a", "this was done");
    bar.showMessage(Kind::Failure, "b", "this failed");
    QTest::qWait(200);
    QCOMPARE(bar.text(), QString("this failed"));
}

void HandsTest::whatAToolSaidEndsWithItsReason() {
    waitForExact();
    scene::PixelSelection corner({{0, 0, 4}}, scene().bounds());
    m_window->editor().state().setPixelSelection(corner);
    m_window->canvas().setFocus();
    ui::CanvasView& canvas = m_window->canvas();
    m_window->editor().state().setCurrentLabel(road);
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.fromMap(QPointF(60, 20)).toPoint());
    QVERIFY(m_window->status().currentMessage().contains("selection"));
    QTest::keyClick(&canvas, Qt::Key_D, Qt::ControlModifier);
    QVERIFY(m_window->editor().state().pixelSelection().empty());
    QCOMPARE(m_window->status().currentMessage(), QString());
}

void HandsTest::darkIsDarkEverywhereAtOnce() {
    waitForExact();
    deleteACar();
    action("edit.undo").trigger();
    auto* dock = m_window->findChild<QDockWidget*>("historyDock");
    auto* history = dock->findChild<QListWidget*>();
    QVERIFY(history != nullptr && history->count() == 2);
    dock->raise();
    ui::applyLook(ui::Preferences::Look::Light);
    QCoreApplication::processEvents();
    const QColor light = m_window->canvas().grab().toImage().pixelColor(2, 2);
    ui::applyLook(ui::Preferences::Look::Dark);
    QCoreApplication::processEvents();
    const QColor dark = m_window->canvas().grab().toImage().pixelColor(2, 2);
    QVERIFY(light.lightness() > 128 && dark.lightness() < 80);
    // Texts are lighter than what they stand on.
    const auto brightest = [](QWidget& widget) {
        const QImage picture = widget.grab().toImage();
        int most = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                most = std::max(most, qGray(picture.pixel(x, y)));
            }
        }
        return most;
    };
    for (QLabel* text : m_window->findChild<ui::FirstSteps*>()->findChildren<QLabel*>()) {
        QVERIFY(brightest(*text) > 180);
    }
    history->setIconSize({0, 0}); // the pictures have colours of their own
    history->clearSelection();
    history->setCurrentRow(-1, QItemSelectionModel::NoUpdate);
    QVERIFY(brightest(*history->viewport()) > 100);
    m_window->messages().showMessage(ui::MessageBar::Kind::Failure, "b", "this failed");
    QVERIFY(brightest(m_window->messages()) > 180);
}

void HandsTest::theHintOfTheBrushIsWholeAt1366() {
    waitForExact();
    QCOMPARE(m_window->width(), 1366);
    m_window->editor().state().selectInstances({});
    ui::CanvasView& canvas = m_window->canvas();
    QTest::mouseMove(&canvas, canvas.fromMap(QPointF(60, 20)).toPoint());
    QCoreApplication::processEvents();
    const QString hint = m_window->status().text(ui::StatusFields::Field::Hint);
    QVERIFY(hint.contains("Alt"));
    const ui::ElidedLabel* shown = nullptr;
    for (const ui::ElidedLabel* label : m_window->status().findChildren<ui::ElidedLabel*>()) {
        shown = label->text() == hint ? label : shown;
    }
    QVERIFY(shown != nullptr);
    QVERIFY2(!shown->elided(), qPrintable(QString::number(shown->width())));
}

void HandsTest::sharedButtonsStayWhereTheyAre() {
    waitForExact();
    auto* bar = m_window->findChild<QToolBar*>("viewBar");
    QVERIFY(bar != nullptr);
    const QRect before = bar->geometry();
    for (ui::Tool* tool : m_window->tools().tools()) {
        m_window->tools().activate(*tool);
        QCoreApplication::processEvents();
        QCOMPARE(bar->geometry(), before);
    }
}

void HandsTest::theViewIsTurnedByCommands() {
    waitForExact();
    ui::CanvasView& canvas = m_window->canvas();
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_BracketRight, Qt::ControlModifier);
    QCOMPARE(canvas.rotation(), 15.0);
    QTest::keyClick(&canvas, Qt::Key_BracketLeft, Qt::ControlModifier);
    QTest::keyClick(&canvas, Qt::Key_BracketLeft, Qt::ControlModifier);
    QCOMPARE(canvas.rotation(), -15.0);
    action("view.upright").trigger();
    QCOMPARE(canvas.rotation(), 0.0);
    ui::CommandSearch search(m_window->actionBook().all(), m_window->shortcuts(), m_window.get());
    search.findChild<QLineEdit*>()->setText("rotat");
    QStringList found;
    auto* list = search.findChild<QTreeWidget*>();
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        if (!list->topLevelItem(i)->isHidden()) {
            found << list->topLevelItem(i)->text(0);
        }
    }
    QVERIFY2(found.contains("Rotate Left") && found.contains("Rotate Right") &&
                 found.contains("Upright"),
             qPrintable(found.join(", ")));
    QVERIFY(list->currentItem()->text(0).startsWith("Rotate"));
}

void HandsTest::everyAreaIsReachedByAKey() {
    waitForExact();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    select(anInstanceOf(car));
    m_window->canvas().setFocus();
    const auto holder = [&]() -> QString {
        const QWidget* focus = QApplication::focusWidget();
        while (focus != nullptr && focus->objectName().isEmpty() && focus != &m_window->canvas()) {
            focus = focus->parentWidget();
        }
        while (focus != nullptr && focus != &m_window->canvas() &&
               qobject_cast<const QDockWidget*>(focus) == nullptr &&
               qobject_cast<const QToolBar*>(focus) == nullptr) {
            focus = focus->parentWidget();
        }
        return focus == &m_window->canvas() ? QString("canvas")
                                            : (focus != nullptr ? focus->objectName() : QString());
    };
    QStringList reached{holder()};
    for (int i = 0; i < 12 && (i == 0 || reached.back() != "canvas"); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        reached << holder();
    }
    for (const char* area : {"labelDock", "instanceDock", "styleDock", "historyDock"}) {
        QVERIFY2(reached.contains(area), qPrintable(reached.join(", ")));
        QVERIFY(reached.indexOf(area) == reached.lastIndexOf(area));
    }
    QCOMPARE(reached.back(), QString("canvas"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    QCOMPARE(holder(), QString("canvas"));
}

void HandsTest::theNextObjectIsNamed() {
    waitForExact();
    using Field = ui::StatusFields::Field;
    ui::CanvasView& canvas = m_window->canvas();
    const std::uint32_t first = anInstanceOf(car);
    select(first);
    m_window->editor().state().setCurrentLabel(car);
    canvas.setFocus();
    const QPointF at = canvas.fromMap(QPointF(60, 20));
    QMouseEvent hover(QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, {}, {});
    QApplication::sendEvent(&canvas, &hover);
    QVERIFY(m_window->status().text(Field::Hint).startsWith(QString("adds to car %1").arg(first)));
    const QImage before = canvas.grab().toImage();
    QTest::keyClick(&canvas, Qt::Key_N);
    QVERIFY(m_window->status().text(Field::Hint).startsWith("new car"));
    QVERIFY(canvas.grab().toImage() != before);
    QTest::keyClick(&canvas, Qt::Key_N);
    QVERIFY(canvas.grab().toImage() == before);
    // A stroke far away that is added to it all the same is remarked on.
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, canvas.fromMap(QPointF(60, 20)).toPoint());
    QVERIFY(m_window->status().currentMessage().contains("N"));
    QCOMPARE(scene().instances.at(60, 20), first);
    // The eraser and the hand paint no object.
    QTest::keyClick(&canvas, Qt::Key_N);
    QTest::keyClick(&canvas, Qt::Key_E);
    QVERIFY(!m_window->status().text(Field::Hint).contains("new car"));
}

void HandsTest::aCopyLeavesItsNeighboursAlone() {
    waitForExact();
    const scene::SceneState before = scene();
    const std::uint32_t original = anInstanceOf(car);
    select(original);
    m_window->canvas().setFocus();
    QTest::keyClick(&m_window->canvas(), Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(m_window->tools().active().id(), QString("move"));
    const std::uint32_t copy = m_window->editor().state().selectedInstances().front();
    QVERIFY(copy != original);
    // Across the whole scene, with the arrow keys.
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(&m_window->canvas(), i < 30 ? Qt::Key_Right : Qt::Key_Left,
                        Qt::ShiftModifier);
    }
    QVERIFY(scene::instanceIn(scene(), copy));
    // Esc: as if nothing had been.
    QTest::keyClick(&m_window->canvas(), Qt::Key_Escape);
    QVERIFY(scene().labels == before.labels && scene().instances == before.instances);
    QVERIFY(scene().appearances == before.appearances);
}

void HandsTest::theCheckGoesToWhatItFound() {
    open();
    const Point at{20, 12};
    const std::uint16_t around = scene().labels.at(at.x, at.y);
    const std::uint16_t other = around == road ? car : road;
    const auto before = scene();
    m_window->editor().document().apply(
        scene::paintSpans(scene(), {{at.x, at.y, 2}}, {other, scene::stuffInstance(other)}), "dab");
    action("edit.check").trigger();
    auto* dialog = m_window->findChild<ui::CheckDialog*>();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    const auto speckle = [&] {
        const auto& all = dialog->findings();
        return std::ranges::find_if(all, [&](const imaging::SceneFinding& one) {
            return one.kind == imaging::SceneFinding::Kind::Speckle && one.first == at;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(speckle() != dialog->findings().end(), patience);
    const auto row = static_cast<int>(speckle() - dialog->findings().begin());
    const double zoom = m_window->canvas().zoom();
    dialog->list().setFocus();
    QCOMPARE(m_window->canvas().zoom(), zoom); // nobody went anywhere yet
    QTest::mouseClick(dialog->list().viewport(), Qt::LeftButton, {},
                      dialog->list().visualItemRect(dialog->list().item(row)).center());
    QVERIFY(m_window->canvas().zoom() > zoom);
    QVERIFY(m_window->canvas().visibleMap().containsPoint(QPointF(at.x, at.y), Qt::OddEvenFill));
    // All that are there, as one step.
    const int steps = stack().count();
    QTest::mouseClick(&dialog->removeSpeckles(), Qt::LeftButton);
    QCOMPARE(scene().labels.at(at.x, at.y), around);
    QCOMPARE(stack().count(), steps + 1);
    QTRY_VERIFY_WITH_TIMEOUT(speckle() == dialog->findings().end(), patience);
    QVERIFY(!dialog->removeSpeckles().isEnabled());
    stack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(speckle() != dialog->findings().end(), patience); // it follows
    stack().undo();
    QVERIFY(scene().labels == before.labels);
    // It goes with the document.
    const QPointer<ui::CheckDialog> guard(dialog);
    m_window->setDocument(std::make_unique<ui::Document>(before));
    QVERIFY(guard.isNull());
}

} // namespace hands_test

int underpaint::test::runHandsTests(int argc, char** argv) {
    hands_test::HandsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "hands_test.moc"
