// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::ui {

/// "40 s", "7 min", "2 h 10 min": as exact as an estimate is.
QString durationText(double seconds);

} // namespace underpaint::ui
