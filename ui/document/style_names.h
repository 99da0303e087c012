// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace underpaint::ui {

/// A style's name in the language of the user; of one without a name its number, counted from 1
/// (`number` from 0). What no translation knows is shown as it is.
QString styleName(const std::string& name, int number);

} // namespace underpaint::ui
