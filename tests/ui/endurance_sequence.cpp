// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences of any length: what the editor holds of them does not grow but for packed maps.
#include "app/sequence_exporter.h"
#include "engine/base/atomic_file.h"
#include "engine/imaging/codec.h"
#include "engine/scene/fill.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_runs.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/docks/frame_model.h"
#include "ui/docks/timeline_dock.h"
#include "ui/window/file_desk.h"

#include <QAction>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <string>

namespace underpaint::test {

namespace {

constexpr Size sequenceSize{256, 192};
constexpr int sequencePatience = 600000; // ms
constexpr std::size_t editedFrame = 9;

/// Streets of CamVid's classes that a camera passes, with photos in which no two pixels are alike:
/// as hard to pack as any.
void writeSequence(const QString& folder, int frames) {
    QDir().mkpath(folder + "/labels");
    QDir().mkpath(folder + "/photos");
    Random random(5);
    Image world(sequenceSize.width + frames, sequenceSize.height, 3, 0);
    for (std::uint8_t& value : world.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    for (int i = 0; i < frames; ++i) {
        Plane<std::uint8_t> labels(sequenceSize.width, sequenceSize.height, 0);
        Image photo(sequenceSize.width, sequenceSize.height, 3, 0);
        for (int y = 0; y < sequenceSize.height; ++y) {
            for (int x = 0; x < sequenceSize.width; ++x) {
                const int place = x + i;
                const bool car = place % 120 > 30 && place % 120 < 80 && y >= 120 && y < 150;
                const bool house = place % 90 < 50 && y > 30;
                labels.at(x, y) = static_cast<std::uint8_t>(car ? 8 : y > 110 ? 3 : house ? 1 : 0);
                for (int c = 0; c < 3; ++c) {
                    photo.at(x, y, c) = world.at(place, y, c);
                }
            }
        }
        const std::string name = std::to_string(i + 1) + ".png";
        writeFileAtomically(folder.toStdString() + "/labels/" + name, imaging::encodePng(labels));
        imaging::writePhoto(folder.toStdString() + "/photos/" + name, photo);
    }
}

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

void printMemory(const char* when, const scene::Sequence& sequence) {
    constexpr double mega = 1 << 20;
    constexpr double kilo = 1 << 10;
    std::printf(
        "  %4zu frames %-9s RSS %6.1f MB (at most %6.1f MB)  heap %6.1f MB  maps %5.2f MB\n",
        sequence.frames(), when, static_cast<double>(statusValue("VmRSS:")) / kilo,
        static_cast<double>(statusValue("VmHWM:")) / kilo, static_cast<double>(heapBytes()) / mega,
        static_cast<double>(sequence.mapBytes()) / mega);
    std::fflush(stdout);
}

/// The question what the maps are is answered for as long as this lives.
class ImportAnswerer : public QObject {
public:
    ImportAnswerer() {
        connect(&m_timer, &QTimer::timeout, this, [] {
            auto* dialog = qobject_cast<ui::ImportDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr) {
                return;
            }
            QPushButton* take =
                dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
            if (take->isEnabled()) {
                take->click();
            }
        });
        m_timer.start(20);
    }

private:
    QTimer m_timer;
};

/// Opens, plays, edits, carries, exports, saves and opens again.
class SequenceWalk {
public:
    SequenceWalk(EnduranceEditor& editor, const QString& home, int frames)
        : m_editor(editor), m_home(home), m_frames(static_cast<std::size_t>(frames)) {}

    QString walk() {
        for (const auto step : {&SequenceWalk::open, &SequenceWalk::play, &SequenceWalk::edit,
                                &SequenceWalk::exportAll, &SequenceWalk::openAgain}) {
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
        writeSequence(folder, static_cast<int>(m_frames));
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

    QString exportAll() {
        const QString output = m_home + "/out" + QString::number(m_frames);
        m_editor.window().files().exportSequenceTo(output);
        printMemory("exported", document().sequence());
        const auto files = QDir(output).entryList({"*.png"}, QDir::Files).size();
        return static_cast<std::size_t>(files) == m_frames
                   ? QString()
                   : QStringLiteral("%1 frames were exported").arg(files);
    }

    QString openAgain() {
        const QString file = m_home + "/walk" + QString::number(m_frames) + ".underpaint";
        document().saveAs(file.toStdString());
        const scene::Sequence saved = document().sequence();
        if (!m_editor.window().files().open(file) || !(document().sequence() == saved)) {
            return QStringLiteral("what was saved is not what is opened");
        }
        printMemory("reopened", document().sequence());
        return {};
    }

    EnduranceEditor& m_editor;
    QString m_home;
    std::size_t m_frames;
    double m_opened = 0;
};

} // namespace

QString endureSequence(const EnduranceOptions& options) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), options.model);
    editor.session().setSequenceExporter(app::sequenceExporter());
    editor.start();
    if (!editor.waitForModel()) {
        return QStringLiteral("the model is not loaded");
    }
    // What the first one leaves behind is no growth.
    constexpr int first = 8;
    constexpr int longer = 4;
    double opened = 0;
    for (const int frames : {first, options.frames, longer * options.frames}) {
        SequenceWalk walk(editor, home.path(), frames);
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
