// SPDX-License-Identifier: GPL-3.0-or-later
// Editors of sequences that are killed while frames are painted and exported.
#include "app/sequence_exporter.h"
#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/project/archive/sha256.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/fill.h"
#include "engine/scene/whole_state.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_frames.h"
#include "tests/ui/endurance_recovery.h"
#include "tests/ui/endurance_runs.h"
#include "tests/ui/import_answerer.h"
#include "ui/window/file_desk.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <unistd.h>

namespace underpaint::test {

namespace {

constexpr int sequenceKillPatience = 240000; // ms, until an editor has told something

QString digestOfFrames(const ui::Document& document) {
    project::Sha256 digest;
    for (std::size_t i = 0; i < document.frames(); ++i) {
        digest.update(scene::serialise(scene::wholeStateEdit(document.sequence().frame(i))));
    }
    return QString::fromStdString(digest.finish());
}

/// A whole line at once.
void tellOfFrames(const char* what, const ui::Document& document) {
    const std::string line =
        std::string(what) + " " + digestOfFrames(document).toStdString() + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::exit(1); // nobody listens any more
    }
}

QString framesOf(const QString& home) {
    return home + "/frames";
}
QString exportOf(const QString& home) {
    return home + "/exported";
}

QString frameName(int number) {
    return QStringLiteral("/frame_%1.png").arg(number + 1, 4, 10, QLatin1Char('0'));
}

/// The frames that an export has finished since a moment, by their names, but those behind one that
/// is in doubt, which may change with it. Throws Error when a frame is noted and not whole.
std::map<QString, QByteArray> finishedFrames(const QString& home, const QDateTime& since) {
    QFile notes(exportOf(home) + "/.underpaint-sequence/frames.txt");
    std::map<int, bool> noted; // by number, whether it is in doubt
    if (notes.open(QIODevice::ReadOnly)) {
        const QByteArray text = notes.readAll();
        for (const QByteArray& line : text.left(text.lastIndexOf('\n') + 1).split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() == 2) {
                noted[words[0].toInt()] = words[1].toULongLong() > UINT32_MAX;
            }
        }
    }
    std::map<QString, QByteArray> frames;
    bool doubted = false;
    for (const auto& [number, doubt] : noted) {
        const QString name = exportOf(home) + frameName(number);
        (void)imaging::readPhoto(name.toStdString());
        doubted = doubted || doubt;
        QFile file(name);
        if (!doubted && QFileInfo(file).lastModified() >= since && file.open(QIODevice::ReadOnly)) {
            frames[name] = file.readAll();
        }
    }
    return frames;
}

struct ToldOfFrames {
    QByteArray output;

    long count(const char* what) const { return output.count(QByteArray(what) + " "); }
    /// The digest of the last whole line, which begins with `word`.
    QString last(QByteArray& word) const {
        const auto lines = output.left(output.lastIndexOf('\n') + 1).split('\n');
        for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
            const QList<QByteArray> words = line->split(' ');
            if (words.size() == 2 && words[1].size() == 64) {
                word = words[0];
                return QString::fromLatin1(words[1]);
            }
        }
        return {};
    }
};

/// One editor that is killed.
class KilledEditor {
public:
    KilledEditor(const QString& home, const EnduranceOptions& options, int number) {
        QStringList arguments{"--paint-frames", home, "--seed", QString::number(number + 1)};
        if (!options.model.isEmpty()) {
            arguments << "--model" << options.model;
        }
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), arguments);
        m_process.waitForStarted();
    }

    /// False when it did not come to that.
    bool waitFor(const char* what, long times) {
        QElapsedTimer clock;
        clock.start();
        while (m_told.count(what) < times && clock.elapsed() < sequenceKillPatience &&
               m_process.state() == QProcess::Running) {
            listen(100);
        }
        return m_told.count(what) >= times;
    }
    void listen(int milliseconds) {
        m_process.waitForReadyRead(milliseconds);
        m_told.output += m_process.readAllStandardOutput();
    }
    /// After it has exported for the first time.
    void letGoOn() {
        m_process.write("\n");
        m_process.waitForBytesWritten();
    }
    const ToldOfFrames& kill() {
        m_process.kill();
        m_process.waitForFinished();
        m_told.output += m_process.readAllStandardOutput();
        return m_told;
    }

private:
    QProcess m_process;
    ToldOfFrames m_told;
};

void paintInSomeFrame(ui::Document& document, Random& random) {
    document.setCurrentFrame(random.below(document.frames()));
    const auto& classes = document.scene().labelSet.classes();
    const std::uint16_t label = classes[random.below(classes.size())].id;
    const Rect area{static_cast<int>(random.below(200)), static_cast<int>(random.below(150)), 40,
                    30};
    document.apply(scene::fillRectangle(document.scene(), area, {label, label}, {}, 0),
                   QStringLiteral("paint"));
}

} // namespace

int paintFramesUntilKilled(const EnduranceOptions& options, const QString& home) {
    EnduranceEditor editor(home, options.model);
    editor.session().setSequenceExporter(app::sequenceExporter());
    editor.start();
    if (!editor.waitForModel()) {
        return 1;
    }
    const ImportAnswerer answerer;
    if (editor.document().frames() == 1 && !editor.window().files().openSequence(framesOf(home))) {
        return 1;
    }
    tellOfFrames("ready", editor.document());
    Random random(options.seed);
    // What an export was killed in is gone on with first.
    editor.window().files().exportSequenceTo(exportOf(home));
    tellOfFrames("exported", editor.document());
    (void)std::getchar(); // until it was looked at
    while (true) {
        for (std::uint64_t left = 2 + random.below(6); left > 0; --left) {
            paintInSomeFrame(editor.document(), random);
            tellOfFrames("edit", editor.document());
            if (random.below(8) == 0) {
                editor.document().saveAs(editor.projectFile().toStdString());
            }
            QCoreApplication::processEvents();
        }
        tellOfFrames("export", editor.document());
        editor.window().files().exportSequenceTo(exportOf(home));
        tellOfFrames("exported", editor.document());
    }
}

QString endureSequenceKills(const EnduranceOptions& options) {
    const QTemporaryDir home;
    writeSequence(options.camvid, framesOf(home.path()), options.frames);
    Random random(options.seed);
    std::map<QString, QByteArray> finished; ///< when an export was killed
    long edits = 0;
    int inExports = 0;
    std::size_t kept = 0;
    for (int i = 0; i < options.kills; ++i) {
        const auto problem = [i](const QString& what) {
            return QStringLiteral("kill %1 of a sequence: %2").arg(i + 1).arg(what);
        };
        KilledEditor editor(home.path(), options, i);
        if (!finished.empty()) {
            if (!editor.waitFor("exported", 1)) {
                return problem("the export was not gone on with");
            }
            // Not painted again.
            for (const auto& [name, bytes] : finished) {
                QFile file(name);
                if (!file.open(QIODevice::ReadOnly) || file.readAll() != bytes) {
                    return problem("a finished frame was lost: " + name);
                }
            }
            kept += finished.size();
            finished.clear();
        }
        editor.letGoOn();
        const bool inExport = i % 2 == 0;
        // The first export of all, or one after edits; or between edits.
        const char* when = !inExport ? "edit" : i == 0 ? "ready" : "export";
        if (!editor.waitFor(when, 1)) {
            return problem("the editor did not get that far");
        }
        const QDateTime since = QDateTime::currentDateTime();
        editor.listen(static_cast<int>(
            random.below(static_cast<unsigned>(inExport ? options.life : options.life / 8 + 1))));
        const ToldOfFrames& told = editor.kill();
        edits += told.count("edit");
        QByteArray word;
        const QString last = told.last(word);
        try {
            const Recovered found =
                recovered(home.path(), home.filePath("painting.underpaint"), last, digestOfFrames);
            if (found.scene != last && found.before != last && found.after != last) {
                return problem("what is recovered is not what was painted");
            }
            const auto now = finishedFrames(home.path(), since);
            if ((word == "ready" || word == "export") && found.scene == last) {
                finished = now;
                ++inExports;
            }
        } catch (const Error& failure) {
            return problem(QString::fromStdString(failure.message()));
        }
    }
    std::printf("  %d kills of a sequence of %d frames, %ld edits, %d in an export; %zu finished "
                "frames found again; none lost\n",
                options.kills, options.frames, edits, inExports, kept);
    return {};
}

} // namespace underpaint::test
