// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace underpaint::test {

/// The part of a dialog or dock that has this object name. Ends the program where there is none.
template<class Widget>
Widget& part(const QWidget& within, const char* name) {
    auto* found = within.findChild<Widget*>(QString::fromLatin1(name));
    if (found == nullptr) {
        qFatal("no %s", name);
    }
    return *found;
}

} // namespace underpaint::test
