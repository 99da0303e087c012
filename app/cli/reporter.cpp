// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reporter.h"

#include "engine/base/safe_text.h"

#include <algorithm>
#include <iostream>
#include <unistd.h>

namespace underpaint::app {

Reporter::Reporter(Settings settings)
    : m_settings(settings), m_terminal(::isatty(STDERR_FILENO) == 1) {}

void Reporter::line(std::string_view text) {
    endProgress();
    if (!m_settings.json) {
        std::cout << safeLines(text) << std::endl;
    }
}

void Reporter::done(std::string_view text) {
    if (!m_settings.quiet) {
        line(text);
    }
}

void Reporter::result(const Json& object) {
    endProgress();
    if (m_settings.json) {
        // Names of files need not be UTF-8; a replaced byte is better than no result.
        std::cout << safeJson(object.dump(2, ' ', false, Json::error_handler_t::replace))
                  << std::endl;
    }
}

void Reporter::message(std::string_view text) {
    endProgress();
    std::cerr << safeLines(text) << std::endl;
}

void Reporter::error(std::string_view text) {
    message("underpaint: " + std::string(text));
}

void Reporter::warning(std::string_view text) {
    if (!m_settings.quiet) {
        message("warning: " + std::string(text));
    }
}

void Reporter::note(std::string_view text) {
    if (!m_settings.quiet) {
        message(text);
    }
}

void Reporter::detail(std::string_view text) {
    if (m_settings.verbose && !m_settings.quiet) {
        message(text);
    }
}

ProgressSink Reporter::progress(const std::string& title) {
    m_lastPercent = -1;
    if (m_settings.quiet) {
        return {};
    }
    return [this, title = safeText(title)](double fraction, std::string_view stage) {
        showBar(title, std::clamp(fraction, 0.0, 1.0), stage);
    };
}

void Reporter::showBar(const std::string& title, double fraction, std::string_view stage) {
    const int step = m_terminal ? 1 : 25;
    const int percent = static_cast<int>(fraction * 100) / step * step;
    if (percent <= m_lastPercent) {
        return;
    }
    m_lastPercent = percent;
    if (!m_terminal) {
        std::cerr << title << ": " << percent << " %" << std::endl;
        return;
    }
    constexpr int width = 30;
    const auto filled = static_cast<std::size_t>(percent * width / 100);
    std::cerr << "\r\033[K" << title << " [" << std::string(filled, '#')
              << std::string(width - filled, '.') << "] " << percent << " % " << safeText(stage)
              << std::flush;
    m_barShown = true;
}

void Reporter::endProgress() {
    if (m_barShown) {
        std::cerr << "\r\033[K" << std::flush;
        m_barShown = false;
    }
}

} // namespace underpaint::app
