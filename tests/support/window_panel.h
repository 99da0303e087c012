// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/panel.h"
#include "ui/window/main_window.h"

namespace underpaint::test {

/// The panel of this type, which the window must have.
template<class One>
One& panel(const ui::MainWindow& window) {
    for (ui::Panel* panel : window.panels()) {
        if (auto* found = dynamic_cast<One*>(panel)) {
            return *found;
        }
    }
    qFatal("the window has no such panel");
}

} // namespace underpaint::test
