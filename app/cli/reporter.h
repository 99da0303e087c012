// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/progress.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace underpaint::app {

using Json = nlohmann::ordered_json;

/// Where everything that the program says goes: results to standard output, messages and progress
/// to standard error. With JSON, standard output gets exactly one object.
class Reporter {
public:
    struct Settings {
        bool json = false;
        bool quiet = false;
        bool verbose = false;
    };
    explicit Reporter(Settings settings);

    /// A line of the result for people (not with JSON).
    void line(std::string_view text);
    /// The same for what only tells that something was done, which nobody wants to hear when quiet.
    void done(std::string_view text);
    /// The result for programs (only with JSON). Call once.
    void result(const Json& object);

    /// Messages, by importance: shown always, unless quiet, with -v.
    /// @{
    void error(std::string_view text);
    void warning(std::string_view text);
    void note(std::string_view text);
    void detail(std::string_view text);
    /// @}

    bool json() const { return m_settings.json; }

    /// A progress bar on a terminal; a line every quarter elsewhere. The sink must not outlive the
    /// reporter.
    ProgressSink progress(const std::string& title);
    /// Removes an unfinished bar.
    void endProgress();

private:
    void message(std::string_view text);
    void showBar(const std::string& title, double fraction, std::string_view stage);

    Settings m_settings;
    bool m_terminal;
    bool m_barShown = false;
    int m_lastPercent = -1;
};

} // namespace underpaint::app
