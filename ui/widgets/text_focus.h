// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace underpaint::ui {

/// Installed on the application: while a text field has the focus, keys that write something are
/// the field's and trigger no shortcut.
class TextFocusFilter : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

/// True while the focus is where text is typed.
bool textHasFocus();

} // namespace underpaint::ui
