// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "ui/comparison/comparison_dialog.h"
#include "ui/comparison/pair_view.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>
#include <set>

using namespace underpaint;
using namespace underpaint::ui;

namespace comparison_test {

/// Two folders compared without knowing which is whose.
class ComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void picturesArePairedByName();
    void foldersWithoutPairsAreExplained();
    void aSeedDrawsOrderAndSides();
    void verdictsFollowTheSides();
    void theFileBringsEverythingBack();
    void damagedFilesAreExplained_data();
    void damagedFilesAreExplained();
    void aTableListsAllPairs();
    void theKeyboardGoesThroughTheFormFromTheTop();
    void keysJudgePairAfterPair();
    void aComparisonGoesOnWhereItWasLeft();
    void anExposureEnds();
    void aPairThatCannotBeShownIsNotJudged();
    void whatCannotBeKeptIsNotJudged();
    void whatIsMissingIsSaid();
    void theResultTellsHowSureItIs();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    void writePicture(const QString& name, QColor colour) const {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QImage picture(12, 8, QImage::Format_RGB32);
        picture.fill(colour);
        QVERIFY(picture.save(path(name)));
    }
    /// Red ones in a, blue ones in b.
    void writeFolders(int count) const {
        for (int i = 0; i < count; ++i) {
            writePicture(QStringLiteral("a/p%1.png").arg(i), Qt::red);
            writePicture(QStringLiteral("b/p%1.jpg").arg(i), Qt::blue);
        }
    }
    std::vector<PicturePair> pairs(int count) const {
        std::vector<PicturePair> all;
        for (int i = 0; i < count; ++i) {
            const std::string name = "p" + std::to_string(i);
            all.push_back({name, "a/" + name, "b/" + name});
        }
        return all;
    }
    QByteArray content(const QString& name) const {
        QFile whole(path(name));
        return whole.open(QFile::ReadOnly) ? whole.readAll() : QByteArray();
    }
    void write(const QString& name, const QByteArray& text) const {
        QFile whole(path(name));
        QVERIFY(whole.open(QFile::WriteOnly));
        whole.write(text);
    }
    BlindComparison saved() const {
        return BlindComparison::parse(content("v.json").toStdString(), "v.json");
    }
    /// A dialog in which these folders are chosen.
    std::unique_ptr<ComparisonDialog> dialog(double seconds = 0) const {
        auto made = std::make_unique<ComparisonDialog>(*m_settings);
        field(*made, "first")->setText(path("a"));
        field(*made, "second")->setText(path("b"));
        field(*made, "file")->setText(path("v.json"));
        auto* exposure = made->findChild<QComboBox*>();
        exposure->setCurrentIndex(exposure->findData(seconds));
        made->resize(800, 500);
        made->show();
        return made;
    }
    static QLineEdit* field(const ComparisonDialog& dialog, const QString& name) {
        return dialog.findChild<QLineEdit*>("comparison." + name);
    }
    static void begin(ComparisonDialog& dialog) {
        QTest::mouseClick(dialog.findChild<QAbstractButton*>("beginComparison"), Qt::LeftButton);
    }
    static QString text(const ComparisonDialog& dialog, const QString& name) {
        return dialog.findChild<QLabel*>(name)->text();
    }
    static PairView& view(const ComparisonDialog& dialog) { return *dialog.findChild<PairView*>(); }
    /// The colour on the left or the right of what is shown.
    static QColor shownAt(const ComparisonDialog& dialog, double across) {
        const QImage seen = view(dialog).grab().toImage();
        return seen.pixelColor(static_cast<int>(seen.width() * across), seen.height() / 2);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

void ComparisonTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(path("settings.ini"), QSettings::IniFormat);
}

void ComparisonTest::picturesArePairedByName() {
    writeFolders(3);
    writePicture("a/alone.png", Qt::red);
    write("a/p9.txt", "no picture");
    const PicturePairs found = pairPictures(file("a"), file("b"));
    QCOMPARE(found.pairs.size(), 3U);
    QCOMPARE(found.alone, 1U);
    QCOMPARE(found.pairs[1].name, std::string("p1"));
    QCOMPARE(found.pairs[1].first, file("a/p1.png"));
    QCOMPARE(found.pairs[1].second, file("b/p1.jpg"));
}

void ComparisonTest::foldersWithoutPairsAreExplained() {
    writeFolders(1);
    QVERIFY(QDir().mkpath(path("empty")));
    QVERIFY_THROWS_EXCEPTION(Error, pairPictures(file("a"), file("empty")));
    QVERIFY_THROWS_EXCEPTION(Error, pairPictures(file("a"), file("nowhere")));
    writePicture("a/p0.bmp", Qt::red);
    QVERIFY_THROWS_EXCEPTION(Error, pairPictures(file("a"), file("b")));
}

void ComparisonTest::aSeedDrawsOrderAndSides() {
    constexpr int count = 1000;
    const BlindComparison one({"a", "b", 7, 1}, pairs(count));
    QVERIFY(one == BlindComparison({"a", "b", 7, 1}, pairs(count)));
    const BlindComparison other({"a", "b", 8, 1}, pairs(count));
    QVERIFY(!(one == other));
    int swapped = 0;
    int moved = 0;
    std::set<std::string> names;
    for (std::size_t i = 0; i < one.trials().size(); ++i) {
        swapped += one.trials()[i].swapped ? 1 : 0;
        names.insert(one.trials()[i].pair.name);
        moved += one.trials()[i].pair.name == "p" + std::to_string(i) ? 0 : 1;
    }
    QCOMPARE(names.size(), std::size_t{count});
    QVERIFY(moved > count * 9 / 10);
    // Within five standard deviations of half of them.
    QVERIFY(std::abs(swapped - count / 2) < 5 * std::sqrt(count) / 2);
}

void ComparisonTest::verdictsFollowTheSides() {
    BlindComparison comparison({"a", "b", 3, 0}, pairs(40));
    QVERIFY(!comparison.takeBack());
    while (const auto at = comparison.current()) {
        const BlindTrial& trial = comparison.trials()[*at];
        // Always the one of the first folder, wherever it is.
        comparison.judge(trial.left().string().starts_with("a/") ? Seen::Left : Seen::Right);
    }
    QCOMPARE(comparison.tally().first, 40);
    QVERIFY(comparison.takeBack());
    QCOMPARE(comparison.tally().open, 1);
    comparison.judge(Seen::Same);
    QCOMPARE(comparison.tally().same, 1);
    comparison.judge(Seen::Left); // nothing is open
    QCOMPARE(comparison.tally().judged(), 40);
    BlindComparison left({"a", "b", 3, 0}, pairs(40));
    while (left.current()) {
        left.judge(Seen::Left);
    }
    QVERIFY(left.tally().first > 0 && left.tally().second > 0);
}

void ComparisonTest::theFileBringsEverythingBack() {
    BlindComparison comparison({"a", "b", 18446744073709551615U, 0.125}, pairs(5));
    comparison.judge(Seen::Left);
    comparison.judge(Seen::Same);
    QVERIFY(BlindComparison::parse(comparison.text(), "v.json") == comparison);
}

void ComparisonTest::damagedFilesAreExplained_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    QTest::newRow("cut off") << "]\n}"
                             << ""
                             << "is not valid JSON";
    QTest::newRow("version") << "\"comparison\": 1"
                             << "\"comparison\": 2"
                             << "/comparison";
    QTest::newRow("missing") << "\"seed\": 4,"
                             << ""
                             << "lacks \"seed\"";
    QTest::newRow("seed") << "\"seed\": 4"
                          << "\"seed\": -4"
                          << "/seed";
    QTest::newRow("seconds") << "\"seconds\": 0.5"
                             << "\"seconds\": 1e99"
                             << "/seconds";
    QTest::newRow("unknown") << "\"seed\": 4,"
                             << "\"seed\": 4, \"x\": 1,"
                             << "/x";
    QTest::newRow("verdict") << "\"verdict\": \"same\""
                             << "\"verdict\": \"good\""
                             << "verdict";
    QTest::newRow("swapped") << "\"swapped\": true"
                             << "\"swapped\": 1"
                             << "/trials/";
    QTest::newRow("order") << "\"verdict\": \"same\""
                           << "\"swapped2\": 1"
                           << "/trials/0/swapped2";
    QTest::newRow("list") << "\"trials\": ["
                          << "\"trials\": [], \"more\": ["
                          << "/trials";
}

void ComparisonTest::damagedFilesAreExplained() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    BlindComparison comparison({"a", "b", 4, 0.5}, pairs(8));
    comparison.judge(Seen::Same);
    QString text = QString::fromStdString(comparison.text());
    QVERIFY2(text.contains(from), qPrintable(text));
    text.replace(text.indexOf(from), from.size(), to);
    try {
        (void)BlindComparison::parse(text.toStdString(), "v.json");
        QFAIL("it was read");
    } catch (const Error& error) {
        QVERIFY2(QString::fromStdString(error.message()).contains(says), error.what());
        QVERIFY2(QString::fromStdString(error.message()).contains("v.json"), error.what());
    }
}

void ComparisonTest::aTableListsAllPairs() {
    BlindComparison comparison({"a", "b", 4, 0}, {{"x,\"y\"", "a/1.png", "b/1.png"}});
    const std::string side = comparison.trials().front().swapped ? "second" : "first";
    QCOMPARE(comparison.csv(),
             "name,first,second,left,verdict\n\"x,\"\"y\"\"\",a/1.png,b/1.png," + side + ",\n");
    comparison.judge(Seen::Left);
    QVERIFY(comparison.csv().ends_with("," + side + "," + side + "\n"));
}

void ComparisonTest::theKeyboardGoesThroughTheFormFromTheTop() {
    ComparisonDialog shown(*m_settings);
    shown.show();
    QVERIFY(QTest::qWaitForWindowActive(&shown));
    QCOMPARE(shown.focusWidget(), field(shown, "first"));
    const std::vector<QWidget*> after{field(shown, "second"), shown.findChild<QComboBox*>()};
    for (QWidget* next : after) {
        QTest::keyClick(shown.focusWidget(), Qt::Key_Tab); // the button beside it
        QTest::keyClick(shown.focusWidget(), Qt::Key_Tab);
        QCOMPARE(shown.focusWidget(), next);
    }
}

void ComparisonTest::keysJudgePairAfterPair() {
    writeFolders(4);
    const auto made = dialog();
    begin(*made);
    QCOMPARE(text(*made, "comparisonProgress"), QStringLiteral("1 of 4"));
    // What is red is of the first folder, whatever its side.
    for (int i = 0; i < 3; ++i) {
        const bool left = shownAt(*made, 0.25) == QColor(Qt::red);
        QVERIFY(left || shownAt(*made, 0.75) == QColor(Qt::red));
        QTest::keyClick(&view(*made), left ? Qt::Key_1 : Qt::Key_2);
        QCOMPARE(saved().tally().first, i + 1); // at once
    }
    QTest::keyClick(&view(*made), Qt::Key_Backspace);
    QCOMPARE(saved().tally().first, 2);
    QTest::keyClick(&view(*made), Qt::Key_Equal);
    QCOMPARE(text(*made, "comparisonProgress"), QStringLiteral("4 of 4"));
    QTest::mouseClick(made->findChild<QAbstractButton*>("judgeSame"), Qt::LeftButton);
    QCOMPARE(saved().tally().same, 2);
    const QString result = text(*made, "comparisonResult");
    QVERIFY2(result.contains("First preferred: 2") && result.contains("No difference: 2"),
             qPrintable(result));
    QVERIFY(!made->findChild<QAbstractButton*>("goOn")->isVisible());
    // Further keys judge nothing.
    QTest::keyClick(made.get(), Qt::Key_1);
    QCOMPARE(saved().tally().judged(), 4);
}

void ComparisonTest::aComparisonGoesOnWhereItWasLeft() {
    writeFolders(5);
    {
        const auto made = dialog(2);
        begin(*made);
        QTest::keyClick(&view(*made), Qt::Key_1);
        QTest::keyClick(&view(*made), Qt::Key_Equal);
        QTest::keyClick(&view(*made), Qt::Key_Escape);
        QVERIFY(made->isVisible()); // a pause shows the result so far
        QVERIFY(made->findChild<QAbstractButton*>("goOn")->isVisible());
    }
    const BlindComparison before = saved();
    ComparisonDialog again(*m_settings); // the settings remember the file
    again.show();
    QVERIFY2(text(again, "comparisonNote").contains("2 of 5"),
             qPrintable(text(again, "comparisonNote")));
    QVERIFY(!field(again, "first")->isEnabled());
    begin(again);
    QCOMPARE(text(again, "comparisonProgress"), QStringLiteral("3 of 5"));
    QVERIFY(saved() == before);
    QTest::keyClick(&view(again), Qt::Key_2);
    QCOMPARE(saved().tally().judged(), 3);
}

void ComparisonTest::anExposureEnds() {
    writeFolders(2);
    const auto made = dialog(0.125);
    QSignalSpy over(&view(*made), &PairView::hidden);
    begin(*made);
    QVERIFY(view(*made).showing());
    (void)shownAt(*made, 0.25); // the time counts from the first painting
    QTRY_COMPARE(over.count(), 1);
    QVERIFY(!view(*made).showing());
    QCOMPARE(shownAt(*made, 0.25), shownAt(*made, 0.5));
    QTest::keyClick(&view(*made), Qt::Key_1); // it can be judged afterwards
    QCOMPARE(saved().tally().judged(), 1);
    QVERIFY(view(*made).showing());
}

void ComparisonTest::aPairThatCannotBeShownIsNotJudged() {
    writeFolders(1);
    write("b/p0.jpg", "no picture");
    const auto made = dialog();
    begin(*made);
    QVERIFY2(text(*made, "comparisonProblem").contains("p0"),
             qPrintable(text(*made, "comparisonProblem")));
    QTest::keyClick(&view(*made), Qt::Key_1);
    QCOMPARE(saved().tally().judged(), 0);
}

void ComparisonTest::whatCannotBeKeptIsNotJudged() {
    writeFolders(2);
    const auto made = dialog();
    begin(*made);
    QVERIFY(QFile::remove(path("v.json")));
    QVERIFY(QDir().mkpath(path("v.json"))); // a folder is in the way
    QTest::keyClick(&view(*made), Qt::Key_1);
    QCOMPARE(text(*made, "comparisonProgress"), QStringLiteral("1 of 2"));
    QVERIFY(!text(*made, "comparisonProblem").isEmpty());
    QVERIFY(QDir().rmdir(path("v.json")));
    QTest::keyClick(&view(*made), Qt::Key_1);
    QCOMPARE(saved().tally().judged(), 1);
}

void ComparisonTest::whatIsMissingIsSaid() {
    writeFolders(1);
    const auto made = dialog();
    field(*made, "second")->setText(path("nowhere"));
    begin(*made);
    QVERIFY(text(*made, "comparisonNote").contains("nowhere"));
    QVERIFY(!QFile::exists(path("v.json")));
    field(*made, "second")->setText(path("b"));
    field(*made, "file")->setText({});
    begin(*made);
    QVERIFY(text(*made, "comparisonNote").contains("file"));
    write("v.json", "{}");
    field(*made, "file")->setText(path("v.json"));
    QVERIFY(text(*made, "comparisonNote").contains("lacks"));
    begin(*made);
    QCOMPARE(content("v.json"), QByteArray("{}")); // nobody's file is overwritten
}

void ComparisonTest::theResultTellsHowSureItIs() {
    BlindComparison comparison({"a", "b", 1, 0}, pairs(11));
    for (int i = 0; i < 11; ++i) {
        const BlindTrial& trial = comparison.trials()[*comparison.current()];
        const Seen first = trial.swapped ? Seen::Right : Seen::Left;
        comparison.judge(i == 10 ? Seen::Same : first);
    }
    QVERIFY2(tallyText(comparison).contains("100.0 % (95 % confidence: 69.2 % to 100.0 %)"),
             qPrintable(tallyText(comparison)));
    QVERIFY(tallyText(comparison).contains("The first is preferred."));
    for (int i = 0; i < 6; ++i) {
        comparison.takeBack();
    }
    QVERIFY(tallyText(comparison).contains("That may be chance."));
}

} // namespace comparison_test

QTEST_MAIN(comparison_test::ComparisonTest)
#include "comparison_test.moc"
