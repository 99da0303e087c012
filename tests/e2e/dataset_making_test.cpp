// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/data_folder.h"
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace underpaint;
using test::contentOf;
using test::Outcome;
using test::writeText;

/// `dataset merge` and `dataset label` from the outside: what they make is trained on as it is.
class DatasetMakingTest : public QObject, private test::DataFolder {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void mergeWritesATableAndUsesIt();
    void renderTakesLabelMapsOfOtherClasses();
    void mergeRefuses_data();
    void mergeRefuses();
    void labelMakesPairsToPack();
    void labelGoesOnWhereItWas();
    void labelLeavesOutWhatIsDoubtful();
    void labelRefuses();

private:
    void pair(const QString& set, const QString& name) const {
        DataFolder::pair(set + "/train_img/" + name, set + "/train_label/" + name);
    }
    Outcome label(const QStringList& more) const {
        return run(QStringList{"dataset", "label", "photos", "--model", "s.underpaint-model", "-o",
                               "out", "--json"} +
                   more);
    }
};

namespace {

/// The six values of the sample label map, under other names.
const QByteArray otherClasses = R"({"name": "others", "classes": [
    {"id": 0, "name": "void"}, {"id": 1, "name": "street"}, {"id": 2, "name": "heaven"},
    {"id": 3, "name": "Cars", "thing": true}, {"id": 4, "name": "truck", "thing": true},
    {"id": 5, "name": "sky"}]})";
const QByteArray targetClasses = R"({"name": "target", "classes": [
    {"id": 0, "name": "road", "colour": [9, 9, 9]}, {"id": 1, "name": "sky", "colour": [0, 0, 255]},
    {"id": 2, "name": "car", "colour": [255, 0, 0], "thing": true},
    {"id": 3, "name": "unlabelled", "colour": [0, 0, 0]}]})";
const QStringList unsure{"--least-confidence", "0", "--least-photo-confidence", "0"};

} // namespace

void DatasetMakingTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    pair("a", "one.png");
    pair("b", "one.png");
    writeText(path("a/labels.json"), otherClasses);
    writeText(path("target.json"), targetClasses);
    test::writeSegmenterPackage(file("s.underpaint-model"));
    test::writeNoisePhoto(file("photos/first.png"), 90, 70);
    test::writeNoisePhoto(file("photos/below/second.png"), 200, 100);
}

void DatasetMakingTest::mergeWritesATableAndUsesIt() {
    const QStringList merge{"dataset",   "merge",       "a",        "b",
                            "--classes", "target.json", "--labels", "b=a/labels.json"};
    const Outcome proposed = run(merge + QStringList{"--write-table", "t.csv"});
    QVERIFY2(proposed.code == 0, proposed.err);
    QVERIFY2(proposed.err.contains("b: the class \"heaven\" has no partner and becomes unlabelled"),
             proposed.err);
    QByteArray table = contentOf(path("t.csv"));
    QVERIFY2(table.contains(",road,same meaning\n"), table);
    QVERIFY2(table.contains(",car,nearest\n"), table);
    QVERIFY(!QFile::exists(path("out")));
    // What a person changed is not overwritten.
    QCOMPARE(run(merge + QStringList{"--write-table", "t.csv"}).code, 2);

    const qsizetype at = table.indexOf("b,heaven,");
    const qsizetype end = table.indexOf('\n', at);
    table.replace(at, end - at, "b,heaven,,Sky,by hand");
    writeText(path("t.csv"), table);
    const Outcome merged =
        run(merge + QStringList{"--table", "t.csv", "--weight", "b=3", "-o", "out", "--json"});
    QVERIFY2(merged.code == 0, merged.err);
    QCOMPARE(merged.json()["written"].toInt(), 2);
    QCOMPARE(merged.json()["lost_classes"].toArray().size(), 1); // a's heaven
    const QImage ofA(path("out/train_label/a/one.png"));
    const QImage ofB(path("out/train_label/b/one.png"));
    const QImage source(path("a/train_label/one.png"));
    const int became[]{3, 0, 1, 2, 2, 1};
    for (int y = 0; y < source.height(); ++y) {
        for (int x = 0; x < source.width(); ++x) {
            const int was = qGray(source.pixel(x, y));
            QVERIFY(was < 6);
            QCOMPARE(qGray(ofB.pixel(x, y)), became[was]);
            QCOMPARE(qGray(ofA.pixel(x, y)), was == 2 ? 3 : became[was]);
        }
    }
    QVERIFY(contentOf(path("out/labels.json")).contains("\"b\": 3"));
    QVERIFY2(run({"dataset", "check", "out"}).code == 0, "check");
    const Outcome packed = run({"dataset", "pack", "out", "-o", "out.pack"});
    QVERIFY2(packed.code == 0, packed.err);
    QVERIFY(contentOf(path("out.pack")).contains("\"weight\":3"));
    const Outcome again =
        run(merge + QStringList{"--table", "t.csv", "--weight", "b=3", "-o", "out", "--json"});
    QCOMPARE(again.json()["skipped"].toInt(), 2);
    QCOMPARE(run(merge + QStringList{"-o", "out"}).code, 2); // without the table
}

void DatasetMakingTest::renderTakesLabelMapsOfOtherClasses() {
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    QJsonArray classes;
    for (int i = 0; i < 6; ++i) {
        classes.append(QJsonObject{{"id", i}, {"name", QString("dragon %1").arg(i)}});
    }
    writeText(path("dragons.json"), QJsonDocument(QJsonObject{{"classes", classes}}).toJson());
    const QStringList render{"render", "--model", "m.underpaint-model", "--labels",
                             "b/train_label/one.png"};
    QCOMPARE(run(render + QStringList{"-o", "plain.png"}).code, 0);
    const Outcome other =
        run(render + QStringList{"-o", "other.png", "--label-classes", "dragons.json"});
    QVERIFY2(other.code == 0, other.err);
    QVERIFY2(other.err.contains("the class dragon 4 became"), other.err);
    QVERIFY(contentOf(path("plain.png")) != contentOf(path("other.png")));
    QCOMPARE(run(render + QStringList{"-o", "x.png", "--label-classes", "none.json"}).code, 2);
    // A labels.json beside the map's folder needs no option: all its numbers are classes of the
    // model as well, but they mean others.
    QJsonArray turned;
    for (int i = 0; i < 6; ++i) {
        turned.append(QJsonObject{{"id", i}, {"name", QString("class ") + QChar('f' - i)}});
    }
    writeText(path("turned.json"), QJsonDocument(QJsonObject{{"classes", turned}}).toJson());
    QCOMPARE(run(render + QStringList{"-o", "named.png", "--label-classes", "turned.json"}).code,
             0);
    QVERIFY(QFile::copy(path("turned.json"), path("b/labels.json")));
    const Outcome found = run(render + QStringList{"-o", "found.png"});
    QVERIFY2(found.code == 0, found.err);
    QVERIFY2(found.err.contains("read in the classes of"), found.err);
    QVERIFY(contentOf(path("found.png")) == contentOf(path("named.png")));
    QVERIFY(contentOf(path("found.png")) != contentOf(path("plain.png")));
}

void DatasetMakingTest::mergeRefuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("why");
    const QStringList known{"--labels", "b=a/labels.json", "--classes", "target.json"};
    QTest::newRow("nothing to do") << known << QByteArray("--write-table");
    QTest::newRow("both") << known + QStringList{"-o", "out", "--write-table", "t.csv"}
                          << QByteArray("--write-table");
    QTest::newRow("unknown set") << known + QStringList{"-o", "out", "--weight", "c=2"}
                                 << QByteArray("no data set called c");
    QTest::newRow("weight") << known + QStringList{"-o", "out", "--weight", "b=0"}
                            << QByteArray("is no weight");
    QTest::newRow("no classes") << QStringList{"--classes", "target.json", "-o", "out"}
                                << QByteArray("--labels b=CLASSES");
    QTest::newRow("no such table")
        << known + QStringList{"-o", "out", "--table", "no.csv"} << QByteArray("no.csv");
    QTest::newRow("bad table") << known + QStringList{"-o", "out", "--table", "target.json"}
                               << QByteArray("target.json");
    QTest::newRow("bad classes") << QStringList{"--labels",  "b=a/labels.json",
                                                "--classes", "bad.json",
                                                "-o",        "out"}
                                 << QByteArray("bad.json");
}

void DatasetMakingTest::mergeRefuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, why);
    writeText(path("bad.json"), R"({"classes": [{"id": 99999999999)");
    const Outcome outcome = run(QStringList{"dataset", "merge", "a", "b"} + arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(why), outcome.err);
    QVERIFY(!QFile::exists(path("out")));
}

void DatasetMakingTest::labelMakesPairsToPack() {
    test::writeNoisePhoto(file("photos/small.png"), 63, 200);
    writeText(path("photos/broken.jpg"), "no photo");
    const Outcome outcome = label(unsure + QStringList{"--short-side", "80", "--val-share", "0.5"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.json()["kept"].toInt(), 2);
    QCOMPARE(outcome.json()["val"].toInt() + outcome.json()["train"].toInt(), 2);
    QCOMPARE(outcome.json()["too_small"].toInt(), 1);
    QCOMPARE(outcome.json()["unreadable"].toInt(), 1);
    QVERIFY(outcome.err.contains("broken.jpg"));
    const auto found = [&](const QString& kind, const QString& name) {
        const QString train = path("out/train_" + kind + "/" + name + ".png");
        return QImage(QFile::exists(train) ? train : path("out/val_" + kind + "/" + name + ".png"));
    };
    // Shrunk, never enlarged.
    QCOMPARE(found("img", "first").size(), QSize(90, 70));
    QCOMPARE(found("img", "below/second").size(), QSize(160, 80));
    QCOMPARE(found("label", "below/second").size(), QSize(160, 80));
    const QByteArray list = contentOf(path("out/photos.csv"));
    QVERIFY2(list.contains("kept,first.png,") && list.contains("left out,small.png,"), list);
    const Outcome checked = run({"dataset", "check", "out"});
    QVERIFY2(checked.code == 0 && checked.out.contains("no errors"), checked.out);
    for (const char* part : {"train", "val"}) {
        if (outcome.json()[part].toInt() > 0) {
            const Outcome packed =
                run({"dataset", "pack", "out", "--phase", part, "-o", "out.pack"});
            QVERIFY2(packed.code == 0, packed.err);
        }
    }
}

void DatasetMakingTest::labelGoesOnWhereItWas() {
    const Outcome first = label(unsure);
    QVERIFY2(first.code == 0, first.err);
    QCOMPARE(first.json()["new"].toInt(), 2);
    const QByteArray list = contentOf(path("out/photos.csv"));
    const Outcome same = label(unsure);
    QCOMPARE(same.json()["new"].toInt(), 0);
    QCOMPARE(same.json()["kept"].toInt(), 2);
    QCOMPARE(contentOf(path("out/photos.csv")), list);
    // A photo that is new, and one whose pair somebody disliked.
    test::writeNoisePhoto(file("photos/third.png"), 90, 70);
    const QString train = path("out/train_img/first.png");
    const QString disliked = QFile::exists(train) ? train : path("out/val_img/first.png");
    QVERIFY(QFile::remove(disliked));
    QVERIFY(QFile::remove(QString(disliked).replace("_img/", "_label/")));
    const Outcome more = label(unsure);
    QCOMPARE(more.json()["new"].toInt(), 1);
    QCOMPARE(more.json()["removed_by_hand"].toInt(), 1);
    QVERIFY(!QFile::exists(disliked));
    const Outcome other = label(unsure + QStringList{"--superpixel", "5"});
    QCOMPARE(other.code, 2);
    QVERIFY2(other.err.contains("--superpixel 8"), other.err);
}

void DatasetMakingTest::labelLeavesOutWhatIsDoubtful() {
    const Outcome none = label({"--least-photo-confidence", "1"});
    QCOMPARE(none.code, 1);
    QCOMPARE(none.json()["doubtful"].toInt(), 2);
    QVERIFY2(none.err.contains("No photo was kept"), none.err);
    QVERIFY(contentOf(path("out/photos.csv")).contains("doubtful: its confidence is below 1"));
    QVERIFY(QDir(path("out")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void DatasetMakingTest::labelRefuses() {
    const Outcome inside =
        run({"dataset", "label", "photos", "--model", "s.underpaint-model", "-o", "photos/out"});
    QCOMPARE(inside.code, 2);
    QVERIFY2(inside.err.contains("lies in the folder of the photos"), inside.err);
    QCOMPARE(run({"dataset", "label", "a/train_label/none", "--model", "s.underpaint-model", "-o",
                  "out"})
                 .code,
             2);
    (void)file("out/mine.txt");
    writeText(path("out/mine.txt"), "notes");
    const Outcome taken = label(unsure);
    QCOMPARE(taken.code, 2);
    QVERIFY2(taken.err.contains("holds something else"), taken.err);
}

QTEST_GUILESS_MAIN(DatasetMakingTest)
#include "dataset_making_test.moc"
