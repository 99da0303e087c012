// SPDX-License-Identifier: GPL-3.0-or-later
// Files dragged over the main window and dropped on its zones.
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/label_set_json.h"
#include "engine/project/file/project_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/dialogs/class_table_view.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/document/work_pool.h"
#include "ui/session/photo_start.h"
#include "ui/widgets/drop_zones.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QUndoStack>
#include <QUrl>

#include <cstdlib>
#include <span>
#include <string>

namespace drop_test {

using namespace underpaint;

namespace {

constexpr std::uint16_t road = 3;
constexpr std::uint16_t tree = 5;
constexpr std::uint16_t car = 8;
constexpr int photoZones = 5;

} // namespace

class DropTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void labelMapIsShownBeforeItReplacesTheScene();
    void labelMapOfOtherLabelsIsMapped();
    void itsLabelsAreFoundOutAndCanBeChosen();
    void aLabelSetBesideTheMapWins();
    void refusedReportChangesNothing();
    void projectIsOpened();
    void photoBecomesTheReference();
    void stylesAreTakenFromAPhoto();
    void photoBecomesANewScene();
    void scenesOfPhotosHaveBoundsAndNoDust();
    void unsavedChangesOutliveAPhoto();
    void aStoppedSegmentationBeginsNoScene();
    void brokenPhotoIsExplained();
    void wrongInstanceMapIsExplained();
    void otherFilesAreNotTaken();
    void leavingHidesTheZones();
    void zonesGoWhereverTheDragEnds();

private:
    ui::DropZones& zones() { return *m_window->findChild<ui::DropZones*>(); }
    /// False when the window does not want the file.
    bool drag(const QString& file);
    /// On the zone at that place of those that are shown, in rows of two.
    void drop(const QString& file, int zone, int zoneCount);
    QString labelMap(std::uint16_t label);
    QString photo();
    static void press(ui::ImportDialog& dialog, QDialogButtonBox::StandardButton button);
};

bool DropTest::drag(const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(m_window.get(), &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    // The zones are under the pointer by now.
    QDragEnterEvent further({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&zones(), &further);
    return further.isAccepted();
}

void DropTest::drop(const QString& file, int zone, int zoneCount) {
    QVERIFY(drag(file));
    QVERIFY(zones().isVisible());
    const int columns = zoneCount > 1 ? 2 : 1;
    const int rows = (zoneCount + columns - 1) / columns;
    const QPointF at(zones().width() * (0.5 + zone % columns) / columns,
                     zones().height() * (0.5 + zone / columns) / rows);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&zones(), &dropped);
    QVERIFY(!zones().isVisible());
}

QString DropTest::labelMap(std::uint16_t label) {
    const QString file = m_home->filePath("map.png");
    imaging::writeLabels(file.toStdString(), LabelPlane(80, 48, label));
    return file;
}

QString DropTest::photo() {
    const QString file = m_home->filePath("photo.png");
    QImage picture(64, 32, QImage::Format_RGB888);
    picture.fill(Qt::darkGreen);
    picture.save(file);
    return file;
}

void DropTest::press(ui::ImportDialog& dialog, QDialogButtonBox::StandardButton button) {
    auto* one = dialog.findChild<QDialogButtonBox*>()->button(button);
    QTRY_VERIFY_WITH_TIMEOUT(one->isEnabled(), test::windowPatience);
    QTest::mouseClick(one, Qt::LeftButton);
}

void DropTest::labelMapIsShownBeforeItReplacesTheScene() {
    waitForExact();
    test::answerNext<ui::ImportDialog>(
        *this, [](ui::ImportDialog& dialog) { press(dialog, QDialogButtonBox::Ok); });
    drop(labelMap(tree), 0, photoZones);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{80, 48}), test::windowPatience);
    QCOMPARE(scene().labels.at(40, 20), tree);
    waitForExact();
    QCOMPARE(m_session->rendering().photo().photo().size(), QSize(80, 48));
    action("edit.undo").trigger();
    QCOMPARE(scene().size(), (Size{512, 256}));
}

void DropTest::labelMapOfOtherLabelsIsMapped() {
    waitForExact();
    constexpr std::uint16_t truckOfCityscapes = 27;
    test::answerNext<ui::ImportDialog>(*this, [](ui::ImportDialog& dialog) {
        for (auto* choice : dialog.findChildren<QComboBox*>()) {
            if (const int row = choice->findData(QStringLiteral("cityscapes")); row >= 0) {
                choice->setCurrentIndex(row);
            }
        }
        const auto* report = dialog.findChild<QPlainTextEdit*>();
        QTRY_VERIFY_WITH_TIMEOUT(report->toPlainText().contains("truck became car"),
                                 test::windowPatience);
        press(dialog, QDialogButtonBox::Ok);
    });
    drop(labelMap(truckOfCityscapes), 0, photoZones);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{80, 48}), test::windowPatience);
    QCOMPARE(scene().labels.at(40, 20), car);
    QCOMPARE(scene().instances.at(40, 20), 1000U * car);
}

void DropTest::itsLabelsAreFoundOutAndCanBeChosen() {
    waitForExact();
    constexpr std::uint16_t truckOfCityscapes = 27;
    test::answerNext<ui::ImportDialog>(*this, [](ui::ImportDialog& dialog) {
        const auto* report = dialog.findChild<QPlainTextEdit*>();
        QTRY_VERIFY_WITH_TIMEOUT(report->toPlainText().contains("truck became car"),
                                 test::windowPatience);
        const auto* table = dialog.findChild<ui::ClassTableView*>();
        QVERIFY(table->isVisible());
        QComboBox* choice = nullptr;
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->item(row, 0)->text() == "truck") {
                choice = qobject_cast<QComboBox*>(table->cellWidget(row, 2));
            }
        }
        QVERIFY(choice != nullptr);
        QCOMPARE(choice->currentData().toInt(), int{car});
        choice->setFocus();
        QTest::keyClicks(choice, "tree"); // as people do
        QTRY_VERIFY_WITH_TIMEOUT(report->toPlainText().contains("truck became tree"),
                                 test::windowPatience);
        press(dialog, QDialogButtonBox::Ok);
    });
    drop(labelMap(truckOfCityscapes), 0, photoZones);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{80, 48}), test::windowPatience);
    QCOMPARE(scene().labels.at(40, 20), tree);
}

void DropTest::aLabelSetBesideTheMapWins() {
    waitForExact();
    // Class 2 of facades is a facade, of the scene a pole; both have it.
    const QDir set(m_home->filePath("walls"));
    QVERIFY(set.mkpath("test_label"));
    const std::string json = imaging::labelSetJson(scene::facadeLabels());
    writeFileAtomically(set.filePath("labels.json").toStdString(), std::as_bytes(std::span(json)));
    const QString file = set.filePath("test_label/palace.png");
    imaging::writeLabels(file.toStdString(),
                         LabelPlane(80, 48, scene::facadeLabels().at("facade").id));
    test::answerNext<ui::ImportDialog>(*this, [](ui::ImportDialog& dialog) {
        const auto* report = dialog.findChild<QPlainTextEdit*>();
        QTRY_VERIFY_WITH_TIMEOUT(report->toPlainText().contains("facade became building"),
                                 test::windowPatience);
        QVERIFY(dialog.findChild<ui::ClassTableView*>()->isVisible());
        press(dialog, QDialogButtonBox::Ok);
    });
    drop(file, 0, photoZones);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{80, 48}), test::windowPatience);
    QCOMPARE(scene().labels.at(40, 20), scene().labelSet.at("building").id);
}

void DropTest::refusedReportChangesNothing() {
    waitForExact();
    const scene::SceneState before = scene();
    bool seen = false;
    test::answerNext<ui::ImportDialog>(*this, [&](ui::ImportDialog& dialog) {
        seen = true;
        press(dialog, QDialogButtonBox::Cancel);
    });
    drop(labelMap(tree), 0, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(seen, test::windowPatience);
    QVERIFY(scene() == before);
    QVERIFY(!stack().canUndo());
}

void DropTest::projectIsOpened() {
    project::Project project;
    project.state = scene::Scene(scene().labelSet, {96, 64}, road).state();
    const QString file = m_home->filePath("village.underpaint");
    writeFileAtomically(file.toStdString(), project::encodeProject(project));
    drop(file, 0, 1);
    QTRY_COMPARE_WITH_TIMEOUT(document().displayName(), QString("village.underpaint"),
                              test::windowPatience);
    QVERIFY(scene() == project.state);
    waitForExact();
}

void DropTest::photoBecomesTheReference() {
    waitForExact();
    QVERIFY(!scene().referencePhoto);
    drop(photo(), 2, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(scene().referencePhoto, test::windowPatience);
    QCOMPARE(scene().referencePhoto->size(), (Size{64, 32}));
}

void DropTest::stylesAreTakenFromAPhoto() {
    waitForExact();
    const auto encoded = [this] {
        const scene::Style* style = scene().styleOf(anInstanceOf(road));
        return style != nullptr && std::holds_alternative<scene::FeatureStyle>(*style);
    };
    QVERIFY(!encoded());
    select(anInstanceOf(road));
    drop(photo(), 3, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(encoded(), test::windowPatience);
}

void DropTest::photoBecomesANewScene() {
    waitForExact();
    drop(photo(), 4, photoZones);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{64, 32}), test::windowPatience);
    QCOMPARE(scene().labels.at(10, 20), car);
    QCOMPARE(scene().labels.at(50, 20), road);
    QCOMPARE(scene().instances.at(10, 20), 8000U);
    QCOMPARE(scene().instances.at(50, 20), std::uint32_t{road});
    QCOMPARE(scene().referencePhoto->size(), (Size{64, 32}));
    QCOMPARE(scene().modelId, m_session->models().model()->manifest.id);
    // Its styles come a little later.
    QTRY_VERIFY_WITH_TIMEOUT(scene().styleOf(8000) != nullptr, test::windowPatience);
    QVERIFY(scene().styleOf(road) != nullptr);
    waitForExact();
    QVERIFY(document().path().empty());
}

void DropTest::scenesOfPhotosHaveBoundsAndNoDust() {
    waitForExact();
    const project::SizeRules rules{128, 96, 4};
    QCOMPARE(ui::sceneSizeFor({40, 30}, rules), (Size{40, 32})); // never larger, but a multiple
    const Size large = ui::sceneSizeFor({4000, 3000}, rules);
    QVERIFY(large.width % 4 == 0 && large.height % 4 == 0);
    QVERIFY(std::abs(3 * large.width - 4 * large.height) <= 16);
    QVERIFY(std::abs(large.area() - 512LL * 256) < 4000);

    const project::Manifest& model = m_session->models().model()->manifest;
    LabelPlane labels(256, 128, road);
    labels.at(3, 3) = car;
    for (int x = 100; x < 120; ++x) {
        labels.at(x, 50) = car;
    }
    constexpr std::uint16_t tree = 5;
    for (int y = 0; y < 128; ++y) {
        for (int x = 200; x < 256; ++x) {
            labels.at(x, y) = tree; // a wood, and three trees of 20 pixels on the road
        }
    }
    for (int x = 20; x < 80; ++x) {
        labels.at(x, 100) = x % 30 < 20 ? tree : road;
    }
    const auto picture = std::make_shared<const Image>(256, 128, 3, std::uint8_t{0});
    const scene::SceneState state = ui::sceneFromPhoto(picture, labels, model);
    QCOMPARE(state.instances.at(110, 50), 8000U);
    // Dust is what surrounds it: a car of a pixel is none.
    QCOMPARE(state.instances.at(3, 3), std::uint32_t{road});
    QCOMPARE(state.labels.at(3, 3), road);
    QCOMPARE(state.labels.at(25, 100), road);
    QCOMPARE(state.labels.at(230, 100), tree);
    // The photo is the layer, which these labels describe.
    QVERIFY(state.referencePhoto == picture);
    QVERIFY(state.keep.on);
    QVERIFY(state.photoMaps->labels == state.labels &&
            state.photoMaps->instances == state.instances);
    labels.at(0, 0) = 999;
    QVERIFY_EXCEPTION_THROWN(ui::sceneFromPhoto(picture, labels, model), Error);
}

void DropTest::unsavedChangesOutliveAPhoto() {
    waitForExact();
    select(anInstanceOf(car));
    action("instance.delete").trigger();
    const scene::SceneState edited = scene();
    bool asked = false;
    test::answerNext<QMessageBox>(*this, [&](QMessageBox& box) {
        asked = true;
        box.button(QMessageBox::Cancel)->click();
    });
    drop(photo(), 4, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(asked, test::windowPatience);
    QVERIFY(scene() == edited);
}

void DropTest::aStoppedSegmentationBeginsNoScene() {
    waitForExact();
    QSignalSpy segmented(&m_session->photos(), &ui::PhotoFiles::photoSegmented);
    m_session->photos().segmentPhoto(photo().toStdString());
    m_session->rendering().stop();
    ui::workPool().waitForDone();
    QVERIFY(!segmented.wait(300));
    QCOMPARE(scene().size(), (Size{512, 256}));
    m_session->photos().segmentPhoto(photo().toStdString());
    QVERIFY(segmented.count() > 0 || segmented.wait(test::windowPatience));
}

void DropTest::brokenPhotoIsExplained() {
    waitForExact();
    const QString file = m_home->filePath("torn.jpg");
    writeFileAtomically(file.toStdString(), std::string_view("no JPEG at all"));
    drop(file, 4, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("torn.jpg"),
                             test::windowPatience);
    QCOMPARE(scene().size(), (Size{512, 256}));
}

void DropTest::wrongInstanceMapIsExplained() {
    waitForExact();
    const QString file = labelMap(road);
    drop(file, 1, photoZones);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("80 × 48"), test::windowPatience);
    QVERIFY(!stack().canUndo());
}

void DropTest::otherFilesAreNotTaken() {
    QVERIFY(!drag(m_home->filePath("song.mp3")));
    QVERIFY(!zones().isVisible());
}

void DropTest::leavingHidesTheZones() {
    QVERIFY(drag(photo()));
    QVERIFY(zones().isVisible());
    QDragLeaveEvent leave;
    QApplication::sendEvent(&zones(), &leave);
    QVERIFY(!zones().isVisible());
}

// Events of the platform, which Qt gives to the widget under the pointer.
void DropTest::zonesGoWhereverTheDragEnds() {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(photo())});
    const QPoint onZones = zones().mapTo(m_window.get(), QPoint(40, 40)) +
                           QPoint(m_window->width() / 4, m_window->height() / 4);
    const QPoint onMenus = m_window->menuBar()->geometry().center();
    const auto send = [this](QEvent&& event) {
        QApplication::sendEvent(m_window->windowHandle(), &event);
        QApplication::processEvents();
    };
    const auto drag = [&](QPoint to, bool enters = false) {
        enters ? send(QDragEnterEvent(to, Qt::CopyAction, &data, Qt::LeftButton, {}))
               : send(QDragMoveEvent(to, Qt::CopyAction, &data, Qt::LeftButton, {}));
    };
    drag(onMenus, true);
    QVERIFY(zones().isVisible());
    drag(onZones);
    QVERIFY(zones().isVisible());
    drag(onMenus);
    QVERIFY(zones().isVisible());
    send(QDragLeaveEvent());
    QVERIFY(!zones().isVisible());

    drag(onMenus, true);
    QVERIFY(zones().isVisible());
    send(QDropEvent(onMenus, Qt::CopyAction, &data, Qt::LeftButton, {}));
    QVERIFY(!zones().isVisible());

    // A widget that takes files itself, as the list of exemplars does.
    QWidget taker(m_window.get());
    taker.setAcceptDrops(true);
    taker.setGeometry(m_window->menuBar()->geometry());
    taker.show();
    const QPoint onTools = onMenus + QPoint(0, m_window->menuBar()->height());
    drag(onTools, true);
    QVERIFY(zones().isVisible());
    drag(onMenus);
    send(QDropEvent(onMenus, Qt::CopyAction, &data, Qt::LeftButton, {}));
    QTRY_VERIFY(!zones().isVisible());
}

} // namespace drop_test

int underpaint::test::runDropTests(int argc, char** argv) {
    drop_test::DropTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "drop_test.moc"
