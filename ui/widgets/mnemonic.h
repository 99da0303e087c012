// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::ui {

/// A menu's text as it is said elsewhere: "&Open" and, as languages without Latin letters write it,
/// "打开(&O)" lose the letter to type; "&&" is an ampersand.
QString withoutMnemonic(const QString& text);

} // namespace underpaint::ui
