// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace underpaint;
using test::contentOf;
using test::Outcome;

/// `underpaint render --sequence` and `evaluate --temporal` from the outside.
class SequenceCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void framesArePaintedInOrder();
    void interruptedSequencesGoOn();
    void videosGoInAndOut();
    void aVideoThatDoesNotFitKeepsItsFrames();
    void framesAreMeasured();
    void editsAreCarried();
    void sequencesAreRefused();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    Outcome run(const QStringList& arguments) const {
        return test::runProgram(m_folder->path(), m_folder->path(), arguments);
    }
    /// Class 3 moves over class 1, in maps/f_NUMBER.png.
    void writeFrames(const QString& folder, int count, QSize size = {64, 48}) const;
    QStringList framesIn(const QString& folder) const {
        return QDir(path(folder)).entryList({"*.png"}, QDir::Files, QDir::Name);
    }
    QList<QByteArray> contentsIn(const QString& folder) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SequenceCommandTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    test::writePix2PixHdPackage(file("g.underpaint-model"));
    test::writeVid2VidPackage(file("v.underpaint-model"));
    writeFrames("maps", 6);
}

void SequenceCommandTest::writeFrames(const QString& folder, int count, QSize size) const {
    QVERIFY(QDir().mkpath(path(folder)));
    for (int frame = 0; frame < count; ++frame) {
        QImage map(size, QImage::Format_Grayscale8);
        map.fill(1);
        for (int y = 10; y < 22; ++y) {
            for (int x = 8 + 3 * frame; x < 26 + 3 * frame && x < size.width(); ++x) {
                map.scanLine(y)[x] = 3;
            }
        }
        // Without leading zeros, so that the order is that of the numbers.
        QVERIFY(map.save(path(folder + "/f_" + QString::number(8 + frame) + ".png")));
    }
}

QList<QByteArray> SequenceCommandTest::contentsIn(const QString& folder) const {
    QList<QByteArray> contents;
    for (const QString& name : framesIn(folder)) {
        contents.append(contentOf(path(folder + "/" + name)));
    }
    return contents;
}

void SequenceCommandTest::framesArePaintedInOrder() {
    for (const QString model : {"g", "v"}) {
        const QString out = "out_" + model;
        const QStringList command{
            "render", "--model", model + ".underpaint-model", "--sequence", "maps", "--json", "-o"};
        Outcome outcome = run(command + QStringList{out});
        QVERIFY2(outcome.code == 0, outcome.err);
        QCOMPARE(framesIn(out).size(), 6);
        QVERIFY(framesIn(out).contains("f_10.png"));
        QCOMPARE(QImage(path(out + "/f_8.png")).size(), QSize(64, 48));
        QJsonObject json = outcome.json();
        QCOMPARE(json["rendered"].toInt(), 6);
        QVERIFY(json["flicker"].isDouble() && json["flicker_coverage"].toDouble() > 0.3);
        QCOMPARE(json["flicker_independent"].isDouble(), model == "g");
        const QList<QByteArray> first = contentsIn(out);

        // Again: all is there. A frame that was removed comes back as it was.
        QVERIFY(QFile::remove(path(out + "/f_11.png")));
        outcome = run(command + QStringList{out});
        QCOMPARE(outcome.json()["already_there"].toInt(), 5);
        QCOMPARE(contentsIn(out), first);
        // The same under numbers.
        QVERIFY(QDir().mkpath(path("numbers_" + model)));
        outcome = run(command + QStringList{"numbers_" + model + "/p_%02d.png"});
        QVERIFY2(outcome.code == 0, outcome.err);
        QCOMPARE(contentOf(path("numbers_" + model + "/p_03.png")),
                 contentOf(path(out + "/f_10.png")));
        // Another size is another sequence.
        outcome = run(command + QStringList{out, "--size", "32x24"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("another way"), outcome.err);
        QCOMPARE(contentsIn(out), first);
    }
    // A changed map is painted again, and so is what it shows in later frames.
    writeFrames("other", 1);
    QVERIFY(QFile::remove(path("maps/f_9.png")));
    QVERIFY(QFile::copy(path("other/f_8.png"), path("maps/f_9.png")));
    const Outcome outcome = run(
        {"render", "--model", "v.underpaint-model", "--sequence", "maps", "--json", "-o", "out_v"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY(outcome.json()["repainted"].toInt() >= 1);
    QVERIFY(outcome.json()["already_there"].toInt() >= 1);
}

void SequenceCommandTest::interruptedSequencesGoOn() {
    writeFrames("long", 12, {320, 240});
    const QStringList command{
        "render", "--model", "v.underpaint-model", "--sequence", "long", "--kept-every", "2", "-o"};
    QCOMPARE(run(command + QStringList{"whole"}).code, 0);
    QProcess process;
    test::startProgram(process, m_folder->path(), m_folder->path(), command + QStringList{"parts"});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(framesIn("parts").size() >= 3, test::patience);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(test::patience));
    const int done = static_cast<int>(framesIn("parts").size());
    if (done < 12) { // it was not quicker than the signal
        QCOMPARE(process.exitCode(), 3);
    }
    const Outcome outcome = run(command + QStringList{"parts", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.json()["already_there"].toInt(), done);
    QCOMPARE(contentsIn("parts"), contentsIn("whole"));
}

void SequenceCommandTest::videosGoInAndOut() {
    test::writeSegmenterPackage(file("s.underpaint-model"));
    const QStringList command{"render", "--model", "g.underpaint-model", "--sequence"};
    Outcome outcome = run(command + QStringList{"maps", "-o", "way.avi", "--fps", "5"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY(QFile::exists(path("way.avi")));
    QVERIFY(QDir(path("")).entryList({".way*"}, QDir::Dirs | QDir::Hidden).isEmpty());
    outcome = run(command + QStringList{"way.avi", "-o", "frames", "--segmenter",
                                        "s.underpaint-model", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(framesIn("frames").size(), 6);
    QCOMPARE(outcome.json()["frames"].toInt(), 6);
    outcome = run(command + QStringList{"maps", "-o", "way.gif", "--fps", "5"});
    if (outcome.code != 0) {
        QVERIFY2(outcome.err.contains("giflib"), outcome.err);
        return;
    }
    QVERIFY(contentOf(path("way.gif")).startsWith("GIF89a"));
    outcome = run(command + QStringList{"way.gif", "-o", "again", "--segmenter",
                                        "s.underpaint-model", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(framesIn("again").size(), 6);
}

void SequenceCommandTest::aVideoThatDoesNotFitKeepsItsFrames() {
    // As on a disk that is full: no file gets longer than some blocks.
    writeFrames("long", 40, {96, 64});
    const QStringList command{
        "render", "--model", "g.underpaint-model", "--sequence", "long", "--json", "-o", "way.avi"};
    QVERIFY(run(command).code == 0);
    const qint64 whole = QFileInfo(path("way.avi")).size();
    QVERIFY(QFile::remove(path("way.avi")));
    QProcess limited;
    limited.setWorkingDirectory(m_folder->path());
    limited.setProcessEnvironment([&] {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("UNDERPAINT_MODELS", m_folder->path());
        return environment;
    }());
    limited.start(
        "bash",
        QStringList{"-c",
                    QString("trap '' XFSZ; ulimit -f %1; exec \"$0\" \"$@\"").arg(whole / 2048),
                    UNDERPAINT_PROGRAM} +
            command);
    QVERIFY(limited.waitForFinished(test::patience));
    const QByteArray told = limited.readAllStandardError();
    QCOMPARE(limited.exitCode(), 2);
    QVERIFY2(told.contains("of 40 frames are in it"), told);
    QVERIFY(!QFile::exists(path("way.avi")));
    // Nothing finished is lost: the next run only joins them.
    const Outcome outcome = run(command);
    QCOMPARE(outcome.json()["already_there"].toInt(), 40);
    QCOMPARE(QFileInfo(path("way.avi")).size(), whole);
    QCOMPARE(QDir(path("")).entryList({".way*"}, QDir::Dirs | QDir::Files | QDir::Hidden).size(),
             0);
}

void SequenceCommandTest::framesAreMeasured() {
    QCOMPARE(run({"render", "--model", "g.underpaint-model", "--sequence", "maps", "--smoothing",
                  "0", "-o", "out"})
                 .code,
             0);
    for (const QStringList& guide : {QStringList(), {"--guide", "maps"}, {"--guide", "out"}}) {
        const Outcome outcome = run(QStringList{"evaluate", "--temporal", "out", "--json"} + guide);
        QVERIFY2(outcome.code == 0, outcome.err);
        const QJsonObject figures = outcome.json()["figures"].toObject();
        QVERIFY(figures["flicker"].toDouble() >= 0);
        QCOMPARE(figures["frames"].toInt(), 6);
        QCOMPARE(figures.contains("flicker_real"), guide.contains("out"));
    }
    // A folder of one picture again and again does not flicker at all.
    QVERIFY(QDir().mkpath(path("still")));
    for (const QString name : {"a1.png", "a2.png", "a3.png"}) {
        QVERIFY(QFile::copy(path("out/f_8.png"), path("still/" + name)));
    }
    const Outcome still = run({"evaluate", "--temporal", "still", "--json"});
    QVERIFY(still.json()["figures"].toObject()["flicker"].toDouble() < 0.05);
    QVERIFY(run({"evaluate", "--temporal", "out", "--guide", "still"}).err.contains("partner"));
    QCOMPARE(run({"evaluate", "--temporal", "out", "--real", "out"}).code, 2);
    QCOMPARE(run({"evaluate", "--guide", "out"}).code, 2);
}

void SequenceCommandTest::editsAreCarried() {
    // A new object of class 4, in the second frame.
    QImage labels(path("maps/f_9.png"));
    labels = labels.convertToFormat(QImage::Format_Grayscale8);
    QImage instances(labels.size(), QImage::Format_Grayscale16);
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const bool added = x >= 40 && x < 52 && y >= 30 && y < 40;
            uchar& label = labels.scanLine(y)[x];
            label = added ? 4 : label;
            const int id = label == 3 ? 3000 : label == 4 ? 4000 : 1;
            reinterpret_cast<quint16*>(instances.scanLine(y))[x] = static_cast<quint16>(id);
        }
    }
    QVERIFY(labels.save(path("painted.png")) && instances.save(path("painted_ids.png")));
    const QStringList command{"carry", "--sequence", "maps", "--model", "g.underpaint-model", "-o"};
    const QStringList edit{"--edit", "painted.png,painted_ids.png@2"};
    const Outcome outcome = run(command + QStringList{"edited", "--json"} + edit);
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.json()["in_scenes_with_edits"].toInt(), 6);
    for (const char* folder : {"labels", "instances", "confidence"}) {
        QCOMPARE(framesIn(QString("edited/") + folder).size(), 6);
    }
    for (const QString& name : framesIn("edited/labels")) {
        const QImage map(path("edited/labels/" + name));
        const QImage ids(path("edited/instances/" + name));
        int added = 0;
        for (int y = 0; y < map.height(); ++y) {
            for (int x = 0; x < map.width(); ++x) {
                const bool is = qGray(map.pixel(x, y)) == 4;
                added += is ? 1 : 0;
                QCOMPARE(ids.pixelColor(x, y).rgba64().red() == 4000, is);
            }
        }
        QVERIFY2(added > 60 && added < 180, qPrintable(name + QString::number(added)));
    }
    const Outcome rendered =
        run({"render", "--model", "g.underpaint-model", "--sequence", "edited/labels",
             "--instances-folder", "edited/instances", "-o", "photos"});
    QVERIFY2(rendered.code == 0, rendered.err);
    QCOMPARE(framesIn("photos").size(), 6);

    const auto says = [&](const QStringList& arguments) {
        const Outcome refused = run(command + QStringList{"out"} + arguments);
        return refused.code == 2 ? refused.err : QByteArray();
    };
    QVERIFY(says({"--edit", "painted.png,painted_ids.png"}).contains("in which frame"));
    QVERIFY(says({"--edit", "painted.png,painted_ids.png@7"}).contains("no frame 7"));
    QVERIFY(says({"--edit", "painted.png,painted_ids.png@f_99"}).contains("no frame f_99"));
    QVERIFY(says({"--edit", "absent.underpaint@1"}).contains("absent"));
    QVERIFY(says(edit + QStringList{"--classes", "camvid"}).contains("twice"));
    QVERIFY(says(edit + QStringList{"--edit", "painted.png,painted_ids.png@f_9"})
                .contains("key frames"));
}

void SequenceCommandTest::sequencesAreRefused() {
    const auto says = [this](const QStringList& arguments) {
        const Outcome outcome =
            run(QStringList{"render", "--model", "v.underpaint-model", "--sequence"} + arguments);
        return outcome.code == 2 ? outcome.err : QByteArray();
    };
    QVERIFY(QDir().mkpath(path("empty")));
    QVERIFY(says({"empty", "-o", "out"}).contains("no label map"));
    QVERIFY(says({"absent", "-o", "out"}).contains("absent"));
    QVERIFY(says({"maps", "-o", "out.png"}).contains("more than one name"));
    QVERIFY(says({"maps", "-o", "%03d.jpg"}).contains("PNG"));
    QVERIFY(says({"maps", "-o", "maps"}).contains("among what they are made of"));
    QVERIFY(says({"maps", "-o", "out", "--labels", "maps/f_8.png"}).contains("--labels"));
    QVERIFY(says({"maps", "-o", "out", "--segmenter", "s"}).contains("label maps already"));
    QVERIFY(says({"maps", "-o", "out", "--smoothing", "2"}).contains("--smoothing"));
    QVERIFY(says({"maps", "-o", "out", "--photos-folder", "empty"}).contains("no photo"));
    test::writeText(path("no.mp4"), "no video");
    QVERIFY(says({"no.mp4", "-o", "out"}).contains("--segmenter"));
    QVERIFY(!QDir(path("out")).exists());

    // A gap is told of, and what is broken is named.
    QVERIFY(QFile::remove(path("maps/f_10.png")));
    const Outcome gap =
        run({"render", "--model", "v.underpaint-model", "--sequence", "maps", "-o", "gap"});
    QVERIFY2(gap.code == 0 && gap.err.contains("f_10"), gap.err);
    writeFrames("mixed", 4);
    test::writeText(path("mixed/f_10.png"), "broken");
    QVERIFY(says({"mixed", "-o", "mixed_out"}).contains("f_10.png"));
    QVERIFY(QFile::remove(path("mixed/f_10.png")));
    QVERIFY(QImage(20, 20, QImage::Format_Grayscale8).save(path("mixed/f_10.png")));
    QVERIFY(says({"mixed", "-o", "mixed_out"}).contains("20x20"));
    // Somebody else's pictures are not replaced.
    QVERIFY(QDir().mkpath(path("taken")));
    test::writeText(path("taken/f_9.png"), "mine");
    QVERIFY(says({"maps", "-o", "taken"}).contains("f_9.png"));
    QCOMPARE(contentOf(path("taken/f_9.png")), QByteArray("mine"));
}

QTEST_GUILESS_MAIN(SequenceCommandTest)
#include "sequence_command_test.moc"
