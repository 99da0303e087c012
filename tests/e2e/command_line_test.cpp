// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/model_fixture.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace underpaint;

using test::contentOf;
using test::Outcome;
using test::writeText;

/// The real program: its help, imports, packages, data sets, checks and measurements.
class CommandLineTest : public test::ModelFixture {
    Q_OBJECT

private Q_SLOTS:
    void versionAndHelp();
    void wrongUse_data();
    void wrongUse();
    void importMakesAWholePackage();
    void importRefuses_data();
    void importRefuses();
    void quietSaysNothingOfWhatWentWell();
    void packagesAreListed();
    void datasetsAreCheckedAndConverted();
    void verifyReadsTheIndex();
    void verifyPassesAGoldenCase();
    void benchReports();
    void benchEditReports();
};

void CommandLineTest::versionAndHelp() {
    QVERIFY(run({"--version"}).out.startsWith("underpaint "));
    const Outcome help = run({"--help"});
    QCOMPARE(help.code, 0);
    for (const char* name : {"render", "segment", "translate", "import", "export", "verify",
                             "package", "dataset", "bench"}) {
        QVERIFY2(help.out.contains(name), name);
    }
    for (const QStringList& words : {QStringList{"render"},
                                     {"segment"},
                                     {"translate"},
                                     {"import"},
                                     {"verify"},
                                     {"package", "info"},
                                     {"package", "check"},
                                     {"package", "list"},
                                     {"package", "styles"},
                                     {"dataset", "check"},
                                     {"dataset", "convert"},
                                     {"dataset", "domains"},
                                     {"bench", "render"}}) {
        const Outcome one = run(words + QStringList{"--help"});
        QCOMPARE(one.code, 0);
        QVERIFY2(one.out.contains("Example:\n  underpaint " + words.join(' ').toUtf8()), one.out);
        QVERIFY2(one.out.contains("--json") && one.out.contains("--device"), one.out);
    }
}

void CommandLineTest::wrongUse_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("nothing") << QStringList{} << QByteArray("no editor");
    QTest::newRow("no such subcommand") << QStringList{"paint"} << QByteArray("paint");
    QTest::newRow("missing option") << QStringList{"render"} << QByteArray("required");
    QTest::newRow("bad size") << renderArguments({"-o", "a.png", "--size", "64"})
                              << QByteArray("WIDTHxHEIGHT");
    QTest::newRow("bad device") << renderArguments({"-o", "a.png", "--device", "cuda:77"})
                                << QByteArray("cuda:77");
    QTest::newRow("bad precision")
        << renderArguments({"-o", "a.png", "--precision", "int4"}) << QByteArray("int4");
    QTest::newRow("no such model")
        << QStringList{"render", "--model", "nowhere", "--labels", "labels.png", "-o", "a.png"}
        << QByteArray("nowhere");
    QTest::newRow("bench without network")
        << QStringList{"bench", "render"} << QByteArray("--network");
}

void CommandLineTest::wrongUse() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(says), outcome.err);
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QVERIFY(!QFile::exists(path("a.png")));
}

void CommandLineTest::importMakesAWholePackage() {
    test::writeGeneratorCheckpoint(file("latest_net_G.pth"));
    test::writeEncoderCheckpoint(file("latest_net_E.pth"));
    const Outcome outcome =
        run({"import", "latest_net_G.pth", "latest_net_E.pth", "--kind", "pix2pixhd", "--option",
             "label_nc=6", "-o", "m.underpaint-model", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject json = outcome.json();
    QCOMPARE(json["label_channels"].toInt(), 6);
    QCOMPARE(json["use_instance"].toBool(), true);
    QCOMPARE(json["feat_num"].toInt(), 3);
    QCOMPARE(json["networks"].toArray().size(), 2);
    QCOMPARE(run({"package", "check", "m.underpaint-model"}).code, 0);
    const QJsonObject info = run({"package", "info", "m.underpaint-model", "--json"}).json();
    QCOMPARE(info["kind"].toString(), QStringLiteral("pix2pixhd"));
    QCOMPARE(info["classes"].toArray().size(), 6);

    // The imported weights paint what the package with the same weights paints.
    const QStringList scene{"--labels",     "labels.png", "--instances", "inst.png",
                            "--style-from", "photo.png",  "--threads",   "1"};
    test::writeNoisePhoto(file("photo.png"), 64, 40);
    QCOMPARE(
        run(QStringList{"render", "--model", "m.underpaint-model", "-o", "a.png"} + scene).code, 0);
    QCOMPARE(run(QStringList{"render", "--model", m_model, "-o", "b.png"} + scene).code, 0);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("b.png")));
    // An existing package is not overwritten silently.
    const QStringList again{"import",   "latest_net_G.pth", "--kind", "pix2pixhd",
                            "--option", "label_nc=6",       "-o",     "m.underpaint-model"};
    QCOMPARE(run(again).code, 2);
    QCOMPARE(run(again + QStringList{"--overwrite"}).code, 0);
}

void CommandLineTest::importRefuses_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("says");
    const QStringList known{"--kind", "pix2pixhd", "--option", "label_nc=6"};
    QTest::newRow("missing file") << "none" << known << QByteArray("none.pth");
    QTest::newRow("truncated") << "truncated" << known << QByteArray("truncated.pth");
    QTest::newRow("empty") << "empty" << known << QByteArray("empty.pth");
    QTest::newRow("hostile") << "hostile" << known << QByteArray("posix");
    QTest::newRow("partial") << "partial" << known << QByteArray("model.19");
    QTest::newRow("only an encoder") << "encoder" << known << QByteArray("no generator");
    QTest::newRow("system unknown")
        << "whole" << QStringList{"--option", "label_nc=6"} << QByteArray("--kind");
    QTest::newRow("labels unknown")
        << "whole" << QStringList{"--kind", "pix2pixhd"} << QByteArray("label_nc");
    QTest::newRow("wrong labels") << "whole"
                                  << QStringList{"--kind", "pix2pixhd", "--option", "label_nc=35"}
                                  << QByteArray("add up");
    QTest::newRow("unknown option")
        << "whole" << known + QStringList{"--option", "colour=red"} << QByteArray("colour");
    QTest::newRow("wrong option") << "whole" << known + QStringList{"--option", "ngf=5"}
                                  << QByteArray("shape");
    QTest::newRow("unwritable") << "whole"
                                << known + QStringList{"-o", "no/such/m.underpaint-model"}
                                << QByteArray("no/such");
}

void CommandLineTest::importRefuses() {
    QFETCH(QString, what);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, says);
    const QString name = what + ".pth";
    if (what == "hostile") {
        test::writeHostileCheckpoint(file(name));
    } else if (what == "partial") {
        test::writePartialCheckpoint(file(name));
    } else if (what == "encoder") {
        test::writeEncoderCheckpoint(file(name));
    } else if (what == "empty") {
        writeText(path(name), {});
    } else if (what != "none") {
        test::writeGeneratorCheckpoint(file(name));
    }
    if (what == "truncated") {
        test::truncateFile(file(name), 0.6);
    }
    const QStringList before = QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden);
    QStringList arguments{"import", name};
    arguments += options;
    if (!options.contains("-o")) {
        arguments += {"-o", "m.underpaint-model"};
    }
    const Outcome outcome = run(arguments + QStringList{"-q"});
    QCOMPARE(outcome.code, 2);
    const Outcome spoken = run(arguments);
    QVERIFY2(spoken.err.contains(says), spoken.err);
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden), before);
}

void CommandLineTest::quietSaysNothingOfWhatWentWell() {
    const Outcome quiet = run(renderArguments({"-o", "quiet.png", "-q"}));
    QVERIFY2(quiet.code == 0, quiet.err);
    QCOMPARE(quiet.out, QByteArray());
    QCOMPARE(quiet.err, QByteArray());
    QVERIFY(QFile::exists(file("quiet.png")));
    const Outcome spoken = run(renderArguments({"-o", "spoken.png"}));
    QVERIFY(spoken.out.contains("wrote spoken.png"));
}

void CommandLineTest::packagesAreListed() {
    const QJsonArray packages = run({"package", "list", "--json"}).json()["packages"].toArray();
    QVERIFY(packages.size() >= 2);
    QVERIFY(run({"package", "info", "sample"}).out.contains("pix2pixhd.encoder"));
    // A flipped byte in the weights is found by the digests.
    QVERIFY(QFile::copy(m_model, path("m.underpaint-model")));
    QFile package(path("m.underpaint-model"));
    QVERIFY(package.open(QIODevice::ReadWrite));
    QVERIFY(package.seek(package.size() / 2));
    char byte = 0;
    QVERIFY(package.peek(&byte, 1) == 1);
    byte = static_cast<char>(byte ^ 1);
    QVERIFY(package.write(&byte, 1) == 1);
    package.close();
    const Outcome check = run({"package", "check", "m.underpaint-model", "--json"});
    QCOMPARE(check.code, 1);
    QCOMPARE(check.json()["passed"].toBool(), false);
}

void CommandLineTest::datasetsAreCheckedAndConverted() {
    QDir folder(m_folder->path());
    QVERIFY(folder.mkpath("set/train_img") && folder.mkpath("set/train_label"));
    test::writeLabelMap(file("set/train_label/one.png"), 32, 24);
    test::writeNoisePhoto(file("set/train_img/one.png"), 32, 24);
    const Outcome fine = run({"dataset", "check", "set", "--labels", "generated-6", "--json"});
    QVERIFY2(fine.code == 0, fine.out + fine.err);
    QCOMPARE(fine.json()["label_maps"].toInt(), 1);
    const Outcome converted = run({"dataset", "convert", "set", "--labels", "generated-6", "--to",
                                   "ours", "-o", "converted", "--json"});
    QVERIFY2(converted.code == 0, converted.err);
    QCOMPARE(converted.json()["written"].toInt(), 1);
    QVERIFY(QFile::exists(path("converted/train_label/one.png")));

    test::writeBadLabelMap(file("set/train_label/one.png"), 32, 24);
    const Outcome bad = run({"dataset", "check", "set", "--labels", "generated-6", "--json"});
    QCOMPARE(bad.code, 1);
    QVERIFY(bad.out.contains("77"));
    QCOMPARE(run({"dataset", "check", "nowhere"}).code, 2);
    QCOMPARE(run({"dataset", "check", "set", "--layout", "spiral"}).code, 2);
}

void CommandLineTest::verifyReadsTheIndex() {
    writeText(path("cases.json"), R"({"schema": "one", "cases": 3})");
    const Outcome outcome = run({"verify", "--cases", "cases.json"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("cases.json"), outcome.err);
    QCOMPARE(run({"verify", "--cases", "none.json"}).code, 2);
    // A case that this program cannot run is skipped, one that is broken fails.
    writeText(path("cases.json"),
              R"({"schema": 1, "system": "x", "set": "x", "cases": [
                 {"name": "alien", "network": "alien.network", "kind": "network", "options": {},
                  "weights": "none.pth", "data": "none.pt", "mode": "eval", "inputs": {"input": "x"},
                  "outputs": {"output": "y"}, "compare": {"kind": "exact"}}]})");
    QVERIFY(run({"verify", "--cases", "cases.json", "--list"}).out.contains("alien"));
    const Outcome skipped = run({"verify", "--cases", "cases.json"});
    QVERIFY2(skipped.out.contains("0 passed, 0 failed, 1 skipped"), skipped.out + skipped.err);
}

void CommandLineTest::verifyPassesAGoldenCase() {
    const QString golden = qEnvironmentVariable("UNDERPAINT_SHARED", UNDERPAINT_SHARED_DEFAULT) +
                           "/golden/pix2pixhd/cases.json";
    if (!QFile::exists(golden)) {
        QSKIP("the golden data is not there");
    }
    const Outcome outcome =
        run({"verify", "--cases", golden, "--only", "global_in", "--only", "edges*", "--json"});
    QVERIFY2(outcome.code == 0, outcome.out + outcome.err);
    QVERIFY(outcome.json()["passed"].toInt() >= 2);
    QCOMPARE(outcome.json()["failed"].toInt(), 0);
    QCOMPARE(run({"verify", "--cases", golden, "--only", "no such case"}).code, 2);
}

void CommandLineTest::benchReports() {
    const Outcome outcome = run({"bench", "render", "--model", m_model, "--size", "64x32", "--runs",
                                 "3", "--json", "--no-roofline", "--threads", "1"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject json = outcome.json();
    for (const char* key : {"median_ms", "min_ms", "max_ms", "peak_bytes"}) {
        QVERIFY2(json[key].toDouble() > 0, key);
    }
    QCOMPARE(json["device"].toString(), QStringLiteral("cpu"));
    QVERIFY(!json["shares"].toObject().isEmpty());
    QCOMPARE(run({"bench", "render", "--network", "no.such", "--size", "64x32"}).code, 2);
}

void CommandLineTest::benchEditReports() {
    const Outcome outcome = run({"bench", "edit", "--model", m_model, "--size", "128x96", "--share",
                                 "0.5,2", "--runs", "2", "--reach", "8", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonArray rows = outcome.json()["rows"].toArray();
    QCOMPARE(rows.size(), 2);
    for (const auto& row : rows) {
        for (const char* key : {"full_ms", "kept_ms", "local_ms", "region_share", "psnr_db"}) {
            QVERIFY2(row.toObject()[key].toDouble() > 0, key);
        }
        QCOMPARE(row.toObject()["runs"].toInt(), 2);
    }
    QCOMPARE(run({"bench", "edit", "--model", "no such"}).code, 2);
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
