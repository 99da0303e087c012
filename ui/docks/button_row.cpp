// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/button_row.h"

#include "ui/widgets/mnemonic.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

namespace underpaint::ui {

QHBoxLayout* buttonRow(const QList<QAction*>& actions, QWidget* parent) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    for (QAction* action : actions) {
        auto* button = new QToolButton(parent);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setAccessibleName(withoutMnemonic(action->text()));
        row->addWidget(button);
    }
    row->addStretch(1);
    return row;
}

} // namespace underpaint::ui
