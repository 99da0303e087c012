// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace underpaint;

using test::contentOf;
using test::Outcome;
using test::patience;
using test::writeText;

/// Drives the real program.
class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void versionAndHelp();
    void wrongUse_data();
    void wrongUse();
    void importMakesAWholePackage();
    void importRefuses_data();
    void importRefuses();
    void quietSaysNothingOfWhatWentWell();
    void renderWritesAPhoto();
    void renderFollowsStyles();
    void stylesReachTheBackground();
    void renderNumbersSamples();
    void renderExploresCodes();
    void renderTakesExemplars();
    void renderRefuses_data();
    void renderRefuses();
    void brokenPackagesAreExplained_data();
    void brokenPackagesAreExplained();
    void batchIsResumable();
    void batchIsShared();
    void batchGoesOnAfterAFailure();
    void interruptKeepsWhatWasFinished();
    void packagesAreListed();
    void datasetsAreCheckedAndConverted();
    void verifyReadsTheIndex();
    void verifyPassesAGoldenCase();
    void benchReports();
    void benchEditReports();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    /// Runs the program inside the test's folder.
    Outcome run(const QStringList& arguments) const;
    void start(QProcess& process, const QStringList& arguments) const;
    QStringList renderArguments(const QStringList& more) const;
    void writeBatch(int count) const;

    std::unique_ptr<QTemporaryDir> m_models;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_model;
    QString m_pix2pix;
    QString m_codes;
};

void CommandLineTest::initTestCase() {
    QVERIFY(QFile::exists(QStringLiteral(UNDERPAINT_PROGRAM)));
    m_models = std::make_unique<QTemporaryDir>();
    m_model = m_models->filePath("sample.underpaint-model");
    m_pix2pix = m_models->filePath("plain.underpaint-model");
    test::writePix2PixHdPackage(m_model.toStdString());
    test::writePix2PixPackage(m_pix2pix.toStdString());
    m_codes = m_models->filePath("codes.underpaint-model");
    test::writeBicycleGanPackage(m_codes.toStdString());
}

void CommandLineTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    test::writeLabelMap(file("labels.png"), 64, 40);
    test::writeInstanceMap(file("inst.png"), 64, 40);
}

void CommandLineTest::start(QProcess& process, const QStringList& arguments) const {
    test::startProgram(process, m_folder->path(), m_models->path(), arguments);
}

Outcome CommandLineTest::run(const QStringList& arguments) const {
    return test::runProgram(m_folder->path(), m_models->path(), arguments);
}

QStringList CommandLineTest::renderArguments(const QStringList& more) const {
    return QStringList{"render",      "--model",     m_model,     "--labels", "labels.png",
                       "--instances", "inst.png",    "--threads", "1",        "--device",
                       "cpu",         "--precision", "fp32"} +
           more;
}

void CommandLineTest::versionAndHelp() {
    QVERIFY(run({"--version"}).out.startsWith("underpaint "));
    const Outcome help = run({"--help"});
    QCOMPARE(help.code, 0);
    for (const char* name :
         {"render", "segment", "translate", "import", "verify", "package", "dataset", "bench"}) {
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

void CommandLineTest::renderWritesAPhoto() {
    const Outcome outcome = run(renderArguments({"-o", "a.png", "--json", "-v"}));
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject json = outcome.json();
    QVERIFY(json["peak_bytes"].toDouble() > 1e6);
    QCOMPARE(json["device"].toString(), QStringLiteral("cpu"));
    QCOMPARE(json["outputs"].toArray().at(0)["width"].toInt(), 64);
    QVERIFY(outcome.err.contains("peak memory"));
    const QImage photo(path("a.png"));
    QCOMPARE(photo.size(), QSize(64, 40));

    QCOMPARE(run(renderArguments({"-o", "b.png"})).code, 0);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("b.png")));
    QCOMPARE(run(renderArguments({"-o", "c.jpg", "--size", "90x33"})).code, 0);
    QCOMPARE(QImage(path("c.jpg")).size(), QSize(90, 33));
    // By its id, which the model folder knows.
    const QString id = json["model"].toString();
    QCOMPARE(run({"render", "--model", id, "--labels", "labels.png", "-o", "d.png"}).code, 0);
}

void CommandLineTest::renderFollowsStyles() {
    QCOMPARE(run(renderArguments({"-o", "plain.png"})).code, 0);
    const QByteArray plain = contentOf(path("plain.png"));
    QSet<QByteArray> photos;
    for (const char* style : {"class e=0", "class e=3", "4000=4"}) {
        const Outcome outcome = run(renderArguments({"-o", "s.png", "--style", style}));
        QVERIFY2(outcome.code == 0, outcome.err);
        photos.insert(contentOf(path("s.png")));
    }
    QVERIFY(photos.size() >= 2);
    test::writeNoisePhoto(file("photo.png"), 64, 40);
    QCOMPARE(run(renderArguments({"-o", "e.png", "--style-from", "photo.png"})).code, 0);
    QVERIFY(contentOf(path("e.png")) != plain);
    QCOMPARE(run(renderArguments({"-o", "seed.png", "--seed", "3"})).code, 0);
    QVERIFY(contentOf(path("seed.png")) != plain);
}

void CommandLineTest::stylesReachTheBackground() {
    // All pixels have the number 0, which is no object: the styles of a class still find it.
    test::writeBackgroundMap(file("nothing.png"), 64, 40);
    const QStringList scene{"render",      "--model",     m_model,     "--labels", "labels.png",
                            "--instances", "nothing.png", "--threads", "1",        "-o"};
    QSet<QByteArray> photos;
    for (const char* style : {"class e=0", "class e=1", "class e=2", "class e=3"}) {
        const Outcome outcome = run(scene + QStringList{"s.png", "--style", style});
        QVERIFY2(outcome.code == 0, outcome.err);
        QVERIFY2(outcome.err.contains("nothing.png: the number 0 is the background"), outcome.err);
        QVERIFY2(!outcome.err.contains("met no instance"), outcome.err);
        photos.insert(contentOf(path("s.png")));
    }
    QVERIFY(photos.size() >= 2);
    // A style that finds nothing says so.
    test::writePlainLabelMap(file("plain.png"), 64, 40);
    const Outcome none = run({"render", "--model", m_model, "--labels", "plain.png", "-o", "p.png",
                              "--style", "class e=1"});
    QVERIFY2(none.code == 0, none.err);
    QVERIFY2(none.err.contains("the style class e=1 met no instance"), none.err);
}

void CommandLineTest::renderNumbersSamples() {
    QCOMPARE(run(renderArguments({"-o", "s_%03d.png", "--samples", "3", "--seed", "1"})).code, 0);
    QSet<QByteArray> photos;
    for (const char* name : {"s_001.png", "s_002.png", "s_003.png"}) {
        QVERIFY2(QFile::exists(path(name)), name);
        photos.insert(contentOf(path(name)));
    }
    QVERIFY(photos.size() >= 2);
    QVERIFY(!QFile::exists(path("s_000.png")) && !QFile::exists(path("s_004.png")));

    const QStringList paper{"render",  "--model",   m_pix2pix, "--labels", "labels.png",
                            "--paper", "--samples", "2",       "-o",       "p%d.png"};
    const Outcome outcome = run(paper);
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY(contentOf(path("p1.png")) != contentOf(path("p2.png")));
}

void CommandLineTest::renderExploresCodes() {
    const auto render = [this](const QStringList& more) {
        return run(QStringList{"render", "--model", m_codes, "--labels", "labels.png", "--json"} +
                   more);
    };
    const auto done = [&](const QStringList& more) {
        const Outcome outcome = render(more);
        [&] { QVERIFY2(outcome.code == 0, outcome.err); }();
        return QJsonDocument::fromJson(outcome.out).object();
    };
    // A code that was drawn by a seed is the same as its values.
    const QJsonArray z = done({"--z-seed", "4", "-o", "seed.png"})["outputs"][0]["z"].toArray();
    QCOMPARE(z.size(), 3);
    QStringList values;
    for (const QJsonValue& value : z) {
        values << QString::number(value.toDouble(), 'g', 9);
    }
    done({"--z", values.join(','), "-o", "values.png"});
    QCOMPARE(contentOf(path("values.png")), contentOf(path("seed.png")));

    done({"--z-seed", "4", "--samples", "3", "-o", "s%d.png"});
    QCOMPARE(contentOf(path("s1.png")), contentOf(path("seed.png")));
    QVERIFY(contentOf(path("s2.png")) != contentOf(path("s1.png")));
    QVERIFY(contentOf(path("s3.png")) != contentOf(path("s2.png")));

    for (const char* way : {"spherical", "linear"}) {
        done({"--z-seed", "4", "--to-z-seed", "6", "--interpolate", "4", "--path", way, "-o",
              "f%d.png"});
        QCOMPARE(contentOf(path("f1.png")), contentOf(path("s1.png")));
        QCOMPARE(contentOf(path("f4.png")), contentOf(path("s3.png")));
        QVERIFY(contentOf(path("f2.png")) != contentOf(path("f1.png")));
    }
    const QJsonObject video = done({"--z-seed", "4", "--interpolate", "3", "-o", "way.avi"});
    QCOMPARE(video["outputs"][0]["frames"].toArray().size(), 3);
    QVERIFY(contentOf(path("way.avi")).startsWith("RIFF"));

    done({"--z-from", "seed.png", "-o", "lent.png"});
    QVERIFY(contentOf(path("lent.png")) != contentOf(path("seed.png")));

    const Outcome oneName = render({"--interpolate", "3", "-o", "a.png"});
    QVERIFY2(oneName.code == 2 && oneName.err.contains("%03d"), oneName.err);
    const Outcome length = render({"--z", "1,2", "-o", "a.png"});
    QVERIFY2(length.code == 2 && length.err.contains("3 values"), length.err);
    const Outcome replaced = render({"--z-from", "seed.png", "-o", "seed.png"});
    QVERIFY2(replaced.code == 2, replaced.err);
    const Outcome none = run(renderArguments({"--z-from", "seed.png", "-o", "a.png"}));
    QVERIFY2(none.code == 2 && none.err.contains("no latent code"), none.err);
    QVERIFY(!QFile::exists(path("a.png")));
}

void CommandLineTest::renderTakesExemplars() {
    const QString model = path("exemplars.underpaint-model");
    test::writeCoCosNetPackage(model.toStdString());
    test::writeNoisePhoto(file("noise.jpg.png"), 70, 50);
    test::writeNoisePhoto(file("a=b.png"), 50, 60);
    test::writeLabelMap(file("lender.png"), 70, 50);
    test::writeLabelMap(file("other.png"), 50, 60);
    test::writePlainLabelMap(file("plain.png"), 70, 50);
    const auto render = [&](const QStringList& more) {
        return run(QStringList{"render", "--model", model, "--labels", "labels.png", "--instances",
                               "inst.png", "--threads", "1"} +
                   more);
    };
    const auto photo = [&](const QStringList& more) {
        const Outcome outcome = render(more + QStringList{"-o", "x.png", "--json"});
        return outcome.code == 0 ? contentOf(path("x.png")) : outcome.err;
    };
    const QStringList one{"--exemplar", "noise.jpg.png", "--exemplar-labels", "lender.png"};
    const QByteArray grey = photo({});
    const QByteArray whole = photo(one);
    QVERIFY(whole.startsWith("\x89PNG"));
    QVERIFY(whole != grey);
    QCOMPARE(photo(one + QStringList{"--exemplar-strength", "0"}), grey);
    QVERIFY(photo(one + QStringList{"--exemplar-strength", "0.5"}) != whole);
    QCOMPARE(photo(one + QStringList{"--exemplar-match", "photo"}), whole);
    QVERIFY(photo(one + QStringList{"--exemplar-match", "instance"}) != whole);
    QVERIFY(photo(one + QStringList{"--exemplar-temperature", "8"}) != whole);
    // Class 0 alone lends nothing to class e; a mask of white hides all.
    QCOMPARE(photo({"--exemplar", "class e=noise.jpg.png", "--exemplar-labels", "plain.png"}),
             grey);
    QImage white(70, 50, QImage::Format_Grayscale8);
    white.fill(255);
    QVERIFY(white.save(path("white.png")));
    QCOMPARE(photo(one + QStringList{"--exemplar-hidden", "white.png"}), grey);
    QCOMPARE(photo(one + QStringList{"--exemplar-hidden", "-"}), whole);
    // One over the other: the second is for a class; its name has a sign of equality.
    const QStringList two{"--exemplar",          "noise.jpg.png",
                          "--exemplar",          "class e=a=b.png",
                          "--exemplar-labels",   "lender.png",
                          "--exemplar-labels",   "other.png",
                          "--exemplar-strength", "1",
                          "--exemplar-strength"};
    const QByteArray both = photo(two + QStringList{"1"});
    QVERIFY(both.startsWith("\x89PNG"));
    QVERIFY(both != whole);
    QCOMPARE(photo(two + QStringList{"0"}), whole);
    // Without a label map the model's segmenter looks at the photo.
    const QByteArray estimated = photo({"--exemplar", "noise.jpg.png"});
    QVERIFY(estimated.startsWith("\x89PNG"));
    QVERIFY(estimated != grey);
    QCOMPARE(photo({"--exemplar", "noise.jpg.png", "--exemplar-labels", "-"}), estimated);

    const auto refuses = [&](const QStringList& more, const char* says) {
        const Outcome outcome = render(more + QStringList{"-o", "y.png"});
        QVERIFY2(outcome.code == 2 && outcome.err.contains(says), outcome.err);
    };
    refuses({"--exemplar", "tree=noise.jpg.png"}, "tree");
    refuses({"--exemplar", "9999=noise.jpg.png"}, "9999");
    refuses({"--exemplar", "none.jpg"}, "none.jpg");
    refuses({"--exemplar-strength", "1"}, "--exemplar");
    refuses(one + QStringList{"--exemplar", "a=b.png"}, "1 files for 2 exemplars");
    refuses(one + QStringList{"--exemplar-strength", "1", "--exemplar-strength", "1"},
            "2 values for 1 exemplars");
    refuses(one + QStringList{"--exemplar-match", "street"}, "street");
    const Outcome replaced = render(one + QStringList{"-o", "noise.jpg.png"});
    QVERIFY2(replaced.code == 2, replaced.err);
    const Outcome none = run(renderArguments({"--exemplar", "noise.jpg.png", "-o", "y.png"}));
    QVERIFY2(none.code == 2 && none.err.contains("no exemplars"), none.err);
}

void CommandLineTest::renderRefuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto with = [this](const QStringList& more) { return renderArguments(more); };
    const QStringList plain{"render", "--model", m_model, "-o", "a.png"};
    QTest::newRow("value without class")
        << plain + QStringList{"--labels", "bad.png"} << QByteArray("77");
    QTest::newRow("value without class, what to do")
        << plain + QStringList{"--labels", "bad.png"} << QByteArray("--repair");
    QTest::newRow("instance map of another size")
        << plain + QStringList{"--labels", "labels.png", "--instances", "small.png"}
        << QByteArray("small.png");
    QTest::newRow("no label map") << plain << QByteArray("--labels");
    QTest::newRow("missing label map")
        << plain + QStringList{"--labels", "none.png"} << QByteArray("none.png");
    QTest::newRow("label map is no picture")
        << plain + QStringList{"--labels", "noise.png"} << QByteArray("noise.png");
    QTest::newRow("folder missing") << with({"-o", "no/a.png"}) << QByteArray("no/a.png");
    QTest::newRow("output is a folder") << with({"-o", "."}) << QByteArray("folder");
    QTest::newRow("no picture name") << with({"-o", "a.txt"}) << QByteArray("a.txt");
    QTest::newRow("percent") << with({"-o", "a%s.png"}) << QByteArray("%03d");
    QTest::newRow("samples without number")
        << with({"-o", "a.png", "--samples", "2"}) << QByteArray("%03d");
    QTest::newRow("latent code") << with({"-o", "a.png", "--z", "0.5,1"})
                                 << QByteArray("no latent code");
    QTest::newRow("unknown class")
        << with({"-o", "a.png", "--style", "tree=1"}) << QByteArray("tree");
    QTest::newRow("unknown instance")
        << with({"-o", "a.png", "--style", "9999=1"}) << QByteArray("9999");
    QTest::newRow("unknown style")
        << with({"-o", "a.png", "--style", "class e=50"}) << QByteArray("style 50");
    QTest::newRow("style without cluster")
        << with({"-o", "a.png", "--style", "class e"}) << QByteArray("NAME=VALUE");
    QTest::newRow("styles of pix2pix")
        << QStringList{"render",  "--model",   m_pix2pix, "--labels", "labels.png",
                       "--style", "class e=1", "-o",      "a.png"}
        << QByteArray("no styles");
    QTest::newRow("photo missing")
        << with({"-o", "a.png", "--style-from", "none.jpg"}) << QByteArray("none.jpg");
}

void CommandLineTest::renderRefuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    test::writeBadLabelMap(file("bad.png"), 64, 40);
    test::writeInstanceMap(file("small.png"), 32, 40);
    writeText(path("noise.png"), "this is not a picture");
    const QStringList before = QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden);
    const Outcome outcome = run(arguments + QStringList{"--json", "-q"});
    QVERIFY2(outcome.code == 2, outcome.err);
    QVERIFY2(outcome.err.contains(says), outcome.err);
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QCOMPARE(outcome.json()["exit_code"].toInt(), 2);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden), before);
}

void CommandLineTest::brokenPackagesAreExplained_data() {
    QTest::addColumn<QByteArray>("manifest");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("wrong types") << QByteArray(
        R"({"format_version": "one", "kind": 7, "networks": [], "classes": {}})");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("array") << QByteArray("[1, 2]");
}

void CommandLineTest::brokenPackagesAreExplained() {
    QFETCH(QByteArray, manifest);
    QVERIFY(QDir(m_folder->path()).mkdir("m.underpaint-model"));
    writeText(path("m.underpaint-model/manifest.json"), manifest);
    const Outcome outcome =
        run({"render", "--model", "m.underpaint-model", "--labels", "labels.png", "-o", "a.png"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("manifest.json"), outcome.err);
    QVERIFY(!QFile::exists(path("a.png")));
    QCOMPARE(run({"package", "check", "m.underpaint-model"}).code, 1);
}

void CommandLineTest::writeBatch(int count) const {
    QVERIFY(QDir(m_folder->path()).mkpath("in"));
    for (int i = 0; i < count; ++i) {
        const QString name = "in/scene" + QString::number(i);
        test::writeLabelMap(file(name + "_labelIds.png"), 40 + i, 32);
        test::writeInstanceMap(file(name + "_instanceIds.png"), 40 + i, 32);
    }
}

void CommandLineTest::batchIsResumable() {
    writeBatch(3);
    const QStringList arguments{"render", "--model", m_model, "--batch",
                                "in",     "-o",      "out",   "--json"};
    const Outcome first = run(arguments);
    QVERIFY2(first.code == 0, first.err);
    QCOMPARE(first.json()["outputs"].toArray().size(), 3);
    const QStringList files = QDir(path("out")).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(files.size(), 3);
    const QByteArray before = contentOf(path("out/" + files.at(1)));
    QVERIFY(QFile::remove(path("out/" + files.at(1))));
    // What a killed process leaves behind does not block the next.
    writeText(path("out/" + files.at(1) + ".claim"), {});
    const Outcome second = run(arguments);
    QCOMPARE(second.json()["outputs"].toArray().size(), 1);
    QCOMPARE(second.json()["already_there"].toInt(), 2);
    QCOMPARE(contentOf(path("out/" + files.at(1))), before);
    QCOMPARE(QDir(path("out")).entryList(QDir::Files | QDir::Hidden), files);
}

void CommandLineTest::batchIsShared() {
    writeBatch(8);
    const QStringList arguments{"render", "--model", m_model,     "--batch", "in",
                                "-o",     "out",     "--threads", "1",       "--json"};
    QProcess one;
    QProcess two;
    start(one, arguments);
    start(two, arguments);
    QVERIFY(one.waitForFinished(patience) && two.waitForFinished(patience));
    QCOMPARE(one.exitCode(), 0);
    QCOMPARE(two.exitCode(), 0);
    const auto rendered = [](QProcess& process) {
        const QByteArray out = process.readAllStandardOutput();
        return QJsonDocument::fromJson(out).object()["outputs"].toArray().size();
    };
    QCOMPARE(rendered(one) + rendered(two), 8); // none twice
    QCOMPARE(QDir(path("out")).entryList(QDir::Files | QDir::Hidden).size(), 8);
}

void CommandLineTest::batchGoesOnAfterAFailure() {
    writeBatch(2);
    test::writeBadLabelMap(file("in/a_labelIds.png"), 40, 32);
    const Outcome outcome =
        run({"render", "--model", m_model, "--batch", "in", "-o", "out", "--json"});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.json()["outputs"].toArray().size(), 2);
    QCOMPARE(outcome.json()["failures"].toArray().size(), 1);
    QCOMPARE(QDir(path("out")).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void CommandLineTest::interruptKeepsWhatWasFinished() {
    writeBatch(200);
    QProcess process;
    start(process, {"render", "--model", m_model, "--batch", "in", "-o", "out", "--size", "256x256",
                    "--threads", "1"});
    QByteArray out;
    while (!out.contains("wrote ")) {
        QVERIFY(process.waitForReadyRead(patience));
        out += process.readAllStandardOutput();
    }
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(patience));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 3);
    const QStringList files = QDir(path("out")).entryList(QDir::Files | QDir::Hidden);
    QVERIFY(!files.isEmpty() && files.size() < 200);
    for (const QString& name : files) { // whole photos, no claims, no temporary files
        QCOMPARE(QImage(path("out/" + name)).size(), QSize(256, 256));
    }
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
