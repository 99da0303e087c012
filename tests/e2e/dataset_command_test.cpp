// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/data_folder.h"
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace underpaint;
using test::contentOf;
using test::Outcome;

/// Commands over folders as people have them, from the outside.
class DatasetCommandTest : public QObject, private test::DataFolder {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allCommandsTakeTheSameOptions_data();
    void allCommandsTakeTheSameOptions();
    void foldersOfAnyNameCanBeNamed();
    void unknownFoldersAreRefusedWithWhatToType();
    void labelsLeftIsCheckedAndPacked();
    void batchPassesOverStrayFiles();
    void batchGoesOnAfterDoubtfulNames();
    void batchTakesLabelmeFilesWithTheirPhotos();
    void batchReadsDataSets();
    void evaluateNamesSizes();
    void evaluatePassesOverStrayFiles();
    void segmentGoesOnAfterDoubtfulNames();

private:
    /// Photo and label map of two classes in these colours in one picture, the label map left.
    void sideBySide(const QString& name, const std::array<QRgb, 2>& classes) const;
    QStringList files(const QString& folder) const {
        return QDir(path(folder)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
};

void DatasetCommandTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void DatasetCommandTest::sideBySide(const QString& name, const std::array<QRgb, 2>& classes) const {
    QImage both(96, 32, QImage::Format_RGB888);
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 48; ++x) {
            both.setPixel(x, y, classes[y < 16 ? 0 : 1]);
            both.setPixel(x + 48, y, qRgb(60 + 3 * x, 200 - 4 * y, 90 + (x * y) % 120));
        }
    }
    (void)file(name);
    QVERIFY(both.save(path(name)));
}

void DatasetCommandTest::allCommandsTakeTheSameOptions_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<bool>("classes"); // of the data set, not of a model or a project
    QTest::newRow("check") << QStringList{"dataset", "check"} << true;
    QTest::newRow("convert") << QStringList{"dataset", "convert"} << true;
    QTest::newRow("pack") << QStringList{"dataset", "pack"} << true;
    QTest::newRow("train") << QStringList{"train"} << true;
    QTest::newRow("cluster") << QStringList{"cluster"} << true;
    QTest::newRow("evaluate") << QStringList{"evaluate"} << true;
    QTest::newRow("render") << QStringList{"render"} << false;
    QTest::newRow("replay") << QStringList{"replay"} << false;
}

void DatasetCommandTest::allCommandsTakeTheSameOptions() {
    QFETCH(QStringList, command);
    QFETCH(bool, classes);
    const QByteArray help = run(command + QStringList{"--help"}).out;
    for (const char* option : {"--layout", "--phase", "--labels-left", "--photos-in", "--labels-in",
                               "--instances-in", "--format"}) {
        QVERIFY2(help.contains(option), option);
    }
    QVERIFY(!classes || help.contains("--labels "));
}

void DatasetCommandTest::foldersOfAnyNameCanBeNamed() {
    pair("set/B/one.jpg", "set/A/one.png");
    const QStringList named{"--photos-in", "B", "--labels-in", "A", "--labels", "generated-6"};
    const Outcome checked = run(QStringList{"dataset", "check", "set", "--json"} + named);
    QVERIFY2(checked.code == 0, checked.out + checked.err);
    QCOMPARE(checked.json()["layout"].toString(), "folders");
    QCOMPARE(checked.json()["photos"].toInt(), 1);
    const Outcome packed = run(QStringList{"dataset", "pack", "set", "-o", "set.pack"} + named);
    QVERIFY2(packed.code == 0, packed.err);
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    const Outcome evaluated =
        run(QStringList{"evaluate", "--model", "m.underpaint-model", "--data", "set"} + named);
    QVERIFY2(evaluated.code == 0, evaluated.err);
    const Outcome wrong = run({"dataset", "check", "set", "--photos-in", "B", "--labels-in", "C"});
    QCOMPARE(wrong.code, 2);
    QVERIFY2(wrong.err.contains("--labels-in C"), wrong.err);
}

void DatasetCommandTest::unknownFoldersAreRefusedWithWhatToType() {
    pair("set/trainB/one.jpg", "set/trainA/one.png");
    for (const QStringList& command :
         {QStringList{"dataset", "check", "set"},
          QStringList{"dataset", "convert", "set", "--labels", "generated-6", "-o", "out"},
          QStringList{"dataset", "pack", "set", "--labels", "generated-6", "-o", "set.pack"}}) {
        const Outcome outcome = run(command);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("--photos-in trainB --labels-in trainA"), outcome.err);
        QVERIFY(outcome.err.contains("train_label"));
    }
    QVERIFY(!QFile::exists(path("out")) && !QFile::exists(path("set.pack")));
}

void DatasetCommandTest::labelsLeftIsCheckedAndPacked() {
    sideBySide("set/train/one.png", {qRgb(0, 0, 0), qRgb(128, 0, 0)}); // of generated-6
    for (const QStringList& said : {QStringList{"--labels-left"}, QStringList{}}) {
        const Outcome outcome =
            run(QStringList{"dataset", "check", "set", "--labels", "generated-6"} + said);
        QVERIFY2(outcome.code == 0 && outcome.out.contains("no errors"), outcome.out + outcome.err);
        QVERIFY2(!outcome.out.contains("repaired"), outcome.out);
        const Outcome converted =
            run(QStringList{"dataset", "convert", "set", "--labels", "generated-6", "-o", "out"} +
                said);
        QVERIFY2(converted.code == 0, converted.out + converted.err);
        QCOMPARE(QImage(path("out/train_label/one.png")).size(), QSize(48, 32));
    }
}

void DatasetCommandTest::batchPassesOverStrayFiles() {
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    test::writeLabelMap(file("in/a.png"), 40, 32);
    test::writeText(path("in/._a.png"), "a Mac was here");
    test::writeText(path("in/.DS_Store"), "a Mac was here");
    test::writeText(path("in/notes.json"), R"({"by": "hand"})");
    test::writeText(path("in/a.txt"), "notes");
    test::writeLabelMap(file("in/.ipynb_checkpoints/a-checkpoint.png"), 40, 32);
    const Outcome outcome =
        run({"render", "--model", "m.underpaint-model", "--batch", "in", "-o", "out"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(files("out"), QStringList("a.png"));
    QVERIFY2(outcome.err.contains("notes.json"), outcome.err); // it could have been one
}

void DatasetCommandTest::batchGoesOnAfterDoubtfulNames() {
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    for (const char* name : {"in/a.png", "in/a.bmp", "in/b.png", "in/c.png"}) {
        QString png = QString(name).replace(".bmp", "_label.png");
        test::writeLabelMap(file(png), 40, 32);
    }
    test::writeText(path("in/c.json"), R"({"shapes": [], "imagePath": "photo of c.jpg"})");
    const Outcome outcome =
        run({"render", "--model", "m.underpaint-model", "--batch", "in", "-o", "out", "--json"});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(files("out"), QStringList("b.png"));
    QCOMPARE(outcome.json()["failures"].toArray().size(), 4);
    QVERIFY2(outcome.err.contains("a_label.png") && outcome.err.contains("c.json"), outcome.err);
    // An instance map that is missing costs its scene alone.
    test::writeInstanceMap(file("ids/a.png"), 40, 32);
    test::writeLabelMap(file("two/a.png"), 40, 32);
    test::writeLabelMap(file("two/b.png"), 40, 32);
    const Outcome some = run({"render", "--model", "m.underpaint-model", "--batch", "two",
                              "--instances", "ids", "-o", "some"});
    QCOMPARE(some.code, 2);
    QCOMPARE(files("some"), QStringList("a.png"));
    QVERIFY2(some.err.contains("b.png"), some.err);
}

void DatasetCommandTest::batchTakesLabelmeFilesWithTheirPhotos() {
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    test::writeNoisePhoto(file("in/a.jpg"), 40, 32);
    test::writeText(path("in/a.json"), R"({"imagePath": "a.jpg", "shapes": [{"label": "class b",
        "points": [[0, 0], [40, 32]], "shape_type": "rectangle"}]})");
    const Outcome outcome =
        run({"render", "--model", "m.underpaint-model", "--batch", "in", "-o", "out"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(QImage(path("out/a.png")).size(), QSize(40, 32)); // the size of the photo
}

void DatasetCommandTest::batchReadsDataSets() {
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    const QStringList render{"render", "--model", "m.underpaint-model", "--batch"};
    sideBySide("ab/train/one.png", {qRgb(0, 255, 100), qRgb(40, 215, 100)}); // of the model
    const Outcome both = run(
        render + QStringList{"ab", "--layout", "side-by-side", "--labels-left", "-o", "halves"});
    QVERIFY2(both.code == 0, both.err);
    QCOMPARE(QImage(path("halves/one.png")).size(), QSize(48, 32)); // of one half
    // 255 means nothing in COCO-Stuff, as the layout says.
    pair("coco/images/train2017/1.jpg", "coco/annotations/train2017/1.png");
    QImage labels(path("coco/annotations/train2017/1.png"));
    labels.setPixel(5, 5, qRgb(255, 255, 255));
    QVERIFY(labels.convertToFormat(QImage::Format_Grayscale8)
                .save(path("coco/annotations/train2017/1.png")));
    const Outcome coco = run(render + QStringList{"coco", "-o", "photos"});
    QVERIFY2(coco.code == 0, coco.err);
    QCOMPARE(files("photos"), QStringList("1.png"));
    // Label maps without photos are scenes as well.
    pair("set/train_img/a.jpg", "set/train_label/a.png");
    test::writeLabelMap(file("set/train_label/b.png"), 48, 32);
    const Outcome more = run(render + QStringList{"set", "-o", "more"});
    QVERIFY2(more.code == 0, more.err);
    QCOMPARE(files("more"), QStringList({"a.png", "b.png"}));
}

void DatasetCommandTest::evaluateNamesSizes() {
    for (const char* name : {"a.png", "b.png"}) {
        test::writeNoisePhoto(file(QString("real/") + name), 64, 48);
        test::writeNoisePhoto(file(QString("painted/") + name), name[0] == 'a' ? 64 : 32, 48);
    }
    const QStringList folders{"evaluate", "--real", "real", "--painted", "painted"};
    const Outcome outcome = run(folders);
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY2(outcome.err.contains("1 of 2 pairs") && outcome.err.contains("64 x 48 pixels") &&
                 outcome.err.contains("32 x 48"),
             outcome.err);
    QVERIFY(run(folders + QStringList{"--size", "32x32"}).err.contains("resized to 32x32"));
    QVERIFY(!run({"evaluate", "--real", "real", "--painted", "real"}).err.contains("size"));
}

void DatasetCommandTest::evaluatePassesOverStrayFiles() {
    for (const char* folder : {"real/", "painted/"}) {
        for (const char* name : {"a.png", "b.png", "c.png"}) {
            test::writeNoisePhoto(file(QString(folder) + name), 64, 48);
        }
    }
    test::writeText(path("real/._a.png"), "a Mac was here");
    test::writeNoisePhoto(file("real/.ipynb_checkpoints/a-checkpoint.png"), 64, 48);
    const QStringList folders{"evaluate", "--real", "real", "--painted", "painted", "--json"};
    const Outcome outcome = run(folders);
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.json()["figures"].toObject()["ssim"].toDouble(), 1.0);
    // Names that differ in case, and what has no partner.
    QVERIFY(QFile::rename(path("real/c.png"), path("real/C_real.png")));
    const Outcome unpaired = run(folders);
    QVERIFY2(unpaired.err.contains("C_real.png"), unpaired.err);
    QVERIFY(QFile::rename(path("real/C_real.png"), path("real/C.png")));
    QVERIFY(run(folders).json()["figures"].toObject().contains("ssim"));
    // Two of one name are left out.
    test::writeNoisePhoto(file("real/a.jpg"), 64, 48);
    const Outcome twice = run(folders);
    QVERIFY2(twice.code == 0 && twice.err.contains("a.jpg"), twice.err);
    QVERIFY(twice.json()["figures"].toObject().contains("ssim")); // of the others
}

void DatasetCommandTest::segmentGoesOnAfterDoubtfulNames() {
    test::writeSegmenterPackage(file("s.underpaint-model"));
    for (const char* name : {"in/a.png", "in/a.jpg", "in/b.png"}) {
        test::writeNoisePhoto(file(name), 40, 32);
    }
    test::writeText(path("in/._b.png"), "a Mac was here");
    const Outcome outcome = run({"segment", "--model", "s.underpaint-model", "in", "-o", "out"});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(files("out"), QStringList("b.png"));
    QVERIFY2(outcome.err.contains("a.jpg") && !outcome.err.contains("._b"), outcome.err);
}

QTEST_GUILESS_MAIN(DatasetCommandTest)
#include "dataset_command_test.moc"
