// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace underpaint::ui {

/// A class's name in the language of the user, to be shown: the scene and its files keep their own.
/// Names that no translation knows are shown as they are.
QString className(const std::string& name);

} // namespace underpaint::ui
