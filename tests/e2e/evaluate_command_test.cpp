// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/codec.h"
#include "tests/e2e/program.h"
#include "tests/e2e/sample_files.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace underpaint;
using test::contentOf;
using test::Outcome;

/// `underpaint cluster` and `underpaint evaluate` from the outside.
class EvaluateCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void helpHasExamples();
    void clusterPutsStylesIntoAPackage();
    void stylesHaveNames();
    void aFolderOfThatNameIsNoModel();
    void clusterIsDeterministic();
    void clusterReadsPackedData();
    void clusterRefuses_data();
    void clusterRefuses();
    void evaluateMeasuresAModel();
    void evaluateMeasuresTheDiversityOfStyles();
    void evaluateMeasuresTheEffectOfExemplars();
    void evaluateMeasuresTranslations();
    void evaluateStoresFigures();
    void evaluateComparesFolders();
    void evaluateRefuses_data();
    void evaluateRefuses();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    Outcome run(const QStringList& arguments) const {
        return test::runProgram(m_folder->path(), m_folder->path(), arguments);
    }
    /// The class of that name in the answer of `cluster --json`.
    static QJsonObject classNamed(const QJsonObject& json, const QString& name) {
        for (const QJsonValue& one : json["classes"].toArray()) {
            if (one.toObject()["name"].toString() == name) {
                return one.toObject();
            }
        }
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void EvaluateCommandTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    test::writePix2PixHdPackage(file("m.underpaint-model"));
    for (const char* phase : {"train", "val"}) {
        const QString set = QString("set/") + phase;
        for (const char* kind : {"_img", "_label", "_inst"}) {
            QVERIFY(QDir(m_folder->path()).mkpath(set + kind));
        }
        for (int i = 0; i < 3; ++i) {
            const QString name = QString("/scene%1.png").arg(i);
            test::writeNoisePhoto(file(set + "_img" + name), 64 + 8 * i, 48);
            test::writeLabelMap(file(set + "_label" + name), 64 + 8 * i, 48);
            test::writeInstanceMap(file(set + "_inst" + name), 64 + 8 * i, 48);
        }
    }
}

void EvaluateCommandTest::helpHasExamples() {
    for (const QString& word : {QString("cluster"), QString("evaluate")}) {
        const Outcome help = run({word, "--help"});
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.contains("Example:\n  underpaint " + word.toUtf8()), help.out);
        QVERIFY(help.out.contains("--json") && help.out.contains("--device"));
    }
    const QByteArray evaluate = run({"evaluate", "--help"}).out;
    QVERIFY(evaluate.contains("only files that you trust"));
    for (const char* figure : {"Figure: fid\n", "fid_script", "lpips_vgg16", "lpips_script"}) {
        QVERIFY2(evaluate.contains(figure), figure);
    }
}

void EvaluateCommandTest::clusterPutsStylesIntoAPackage() {
    const QByteArray before = contentOf(path("m.underpaint-model"));
    const Outcome outcome = run({"cluster", "--model", "m.underpaint-model", "--data", "set", "-o",
                                 "styled.underpaint-model", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject json = outcome.json();
    QVERIFY(json["instances"].toInt() >= 9);
    for (const char* name : {"class a", "class b", "class c", "class e"}) {
        const QJsonObject one = classNamed(json, name);
        QVERIFY2(one["styles"].toInt() >= 1 && one["styles"].toInt() <= 10, name);
        double shares = 0;
        for (const QJsonValue& share : one["shares"].toArray()) {
            shares += share.toDouble();
        }
        QVERIFY(std::abs(shares - 1) < 1e-9);
    }
    QCOMPARE(classNamed(json, "class f")["styles"].toInt(), 0); // not in the data
    QCOMPARE(run({"package", "check", "styled.underpaint-model"}).code, 0);
    QCOMPARE(contentOf(path("m.underpaint-model")), before);
    // Its styles can be used.
    const Outcome render = run({"render", "--model", "styled.underpaint-model", "--labels",
                                "set/val_label/scene0.png", "--style", "class a=0", "-o", "a.png"});
    QVERIFY2(render.code == 0, render.err);
    // Without -o the model's own package gets them.
    QCOMPARE(run({"cluster", "--model", "m.underpaint-model", "--data", "set"}).code, 0);
    QCOMPARE(contentOf(path("m.underpaint-model")), contentOf(path("styled.underpaint-model")));
}

void EvaluateCommandTest::stylesHaveNames() {
    QCOMPARE(run({"cluster", "--model", "m.underpaint-model", "--data", "set"}).code, 0);
    const auto styles = [&](const QStringList& more) {
        const Outcome outcome =
            run(QStringList{"package", "styles", "m.underpaint-model", "--json"} + more);
        return outcome.code == 0
                   ? classNamed(outcome.json(), "class a")["styles"].toArray().toVariantList()
                   : QVariantList{outcome.err};
    };
    // Clusters are named by their pictures, people call them something else.
    const QVariantList found = styles({});
    QVERIFY(!found.isEmpty() && !found.front().toString().isEmpty());
    const QByteArray id = run({"package", "info", "m.underpaint-model"}).out;
    const QVariantList named = styles({"--name", "class a:0=autumn = red"});
    QCOMPARE(named.front().toString(), QStringLiteral("autumn = red"));
    QCOMPARE(named.size(), found.size());
    QCOMPARE(styles({"--by-looks"}), named); // it has a name
    QCOMPARE(run({"package", "check", "m.underpaint-model"}).code, 0);
    QCOMPARE(run({"package", "info", "m.underpaint-model"}).out, id); // still that model

    // A style is asked for by number or name.
    const QString scene = "set/val_label/scene0.png";
    const QStringList render{"render", "--model", "m.underpaint-model", "--labels", scene};
    QCOMPARE(run(render + QStringList{"--style", "class a=0", "-o", "a.png"}).code, 0);
    QCOMPARE(run(render + QStringList{"--style", "class a=autumn = red", "-o", "b.png"}).code, 0);
    QCOMPARE(contentOf(path("a.png")), contentOf(path("b.png")));
    const Outcome unknown = run(render + QStringList{"--style", "class a=spring", "-o", "c.png"});
    QCOMPARE(unknown.code, 2);
    QVERIFY2(unknown.err.contains("spring") && unknown.err.contains("autumn = red"), unknown.err);
    for (const char* wrong : {"class a=x", "class x:0=x", "class a:99=x", "class a:x=x"}) {
        QCOMPARE(run({"package", "styles", "m.underpaint-model", "--name", wrong}).code, 2);
    }
}

void EvaluateCommandTest::aFolderOfThatNameIsNoModel() {
    const Outcome info = run({"package", "info", "m.underpaint-model", "--json"});
    const QString id = info.json()["id"].toString();
    QVERIFY2(!id.isEmpty(), info.out);
    QVERIFY(QDir(m_folder->path()).mkpath(id)); // where a user keeps its photos, say
    QCOMPARE(run({"package", "info", id, "--json"}).json()["id"].toString(), id);
    QVERIFY(QDir(m_folder->path()).mkpath("other"));
    const Outcome other = run({"package", "info", "other"});
    QCOMPARE(other.code, 2);
    QVERIFY2(other.err.contains("manifest.json"), other.err);
}

void EvaluateCommandTest::clusterIsDeterministic() {
    const QStringList arguments{"cluster", "--model", "m.underpaint-model", "--data", "set",
                                "--seed",  "5",       "--overwrite"};
    QCOMPARE(run(arguments + QStringList{"-o", "a.underpaint-model"}).code, 0);
    QCOMPARE(run(arguments + QStringList{"-o", "b.underpaint-model"}).code, 0);
    QCOMPARE(contentOf(path("a.underpaint-model")), contentOf(path("b.underpaint-model")));
    const Outcome few =
        run(arguments + QStringList{"-o", "a.underpaint-model", "--largest", "1", "--json"});
    QCOMPARE(classNamed(few.json(), "class a")["styles"].toInt(), 1);
}

void EvaluateCommandTest::clusterReadsPackedData() {
    const Outcome packed = run({"dataset", "pack", "set", "--phase", "train", "--labels",
                                "generated-6", "-o", "set.pack"});
    QVERIFY2(packed.code == 0, packed.err);
    const Outcome outcome = run({"cluster", "--model", "m.underpaint-model", "--data", "set.pack",
                                 "-o", "a.underpaint-model", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY2(outcome.err.contains("class 0, but class a in the model"), outcome.err);
    QVERIFY(classNamed(outcome.json(), "class a")["styles"].toInt() >= 1);
}

void EvaluateCommandTest::clusterRefuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const QStringList model{"--model", "m.underpaint-model"};
    QTest::newRow("no data") << model << QByteArray("--data");
    QTest::newRow("no such data") << model + QStringList{"--data", "none"} << QByteArray("none");
    QTest::newRow("no encoder") << QStringList{"--model", "plain.underpaint-model", "--data", "set"}
                                << QByteArray("no encoder");
    QTest::newRow("output is there")
        << model + QStringList{"--data", "set", "-o", "plain.underpaint-model"}
        << QByteArray("--overwrite");
    QTest::newRow("no such part") << model + QStringList{"--data", "set", "--phase", "test"}
                                  << QByteArray("train, val");
    QTest::newRow("corrupt photo")
        << model + QStringList{"--data", "set", "--phase", "val"} << QByteArray("scene1.png");
}

void EvaluateCommandTest::clusterRefuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    test::writePix2PixPackage(file("plain.underpaint-model"));
    test::truncateFile(file("set/val_img/scene1.png"), 0.5);
    const QByteArray before = contentOf(path("m.underpaint-model"));
    const Outcome outcome = run(QStringList{"cluster", "-q"} + arguments);
    QVERIFY2(outcome.code == 2, outcome.err);
    QVERIFY2(outcome.err.contains(says), outcome.err);
    QCOMPARE(contentOf(path("m.underpaint-model")), before);
}

void EvaluateCommandTest::evaluateMeasuresAModel() {
    test::writeSegmenterPackage(file("s.underpaint-model"));
    const QStringList arguments{"evaluate", "--model",     "m.underpaint-model", "--data",
                                "set",      "--segmenter", "s.underpaint-model", "--samples",
                                "2",        "--json"};
    const Outcome outcome = run(arguments);
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject figures = outcome.json()["figures"].toObject();
    QCOMPARE(figures["pairs"].toInt(), 3);
    for (const char* name :
         {"psnr", "swd", "swd_level_0", "perceptual_own_backbone", "frechet_own_backbone",
          "diversity_perceptual_lite0", "diversity_perceptual_lite0_real", "perceptual_lite0",
          "agreement_pixel_accuracy", "agreement_pixel_accuracy_real", "agreement_mean_iou"}) {
        QVERIFY2(figures[name].isDouble() && figures[name].toDouble() >= 0, name);
    }
    for (const char* name : {"ssim", "ssim_luminance"}) { // of noise and random weights
        QVERIFY2(figures[name].isDouble() && std::abs(figures[name].toDouble()) < 0.5, name);
    }
    QVERIFY(!figures.contains("fid") && !figures.contains("lpips"));
    QVERIFY(!outcome.json()["classes"].toArray().isEmpty());
    QCOMPARE(run(arguments).out, outcome.out);
    // All photos of a label map count, not the first one alone.
    const auto accuracy = [&](const QStringList& more) {
        const Outcome one = run(QStringList{"evaluate", "--model", "m.underpaint-model", "--data",
                                            "set", "--segmenter", "s.underpaint-model", "--json"} +
                                more);
        return one.json()["figures"].toObject()["agreement_pixel_accuracy"].toDouble();
    };
    const double first = accuracy({});
    const double second = accuracy({"--seed", "1"});
    QVERIFY(first != second);
    QVERIFY(std::abs(figures["agreement_pixel_accuracy"].toDouble() - (first + second) / 2) < 1e-9);
    // Other styles, other photos.
    const Outcome encoded = run(arguments + QStringList{"--encode-styles"});
    QVERIFY2(encoded.code == 0, encoded.err);
    QVERIFY(encoded.json()["figures"].toObject()["ssim"] != figures["ssim"]);
    const Outcome limited = run({"evaluate", "--model", "m.underpaint-model", "--data", "set",
                                 "--limit", "1", "--size", "40x32"});
    QVERIFY2(limited.code == 0 && limited.out.contains("ssim"), limited.err);
}

void EvaluateCommandTest::evaluateMeasuresTheDiversityOfStyles() {
    const QStringList arguments{"evaluate", "--model",   "m.underpaint-model",
                                "--data",   "set",       "--matching-styles",
                                "--json",   "--samples", "4"};
    const Outcome none = run(arguments);
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("go together"), none.err);
    QCOMPARE(run({"cluster", "--model", "m.underpaint-model", "--data", "set"}).code, 0);
    const Outcome styled = run(arguments);
    QVERIFY2(styled.code == 0, styled.err);
    const auto diversity = [](const Outcome& outcome) {
        return outcome.json()["figures"].toObject()["diversity_perceptual_lite0"].toDouble();
    };
    QVERIFY(diversity(styled) > 0);
    QCOMPARE(run(arguments).out, styled.out);
    QCOMPARE(run(arguments + QStringList{"--encode-styles"}).code, 2);
}

void EvaluateCommandTest::evaluateMeasuresTheEffectOfExemplars() {
    test::writeCoCosNetPackage(file("c.underpaint-model"));
    const QStringList arguments{"evaluate", "--model", "c.underpaint-model", "--data", "set",
                                "--size",   "64x64",   "--exemplars"};
    const Outcome outcome = run(arguments + QStringList{"--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject figures = outcome.json()["figures"].toObject();
    for (const char* name :
         {"exemplar_colour", "exemplar_colour_other", "exemplar_colour_real", "own_exemplar_colour",
          "own_exemplar_ssim", "own_exemplar_psnr", "own_exemplar_perceptual_lite0"}) {
        QVERIFY2(figures[name].isDouble(), name);
    }
    QVERIFY(std::abs(figures["exemplar_colour_ratio"].toDouble() -
                     figures["exemplar_colour"].toDouble() /
                         figures["exemplar_colour_other"].toDouble()) < 1e-9);
    QVERIFY(classNamed({{"classes", outcome.json()["exemplar_classes"]}}, "class a").size() == 4);
    // Exemplars of no strength leave a photo that owes them nothing.
    const Outcome weak = run(arguments + QStringList{"--exemplar-strength", "0", "--json"});
    QVERIFY2(weak.code == 0, weak.err);
    QVERIFY(weak.json()["figures"].toObject()["exemplar_colour"].toDouble() !=
            figures["exemplar_colour"].toDouble());
    const QByteArray text = run(arguments).out;
    QVERIFY2(text.contains("exemplar_colour_ratio") && text.contains("class a: colour"), text);
    const Outcome none =
        run({"evaluate", "--model", "m.underpaint-model", "--data", "set", "--exemplars"});
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains("no exemplars"), none.err);
}

void EvaluateCommandTest::evaluateMeasuresTranslations() {
    test::writeInstaGanPackage(file("i.underpaint-model"));
    test::writeSegmenterPackage(file("s.underpaint-model"));
    const QStringList base{"evaluate", "--model", "i.underpaint-model", "--data", "set",
                           "--size",   "64x48"};
    const QStringList judged = base + QStringList{"--segmenter", "s.underpaint-model"};
    const QStringList arguments =
        judged + QStringList{"--domain-classes", "class a,class e"}; // which the scenes show
    const Outcome outcome = run(arguments + QStringList{"--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject figures = outcome.json()["figures"].toObject();
    QVERIFY(figures["a_to_b_instances"].toDouble() > 0);
    QVERIFY(figures["b_to_a_instances"].toDouble() > 0);
    for (const char* name : {"a_to_b_target_share", "a_to_b_target_share_before",
                             "b_to_a_target_share", "b_to_a_target_share_before"}) {
        QVERIFY2(figures[name].isDouble(), name);
        QVERIFY(figures[name].toDouble() >= 0 && figures[name].toDouble() <= 1);
    }
    QVERIFY(figures["a_to_b_context_change"].toDouble() < 255);
    // The other way round.
    const Outcome others =
        run(judged + QStringList{"--domain-classes", "class e,class a", "--json"});
    QVERIFY2(others.code == 0, others.err);
    QVERIFY(others.json()["figures"].toObject()["b_to_a_instances"] == figures["a_to_b_instances"]);
    // By their own names the domains are classes d and e.
    const Outcome named = run(judged + QStringList{"--json"});
    QVERIFY2(named.code == 0, named.err);
    QVERIFY(named.json()["figures"].toObject()["b_to_a_instances"] == figures["b_to_a_instances"]);
    for (const auto& [more, says] : std::initializer_list<std::pair<QStringList, QByteArray>>{
             {base, "--segmenter"},
             {arguments + QStringList{"--samples", "3"}, "paints no scenes"},
             {judged + QStringList{"--domain-classes", "class a,dragon"}, "dragon"}}) {
        const Outcome refused = run(more);
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains(says), refused.err);
    }
    const Outcome painter = run({"evaluate", "--model", "m.underpaint-model", "--data", "set",
                                 "--domain-classes", "class a,class d"});
    QCOMPARE(painter.code, 2);
    QVERIFY2(painter.err.contains("--domain-classes"), painter.err);
}

void EvaluateCommandTest::evaluateStoresFigures() {
    QCOMPARE(run({"cluster", "--model", "m.underpaint-model", "--data", "set"}).code, 0);
    const QByteArray id = run({"package", "info", "m.underpaint-model"}).out;
    const Outcome outcome =
        run({"evaluate", "--model", "m.underpaint-model", "--data", "set", "--store", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(run({"package", "check", "m.underpaint-model"}).code, 0);
    QVERIFY(contentOf(path("m.underpaint-model")).contains("\"swd_level_0\""));
    QVERIFY(contentOf(path("m.underpaint-model")).contains("styles.safetensors"));
    // It is the same model still, and paints the same.
    QCOMPARE(run({"package", "info", "m.underpaint-model"}).out.left(100), id.left(100));
    QCOMPARE(run({"evaluate", "--model", "m.underpaint-model", "--data", "set", "--json"}).out,
             outcome.out);
}

void EvaluateCommandTest::evaluateComparesFolders() {
    const Outcome same =
        run({"evaluate", "--real", "set/train_img", "--painted", "set/train_img", "--json"});
    QVERIFY2(same.code == 0, same.err);
    const QJsonObject figures = same.json()["figures"].toObject();
    QCOMPARE(figures["ssim"].toDouble(), 1.0);
    QVERIFY(figures["psnr"].isNull()); // infinite
    QVERIFY(QDir(m_folder->path()).mkpath("other"));
    test::writeNoisePhoto(file("other/b.png"), 60, 60);
    const Outcome unpaired =
        run({"evaluate", "--real", "set/train_img", "--painted", "other", "--json"});
    QVERIFY2(unpaired.code == 0, unpaired.err);
    QVERIFY(unpaired.err.contains("same names"));
    QVERIFY(!unpaired.json()["figures"].toObject().contains("ssim"));
    // Of a single photo the distances of sets say nothing.
    QVERIFY(!unpaired.json()["figures"].toObject().contains("kernel_lite0"));
    const Outcome referred = run({"evaluate", "--model", "m.underpaint-model", "--data", "set",
                                  "--reference", "set", "--json"});
    QVERIFY2(referred.code == 0, referred.err);
    const QJsonObject sets = referred.json()["figures"].toObject();
    for (const char* name : {"kernel_lite0", "kernel_lite0_real"}) {
        QVERIFY2(sets[name].isDouble() && std::abs(sets[name].toDouble()) < 100, name);
    }
    QVERIFY(sets["kernel_lite0_real"].toDouble() < sets["kernel_lite0"].toDouble());
    QVERIFY(unpaired.json()["figures"].toObject()["swd"].toDouble() >= 0);
}

void EvaluateCommandTest::evaluateRefuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const QStringList model{"--model", "m.underpaint-model", "--data", "set"};
    QTest::newRow("nothing") << QStringList{} << QByteArray("--model and --data");
    QTest::newRow("model without data")
        << QStringList{"--model", "m.underpaint-model"} << QByteArray("--model and --data");
    QTest::newRow("both") << model + QStringList{"--real", "set"} << QByteArray("--real");
    QTest::newRow("one folder") << QStringList{"--real", "set"} << QByteArray("--painted");
    QTest::newRow("empty folder") << QStringList{"--real", "empty", "--painted", "set/val_img"}
                                  << QByteArray("no photos");
    QTest::newRow("no segmenter") << model + QStringList{"--segmenter", "m.underpaint-model"}
                                  << QByteArray("no segmenter");
    QTest::newRow("no script") << model + QStringList{"--fid-script", "set/train_img/scene0.png"}
                               << QByteArray("TorchScript");
    QTest::newRow("no weights") << model + QStringList{"--lpips", "none.pth", "none.pth"}
                                << QByteArray("none.pth");
    QTest::newRow("no Inception") << model + QStringList{"--fid", "set/train_img/scene0.png"}
                                  << QByteArray("scene0.png");
    QTest::newRow("a photo of one pixel") << QStringList{"--real", "twins/real", "--painted", "dot"}
                                          << QByteArray("dot/a.png: 1 x 1 pixels");
    QTest::newRow("twins alone") << QStringList{"--real", "twins/real", "--painted",
                                                "twins/painted"}
                                 << QByteArray("twins/painted/a.bmp and a.png have the same name");
    QTest::newRow("size") << model + QStringList{"--size", "big"} << QByteArray("WIDTHxHEIGHT");
}

void EvaluateCommandTest::evaluateRefuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    for (const char* folder : {"empty", "dot", "twins/real", "twins/painted"}) {
        QVERIFY(QDir(m_folder->path()).mkpath(folder));
    }
    imaging::writePhoto(file("dot/a.png"), Image(1, 1, 3, 9));
    for (const char* name : {"real/a.png", "painted/a.png", "painted/a.bmp"}) {
        imaging::writePhoto(file("twins") / name, Image(32, 32, 3, 9));
    }
    const Outcome outcome = run(QStringList{"evaluate", "-q"} + arguments);
    QVERIFY2(outcome.code == 2, outcome.err);
    QVERIFY2(outcome.err.contains(says), outcome.err);
}

QTEST_GUILESS_MAIN(EvaluateCommandTest)
#include "evaluate_command_test.moc"
