// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/duration_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("underpaint::ui::Duration", text);
}

} // namespace

QString durationText(double seconds) {
    constexpr double minute = 60;
    const auto whole = std::max<long long>(0, std::llround(seconds));
    if (seconds < 1.5 * minute) {
        return translated(QT_TRANSLATE_NOOP("underpaint::ui::Duration", "%1 s")).arg(whole);
    }
    const auto minutes = std::llround(seconds / minute);
    if (minutes < 60) {
        return translated(QT_TRANSLATE_NOOP("underpaint::ui::Duration", "%1 min")).arg(minutes);
    }
    return translated(QT_TRANSLATE_NOOP("underpaint::ui::Duration", "%1 h %2 min"))
        .arg(minutes / 60)
        .arg(minutes % 60);
}

} // namespace underpaint::ui
