// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/endurance_watch.h"

#include "ui/canvas/canvas_view.h"

#include <QEvent>
#include <QThread>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <sys/resource.h>
#include <utility>

namespace underpaint::test {

namespace {

/// A frame of a screen with 60 of them a second.
constexpr double frameMilliseconds = 16;

double milliseconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

rusage usage() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    return used;
}

double wallNow() {
    return milliseconds(CLOCK_MONOTONIC);
}

} // namespace

double Histogram::percentile(double share) const {
    if (m_values.empty()) {
        return 0;
    }
    std::vector<float> sorted = m_values;
    const auto place =
        static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(sorted.size() - 1)));
    std::nth_element(sorted.begin(), sorted.begin() + place, sorted.end());
    return sorted[static_cast<std::size_t>(place)];
}

std::size_t Histogram::above(double milliseconds) const {
    return static_cast<std::size_t>(
        std::count_if(m_values.begin(), m_values.end(),
                      [&](float value) { return static_cast<double>(value) > milliseconds; }));
}

std::string Histogram::summary() const {
    return QString::asprintf(
               "%zu times: median %.1f ms, 95 %% %.1f ms, 99 %% %.1f ms, largest %.1f ms", count(),
               percentile(0.5), percentile(0.95), percentile(0.99), largest())
        .toStdString();
}

std::string Histogram::table() const {
    constexpr std::array bounds{1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0, 64.0, 128.0};
    std::string text;
    std::size_t over = count();
    double lower = 0;
    for (const double upper : bounds) {
        const std::size_t left = above(upper);
        text += QString::asprintf("    %5.0f … %3.0f ms  %9zu\n", lower, upper, over - left)
                    .toStdString();
        over = left;
        lower = upper;
    }
    return text + QString::asprintf("     over  %3.0f ms  %9zu\n", lower, over).toStdString();
}

void EventWatch::inputSent() {
    m_input = wallNow();
}

void EventWatch::dabMade() {
    if (m_input >= 0 && m_dabSince < 0) {
        m_dabSince = m_input;
    }
}

void EventWatch::begin(const QObject* receiver) {
    Frame frame;
    frame.loop = QThread::currentThread()->loopLevel();
    const bool outermost = m_frames.empty() || m_frames.back().loop < frame.loop ||
                           (!m_frames.back().counts && m_frames.size() == 1);
    if (!m_frames.empty() && m_frames.back().loop < frame.loop) {
        for (Frame& outer : m_frames) {
            outer.hasLoop = true;
        }
    }
    frame.counts = outermost && receiver != m_driver;
    if (frame.counts) {
        frame.wall = wallNow();
        frame.cpu = milliseconds(CLOCK_THREAD_CPUTIME_ID);
        const rusage used = usage();
        frame.waits = used.ru_nvcsw;
        frame.evicted = used.ru_nivcsw;
    }
    m_frames.push_back(frame);
}

void EventWatch::end(const char* receiver, int type) {
    const Frame frame = m_frames.back();
    m_frames.pop_back();
    if (!frame.counts) {
        return;
    }
    const double now = wallNow();
    m_input = -1;
    if (std::exchange(m_painted, false) && m_dabSince >= 0) {
        const double since = std::exchange(m_dabSince, -1);
        if (m_on) {
            m_dab.add(now - since);
        }
    }
    if (frame.hasLoop || !m_on) {
        return;
    }
    const double wall = now - frame.wall;
    const double cpu = milliseconds(CLOCK_THREAD_CPUTIME_ID) - frame.cpu;
    m_wall.add(wall);
    m_cpu.add(cpu);
    if (wall > frameMilliseconds) {
        const rusage used = usage();
        m_long.push_back(
            {wall, cpu, used.ru_nvcsw - frame.waits, used.ru_nivcsw - frame.evicted,
             QString::asprintf("event %d to %s while: ", type, receiver).toStdString() +
                 (m_deed ? m_deed() : std::string())});
    }
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread()) {
        return QApplication::notify(receiver, event);
    }
    // The receiver may be gone afterwards.
    const char* const name = receiver->metaObject()->className();
    const int type = event->type();
    const bool painting =
        type == QEvent::Paint && qobject_cast<ui::CanvasView*>(receiver) != nullptr;
    m_watch.begin(receiver);
    const bool result = QApplication::notify(receiver, event);
    if (painting) {
        m_watch.canvasPainted();
    }
    m_watch.end(name, type);
    return result;
}

LatenessWatch::LatenessWatch() {
    constexpr int interval = 4;
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double passed = static_cast<double>(m_clock.nsecsElapsed()) * 1e-6;
        m_clock.restart();
        m_late.add(std::max(0.0, passed - interval));
    });
    m_clock.start();
    m_timer.start(interval);
}

} // namespace underpaint::test
