// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace underpaint::ui {

/// Frames from left to right: the labels of each above its photo, as large as there is room. A
/// click goes there, dragging scrubs.
class FrameStrip : public QListView {
    Q_OBJECT

public:
    explicit FrameStrip(QWidget* parent = nullptr);

    /// Of the maps: width by height. Empty: there are none.
    void setShape(QSize map);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Cells fit the map and the height that there is.
    void setMap();

    QSize m_map;
};

} // namespace underpaint::ui
