// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QString>
#include <QTimer>

#include <functional>
#include <string>
#include <vector>

namespace underpaint::test {

/// Times in milliseconds, and how they are told.
class Histogram {
public:
    void add(double milliseconds) { m_values.push_back(static_cast<float>(milliseconds)); }
    std::size_t count() const { return m_values.size(); }
    /// 0 <= share <= 1; 0 of nothing.
    double percentile(double share) const;
    double largest() const { return percentile(1); }
    std::size_t above(double milliseconds) const;
    /// One line: count, median, percentiles, largest.
    std::string summary() const;
    /// A line a class of times.
    std::string table() const;

private:
    std::vector<float> m_values;
};

/// How long the event loop was busy with one event at a time. An event that is sent while another
/// one is handled counts in that, unless it belongs to a loop of its own (a dialog): then the outer
/// one is left out.
class EventWatch {
public:
    struct Long {
        double wall = 0;
        double cpu = 0;
        long waits = 0;   ///< times that it gave the processor up: for a disk, for a lock
        long evicted = 0; ///< times that the system gave it to another program
        std::string what;
    };

    /// Events of this object send the others: not measured themselves.
    void setDriver(const QObject* driver) { m_driver = driver; }
    /// What the artist does, for the list of long events.
    void setDeed(std::function<std::string()> deed) { m_deed = std::move(deed); }
    /// Nothing is recorded while off.
    void setOn(bool on) { m_on = on; }

    /// Pointer input goes to the canvas now, and the scene changed because of it.
    /// @{
    void inputSent();
    void dabMade();
    /// @}

    const Histogram& wall() const { return m_wall; }
    const Histogram& cpu() const { return m_cpu; }
    /// From the pointer's event until the canvas that shows its dab was painted.
    const Histogram& dabToCanvas() const { return m_dab; }
    const std::vector<Long>& longEvents() const { return m_long; }

private:
    friend class WatchedApplication;
    struct Frame {
        int loop = 0;
        bool counts = false;
        bool hasLoop = false;
        double wall = 0;
        double cpu = 0;
        long waits = 0;
        long evicted = 0;
    };
    void begin(const QObject* receiver);
    void end(const char* receiver, int type);
    void canvasPainted() { m_painted = true; }

    const QObject* m_driver = nullptr;
    std::function<std::string()> m_deed;
    bool m_on = false;
    std::vector<Frame> m_frames;
    Histogram m_wall;
    Histogram m_cpu;
    Histogram m_dab;
    std::vector<Long> m_long;
    double m_input = -1;
    double m_dabSince = -1;
    bool m_painted = false;
};

/// The application of a program whose event loop is watched.
class WatchedApplication : public QApplication {
    Q_OBJECT

public:
    using QApplication::QApplication;
    EventWatch& watch() { return m_watch; }
    bool notify(QObject* receiver, QEvent* event) override;

private:
    EventWatch m_watch;
};

/// By how much a timer of 4 ms comes late: what the event loop does not get to for whatever reason,
/// several events in a row and other programs on the machine among them.
class LatenessWatch : public QObject {
    Q_OBJECT

public:
    LatenessWatch();
    const Histogram& late() const { return m_late; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    Histogram m_late;
};

} // namespace underpaint::test
