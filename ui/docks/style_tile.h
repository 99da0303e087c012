// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QImage>
#include <QString>

namespace underpaint::ui {

/// A cluster of the style dock: its picture, its name and, as a bar, how much of it there is.
class StyleTile : public QAbstractButton {
    Q_OBJECT

public:
    /// `share`: of the data set, 0..1; 0 = unknown.
    explicit StyleTile(QString name, double share, QWidget* parent = nullptr);

    /// `exact`: rendered for this instance; otherwise what the package shows of the cluster.
    void setPicture(const QImage& picture, bool exact);
    bool exact() const { return m_exact; }
    /// How much of it the mixture has, 0..1. One that is in force alone is checked; `byModel`: the
    /// model has chosen it.
    void setWeight(float weight, bool byModel = false);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    /// Checked is the one that is in force, not the one that was clicked.
    void nextCheckState() override {}

private:
    /// That it is in force, also for who does not see the colour of the frame.
    void drawMark(QPainter& painter, const QRectF& frame) const;

    QString m_name;
    QString m_about; ///< the tool tip but for what is in force
    QImage m_picture;
    bool m_exact = false;
    float m_weight = 0;
};

} // namespace underpaint::ui
