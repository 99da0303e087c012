// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace underpaint::ui {

/// Fusion, the one style that follows any palette and scales to any factor, without the coloured
/// pictures on the buttons of dialogs.
class EditorStyle : public QProxyStyle {
    Q_OBJECT

public:
    EditorStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons
                   ? 0
                   : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

} // namespace underpaint::ui
