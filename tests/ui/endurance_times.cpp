// SPDX-License-Identifier: GPL-3.0-or-later
// How long things take. Nothing here fails because of a time.
#include "engine/run/training/training_jobs.h"
#include "tests/ui/endurance_editor.h"
#include "tests/ui/endurance_runs.h"
#include "tests/ui/endurance_watch.h"
#include "ui/session/photo_layer.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimerEvent>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <map>

namespace underpaint::test {

namespace {

using Truth = ui::PhotoState::Truth;

constexpr int timePatience = 60000; // ms
/// Between two events of a mouse.
constexpr int mouseInterval = 8; // ms

QString modelOf(const EnduranceOptions& options) {
    return options.model.isEmpty()
               ? QStringLiteral(UNDERPAINT_SOURCE_FOLDER "/models/"
                                                         "untrained-demonstration.underpaint-model")
               : options.model;
}

double since(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

/// Sends the artist's events at the pace of a mouse.
class Driver : public QObject {
public:
    explicit Driver(ScriptedArtist& artist) : m_artist(artist) {
        m_timer = startTimer(mouseInterval, Qt::PreciseTimer);
    }

protected:
    void timerEvent(QTimerEvent* event) override {
        if (event->timerId() != m_timer || m_rest-- > 0) {
            return;
        }
        m_artist.step();
        // A person looks before the next deed.
        m_rest = m_artist.resting() ? 12 : 0;
    }

private:
    ScriptedArtist& m_artist;
    int m_timer;
    int m_rest = 0;
};

/// Until the photo shows what was painted up to the lift of the button.
class StrokeToPhoto : public QObject {
public:
    explicit StrokeToPhoto(ui::PhotoState& photo) : m_photo(photo) {
        m_clock.start();
        connect(&photo, &ui::PhotoState::photoChanged, this, &StrokeToPhoto::shown);
    }
    void lifted(std::uint64_t revision) { m_waiting.emplace_back(revision, since(m_clock)); }
    /// Another document counts its revisions anew.
    void forget() { m_waiting.clear(); }
    const Histogram& times() const { return m_times; }

private:
    void shown() {
        while (!m_waiting.empty() && m_waiting.front().first <= m_photo.revision()) {
            m_times.add(since(m_clock) - m_waiting.front().second);
            m_waiting.pop_front();
        }
    }

    ui::PhotoState& m_photo;
    QElapsedTimer m_clock;
    std::deque<std::pair<std::uint64_t, double>> m_waiting;
    Histogram m_times;
};

void printLongest(const std::vector<EventWatch::Long>& all) {
    std::map<std::string, std::vector<EventWatch::Long>> kinds;
    for (const EventWatch::Long& one : all) {
        kinds[one.what].push_back(one);
    }
    for (const auto& [what, events] : kinds) {
        const auto longest =
            std::max_element(events.begin(), events.end(),
                             [](const auto& a, const auto& b) { return a.wall < b.wall; });
        std::printf(
            "    %4zu × up to %.1f ms (%.1f ms of the processor, waited %ld times, evicted %ld "
            "times): %s\n",
            events.size(), longest->wall, longest->cpu, longest->waits, longest->evicted,
            what.c_str());
    }
}

/// Opens it, and waits until the first photo is there.
bool ready(EnduranceEditor& editor) {
    editor.start();
    return editor.waitForModel() && editor.waitForExact();
}

/// Fine-tunes the model from now on, where that is asked for.
bool trainedMeanwhile(EnduranceEditor& editor, const QTemporaryDir& home,
                      const EnduranceOptions& options) {
    if (!options.train) {
        return true;
    }
    const std::filesystem::path folder = home.path().toStdString();
    editor.session().setTrainingEngine(
        run::packageTraining(UNDERPAINT_SOURCE_FOLDER "/models/backbones"),
        {folder / "trainings", folder / "models"});
    editor.document().apply(ui::bakeEdit(editor.document().scene(),
                                         ui::exactPhoto(editor.session().rendering().photo())),
                            QStringLiteral("bake"));
    ui::ModelTraining& training = editor.session().training();
    constexpr int plenty = 100000;
    training.start({.name = training.freeName(), .steps = plenty});
    constexpr int begun = 5 * timePatience; // the first measures come before the first step
    return QTest::qWaitFor([&] { return training.state().step > 2; }, begun);
}

void printTraining(EnduranceEditor& editor, int before, double seconds) {
    const ui::TrainingState& state = editor.session().training().state();
    if (state.stage == ui::TrainingState::Stage::Running) {
        std::printf("  %d steps of training in %.0f s, %.2f s each\n", state.step - before, seconds,
                    state.secondsPerStep);
    }
}

bool saved(EnduranceEditor& editor) {
    QTest::keyClick(&editor.window().canvas(), Qt::Key_S, Qt::ControlModifier);
    return QTest::qWaitFor([&] { return !editor.document().modified(); }, timePatience);
}

} // namespace

QString endureWatch(const EnduranceOptions& options, EventWatch& watch) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), modelOf(options));
    if (!ready(editor) || !trainedMeanwhile(editor, home, options) || !saved(editor)) {
        return QStringLiteral("the editor does not get ready");
    }
    const int trained = editor.session().training().state().step;
    ScriptedArtist artist(editor.window(), options.seed, editor.projectFile(), {});
    StrokeToPhoto strokes(editor.session().rendering().photo());
    long photos = 0;
    long renderingTicks = 0;
    long ticks = 0;
    QObject::connect(&editor.session().rendering().photo(), &ui::PhotoState::photoChanged,
                     [&] { ++photos; });
    QObject::connect(&artist, &ScriptedArtist::dragging, [&] { watch.inputSent(); });
    QObject::connect(&artist, &ScriptedArtist::lifted,
                     [&] { strokes.lifted(editor.document().revision()); });
    QMetaObject::Connection dabs;
    const auto follow = [&] {
        dabs = QObject::connect(&editor.document(), &ui::Document::regionChanged,
                                [&] { watch.dabMade(); });
    };
    follow();
    QObject::connect(&artist, &ScriptedArtist::reloaded, [&] {
        follow();
        strokes.forget();
    });

    Driver driver(artist);
    watch.setDriver(&driver);
    watch.setDeed([&] { return std::string(artist.deed()); });
    const LatenessWatch lateness;
    QElapsedTimer clock;
    clock.start();
    watch.setOn(true);
    // On a slow machine until there is something to tell.
    const auto enough = [&] {
        const bool told =
            (watch.dabToCanvas().count() > 0 && photos > 0) || clock.elapsed() > 2 * timePatience;
        return static_cast<double>(clock.elapsed()) >= options.minutes * 60e3 && told;
    };
    while (!enough() && artist.problem().isEmpty()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
        ++ticks;
        renderingTicks += editor.session().rendering().photo().progress() >= 0 ? 1 : 0;
    }
    watch.setOn(false);
    watch.setDriver(nullptr);
    watch.setDeed({});
    std::printf("  %.0f s, %ld edits, %ld saves, %ld reloads, %ld photos; rendering at %.0f %% of "
                "the moments\n",
                static_cast<double>(clock.elapsed()) / 1e3, artist.edits(), artist.saves(),
                artist.reloads(), photos,
                100.0 * static_cast<double>(renderingTicks) / static_cast<double>(ticks));
    printTraining(editor, trained, static_cast<double>(clock.elapsed()) / 1e3);
    std::printf("  events, %s\n%s", watch.wall().summary().c_str(), watch.wall().table().c_str());
    std::printf("  the same in processor time, %s\n%s", watch.cpu().summary().c_str(),
                watch.cpu().table().c_str());
    std::printf("  longer than 16 ms: %zu (%zu in processor time)\n", watch.wall().above(16),
                watch.cpu().above(16));
    printLongest(watch.longEvents());
    std::printf("  a timer of 4 ms comes late by, %s\n%s", lateness.late().summary().c_str(),
                lateness.late().table().c_str());
    std::printf("  pointer to painted canvas, %s; longer than 16.7 ms: %zu\n",
                watch.dabToCanvas().summary().c_str(), watch.dabToCanvas().above(16.7));
    std::printf("  lift to a photo with the stroke, while painting goes on, %s\n",
                strokes.times().summary().c_str());
    std::fflush(stdout);
    if (!artist.problem().isEmpty()) {
        return artist.problem();
    }
    return watch.dabToCanvas().count() == 0 || photos == 0
               ? QStringLiteral("nothing was painted or rendered")
               : QString();
}

QString endureCancels(const EnduranceOptions& options) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), modelOf(options));
    if (!ready(editor)) {
        return QStringLiteral("the editor does not get ready");
    }
    ScriptedArtist artist(editor.window(), options.seed, editor.projectFile(),
                          {.onlyStrokes = true});
    Random random(options.seed);
    ui::PhotoState& photo = editor.session().rendering().photo();
    const double whole = std::max(20.0, photo.lastMilliseconds());
    Histogram idle;
    Histogram key;
    int early = 0;
    editor.session().rendering().setLive(false);
    const auto unoccupied = [&] { return editor.session().rendering().waiting() == 0; };
    for (int i = 0; i < options.cancels; ++i) {
        do {
            artist.step();
        } while (!artist.resting());
        if (!QTest::qWaitFor(unoccupied, timePatience)) {
            return QStringLiteral("the engine does not come to rest");
        }
        QTest::keyClick(&editor.window().canvas(), Qt::Key_Return, Qt::ControlModifier);
        QElapsedTimer clock;
        clock.start();
        const double moment = whole * 0.95 * random.uniform();
        while (since(clock) < moment) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        if (unoccupied()) {
            ++early; // it was done already
            continue;
        }
        clock.restart();
        QTest::keyClick(&editor.window().canvas(), Qt::Key_X, Qt::ShiftModifier);
        key.add(since(clock));
        while (!unoccupied() && since(clock) < timePatience) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        idle.add(since(clock));
        if (!unoccupied()) {
            return QStringLiteral("a cancelled render does not stop");
        }
    }
    std::printf("  an exact render takes %.0f ms; %d ended before their cancelling\n"
                "  the key returns after, %s\n  the engine is idle after, %s\n%s",
                whole, early, key.summary().c_str(), idle.summary().c_str(), idle.table().c_str());
    std::fflush(stdout);
    return {};
}

QString endureStrokes(const EnduranceOptions& options) {
    const QTemporaryDir home;
    EnduranceEditor editor(home.path(), modelOf(options));
    if (!ready(editor) || !trainedMeanwhile(editor, home, options)) {
        return QStringLiteral("the editor does not get ready");
    }
    ScriptedArtist artist(editor.window(), options.seed, editor.projectFile(),
                          {.onlyStrokes = true});
    StrokeToPhoto first(editor.session().rendering().photo());
    Histogram exact;
    for (int i = 0; i < options.strokes; ++i) {
        // Each stroke comes into the middle of a training that had the machine to itself.
        const int step = editor.session().training().state().step;
        if (options.train &&
            !QTest::qWaitFor([&] { return editor.session().training().state().step > step + 1; },
                             timePatience)) {
            return QStringLiteral("the training does not go on");
        }
        QElapsedTimer lift;
        const std::uint64_t before = editor.document().revision();
        {
            const auto connection = QObject::connect(&artist, &ScriptedArtist::lifted, [&] {
                lift.start();
                if (editor.document().revision() != before) {
                    first.lifted(editor.document().revision());
                }
            });
            QElapsedTimer clock;
            clock.start();
            do {
                artist.step();
                clock.restart();
                while (since(clock) < mouseInterval) {
                    QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
                }
            } while (!artist.resting());
            QObject::disconnect(connection);
        }
        if (editor.document().revision() == before || !lift.isValid()) {
            continue; // painted with what was there already
        }
        if (!editor.waitForExact()) {
            return QStringLiteral("the photo does not follow a stroke");
        }
        exact.add(since(lift));
    }
    std::printf("  lift to the first photo with the stroke, %s\n"
                "  lift to the exact photo, %s\n",
                first.times().summary().c_str(), exact.summary().c_str());
    std::fflush(stdout);
    return exact.count() > 0 ? QString() : QStringLiteral("no stroke changed anything");
}

} // namespace underpaint::test
