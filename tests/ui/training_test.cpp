// SPDX-License-Identifier: GPL-3.0-or-later
// Fine-tuning in the window: the real window, dialog and panel, and an engine that trains nothing.
#include "engine/project/package/model_package.h"
#include "tests/support/answer_dialog.h"
#include "tests/support/window_panel.h"
#include "tests/ui/find_part.h"
#include "tests/ui/window_fixture.h"
#include "ui/dialogs/fine_tune_dialog.h"
#include "ui/docks/training_dock.h"
#include "ui/document/photo_state.h"
#include "ui/session/photo_layer.h"
#include "ui/widgets/curve_plot.h"
#include "ui/widgets/split_picture.h"
#include "ui/widgets/text_focus.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <filesystem>
#include <functional>

namespace training_test {

using namespace underpaint;
using test::part;
using Stage = ui::TrainingState::Stage;

namespace {

constexpr int patience = test::windowPatience;

void press(QDialog& dialog, QDialogButtonBox::StandardButton button) {
    auto* box = dialog.findChild<QDialogButtonBox*>();
    QTest::mouseClick(box->button(button), Qt::LeftButton);
}

} // namespace

class TrainingTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        WindowFixture::init();
        waitForExact();
    }
    void cleanup() { WindowFixture::cleanup(); }
    void aTrainingBeginsInTheMenuAndShowsHowItGoes();
    void whatTheDialogAsksReachesTheEngine();
    void theDialogSaysWhatIsMissing();
    void paintingGoesOnMeanwhile();
    void pausingKeepsWhatWasLearntAndItGoesOn();
    void afterTheProgramWasClosedTheWindowOffersToGoOn();
    void whatIsAcceptedIsAModelWithATrueCard();
    void discardingAsksAndLeavesNothing();
    void pairsThatCannotBeReadAreExplained();
    void aTrainingThatFailsSaysWhyAndCanGoOn();
    void theLineBetweenThePicturesMoves();

private:
    ui::ModelTraining& training() { return m_session->training(); }
    const ui::TrainingState& state() { return training().state(); }
    ui::TrainingDock& dock() { return test::panel<ui::TrainingDock>(*m_window); }
    std::filesystem::path runs() const { return ui::sessionFolders().trainings; }
    std::filesystem::path models() const { return m_home->filePath("models").toStdString(); }
    /// The photo that is shown becomes the layer.
    void bake();
    /// Through the menu and the dialog, which `fill` changes.
    void start(int steps, const std::function<void(ui::FineTuneDialog&)>& fill = {});
    void allow(int steps) { m_trainings->allowed = steps; }
    bool hasRun() const {
        std::error_code none;
        return !std::filesystem::is_empty(runs(), none) && !none;
    }
};

void TrainingTest::bake() {
    document().apply(ui::bakeEdit(scene(), ui::exactPhoto(m_session->rendering().photo())), "bake");
}

void TrainingTest::start(int steps, const std::function<void(ui::FineTuneDialog&)>& fill) {
    test::answerNext<ui::FineTuneDialog>(*this, [&](ui::FineTuneDialog& dialog) {
        auto& length = part<QComboBox>(dialog, "trainingLength");
        length.setCurrentIndex(length.count() - 1);
        auto& count = part<QSpinBox>(dialog, "trainingSteps");
        QVERIFY(count.isEnabled());
        count.setValue(steps);
        if (fill) {
            fill(dialog);
        }
        press(dialog, QDialogButtonBox::Ok);
        if (dialog.isVisible()) {
            QFAIL(qPrintable(part<QLabel>(dialog, "trainingNote").text()));
        }
    });
    action("model.fineTune").trigger();
}

void TrainingTest::aTrainingBeginsInTheMenuAndShowsHowItGoes() {
    QVERIFY(dock().isHidden());
    bake();
    start(40);
    QVERIFY(state().active());
    QVERIFY(dock().isVisible());
    allow(20);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 20, patience);
    QCOMPARE(state().stage, Stage::Running);
    QCOMPARE(m_trainings->pairs.load(), 1);
    QCOMPARE(dock().losses().curves().size(), std::size_t{2});
    QCOMPARE(dock().losses().curves().front().points.size(), std::size_t{20});
    QCOMPARE(dock().measures().curves().size(), std::size_t{1});
    QVERIFY(dock().measures().curves().front().points.back().y() < 100);
    QVERIFY(part<QLabel>(dock(), "trainingStatus").text().contains("20"));
    QVERIFY(!action("model.fineTune").isEnabled()); // one at a time
    // The open scene, by the model as it was and as it is.
    QTRY_VERIFY_WITH_TIMEOUT(!dock().pictures().right().isNull(), patience);
    QVERIFY(!dock().pictures().left().isNull());
    allow(40);
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Finished, patience);
}

void TrainingTest::whatTheDialogAsksReachesTheEngine() {
    const QString folder = m_home->path();
    start(10, [&](ui::FineTuneDialog& dialog) {
        auto& source = part<QComboBox>(dialog, "trainingSource");
        source.setCurrentIndex(source.findData(static_cast<int>(ui::PairsFrom::Folder)));
        QTest::keyClicks(&part<QLineEdit>(dialog, "trainingFolder"), folder);
        part<QComboBox>(dialog, "trainingStrength").setCurrentIndex(2);
        auto& name = part<QLineEdit>(dialog, "trainingName");
        name.selectAll();
        QTest::keyClicks(&name, "cars");
        auto& classes = part<QListWidget>(dialog, "trainingClasses");
        QVERIFY(classes.isVisible());
        classes.item(8)->setCheckState(Qt::Checked);
        const ui::TrainingWish wish = dialog.wish();
        QCOMPARE(wish.name, "cars");
        QCOMPARE(wish.steps, 10);
        QCOMPARE(wish.classes, QStringList{"car"});
        QCOMPARE(wish.folder, std::filesystem::path(folder.toStdString()));
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_trainings->begun.load(), 1, patience);
    QCOMPARE(m_trainings->strength.load(), 2.0);
    QCOMPARE(m_trainings->pairs.load(), 5);
    QVERIFY(std::filesystem::exists(runs() / "cars"));
}

void TrainingTest::theDialogSaysWhatIsMissing() {
    bool looked = false;
    test::answerNext<ui::FineTuneDialog>(*this, [&](ui::FineTuneDialog& dialog) {
        // The scene has no photo layer, so that a folder is offered first.
        QCOMPARE(dialog.wish().from, ui::PairsFrom::Folder);
        press(dialog, QDialogButtonBox::Ok);
        QVERIFY(dialog.isVisible());
        QVERIFY(!part<QLabel>(dialog, "trainingNote").text().isEmpty());
        part<QLineEdit>(dialog, "trainingFolder").setText(m_home->path());
        auto& name = part<QLineEdit>(dialog, "trainingName");
        for (const char* bad : {"", "a/b", ".."}) {
            name.setText(QString::fromLatin1(bad));
            QVERIFY(part<QLabel>(dialog, "trainingNote").text().isEmpty());
            press(dialog, QDialogButtonBox::Ok);
            QVERIFY(dialog.isVisible());
            QVERIFY(!part<QLabel>(dialog, "trainingNote").text().isEmpty());
        }
        looked = true;
        press(dialog, QDialogButtonBox::Cancel);
    });
    action("model.fineTune").trigger();
    QVERIFY(looked);
    QCOMPARE(state().stage, Stage::None);
}

void TrainingTest::paintingGoesOnMeanwhile() {
    bake();
    start(1000);
    allow(5);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 5, patience);
    deleteACar();
    waitForExact();
    QCOMPARE(state().stage, Stage::Running);
}

void TrainingTest::pausingKeepsWhatWasLearntAndItGoesOn() {
    bake();
    start(30);
    allow(7);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 7, patience);
    QVERIFY(!action("training.accept").isEnabled());
    QVERIFY(!action("training.resume").isEnabled());
    action("training.pause").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Paused, patience);
    QVERIFY(state().learnt);
    QVERIFY(action("training.accept").isEnabled());
    QVERIFY(!action("training.pause").isEnabled());
    action("training.resume").trigger();
    allow(30);
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Finished, patience);
    QCOMPARE(m_trainings->begun.load(), 2);
    QCOMPARE(training().curve().back().step, 30);
}

void TrainingTest::afterTheProgramWasClosedTheWindowOffersToGoOn() {
    // Not of the scene, which would have to be saved.
    start(30, [this](ui::FineTuneDialog& dialog) {
        part<QLineEdit>(dialog, "trainingFolder").setText(m_home->path());
    });
    allow(12);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 12, patience);
    open(); // another start in the same home
    QCOMPARE(state().stage, Stage::Paused);
    QCOMPARE(state().step, 12);
    QVERIFY(dock().isVisible());
    QVERIFY(m_window->messages().text().contains("12"));
    QCOMPARE(dock().losses().curves().front().points.size(), std::size_t{12});
    for (QPushButton* button : m_window->messages().findChildren<QPushButton*>()) {
        if (button->isVisible()) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Running, patience);
    allow(30);
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Finished, patience);
}

void TrainingTest::whatIsAcceptedIsAModelWithATrueCard() {
    bake();
    const std::string parent = m_session->models().model()->manifest.id;
    const std::string licence = m_session->models().model()->manifest.licence;
    start(10);
    allow(10);
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Finished, patience);
    QSignalSpy accepted(&training(), &ui::ModelTraining::accepted);
    dock().name().selectAll();
    QTest::keyClicks(&dock().name(), "my street");
    action("training.accept").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(accepted.size(), 1, patience);
    const auto package = project::ModelPackage::open(models() / "my street.underpaint-model");
    const project::Manifest& card = package.manifest();
    QCOMPARE(card.name, std::string("my street"));
    QCOMPARE(card.parent, parent);
    QCOMPARE(card.licence, licence);
    QVERIFY(card.notes.find("10 steps on 1 pair") != std::string::npos);
    QVERIFY(card.data.find("a scene of the user's") != std::string::npos);
    QVERIFY(card.metrics.empty());
    const auto known = m_session->models().models();
    QVERIFY(std::ranges::any_of(known, [](const auto& one) { return one.name == "my street"; }));
    QCOMPARE(state().stage, Stage::None);
    QVERIFY(dock().isHidden());
    QTRY_VERIFY_WITH_TIMEOUT(!hasRun(), patience);
    QVERIFY(m_window->messages().text().contains("my street"));
}

void TrainingTest::discardingAsksAndLeavesNothing() {
    bake();
    start(30);
    allow(5);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 5, patience);
    click("discardTraining", QMessageBox::RejectRole);
    action("training.discard").trigger();
    QVERIFY(m_asked);
    QCOMPARE(state().stage, Stage::Running);
    click("discardTraining", QMessageBox::DestructiveRole);
    action("training.discard").trigger();
    QVERIFY(m_asked);
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::None, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!hasRun(), patience);
    QVERIFY(action("model.fineTune").isEnabled());
}

void TrainingTest::pairsThatCannotBeReadAreExplained() {
    bake();
    m_trainings->failPack = true;
    start(30);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->messages().text().contains("has no label map"), patience);
    QCOMPARE(state().stage, Stage::None);
    QTRY_VERIFY_WITH_TIMEOUT(!hasRun(), patience);
}

void TrainingTest::aTrainingThatFailsSaysWhyAndCanGoOn() {
    bake();
    start(30);
    allow(12);
    QTRY_COMPARE_WITH_TIMEOUT(state().step, 12, patience);
    m_trainings->failSteps = true;
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Failed, patience);
    QVERIFY(state().trouble.contains("training diverged"));
    QVERIFY(m_window->messages().text().contains("training diverged"));
    allow(30);
    action("training.resume").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(state().stage, Stage::Finished, patience);
    QCOMPARE(training().curve().back().step, 30);
}

void TrainingTest::theLineBetweenThePicturesMoves() {
    bake();
    start(20);
    allow(10);
    QTRY_VERIFY_WITH_TIMEOUT(!dock().pictures().right().isNull(), patience);
    ui::SplitPicture& pictures = dock().pictures();
    QCOMPARE(pictures.split(), 0.5);
    const QPoint place(pictures.width() / 4, pictures.height() / 2);
    QTest::mouseClick(&pictures, Qt::LeftButton, {}, place);
    QVERIFY(pictures.split() < 0.4);
    pictures.setFocus();
    QTest::keyClick(&pictures, Qt::Key_End);
    QCOMPARE(pictures.split(), 1.0);
    QTest::keyClick(&pictures, Qt::Key_Left);
    QVERIFY(pictures.split() < 1.0);
}

} // namespace training_test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    underpaint::ui::TextFocusFilter filter;
    application.installEventFilter(&filter);
    training_test::TrainingTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "training_test.moc"
