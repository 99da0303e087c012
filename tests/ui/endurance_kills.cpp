// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_recovery.h"
#include "tests/ui/endurance_runs.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace underpaint::test {

namespace {

namespace fs = std::filesystem;

constexpr int killPatience = 120000; // ms, until an editor is there

/// A whole line at once, so that the last one before the kill is either told or not.
void tell(const char* what, const scene::SceneState& state) {
    const std::string line = std::string(what) + " " + sceneDigest(state) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::exit(1); // nobody listens any more
    }
}

/// What the editor that was killed has told.
struct Told {
    QString ready; ///< the scene it began with; empty: it did not get that far
    QString last;  ///< the scene after its last finished edit
    long edits = 0;
    bool died = false; ///< by itself

    void read(const QByteArray& output) {
        for (const QByteArray& line : output.split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() != 2 || words[1].size() != 64) {
                continue; // the next part of it was never written
            }
            last = QString::fromLatin1(words[1]);
            if (words[0] == "ready") {
                ready = last;
            } else {
                ++edits;
            }
        }
    }
};

/// Starts the editor and kills it, at some moment of its start or of its painting.
Told startAndKill(const QString& home, const EnduranceOptions& options, int number,
                  Random& random) {
    QStringList arguments{"--paint", home, "--seed",
                          QString::number(deriveSeed(options.seed, static_cast<unsigned>(number)))};
    if (!options.model.isEmpty()) {
        arguments << "--model" << options.model;
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    process.waitForStarted();
    const auto listenFor = [&](qint64 milliseconds, const auto& enough, QByteArray& heard) {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < milliseconds && process.state() == QProcess::Running &&
               !enough()) {
            process.waitForReadyRead(static_cast<int>(milliseconds - clock.elapsed()));
            heard += process.readAllStandardOutput();
        }
    };
    QByteArray heard;
    constexpr int startKills = 8; // every eighth dies before it has painted
    if (number % startKills == startKills - 1) {
        listenFor(
            static_cast<qint64>(random.below(1000)), [] { return false; }, heard);
    } else {
        // The first one lives until it has painted, so that a slow machine proves something too.
        const int lines = number == 0 ? 2 : 1;
        listenFor(
            killPatience, [&] { return heard.count('\n') >= lines; }, heard);
        listenFor(
            static_cast<qint64>(random.below(static_cast<unsigned>(options.life))),
            [] { return false; }, heard);
    }
    Told told;
    told.died = process.state() != QProcess::Running;
    process.kill();
    process.waitForFinished();
    told.read(heard + process.readAllStandardOutput());
    return told;
}

QString digestOf(const ui::Document& document) {
    return QString::fromStdString(sceneDigest(document.scene()));
}

} // namespace

int paintUntilKilled(const QString& home, std::uint64_t seed, const QString& model) {
    EnduranceEditor editor(home, model);
    editor.start();
    tell("ready", editor.document().scene());
    ScriptedArtist artist(editor.window(), seed, editor.projectFile(), {.savesOften = true});
    QObject::connect(&artist, &ScriptedArtist::edited,
                     [&] { tell("edit", editor.document().scene()); });
    while (artist.problem().isEmpty()) {
        artist.step();
        QCoreApplication::processEvents();
    }
    std::fprintf(stderr, "%s\n", qPrintable(artist.problem()));
    return 1;
}

QString endureKills(const EnduranceOptions& options) {
    const QTemporaryDir home;
    const QString file = home.filePath("painting.underpaint");
    Random random(options.seed);
    QString expected; ///< what the next start has to show
    long edits = 0;
    int fromJournal = 0;
    int inStart = 0;
    int halfEdits = 0;
    int torn = 0;
    for (int i = 0; i < options.kills; ++i) {
        const Told told = startAndKill(home.path(), options, i, random);
        const auto problem = [&](const char* what) {
            return QStringLiteral("kill %1, after %2 edits of it: %3")
                .arg(i + 1)
                .arg(told.edits)
                .arg(QLatin1String(what));
        };
        if (told.died) {
            return problem("the editor ended by itself");
        }
        if (!told.ready.isEmpty() && !expected.isEmpty() && told.ready != expected) {
            return problem("the editor did not begin with what was recovered");
        }
        edits += told.edits;
        inStart += told.ready.isEmpty() ? 1 : 0;
        const QString finished = told.last.isEmpty() ? expected : told.last;
        try {
            const Recovered found = recovered(home.path(), file, finished, digestOf);
            fromJournal += found.fromJournal ? 1 : 0;
            torn += found.damagedBytes > 0 ? 1 : 0;
            if (found.scene != finished) {
                ++halfEdits; // the edit that it was in the middle of
                if (found.before != finished && found.after != finished) {
                    return problem("what is recovered is not what was painted");
                }
            }
            expected = found.scene;
        } catch (const Error& failure) {
            return problem(failure.message().c_str());
        }
        constexpr int often = 10;
        if ((i + 1) % often == 0) {
            std::printf("  %4d kills  %ld finished edits\n", i + 1, edits);
            std::fflush(stdout);
        }
    }
    std::printf(
        "  %d kills (%d before the editor was there), %ld finished edits, %d recovered from "
        "the journal, %d with the edit in progress, %d with a torn end; none lost\n",
        options.kills, inStart, edits, fromJournal, halfEdits, torn);
    return edits > 0 ? QString() : QStringLiteral("nothing was painted");
}

} // namespace underpaint::test
