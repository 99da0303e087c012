// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace underpaint;
using test::contentOf;
using test::Outcome;

/// `underpaint segment` from the outside.
class SegmentCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void segmentWritesLabels();
    void segmentDoesFolders();
    void segmentRefuses();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    Outcome run(const QStringList& arguments) const {
        return test::runProgram(m_folder->path(), m_folder->path(), arguments);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SegmentCommandTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    test::writeSegmenterPackage(file("s.underpaint-model"));
    test::writeNoisePhoto(file("photo.png"), 90, 50);
}

void SegmentCommandTest::segmentWritesLabels() {
    QVERIFY(run({"package", "info", "s.underpaint-model"}).out.contains("input: a photo"));
    const QStringList arguments{"segment", "--model", "s.underpaint-model", "photo.png"};
    const Outcome outcome =
        run(arguments + QStringList{"-o", "a.png", "--instances", "i.png", "--confidence", "c.png",
                                    "--smallest", "1", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject output = outcome.json()["outputs"].toArray().at(0).toObject();
    double sum = 0;
    const QJsonObject shares = output["shares"].toObject();
    for (const QString& name : shares.keys()) {
        sum += shares[name].toDouble();
    }
    QVERIFY(std::abs(sum - 1) < 1e-6);

    const QImage labels(path("a.png"));
    const QImage instances(path("i.png"));
    QCOMPARE(labels.size(), QSize(90, 50));
    QCOMPARE(QImage(path("c.png")).size(), QSize(90, 50));
    QSet<int> things;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const int label = qGray(labels.pixel(x, y));
            QVERIFY(label < 6);
            const int id = instances.pixelColor(x, y).rgba64().red();
            const bool thing = label == 3 || label == 4;
            QCOMPARE(thing ? id / 1000 : id, label);
            if (thing) {
                things.insert(id);
            }
        }
    }
    QCOMPARE(output["instance_count"].toInt(), static_cast<int>(things.size()));

    QCOMPARE(run(arguments + QStringList{"-o", "b.png"}).code, 0);
    QCOMPARE(contentOf(path("b.png")), contentOf(path("a.png")));
    QCOMPARE(run(arguments + QStringList{"-o", "p.png", "--colours"}).code, 0);
    const QImage palette(path("p.png"));
    QVERIFY(palette.colorCount() > 0);
    QCOMPARE(palette.pixelIndex(7, 9), qGray(labels.pixel(7, 9)));
    QCOMPARE(run(arguments + QStringList{"-o", "d.png", "--size", "32x32"}).code, 0);
    QCOMPARE(QImage(path("d.png")).size(), QSize(90, 50));
}

void SegmentCommandTest::segmentDoesFolders() {
    QVERIFY(QDir(m_folder->path()).mkpath("photos"));
    test::writeNoisePhoto(file("photos/one.png"), 40, 30);
    test::writeNoisePhoto(file("photos/two.png"), 30, 40);
    test::writeText(path("photos/broken.png"), "no picture");
    test::writeText(path("photos/notes.txt"), "no picture either");
    const Outcome outcome = run({"segment", "--model", "s.underpaint-model", "photos", "-o", "maps",
                                 "--instances", "ids", "--json"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("broken.png"), outcome.err);
    QCOMPARE(outcome.json()["outputs"].toArray().size(), 2);
    QCOMPARE(outcome.json()["failures"].toArray().size(), 1);
    QCOMPARE(QDir(path("maps")).entryList(QDir::Files), QStringList({"one.png", "two.png"}));
    QCOMPARE(QImage(path("ids/two.png")).size(), QSize(30, 40));
}

void SegmentCommandTest::segmentRefuses() {
    test::writePix2PixHdPackage(file("g.underpaint-model"));
    const auto says = [this](const QStringList& arguments) {
        const Outcome outcome = run(QStringList{"segment"} + arguments);
        return outcome.code == 2 ? outcome.err : QByteArray();
    };
    QVERIFY(
        says({"photo.png", "--model", "g.underpaint-model", "-o", "a.png"}).contains("segmenter"));
    QVERIFY(says({"none.png", "--model", "s.underpaint-model", "-o", "a.png"}).contains("none"));
    QVERIFY(says({"photo.png", "--model", "s.underpaint-model", "-o", "a.jpg"}).contains("PNG"));
    QVERIFY(says({"photo.png", "./photo.png", "--model", "s.underpaint-model", "-o", "maps"})
                .contains("photo"));
    QVERIFY(!QFile::exists(path("a.png")));
}

QTEST_GUILESS_MAIN(SegmentCommandTest)
#include "segment_command_test.moc"
