// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

namespace underpaint::ui {

/// Curves over a common axis, as they grow: in the colours of the palette, with a legend. The
/// accessible description tells the last values.
class CurvePlot : public QWidget {
    Q_OBJECT

public:
    struct Curve {
        QString name = {};
        std::vector<QPointF> points = {}; ///< ascending x
        /// Drawn dots as well: for few points.
        bool dots = false;
    };

    explicit CurvePlot(QWidget* parent = nullptr);

    /// `end`: where the axis ends at the least.
    void setCurves(std::vector<Curve> curves, double end);
    const std::vector<Curve>& curves() const { return m_curves; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// What is seen, in units of the curves.
    QRectF range() const;
    QColor colourOf(std::size_t curve) const;
    void drawAxes(QPainter& painter, const QRectF& frame, const QRectF& seen) const;
    void drawCurve(QPainter& painter, const QRectF& frame, const QRectF& seen,
                   std::size_t curve) const;
    void drawLegend(QPainter& painter, const QRectF& frame) const;

    std::vector<Curve> m_curves;
    double m_end = 1;
};

/// The points with the noise of single steps taken out: running means over a span of them.
std::vector<QPointF> smoothed(const std::vector<QPointF>& points, std::size_t span);

} // namespace underpaint::ui
