// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QHBoxLayout;
class QWidget;

namespace underpaint::ui {

/// Small buttons for the actions of a panel, from the left; room is left to their right. Owned by
/// the parent and by the layout that takes it.
QHBoxLayout* buttonRow(const QList<QAction*>& actions, QWidget* parent);

} // namespace underpaint::ui
