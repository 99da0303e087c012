// SPDX-License-Identifier: GPL-3.0-or-later
// What an artist may rely on for hours: nothing is lost, nothing grows, nothing waits. Without
// arguments a short version; the long one:
//     test_ui_endurance --edits 10000 --kills 100 --life 6000 --minutes 5 --strokes 100 --cancels
//     100
//                       --model models/street.underpaint-model [--train] [edits kills watch cancels
//                       sequence sequenceKills strokes]
// What sequences of 60 and of 240 frames take:
//     test_ui_endurance --frames 60 --model models/street.underpaint-model sequence
// and one of 60 frames of CamVid at every step of the way:
//     test_ui_endurance --frames 60 --model … --camvid ../shared/data/camvid sequence
#include "tests/ui/endurance_runs.h"
#include "tests/ui/endurance_watch.h"
#include "ui/widgets/text_focus.h"

#include <QCommandLineParser>
#include <QTest>

using namespace underpaint;
using test::EnduranceOptions;

class EnduranceTest : public QObject {
    Q_OBJECT

public:
    EnduranceTest(EnduranceOptions options, test::EventWatch& watch)
        : m_options(std::move(options)), m_watch(watch) {}

private Q_SLOTS:
    void edits() { expectNothing(test::endureEdits(m_options)); }
    void kills() { expectNothing(test::endureKills(m_options)); }
    void watch() { expectNothing(test::endureWatch(m_options, m_watch)); }
    void cancels() { expectNothing(test::endureCancels(m_options)); }
    void sequence() { expectNothing(test::endureSequence(m_options)); }
    void sequenceKills() { expectNothing(test::endureSequenceKills(m_options)); }
    void strokes() { expectNothing(test::endureStrokes(m_options)); }

private:
    static void expectNothing(const QString& problem) {
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    EnduranceOptions m_options;
    test::EventWatch& m_watch;
};

int main(int argc, char** argv) {
    test::WatchedApplication application(argc, argv);
    ui::TextFocusFilter filter;
    application.installEventFilter(&filter);
    QCoreApplication::setOrganizationName("underpaint-test");

    QCommandLineParser parser;
    EnduranceOptions options;
    const auto number = [&parser](const char* name, double usual) {
        const QCommandLineOption option(name, QString(), "number", QString::number(usual));
        parser.addOption(option);
        return option;
    };
    const auto edits = number("edits", static_cast<double>(options.edits));
    const auto kills = number("kills", options.kills);
    const auto life = number("life", options.life);
    const auto minutes = number("minutes", options.minutes);
    const auto strokes = number("strokes", options.strokes);
    const auto cancels = number("cancels", options.cancels);
    const auto frames = number("frames", options.frames);
    const auto seed = number("seed", static_cast<double>(options.seed));
    const QCommandLineOption camvid("camvid", "The frames are those of CamVid.", "folder");
    const QCommandLineOption model("model", QString(), "package");
    const QCommandLineOption paint("paint", "The process that is killed.", "folder");
    const QCommandLineOption paintFrames("paint-frames",
                                         "The process that is killed with a sequence.", "folder");
    const QCommandLineOption train("train", "A model is fine-tuned meanwhile (watch, strokes).");
    parser.addOptions({camvid, model, paint, paintFrames, train});
    parser.addPositionalArgument("tests", "Which of them; otherwise all.", "[tests …]");
    parser.addHelpOption();
    parser.process(application);
    options.edits = parser.value(edits).toLong();
    options.kills = parser.value(kills).toInt();
    options.life = parser.value(life).toInt();
    options.minutes = parser.value(minutes).toDouble();
    options.strokes = parser.value(strokes).toInt();
    options.cancels = parser.value(cancels).toInt();
    options.frames = parser.value(frames).toInt();
    options.seed = parser.value(seed).toULongLong();
    options.camvid = parser.value(camvid);
    options.model = parser.value(model);
    options.train = parser.isSet(train);
    if (parser.isSet(paint)) {
        return test::paintUntilKilled(parser.value(paint), options.seed, options.model);
    }
    if (parser.isSet(paintFrames)) {
        return test::paintFramesUntilKilled(options, parser.value(paintFrames));
    }
    // The long runs take longer than the five minutes that Qt gives a test function.
    qputenv("QTEST_FUNCTION_TIMEOUT", "86400000");
    EnduranceTest test(options, application.watch());
    return QTest::qExec(&test, QStringList(application.arguments().front()) +
                                   parser.positionalArguments());
}

#include "endurance_test.moc"
