// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace underpaint::ui {

/// One line of plain text that ends in … where there is no room for it.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    using QLabel::QLabel;

    QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace underpaint::ui
