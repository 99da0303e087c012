// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace underpaint::ui {

/// The hint of the first start: three steps above the canvas, until the user closes it.
class FirstSteps : public QFrame {
    Q_OBJECT

public:
    explicit FirstSteps(QWidget* parent = nullptr);

Q_SIGNALS:
    void closed();
};

} // namespace underpaint::ui
