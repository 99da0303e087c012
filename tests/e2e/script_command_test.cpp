// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/model_fixture.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace underpaint;

using test::contentOf;
using test::Outcome;
using test::writeText;

/// `script` from the outside: what it says and what it writes where.
class ScriptCommandTest : public test::ModelFixture {
    Q_OBJECT

private Q_SLOTS:
    void aScriptEditsRendersAndSaves();
    void standardInputIsAScript();
    void lookAndModelOfAScriptArePainted();
    void nothingIsDoneOfAScriptThatIsWrong_data();
    void nothingIsDoneOfAScriptThatIsWrong();
    void aScriptStopsAtWhatDoesNotFit();
    void outputsStayInTheirFolder();
    void layersAreWrittenAlike();

private:
    QByteArray script(const QByteArray& commands) const {
        return "{\"version\": 1, \"commands\": [" + commands + "]}";
    }
    QByteArray beginning() const {
        return "{\"do\": \"import\", \"labels\": \"labels.png\", \"instances\": \"inst.png\", "
               "\"model\": \"" +
               m_model.toUtf8() + "\"},";
    }
    QStringList entries(const QString& folder) const {
        return QDir(path(folder))
            .entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    }
};

void ScriptCommandTest::aScriptEditsRendersAndSaves() {
    writeText(path("s.json"), script(beginning() + R"(
        {"do": "render", "to": "before.png"},
        {"do": "rectangle", "class": 5, "box": [2, 3, 10, 8]},
        {"do": "save", "to": "deep/scene.underpaint"},
        {"do": "render", "to": "after.png"})"));
    const Outcome outcome = run({"script", "s.json", "-o", "out"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QList<QByteArray> lines = outcome.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    for (int i = 0; i < lines.size(); ++i) {
        const QJsonObject line = QJsonDocument::fromJson(lines[i]).object();
        QCOMPARE(line["command"].toInt(), i + 1);
    }
    QCOMPARE(QJsonDocument::fromJson(lines[2]).object()["pixels"].toInt(), 80);
    QCOMPARE(entries("out"), QStringList({"after.png", "before.png", "deep"}));
    QVERIFY(contentOf(path("out/before.png")) != contentOf(path("out/after.png")));
    // What was saved renders to the same photo, and `replay` does to others what was done.
    QCOMPARE(run({"render", "--project", "out/deep/scene.underpaint", "--model", m_model, "-o",
                  "again.png"})
                 .code,
             0);
    QCOMPARE(contentOf(path("again.png")), contentOf(path("out/after.png")));
    // One JSON object where that is asked for.
    const QJsonObject json = run({"script", "s.json", "-o", "out", "--json"}).json();
    QCOMPARE(json["commands"].toArray().size(), 5);
}

void ScriptCommandTest::standardInputIsAScript() {
    QProcess process;
    start(process, {"script", "--stdin"});
    process.write(script(R"({"do": "new", "classes": "camvid", "size": [33, 17]},
                            {"do": "write-labels", "to": "map.png"})"));
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(test::patience));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(QImage(path("map.png")).size(), QSize(33, 17));
}

void ScriptCommandTest::lookAndModelOfAScriptArePainted() {
    writeText(path("s.json"), script(beginning() + R"(
        {"do": "style", "instances": [4000], "style": 4},
        {"do": "render", "to": "a.png", "seed": 5, "size": [48, 40]},
        {"do": "model", "model": ")" +
                                     m_codes.toUtf8() + R"("},
        {"do": "code", "seed": 3},
        {"do": "render", "to": "b.png"})"));
    const Outcome outcome = run({"script", "s.json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(run({"render", "--model", m_model, "--labels", "labels.png", "--instances", "inst.png",
                  "--style", "4000=4", "--seed", "5", "--size", "48x40", "-o", "a2.png"})
                 .code,
             0);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("a2.png")));
    QCOMPARE(run({"render", "--model", m_codes, "--labels", "labels.png", "--z-seed", "3", "-o",
                  "b2.png"})
                 .code,
             0);
    QCOMPARE(contentOf(path("b.png")), contentOf(path("b2.png")));
}

void ScriptCommandTest::nothingIsDoneOfAScriptThatIsWrong_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    const QByteArray save = R"({"do": "save", "to": "a.underpaint"},)";
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("s.json: is not valid JSON");
    QTest::newRow("unknown command")
        << script(beginning() + save + R"({"do": "paint"})")
        << QByteArray("s.json, command 3, field do: is \"paint\", which is no command");
    QTest::newRow("unknown field")
        << script(beginning() + save + R"({"do": "undo", "count": 2})")
        << QByteArray("s.json, command 3 (undo), field \"count\": is not known here");
    QTest::newRow("an input is replaced")
        << script(beginning() + R"({"do": "write-labels", "to": "labels.png"})")
        << QByteArray("command 2 (write-labels), field to, ");
    QTest::newRow("two outputs of one name")
        << script(beginning() + save + R"({"do": "save", "to": "./a.underpaint"})")
        << QByteArray("command 3 (save), field to, ");
    QTest::newRow("outside of the folder")
        << script(beginning() + save + R"({"do": "save", "to": "../b.underpaint"})")
        << QByteArray("lies outside of the folder of the outputs");
}

void ScriptCommandTest::nothingIsDoneOfAScriptThatIsWrong() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    writeText(path("s.json"), text);
    const QByteArray labels = contentOf(path("labels.png"));
    const Outcome outcome = run({"script", "s.json"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(says), outcome.err);
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(contentOf(path("labels.png")), labels);
    QVERIFY(!QFile::exists(path("a.underpaint")));
    QCOMPARE(run({"script", "s.json", "--check"}).code, 2);
}

void ScriptCommandTest::aScriptStopsAtWhatDoesNotFit() {
    writeText(path("s.json"), script(beginning() + R"({"do": "save", "to": "a.underpaint"},
                                      {"do": "fill", "class": 1, "at": [4000, 1]},
                                      {"do": "save", "to": "b.underpaint"})"));
    QCOMPARE(run({"script", "s.json", "--check"}).code, 0);
    QVERIFY(!QFile::exists(path("a.underpaint")));
    const Outcome outcome = run({"script", "s.json"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("s.json, command 3 (fill), field at: lies outside"), outcome.err);
    QCOMPARE(outcome.out.trimmed().count('\n'), 1); // what was done is told
    QVERIFY(QFile::exists(path("a.underpaint")));
    QVERIFY(!QFile::exists(path("b.underpaint")));
}

void ScriptCommandTest::outputsStayInTheirFolder() {
    QVERIFY(QDir(path(".")).mkpath("out"));
    QVERIFY(QFile::link(path("."), path("out/up")));
    writeText(path("s.json"), script(beginning() + R"({"do": "save", "to": "up/a.underpaint"})"));
    const Outcome outcome = run({"script", "s.json", "-o", "out"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("lies outside"), outcome.err);
    QVERIFY(!QFile::exists(path("a.underpaint")));
}

void ScriptCommandTest::layersAreWrittenAlike() {
    writeText(path("s.json"), script(beginning() + R"(
        {"do": "render", "to": "a.ora", "layers": "instance"})"));
    const Outcome outcome = run({"script", "s.json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QStringList maps{"--labels", "labels.png", "--instances", "inst.png", "--model", m_model};
    const Outcome rendered =
        run(QStringList{"render", "-o", "b.ora", "--layers", "instance"} + maps);
    QVERIFY2(rendered.code == 0, rendered.err);
    QCOMPARE(run(QStringList{"render", "-o", "c.ora"} + maps).code, 0);
    const QByteArray layered = contentOf(path("a.ora"));
    QCOMPARE(layered.mid(30, 24), QByteArray("mimetypeimage/openraster"));
    QCOMPARE(contentOf(path("b.ora")), layered);
    QVERIFY(contentOf(path("c.ora")) != layered);
    QCOMPARE(run(QStringList{"render", "-o", "d.ora", "--layers", "colour"} + maps).code, 2);
}

QTEST_GUILESS_MAIN(ScriptCommandTest)
#include "script_command_test.moc"
