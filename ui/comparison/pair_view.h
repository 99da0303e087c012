// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>

namespace underpaint::ui {

/// Two pictures side by side on neutral grey, each as large as fits, for a time or without an end.
class PairView : public QWidget {
    Q_OBJECT

public:
    explicit PairView(QWidget* parent = nullptr);

    /// The time counts from when they are first painted; 0 seconds: they stay.
    void show(QImage left, QImage right, double seconds);
    /// Shows grey.
    void clear();
    bool showing() const { return !m_left.isNull(); }

    QSize sizeHint() const override { return {1000, 560}; }

Q_SIGNALS:
    /// The time is over.
    void hidden();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_left;
    QImage m_right;
    double m_seconds = 0;
    bool m_begun = false; ///< painted since show()
    QTimer m_time;
};

} // namespace underpaint::ui
