// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences of any length: what the editor holds of them does not grow but for packed maps.
#include "app/sequence_exporter.h"
#include "engine/scene/fill.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_frames.h"
#include "tests/ui/endurance_runs.h"
#include "tests/ui/import_answerer.h"
#include "ui/docks/frame_model.h"
#include "ui/docks/timeline_dock.h"
#include "ui/window/file_desk.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

namespace underpaint::test {

namespace {

constexpr int sequencePatience = 3600000; // ms
constexpr int restPatience = 1000;        // ms, in which what is freed goes back to the system
constexpr std::size_t editedFrame = 9;

long statusValue(const char* name) {
    QFile file(QStringLiteral("/proc/self/status"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith(name)) {
                return line.mid(static_cast<int>(qstrlen(name))).trimmed().split(' ')[0].toLong();
            }
        }
    }
    return 0;
}

/// And the most that there was since the last time.
void printMemory(const char* when, const scene::Sequence& sequence) {
    constexpr double mega = 1 << 20;
    constexpr double kilo = 1 << 10;
    std::printf("  %4zu frames %-9s RSS %6.1f MB (at most %6.1f MB meanwhile, files %5.1f MB)  "
                "heap %6.1f MB  maps %5.2f MB\n",
                sequence.frames(), when, static_cast<double>(statusValue("VmRSS:")) / kilo,
                static_cast<double>(statusValue("VmHWM:")) / kilo,
                static_cast<double>(statusValue("RssFile:")) / kilo,
                static_cast<double>(heapBytes()) / mega,
                static_cast<double>(sequence.mapBytes()) / mega);
    std::fflush(stdout);
    // The system counts the most from here on. Where it does not, it is that of all the time.
    QFile counters(QStringLiteral("/proc/self/clear_refs"));
    if (counters.open(QIODevice::WriteOnly)) {
        counters.write("5");
    }
}

/// Opens, plays, edits, carries, paints, exports, saves and opens again.
class SequenceWalk {
public:
    /// `camvid`: a folder of its photos and label maps; empty: made up.
    SequenceWalk(EnduranceEditor& editor, const QString& home, const QString& camvid, int frames)
        : m_editor(editor),
          m_home(home),
          m_camvid(camvid),
          m_frames(static_cast<std::size_t>(frames)) {}

    QString walk() {
        for (const auto step :
             {&SequenceWalk::open, &SequenceWalk::play, &SequenceWalk::edit,
              &SequenceWalk::paintAll, &SequenceWalk::exportAll, &SequenceWalk::exportVideo,
              &SequenceWalk::save, &SequenceWalk::openAgain}) {
            if (const QString problem = (this->*step)(); !problem.isEmpty()) {
                return problem;
            }
        }
        return {};
    }
    /// After it was opened, without what maps take.
    double heapOpened() const { return m_opened; }

private:
    ui::Document& document() { return m_editor.document(); }
    ui::TimelineDock& timeline() { return *m_editor.window().findChild<ui::TimelineDock*>(); }
    QAction& action(const char* id) { return *m_editor.window().actionBook().at(id); }

    QString open() {
        const QString folder = m_home + "/walk" + QString::number(m_frames);
        writeSequence(m_camvid, folder, static_cast<int>(m_frames));
        printMemory("to come", document().sequence());
        const ImportAnswerer answerer;
        if (!m_editor.window().files().openSequence(folder) || document().frames() != m_frames) {
            return QStringLiteral("the sequence is not opened");
        }
        if (!m_editor.waitForModel() || !m_editor.waitForExact()) {
            return QStringLiteral("the first frame is not painted");
        }
        m_opened = static_cast<double>(heapBytes()) -
                   static_cast<double>(document().sequence().mapBytes());
        printMemory("opened", document().sequence());
        QTest::qWait(restPatience);
        printMemory("rested", document().sequence());
        return {};
    }

    QString play() {
        timeline().rate().setValue(timeline().rate().maximum());
        std::size_t seen = 0;
        const QObject receiver;
        QObject::connect(&document(), &ui::Document::currentFrameChanged, &receiver,
                         [&] { ++seen; });
        action("timeline.play").trigger();
        const bool played = QTest::qWaitFor([&] { return seen >= m_frames; }, sequencePatience);
        action("timeline.play").trigger();
        printMemory("played", document().sequence());
        return played ? QString() : QStringLiteral("it is not played");
    }

    QString edit() {
        document().setCurrentFrame(std::min(editedFrame, m_frames - 1));
        const scene::SceneState& scene = document().scene();
        const auto& classes = scene.labelSet.classes();
        const std::uint16_t thing = classes[8].id;
        document().apply(scene::fillRectangle(scene, {150, 155, 40, 24},
                                              {thing, thing * scene::instancesPerClass + 77}, {},
                                              0),
                         QStringLiteral("add"));
        const std::uint16_t ground = scene.labels.at(5, 180);
        document().apply(scene::fillRectangle(scene, {0, 118, 99, 34}, {ground, ground}, {}, 0),
                         QStringLiteral("remove"));
        const scene::Sequence before = document().sequence();
        action("timeline.carry").trigger();
        printMemory("carried", document().sequence());
        return m_frames < 2 || !(before == document().sequence())
                   ? QString()
                   : QStringLiteral("nothing was carried");
    }

    /// The small photos of all frames, which are painted when nothing else is to be done.
    QString paintAll() {
        const ui::FrameModel& model = timeline().model();
        const auto all = [&] {
            for (int frame = 0; frame < model.rowCount(); ++frame) {
                if (model.index(frame).data(ui::FrameModel::PhotoRole).value<QImage>().isNull()) {
                    return false;
                }
            }
            return true;
        };
        const bool painted = QTest::qWaitFor(all, sequencePatience);
        printMemory("painted", document().sequence());
        return painted ? QString() : QStringLiteral("not all frames are painted");
    }

    QString exportAll() {
        const QString output = m_home + "/out" + QString::number(m_frames);
        m_editor.window().files().exportSequenceTo(output);
        printMemory("exported", document().sequence());
        const auto files = QDir(output).entryList({"*.png"}, QDir::Files).size();
        return static_cast<std::size_t>(files) == m_frames
                   ? QString()
                   : QStringLiteral("%1 frames were exported").arg(files);
    }

    QString exportVideo() {
        const QString output = m_home + "/out" + QString::number(m_frames) + ".mp4";
        m_editor.window().files().exportSequenceTo(output);
        printMemory("video", document().sequence());
        return QFileInfo(output).size() > 0 ? QString() : QStringLiteral("there is no video");
    }

    QString projectFile() const {
        return m_home + "/walk" + QString::number(m_frames) + ".underpaint";
    }

    QString save() {
        document().saveAs(projectFile().toStdString());
        printMemory("saved", document().sequence());
        return {};
    }

    QString openAgain() {
        std::optional<scene::Sequence> saved = document().sequence();
        if (!m_editor.window().files().open(projectFile()) || !(document().sequence() == *saved)) {
            return QStringLiteral("what was saved is not what is opened");
        }
        for (std::size_t i = 0; i < m_frames; ++i) { // that was read to compare it
            document().sequence().frame(i).referencePhoto->rest();
        }
        saved.reset();
        if (!m_editor.waitForExact()) {
            return QStringLiteral("what was opened again is not painted");
        }
        printMemory("reopened", document().sequence());
        QTest::qWait(restPatience);
        printMemory("rested", document().sequence());
        return {};
    }

    EnduranceEditor& m_editor;
    QString m_home;
    QString m_camvid;
    std::size_t m_frames;
    double m_opened = 0;
};

} // namespace

QString endureSequence(const EnduranceOptions& options) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), options.model);
    editor.session().setSequenceExporter(app::sequenceExporter());
    editor.start();
    // What the sample takes is no part of the figures.
    if (!editor.waitForModel() || !editor.waitForExact()) {
        return QStringLiteral("the model is not loaded");
    }
    if (!options.camvid.isEmpty()) { // one length, whose figures are its own
        return SequenceWalk(editor, home.path(), options.camvid, options.frames).walk();
    }
    // What the first one leaves behind is no growth.
    constexpr int first = 8;
    constexpr int longer = 4;
    double opened = 0;
    for (const int frames : {first, options.frames, longer * options.frames}) {
        SequenceWalk walk(editor, home.path(), {}, frames);
        if (const QString problem = walk.walk(); !problem.isEmpty()) {
            return QStringLiteral("%1 frames: %2").arg(frames).arg(problem);
        }
        if (frames == longer * options.frames) {
            const double each = (walk.heapOpened() - opened) / (frames - options.frames);
            std::printf("  %.1f KB of the heap per frame that are no maps\n", each / 1024);
            constexpr double most = 64 << 10; // less than half a photo
            if (each > most) {
                return QStringLiteral("memory grows with the length");
            }
        }
        opened = walk.heapOpened();
    }
    return {};
}

} // namespace underpaint::test
