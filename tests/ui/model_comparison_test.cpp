// SPDX-License-Identifier: GPL-3.0-or-later
// Two models that paint the same scenes, judged blind: the real dialog over the real window.
#include "engine/base/atomic_file.h"
#include "engine/project/file/project_file.h"
#include "tests/support/answer_dialog.h"
#include "tests/ui/find_part.h"
#include "tests/ui/model_tests.h"
#include "tests/ui/window_fixture.h"
#include "ui/comparison/comparison_dialog.h"
#include "ui/comparison/pair_view.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

namespace model_comparison_test {

using namespace underpaint;
using test::part;

namespace {

constexpr int patience = test::windowPatience;
constexpr const char* streets = UNDERPAINT_SOURCE_FOLDER "/resources/scenes/street/test_label";

} // namespace

class ModelComparisonTest : public underpaint::test::WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        WindowFixture::init();
        waitForExact();
    }
    void cleanup() { WindowFixture::cleanup(); }
    void theMenuOffersModels();
    void twoModelsPaintAFolderAndAreJudged();
    void aProjectComesIntoTheClassesOfEither();
    void paintingCanBeStopped();
    void whatCannotBePaintedIsLeftOut();
    void aComparisonOfModelsGoesOn();
    void whatIsMissingIsSaid();

private:
    /// With street and nature chosen, and these scenes beside the open one.
    std::unique_ptr<ui::ComparisonDialog> dialog(const QStringList& scenes, bool open = false) {
        m_settings->setValue("comparison/scenes", scenes);
        m_settings->setValue("comparison/firstModel", "street");
        m_settings->setValue("comparison/secondModel", "nature");
        m_settings->setValue("comparison/file", m_home->filePath("v.json"));
        auto made = std::make_unique<ui::ComparisonDialog>(
            *m_settings, m_window.get(),
            ui::ModelsToCompare{m_session->models(), m_session->comparisons(),
                                document().snapshot(), "mine"});
        auto& list = part<QListWidget>(*made, "comparison.scenes");
        list.item(0)->setCheckState(open ? Qt::Checked : Qt::Unchecked);
        made->resize(900, 600);
        made->show();
        return made;
    }
    static void press(ui::ComparisonDialog& dialog, const char* name) {
        QTest::mouseClick(&part<QPushButton>(dialog, name), Qt::LeftButton);
    }
    static bool judging(const ui::ComparisonDialog& dialog) {
        return dialog.findChild<ui::PairView*>()->isVisible();
    }
    ui::BlindComparison saved() {
        QFile whole(m_home->filePath("v.json"));
        return whole.open(QFile::ReadOnly)
                   ? ui::BlindComparison::parse(whole.readAll().toStdString(), "v.json")
                   : ui::BlindComparison({}, {});
    }
    QStringList paintedFolders() {
        return QDir(m_home->filePath("comparisons")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    }
};

void ModelComparisonTest::theMenuOffersModels() {
    bool seen = false;
    test::answerNext<ui::ComparisonDialog>(*this, [&](ui::ComparisonDialog& asked) {
        seen = part<QComboBox>(asked, "comparison.kind").currentData().toBool() &&
               part<QComboBox>(asked, "comparison.firstModel").isVisible() &&
               !part<QLineEdit>(asked, "comparison.first").isVisible();
        part<QComboBox>(asked, "comparison.kind").setCurrentIndex(0);
        seen = seen && part<QLineEdit>(asked, "comparison.first").isVisible() &&
               !part<QListWidget>(asked, "comparison.scenes").isVisible();
        asked.reject();
    });
    action("model.compare").trigger();
    QVERIFY(seen);
}

void ModelComparisonTest::twoModelsPaintAFolderAndAreJudged() {
    const auto made = dialog({streets}, true);
    press(*made, "beginComparison");
    QTRY_VERIFY_WITH_TIMEOUT(judging(*made), patience);
    const ui::BlindComparison begun = saved();
    QCOMPARE(begun.trials().size(), 5U); // four label maps and the open scene
    QCOMPARE(begun.plan().firstModel, std::string("street"));
    QCOMPARE(begun.plan().secondModel, std::string("nature"));
    std::set<std::string> names;
    for (const ui::BlindTrial& trial : begun.trials()) {
        names.insert(trial.pair.name);
        // The fake paints ids as colours, and these models have other ids for the same classes.
        const QImage street(QString::fromStdString(trial.pair.first.string()));
        const QImage nature(QString::fromStdString(trial.pair.second.string()));
        QVERIFY(!street.isNull());
        QCOMPARE(street.size(), nature.size());
        QVERIFY(street != nature);
    }
    QCOMPARE(names, (std::set<std::string>{"avenue", "crossing", "high_street", "mine", "street"}));
    // Nothing on the screen tells which is whose.
    for (const QLabel* label : made->findChildren<QLabel*>()) {
        QVERIFY(!label->isVisible() || !label->text().contains("nature"));
    }
    for (int i = 0; i < 5; ++i) {
        const bool firstLeft = !saved().trials()[static_cast<std::size_t>(i)].swapped;
        QTest::keyClick(made->findChild<ui::PairView*>(), firstLeft ? Qt::Key_1 : Qt::Key_2);
    }
    QCOMPARE(saved().tally().first, 5);
    const QString result = part<QLabel>(*made, "comparisonResult").text();
    QVERIFY2(result.contains("First: street\nSecond: nature"), qPrintable(result));
    QVERIFY(result.contains("100.0 %"));
    const std::string csv = saved().csv();
    QVERIFY2(csv.find("avenue,street,nature,") != std::string::npos, csv.c_str());
    // The open scene is not painted otherwise for that.
    QCOMPARE(m_session->models().model()->manifest.name, std::string("street"));
}

void ModelComparisonTest::aProjectComesIntoTheClassesOfEither() {
    const std::string project = m_home->filePath("own.underpaint").toStdString();
    project::Project kept;
    kept.state = scene();
    writeFileAtomically(project, project::encodeProject(kept));
    const auto made = dialog({QString::fromStdString(project)});
    press(*made, "beginComparison");
    QTRY_VERIFY_WITH_TIMEOUT(judging(*made), patience);
    const ui::BlindComparison begun = saved();
    QCOMPARE(begun.trials().size(), 1U);
    const ui::PicturePair& pair = begun.trials().front().pair;
    QCOMPARE(pair.name, std::string("own"));
    QCOMPARE(QImage(QString::fromStdString(pair.first.string())).pixelColor(3, 3),
             paintedColour(3, 3));
}

void ModelComparisonTest::paintingCanBeStopped() {
    const auto made = dialog({streets});
    m_behaviour->hold = true;
    m_behaviour->passing = 2;
    press(*made, "beginComparison");
    auto& bar = part<QProgressBar>(*made, "comparisonBar");
    QTRY_COMPARE_WITH_TIMEOUT(bar.value(), 2, patience);
    QCOMPARE(bar.maximum(), 8);
    QVERIFY(!judging(*made));
    press(*made, "stopPainting");
    QVERIFY(part<QPushButton>(*made, "beginComparison").isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(paintedFolders(), QStringList(), patience);
    QVERIFY(!QFile::exists(m_home->filePath("v.json")));
    // And again, to close the dialog over it.
    press(*made, "beginComparison");
    QTRY_VERIFY_WITH_TIMEOUT(!paintedFolders().isEmpty(), patience);
    made->reject();
    m_behaviour->hold = false;
    QTRY_COMPARE_WITH_TIMEOUT(paintedFolders(), QStringList(), patience);
    deleteACar();
    waitForExact(); // the editor goes on as before
}

void ModelComparisonTest::whatCannotBePaintedIsLeftOut() {
    QDir(m_home->path()).mkdir("maps");
    QVERIFY(QFile::copy(QString(streets) + "/street.png", m_home->filePath("maps/street.png")));
    QFile broken(m_home->filePath("maps/broken.png"));
    QVERIFY(broken.open(QFile::WriteOnly));
    broken.write("no picture");
    broken.close();
    const auto made = dialog({m_home->filePath("maps")});
    press(*made, "beginComparison");
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(*made, "judgeOthers").isVisible(), patience);
    const QString told = part<QLabel>(*made, "comparisonPainting").text();
    QVERIFY2(told.contains("broken"), qPrintable(told));
    press(*made, "judgeOthers");
    QVERIFY(judging(*made));
    QCOMPARE(saved().trials().size(), 1U);
    // Nothing at all to judge is a failure.
    QVERIFY(QFile::remove(m_home->filePath("v.json")));
    QVERIFY(QFile::remove(m_home->filePath("maps/street.png")));
    const auto other = dialog({m_home->filePath("maps")});
    press(*other, "beginComparison");
    QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(*other, "comparisonNote").text().contains("broken"),
                             patience);
    QVERIFY(part<QPushButton>(*other, "beginComparison").isVisible());
}

void ModelComparisonTest::aComparisonOfModelsGoesOn() {
    {
        const auto made = dialog({streets});
        press(*made, "beginComparison");
        QTRY_VERIFY_WITH_TIMEOUT(judging(*made), patience);
        QTest::keyClick(made->findChild<ui::PairView*>(), Qt::Key_1);
        made->reject();
    }
    const int renders = m_behaviour->renders;
    const auto made = dialog({});
    QVERIFY(part<QLabel>(*made, "comparisonNote").text().contains("1 of 4"));
    QVERIFY(!part<QComboBox>(*made, "comparison.kind").isEnabled());
    QVERIFY(!part<QComboBox>(*made, "comparison.firstModel").isEnabled());
    press(*made, "beginComparison");
    QVERIFY(judging(*made)); // at once: the photos are there
    QCOMPARE(m_behaviour->renders.load(), renders);
}

void ModelComparisonTest::whatIsMissingIsSaid() {
    const auto made = dialog({});
    const auto note = [&] { return part<QLabel>(*made, "comparisonNote").text(); };
    press(*made, "beginComparison");
    QVERIFY2(note().contains("Mark scenes"), qPrintable(note()));
    part<QListWidget>(*made, "comparison.scenes").item(0)->setCheckState(Qt::Checked);
    part<QComboBox>(*made, "comparison.secondModel").setCurrentText("street");
    press(*made, "beginComparison");
    QVERIFY2(note().contains("not the same"), qPrintable(note()));
    part<QLineEdit>(*made, "comparison.file").clear();
    press(*made, "beginComparison");
    QVERIFY2(note().contains("file for the verdicts"), qPrintable(note()));
}

} // namespace model_comparison_test

int underpaint::test::runModelComparisonTests(int argc, char** argv) {
    model_comparison_test::ModelComparisonTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "model_comparison_test.moc"
