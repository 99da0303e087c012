// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"
#include "tests/e2e/sample_project.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace underpaint;
using test::contentOf;
using test::Outcome;

/// `render --project` and `replay` from the outside.
class ProjectCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aProjectRendersAsItsMapsDo();
    void aProjectNamesItsModel();
    void aProjectComesInTheClassesOfAnotherModel();
    void theNumberOfThreadsChangesNothing();
    void whatIsNotTouchedOfAPhotoIsKept();
    void keepingNeedsAPhotoAndItsLabels();
    void aProjectWithoutAModelIsPaintedByOneThatSuits();
    void unfitProjectsAreExplained_data();
    void unfitProjectsAreExplained();
    void replayEditsEveryScene();
    void replayReadsClassesBesideTheScenes();
    void replayRenders();
    void replayRefuses();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    Outcome run(const QStringList& arguments) const {
        return test::runProgram(m_folder->path(), m_models->path(), arguments);
    }
    /// Scenes of two sizes; the smaller one has no room for the last rectangle of the project.
    void writeScenes() const;

    std::unique_ptr<QTemporaryDir> m_models;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_model;
};

void ProjectCommandTest::initTestCase() {
    m_models = std::make_unique<QTemporaryDir>();
    m_model = m_models->filePath("sample.underpaint-model");
    test::writePix2PixHdPackage(m_model.toStdString());
}

void ProjectCommandTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    test::writeSampleProject(file("p.underpaint"), {});
    test::writeProjectMaps(file("labels.png"), file("inst.png"));
}

void ProjectCommandTest::aProjectRendersAsItsMapsDo() {
    const QStringList render{"render", "--model", m_model, "-o"};
    const Outcome project = run(render + QStringList{"a.png", "--project", "p.underpaint"});
    QVERIFY2(project.code == 0, project.err);
    const QByteArray photo = contentOf(path("a.png"));
    QVERIFY(!photo.isEmpty());
    const QStringList maps{"--labels", "labels.png", "--instances",
                           "inst.png", "--style",    "4000=4"};
    QCOMPARE(run(render + QStringList{"b.png", "--seed", "5"} + maps).code, 0);
    QCOMPARE(contentOf(path("b.png")), photo);
    // The seed can be replaced.
    QCOMPARE(run(render + QStringList{"c.png", "--project", "p.underpaint", "--seed", "6"}).code,
             0);
    QCOMPARE(run(render + QStringList{"d.png", "--seed", "6"} + maps).code, 0);
    QVERIFY(contentOf(path("c.png")) != photo);
    QCOMPARE(contentOf(path("c.png")), contentOf(path("d.png")));
}

void ProjectCommandTest::aProjectNamesItsModel() {
    const Outcome named =
        run({"render", "--model", m_model, "--project", "p.underpaint", "-o", "a.png", "--json"});
    const QString id = named.json()["model"].toString();
    QVERIFY(!id.isEmpty());
    test::writeSampleProject(file("named.underpaint"), id.toStdString());
    const Outcome found = run({"render", "--project", "named.underpaint", "-o", "b.png"});
    QVERIFY2(found.code == 0, found.err);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("b.png")));
}

void ProjectCommandTest::aProjectComesInTheClassesOfAnotherModel() {
    const Outcome own =
        run({"render", "--model", m_model, "--project", "p.underpaint", "-o", "own.png", "--json"});
    const QString id = own.json()["model"].toString();
    test::writeSampleProject(file("named.underpaint"), id.toStdString());
    test::writeTurnedPix2PixHdPackage(file("turned.underpaint-model"), m_model.toStdString());
    const QStringList render{"render", "--model", "turned.underpaint-model", "-o"};
    const Outcome project = run(render + QStringList{"a.png", "--project", "named.underpaint"});
    QVERIFY2(project.code == 0, project.err);
    QVERIFY2(project.err.contains("become those of turned"), project.err);
    QVERIFY(contentOf(path("a.png")) != contentOf(path("own.png")));
    QJsonArray classes;
    for (int i = 0; i < 6; ++i) {
        classes.append(QJsonObject{{"id", i}, {"name", QString("class ") + QChar('a' + i)}});
    }
    test::writeText(path("names.json"), QJsonDocument(QJsonObject{{"classes", classes}}).toJson());
    const Outcome maps =
        run(render + QStringList{"b.png", "--seed", "5", "--labels", "labels.png", "--instances",
                                 "inst.png", "--style", "4000=4", "--label-classes", "names.json"});
    QVERIFY2(maps.code == 0, maps.err);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("b.png")));
    // The model that the project was made with changes nothing.
    const Outcome same = run({"render", "--project", "named.underpaint", "-o", "same.png"});
    QVERIFY2(!same.err.contains("become"), same.err);
    QCOMPARE(contentOf(path("same.png")), contentOf(path("own.png")));
}

void ProjectCommandTest::theNumberOfThreadsChangesNothing() {
    for (const char* threads : {"1", "2", "3"}) {
        const QString output = QString("%1.png").arg(threads);
        QCOMPARE(run({"render", "--model", m_model, "--project", "p.underpaint", "--threads",
                      threads, "-o", output})
                     .code,
                 0);
        QCOMPARE(contentOf(path(output)), contentOf(path("1.png")));
    }
}

void ProjectCommandTest::whatIsNotTouchedOfAPhotoIsKept() {
    QImage labels(path("labels.png"));
    const QRect touched(10, 10, 12, 8);
    const int before = qGray(labels.pixel(12, 12));
    for (int y = touched.top(); y <= touched.bottom(); ++y) {
        for (int x = touched.left(); x <= touched.right(); ++x) {
            labels.scanLine(y)[x] = before == 1 ? 2 : 1;
        }
    }
    labels.save(path("edited.png"));
    const QSize size = labels.size() * 2;
    test::writeNoisePhoto(file("photo.png"), size.width(), size.height());
    const Outcome render =
        run({"render", "--model", m_model, "--labels", "edited.png", "--base", "photo.png",
             "--base-labels", "labels.png", "--keep", "--soft-edge", "2", "-o", "out.png"});
    QVERIFY2(render.code == 0, render.err);
    const QImage photo(path("photo.png"));
    const QImage out(path("out.png"));
    QCOMPARE(out.size(), size);
    constexpr int reach = 4; // the soft edge, and what lies between two pixels of the map
    const QRect near = touched.adjusted(-reach, -reach, reach, reach);
    int changed = 0;
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const bool same = out.pixel(x, y) == photo.pixel(x, y);
            QVERIFY2(same || near.contains(x / 2, y / 2), qPrintable(QString::number(x)));
            changed += same ? 0 : 1;
        }
    }
    QVERIFY(changed > touched.width() * touched.height() * 3);
    // Nothing was touched: the photo itself.
    QCOMPARE(run({"render", "--model", m_model, "--labels", "labels.png", "--base", "photo.png",
                  "--base-labels", "labels.png", "--keep", "-o", "same.png"})
                 .code,
             0);
    QCOMPARE(QImage(path("same.png")), photo);
}

void ProjectCommandTest::keepingNeedsAPhotoAndItsLabels() {
    test::writeNoisePhoto(file("photo.png"), 128, 80);
    const QStringList render{"render", "--model", m_model, "--labels", "labels.png", "-o", "o.png"};
    const auto refused = [&](const QStringList& more, const char* part) {
        const Outcome outcome = run(render + more);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(part), outcome.err);
        QVERIFY(!QFile::exists(path("o.png")));
    };
    refused({"--keep"}, "no photo to keep");
    refused({"--keep", "--base", "photo.png"}, "--base-labels");
    refused({"--soft-edge", "3"}, "--keep");
    test::writeLabelMap(file("small.png"), 16, 16);
    refused({"--keep", "--base", "photo.png", "--base-labels", "small.png"}, "16x16");
    // A project without a photo has none to keep.
    const Outcome project =
        run({"render", "--project", "p.underpaint", "--model", m_model, "--keep", "-o", "o.png"});
    QCOMPARE(project.code, 2);
}

void ProjectCommandTest::aProjectWithoutAModelIsPaintedByOneThatSuits() {
    const QStringList render{"render", "--project", "p.underpaint", "-o"};
    const Outcome chosen = run(render + QStringList{"chosen.png"});
    QVERIFY2(chosen.code == 0, chosen.err);
    QVERIFY2(chosen.err.contains("sample"), chosen.err);
    QCOMPARE(run(render + QStringList{"named.png", "--model", m_model}).code, 0);
    QCOMPARE(QImage(path("chosen.png")), QImage(path("named.png")));
    // None of those that ship has its classes.
    const Outcome none =
        test::runProgram(m_folder->path(), m_folder->path(), render + QStringList{"none.png"});
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("--model"), none.err);
}

void ProjectCommandTest::unfitProjectsAreExplained_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("part");
    const QStringList render{"render", "-o", "a.png", "--project"};
    QTest::newRow("missing") << render + QStringList{"none.underpaint", "--model", m_model}
                             << QByteArray("none.underpaint");
    QTest::newRow("a picture") << render + QStringList{"labels.png", "--model", m_model}
                               << QByteArray("no project");
    QTest::newRow("torn") << render + QStringList{"torn.underpaint", "--model", m_model}
                          << QByteArray("torn.underpaint");
    QTest::newRow("two scenes") << render + QStringList{"p.underpaint", "--model", m_model,
                                                        "--labels", "labels.png"}
                                << QByteArray("--labels");
    QTest::newRow("batch") << render +
                                  QStringList{"p.underpaint", "--model", m_model, "--batch", "."}
                           << QByteArray("--batch");
}

void ProjectCommandTest::unfitProjectsAreExplained() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, part);
    test::writeSampleProject(file("torn.underpaint"), {});
    test::truncateFile(file("torn.underpaint"), 0.6);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(part), outcome.err);
    QVERIFY(!QFile::exists(path("a.png")));
}

void ProjectCommandTest::writeScenes() const {
    QVERIFY(QDir(m_folder->path()).mkdir("in"));
    test::writeLabelMap(file("in/large.png"), 64, 40);
    test::writeInstanceMap(file("in/large_inst.png"), 64, 40);
    test::writeLabelMap(file("in/small.png"), 40, 30);
}

void ProjectCommandTest::replayEditsEveryScene() {
    writeScenes();
    const QStringList replay{"replay", "p.underpaint", "--on", "in", "-o", "out", "--json"};
    const Outcome outcome = run(replay);
    QVERIFY2(outcome.code == 0, outcome.err);
    // The same scene, the same edits: the maps of the project.
    QCOMPARE(contentOf(path("out/large_labels.png")), contentOf(path("labels.png")));
    QCOMPARE(contentOf(path("out/large_instances.png")), contentOf(path("inst.png")));
    const QImage small(path("out/small_labels.png"));
    QCOMPARE(small.size(), QSize(40, 30));
    QCOMPARE(qGray(small.pixel(2, 3)), 5);
    QCOMPARE(qGray(small.pixel(11, 10)), 5);

    const QJsonObject json = outcome.json();
    QCOMPARE(json["edits"].toInt(), 4);
    const QJsonArray scenes = json["scenes"].toArray();
    QCOMPARE(scenes.size(), 2);
    QCOMPARE(scenes[0].toObject()["applied"].toInt(), 4);
    const QJsonObject other = scenes[1].toObject();
    QCOMPARE(other["applied"].toInt(), 3);
    QCOMPARE(other["skipped"].toArray().size(), 1);
    QCOMPARE(other["skipped"].toArray()[0].toObject()["text"].toString(), "Rectangle: one");
    QVERIFY2(outcome.err.contains("Rectangle: one"), outcome.err);

    // What is there stays.
    QVERIFY(QFile::remove(path("out/small_labels.png")));
    QCOMPARE(run(replay).json()["already_there"].toInt(), 1);
    QVERIFY(QFile::exists(path("out/small_labels.png")));
    // The maps that were written are scenes again.
    QCOMPARE(run({"render", "--model", m_model, "--batch", "out", "-o", "photos"}).code, 0);
    QVERIFY(QFile::exists(path("photos/large.png")) && QFile::exists(path("photos/small.png")));
}

void ProjectCommandTest::replayReadsClassesBesideTheScenes() {
    writeScenes();
    // Every number is a class of the project, but the file says that they mean the others.
    QByteArray classes;
    for (int i = 0; i < 6; ++i) {
        classes += QStringLiteral(R"(%1{"id": %2, "name": "class %3"})")
                       .arg(i > 0 ? "," : "")
                       .arg(i)
                       .arg(QChar('f' - i))
                       .toUtf8();
    }
    QFile description(path("in/labels.json"));
    QVERIFY(description.open(QIODevice::WriteOnly));
    description.write("{\"name\": \"turned\", \"classes\": [" + classes + "]}");
    description.close();
    const Outcome outcome = run({"replay", "p.underpaint", "--on", "in", "-o", "out"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY2(outcome.err.contains("turned"), outcome.err);
    const QImage before(path("in/small.png"));
    const QImage after(path("out/small_labels.png"));
    QCOMPARE(qGray(after.pixel(35, 25)), 5 - qGray(before.pixel(35, 25)));
    QCOMPARE(qGray(after.pixel(2, 3)), 5); // what the project painted is of its own classes
}

void ProjectCommandTest::replayRenders() {
    writeScenes();
    const Outcome outcome =
        run({"replay", "p.underpaint", "--on", "in", "-o", "out", "--model", m_model});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(run({"render", "--model", m_model, "--project", "p.underpaint", "-o", "a.png"}).code,
             0);
    QCOMPARE(contentOf(path("out/photos/large.png")), contentOf(path("a.png")));
    QCOMPARE(QImage(path("out/photos/small.png")).size(), QSize(40, 30));
}

void ProjectCommandTest::replayRefuses() {
    writeScenes();
    const auto fails = [&](const QStringList& arguments, const QByteArray& part) {
        const Outcome outcome = run(QStringList{"replay"} + arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(part), outcome.err);
    };
    fails({"p.underpaint", "--on", "in", "-o", "in"}, "Choose another");
    fails({"p.underpaint", "--on", "nowhere", "-o", "out"}, "nowhere");
    fails({"labels.png", "--on", "in", "-o", "out"}, "no project");
    fails({"p.underpaint", "-o", "out"}, "--on");
    // One scene that cannot be read does not stop the others.
    test::writeBadLabelMap(file("in/bad.png"), 64, 40);
    fails({"p.underpaint", "--on", "in", "-o", "out"}, "bad.png");
    QVERIFY(QFile::exists(path("out/large_labels.png")));
    QVERIFY(!QFile::exists(path("out/bad_labels.png")));
}

QTEST_GUILESS_MAIN(ProjectCommandTest)

#include "project_command_test.moc"
