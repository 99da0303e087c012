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
    QSize sizeHint() const override {
        return m_wanted < 0 ? QLabel::sizeHint() : QSize(m_wanted, QLabel::sizeHint().height());
    }

    /// The width to have where there is room, whatever the text; -1: that of the text.
    /// @{
    int wantedWidth() const { return m_wanted; }
    void setWantedWidth(int width) {
        m_wanted = width;
        updateGeometry();
    }
    /// @}
    /// Some of the text does not show.
    bool elided() const { return fontMetrics().horizontalAdvance(text()) > contentsRect().width(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_wanted = -1;
};

} // namespace underpaint::ui
