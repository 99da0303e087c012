// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace underpaint::translate {

/// Seconds by stage.
class StageClock {
public:
    /// Ends a stage: what passed since the last end (or the making of the clock) was `stage`.
    void end(const std::string& stage) {
        const Clock::time_point now = Clock::now();
        m_stages[stage] += std::chrono::duration<double>(now - m_last).count();
        m_last = now;
    }
    const std::map<std::string, double>& stages() const { return m_stages; }
    double total() const { return std::chrono::duration<double>(m_last - m_start).count(); }

private:
    using Clock = std::chrono::steady_clock;

    Clock::time_point m_start = Clock::now();
    Clock::time_point m_last = m_start;
    std::map<std::string, double> m_stages;
};

} // namespace underpaint::translate
