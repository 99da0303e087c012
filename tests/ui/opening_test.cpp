// SPDX-License-Identifier: GPL-3.0-or-later
// What people open in the real window: files of all kinds, pictures, projects, the clipboard.
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/project/file/project_file.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instances.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/window_fixture.h"
#include "tests/ui/window_tests.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/document/settings_text.h"
#include "ui/widgets/plain_text.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

namespace opening_test {

using namespace underpaint;

namespace {

constexpr int patience = test::windowPatience;
constexpr std::uint16_t road = 3;
constexpr std::uint16_t tree = 5;

} // namespace

class OpeningTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void openLooksBeforeItAsks();
    void openTakesALabelMapAsANewScene();
    void openTakesAMapOfAnotherDomainWithItsModel();
    void aModelFileBeginsWithAScene();
    void anUntouchedSampleGivesWayToOneOfTheModel();
    void openTakesAPhotoAsANewScene();
    void openAsksAboutAPictureThatCouldBeEither();
    void theImportDialogHasRoomForLongMessages();
    void aPictureOnTheCommandLineIsOpened();
    void aPhotoOnTheCommandLineIsOpened();
    void whatCannotBeOpenedIsSaidOverAScene();
    void aPictureIsPasted();
    void filesThatCannotBeUsedAreNamed();
    void savingBeginsWhereProjectsAre();
    void aReopenedProjectCanBeUndone();

private:
    /// Of the shipped model.
    QString modelId(const char* name);
    /// Two areas, ids as grey levels.
    QString labelMap(const char* name);
    static void press(ui::ImportDialog& dialog, QDialogButtonBox::StandardButton button);
};

void OpeningTest::cleanup() {
    m_behaviour->hold = false;
    WindowFixture::cleanup();
    ui::applyLook(ui::Preferences::Look::System);
}

QString OpeningTest::labelMap(const char* name) {
    LabelPlane map(96, 64, road);
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 96; ++x) {
            map.at(x, y) = tree;
        }
    }
    imaging::writeLabels(file(name).toStdString(), map);
    return file(name);
}

void OpeningTest::press(ui::ImportDialog& dialog, QDialogButtonBox::StandardButton button) {
    auto* one = dialog.findChild<QDialogButtonBox*>()->button(button);
    QTRY_VERIFY_WITH_TIMEOUT(one->isEnabled(), patience);
    QTest::mouseClick(one, Qt::LeftButton);
}

void OpeningTest::openLooksBeforeItAsks() {
    deleteACar();
    const scene::SceneState edited = scene();
    click("unsaved", QMessageBox::RejectRole);
    writeFileAtomically(file("notes.txt").toStdString(), std::string_view("no picture"));
    writeFileAtomically(file("broken.underpaint").toStdString(), std::string_view("no project"));
    for (const char* name : {"notes.txt", "broken.underpaint", "gone.png"}) {
        try {
            m_window->files().open(file(name));
            QFAIL(name);
        } catch (const Error& failure) {
            QVERIFY(QString::fromStdString(failure.message()).contains(name));
        }
    }
    QVERIFY(!m_asked);
    QVERIFY(scene() == edited);
    // What can be opened is asked about.
    project::Project project;
    project.state = scene::Scene(scene().labelSet, {96, 64}, road).state();
    writeFileAtomically(file("village.underpaint").toStdString(), project::encodeProject(project));
    QVERIFY(!m_window->files().open(file("village.underpaint")));
    QVERIFY(m_asked);
    QVERIFY(scene() == edited);
    click("unsaved", QMessageBox::DestructiveRole);
    QVERIFY(m_window->files().open(file("village.underpaint")));
    QCOMPARE(document().displayName(), QString("village.underpaint"));
}

void OpeningTest::openTakesALabelMapAsANewScene() {
    deleteACar();
    const QString map = labelMap("meadow.png");
    QString title;
    test::answerNext<ui::ImportDialog>(*this, [&](ui::ImportDialog& dialog) {
        title = dialog.windowTitle();
        click("unsaved", QMessageBox::DestructiveRole);
        press(dialog, QDialogButtonBox::Ok);
    });
    QVERIFY(m_window->files().open(map));
    QVERIFY(m_asked);
    QVERIFY(title.contains("meadow.png"));
    QCOMPARE(scene().size(), (Size{96, 64}));
    QCOMPARE(scene().labels.at(10, 10), tree);
    QCOMPARE(document().displayName(), QString("meadow"));
    QVERIFY(m_window->windowTitle().contains("meadow"));
    QVERIFY(document().path().empty());
    QVERIFY(!document().modified());
}

QString OpeningTest::modelId(const char* name) {
    for (const ui::KnownModel& model : m_session->models().models()) {
        if (model.path.stem() == name) {
            return model.id;
        }
    }
    return {};
}

void OpeningTest::openTakesAMapOfAnotherDomainWithItsModel() {
    waitForExact();
    const QString street = modelId("street");
    const scene::LabelSet facades = scene::facadeLabels();
    LabelPlane map(96, 64, 2); // a front
    for (int y = 20; y < 40; ++y) {
        for (int x = 30; x < 50; ++x) {
            map.at(x, y) = 3; // with a window
        }
    }
    QVERIFY(QDir(m_home->path()).mkpath("facades"));
    QImage picture(96, 64, QImage::Format_RGB32);
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
            const scene::Colour colour = facades.at(map.at(x, y)).colour;
            picture.setPixel(x, y, qRgb(colour.red, colour.green, colour.blue));
        }
    }
    QVERIFY(picture.save(file("facades/front.png")));
    for (const bool change : {false, true}) {
        QString offered;
        test::answerNext<ui::ImportDialog>(*this, [&](ui::ImportDialog& dialog) {
            auto* models = dialog.findChild<QComboBox*>("model");
            offered = models->currentText();
            if (change) {
                models->setFocus();
                QTest::keyClicks(models, "street");
            }
            press(dialog, QDialogButtonBox::Ok);
        });
        QVERIFY(m_window->files().open(file("facades/front.png")));
        QVERIFY2(offered.contains("fronts", Qt::CaseInsensitive) ||
                     offered.contains("facades", Qt::CaseInsensitive),
                 qPrintable(offered));
        if (change) { // all can be painted by any model
            QCOMPARE(QString::fromStdString(scene().modelId), street);
            QCOMPARE(scene().labelSet.at(scene().labels.at(5, 5)).name, std::string("building"));
        } else {
            QCOMPARE(QString::fromStdString(scene().modelId), modelId("facades"));
            QCOMPARE(scene().labelSet.at(scene().labels.at(35, 30)).name, std::string("window"));
        }
        QVERIFY(!document().modified());
        waitForExact();
    }
}

void OpeningTest::aModelFileBeginsWithAScene() {
    open(QStringLiteral(UNDERPAINT_SOURCE_FOLDER "/models/facades.underpaint-model"));
    QCOMPARE(QString::fromStdString(scene().modelId), modelId("facades"));
    QCOMPARE(scene().labelSet.at(1).name, std::string("facade"));
    QVERIFY(scene::instancesIn(scene()).size() > 3);
    QVERIFY(!document().modified());
    QCOMPARE(stack().count(), 0);
    waitForExact();
}

void OpeningTest::anUntouchedSampleGivesWayToOneOfTheModel() {
    waitForExact();
    const scene::SceneState sample = scene();
    ui::FileDesk& files = m_window->files();
    files.takeModel(modelId("facades"));
    QCOMPARE(scene().labelSet.at(1).name, std::string("facade"));
    QVERIFY(scene::instancesIn(scene()).size() > 3);
    QCOMPARE(stack().count(), 0);
    waitForExact();
    // Another model of the same classes paints the same scene.
    const scene::LabelMap front = scene().labels;
    files.takeModel(modelId("facades-variations"));
    QVERIFY(scene().labels == front);
    QCOMPARE(QString::fromStdString(scene().modelId), modelId("facades-variations"));
    files.takeModel(modelId("street"));
    QVERIFY(scene().labels == sample.labels);
    QCOMPARE(stack().count(), 0);
    waitForExact();
    // What somebody has painted stays, and undo brings it back.
    deleteACar();
    const scene::SceneState painted = scene();
    files.takeModel(modelId("facades"));
    QVERIFY(scene().labelSet != painted.labelSet);
    stack().undo();
    QVERIFY(scene() == painted);
}

void OpeningTest::openTakesAPhotoAsANewScene() {
    waitForExact();
    QVERIFY(m_window->files().open(photo("holiday.png")));
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{64, 32}), patience);
    QCOMPARE(document().displayName(), QString("holiday"));
    QVERIFY(scene().referencePhoto != nullptr);
}

void OpeningTest::openAsksAboutAPictureThatCouldBeEither() {
    waitForExact();
    QImage picture(64, 32, QImage::Format_RGB888);
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 64; ++x) {
            picture.setPixelColor(x, y, x % 4 == 0 ? QColor(y, x, 0) : QColor(y, x / 4 * 4, 0));
        }
    }
    picture.save(file("flat.png"));
    click("whatIsIt", QMessageBox::AcceptRole, "Photo Layer");
    QVERIFY(m_window->files().open(file("flat.png")));
    QVERIFY(m_asked);
    QVERIFY(scene().referencePhoto != nullptr);
}

void OpeningTest::theImportDialogHasRoomForLongMessages() {
    waitForExact();
    // A colour for each pixel: the refusal names a good many of them.
    const QString picture = photo(qPrintable(QString(180, 'n') + ".png"));
    ui::ImportDialog dialog(picture.toStdString(), {}, scene().labelSet, m_window.get());
    QSignalSpy read(&dialog, &ui::ImportDialog::read);
    dialog.show();
    QTRY_VERIFY_WITH_TIMEOUT(!read.isEmpty(), patience);
    const auto* report = dialog.findChild<QPlainTextEdit*>();
    QVERIFY2(report->toPlainText().contains("nnn"), qPrintable(report->toPlainText()));
    QCoreApplication::processEvents();
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
        if (label->isVisible() && label->wordWrap()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(label->heightForWidth(label->width()) <= label->height());
        }
    }
}

void OpeningTest::aPictureOnTheCommandLineIsOpened() {
    const QString map = labelMap("meadow.png");
    QString title;
    test::answerNext<ui::ImportDialog>(*this, [&](ui::ImportDialog& dialog) {
        title = dialog.windowTitle();
        press(dialog, QDialogButtonBox::Ok);
    });
    open(map);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{96, 64}), patience);
    QVERIFY(title.contains("meadow.png"));
    QVERIFY(m_window->windowTitle().contains("meadow"));
}

void OpeningTest::aPhotoOnTheCommandLineIsOpened() {
    open(photo("holiday.png"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->windowTitle().contains("holiday"), patience);
    QCOMPARE(scene().size(), (Size{64, 32}));
}

void OpeningTest::whatCannotBeOpenedIsSaidOverAScene() {
    writeFileAtomically(file("notes.txt").toStdString(), std::string_view("no picture"));
    open(file("notes.txt"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("notes.txt"), patience);
    QCOMPARE(scene().size(), (Size{512, 256}));
}

void OpeningTest::aPictureIsPasted() {
    waitForExact();
    QClipboard* clipboard = QGuiApplication::clipboard();
    clipboard->clear();
    action("file.paste").trigger();
    QVERIFY(m_window->messages().text().contains("clipboard"));
    clipboard->setImage(QImage(photo("holiday.png")));
    m_window->canvas().setFocus();
    QTest::keyClick(&m_window->canvas(), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(scene().size(), (Size{64, 32}), patience);
    QVERIFY(document().displayName().startsWith("pasted picture"));
    // The folder behind the clipboard is none of the user's.
    QVERIFY(!m_settings->contains("files/pictureFolder"));
    // A file that was copied in a file manager.
    auto* data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(labelMap("meadow.png"))});
    clipboard->setMimeData(data);
    test::answerNext<ui::ImportDialog>(
        *this, [&](ui::ImportDialog& dialog) { press(dialog, QDialogButtonBox::Ok); });
    click("unsaved", QMessageBox::DestructiveRole);
    action("file.paste").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(document().displayName(), QString("meadow"), patience);
}

void OpeningTest::filesThatCannotBeUsedAreNamed() {
    const auto drag = [&](const QUrl& url) {
        QMimeData data;
        data.setUrls({url});
        QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
        enter.ignore();
        QApplication::sendEvent(m_window.get(), &enter);
        return enter.isAccepted();
    };
    QVERIFY(!drag(QUrl::fromLocalFile(file("notes.txt"))));
    QVERIFY(m_window->messages().text().contains("notes.txt"));
    QVERIFY(!drag(QUrl("https://example.org/street.jpg")));
    QVERIFY(m_window->messages().text().contains("street.jpg"));
    QVERIFY(drag(QUrl::fromLocalFile(photo("holiday.png"))));
    QCOMPARE(m_window->messages().text(), QString());
}

void OpeningTest::savingBeginsWhereProjectsAre() {
    waitForExact();
    QDir(m_home->path()).mkpath("pictures");
    QDir(m_home->path()).mkpath("projects");
    document().saveAs(file("projects/town.underpaint").toStdString());
    m_window->files().setReferencePhoto(photo("pictures/holiday.png"));
    const auto folderOf = [&](const char* command) {
        QString folder;
        QString name;
        test::answerNext<QFileDialog>(*this, [&](QFileDialog& dialog) {
            folder = dialog.directory().path();
            name = dialog.selectedFiles().value(0);
            dialog.reject();
        });
        action(command).trigger();
        return folder;
    };
    QCOMPARE(QFileInfo(folderOf("file.saveAs")), QFileInfo(file("projects")));
    QCOMPARE(QFileInfo(folderOf("file.importLabels")), QFileInfo(file("pictures")));
    // A scene without a file: where projects were opened.
    click("unsaved", QMessageBox::DestructiveRole);
    QVERIFY(m_window->files().open(file("projects/town.underpaint")));
    QVERIFY(m_window->files().openSample(m_window->files().samples().front()));
    m_window->files().setReferencePhoto(photo("pictures/holiday.png"));
    QCOMPARE(QFileInfo(folderOf("file.saveAs")), QFileInfo(file("projects")));
}

void OpeningTest::aReopenedProjectCanBeUndone() {
    waitForExact();
    const scene::SceneState before = scene();
    deleteACar();
    const scene::SceneState edited = scene();
    document().saveAs(file("town.underpaint").toStdString());
    QVERIFY(m_window->close());
    open();
    QCOMPARE(document().displayName(), QString("town.underpaint"));
    QVERIFY(scene() == edited);
    QVERIFY(!document().modified());
    QVERIFY(action("edit.undo").isEnabled());
    action("edit.undo").trigger();
    QVERIFY(scene().labels == before.labels && scene().instances == before.instances);
    QVERIFY(document().modified());
    action("edit.redo").trigger();
    QVERIFY(scene() == edited);
    QVERIFY(!document().modified());
}

} // namespace opening_test

int underpaint::test::runOpeningTests(int argc, char** argv) {
    opening_test::OpeningTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "opening_test.moc"
