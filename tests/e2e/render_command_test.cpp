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

#include <csignal>
#include <set>

using namespace underpaint;

using test::contentOf;
using test::Outcome;
using test::patience;
using test::writeText;

/// `underpaint render` from the outside.
class RenderCommandTest : public test::ModelFixture {
    Q_OBJECT

private Q_SLOTS:
    void renderWritesAPhoto();
    void sixteenBitsAreNoStretchedEight();
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

private:
    void writeBatch(int count) const;
};

void RenderCommandTest::renderWritesAPhoto() {
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

void RenderCommandTest::sixteenBitsAreNoStretchedEight() {
    QCOMPARE(run(renderArguments({"-o", "a.png"})).code, 0);
    QCOMPARE(run(renderArguments({"-o", "b.png", "--depth", "16"})).code, 0);
    const QImage shallow = QImage(path("a.png")).convertToFormat(QImage::Format_RGB32);
    const QImage deep = QImage(path("b.png")).convertToFormat(QImage::Format_RGBX64);
    QCOMPARE(deep.size(), shallow.size());
    std::set<int> values;
    for (int y = 0; y < deep.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgba64*>(deep.constScanLine(y));
        for (int x = 0; x < deep.width(); ++x) {
            values.insert(row[x].green());
            QCOMPARE(row[x].green() / 257, qGreen(shallow.pixel(x, y)));
        }
    }
    QVERIFY(values.size() > 256);
    // TIFF files hold them, too, or layers; a batch as well.
    QCOMPARE(run(renderArguments({"-o", "c.tif", "--depth", "16"})).code, 0);
    QCOMPARE(run(renderArguments({"-o", "d.tif", "--layers", "class"})).code, 0);
    QVERIFY(contentOf(path("d.tif")).contains("Photo"));
    QVERIFY(!contentOf(path("c.tif")).contains("Photo"));
    writeBatch(1);
    QCOMPARE(
        run({"render", "--model", m_model, "--batch", "in", "-o", "out", "--depth", "16"}).code, 0);
    const QDir out(path("out"));
    QCOMPARE(QImage(out.filePath(out.entryList({"*.png"}).value(0))).depth(), 64);
}

void RenderCommandTest::renderFollowsStyles() {
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

void RenderCommandTest::stylesReachTheBackground() {
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

void RenderCommandTest::renderNumbersSamples() {
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

void RenderCommandTest::renderExploresCodes() {
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

void RenderCommandTest::renderTakesExemplars() {
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
    QVERIFY(photo(one + QStringList{"--exemplar-texture"}) != whole);
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

void RenderCommandTest::renderRefuses_data() {
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
    QTest::newRow("16 bits in JPEG")
        << with({"-o", "a.jpg", "--depth", "16"}) << QByteArray("8 bits a channel");
    QTest::newRow("16 bits in layers")
        << with({"-o", "a.tif", "--depth", "16", "--layers", "class"}) << QByteArray("--layers");
    QTest::newRow("photo missing")
        << with({"-o", "a.png", "--style-from", "none.jpg"}) << QByteArray("none.jpg");
}

void RenderCommandTest::renderRefuses() {
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

void RenderCommandTest::brokenPackagesAreExplained_data() {
    QTest::addColumn<QByteArray>("manifest");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("wrong types") << QByteArray(
        R"({"format_version": "one", "kind": 7, "networks": [], "classes": {}})");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("array") << QByteArray("[1, 2]");
}

void RenderCommandTest::brokenPackagesAreExplained() {
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

void RenderCommandTest::writeBatch(int count) const {
    QVERIFY(QDir(m_folder->path()).mkpath("in"));
    for (int i = 0; i < count; ++i) {
        const QString name = "in/scene" + QString::number(i);
        test::writeLabelMap(file(name + "_labelIds.png"), 40 + i, 32);
        test::writeInstanceMap(file(name + "_instanceIds.png"), 40 + i, 32);
    }
}

void RenderCommandTest::batchIsResumable() {
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

void RenderCommandTest::batchIsShared() {
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

void RenderCommandTest::batchGoesOnAfterAFailure() {
    writeBatch(2);
    test::writeBadLabelMap(file("in/a_labelIds.png"), 40, 32);
    const Outcome outcome =
        run({"render", "--model", m_model, "--batch", "in", "-o", "out", "--json"});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.json()["outputs"].toArray().size(), 2);
    QCOMPARE(outcome.json()["failures"].toArray().size(), 1);
    QCOMPARE(QDir(path("out")).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void RenderCommandTest::interruptKeepsWhatWasFinished() {
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

QTEST_GUILESS_MAIN(RenderCommandTest)
#include "render_command_test.moc"
