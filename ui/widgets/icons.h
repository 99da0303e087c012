// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace underpaint::ui {

/// An icon of resources/icons, drawn in the text colour of the palette it is shown with, so that it
/// fits light and dark themes, disabled and selected states. Null when there is none of that name.
QIcon themedIcon(const QString& name);

} // namespace underpaint::ui
