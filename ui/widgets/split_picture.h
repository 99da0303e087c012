// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace underpaint::ui {

/// Two pictures of the same thing in one place, with a line between them that the mouse and the
/// arrow keys move: left of it is the first, right of it the second.
class SplitPicture : public QWidget {
    Q_OBJECT

public:
    explicit SplitPicture(QWidget* parent = nullptr);

    /// Null ones are not shown; they are drawn as large as fits, in the proportions of the second.
    void setPictures(const QImage& left, const QImage& right);
    /// Written over them.
    void setNames(const QString& left, const QString& right);
    const QImage& left() const { return m_left; }
    const QImage& right() const { return m_right; }

    /// Where the line is, 0..1 of the width.
    double split() const { return m_split; }
    void setSplit(double split);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void splitChanged(double split);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Where the pictures are.
    QRectF frame() const;
    void drawName(QPainter& painter, const QRectF& within, const QString& name,
                  Qt::Alignment side) const;

    QImage m_left;
    QImage m_right;
    QString m_leftName;
    QString m_rightName;
    double m_split = 0.5;
};

} // namespace underpaint::ui
