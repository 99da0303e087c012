// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/curve_plot.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr double air = 4;
constexpr int digits = 3;

QString shown(double value) {
    return QLocale().toString(value, 'g', digits);
}

QPointF placed(const QPointF& point, const QRectF& frame, const QRectF& seen) {
    return {frame.left() + (point.x() - seen.left()) / seen.width() * frame.width(),
            frame.bottom() - (point.y() - seen.top()) / seen.height() * frame.height()};
}

} // namespace

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

QSize CurvePlot::sizeHint() const {
    return {220, 110};
}

QSize CurvePlot::minimumSizeHint() const {
    return {120, 80};
}

void CurvePlot::setCurves(std::vector<Curve> curves, double end) {
    m_curves = std::move(curves);
    m_end = std::max(end, 1.0);
    QStringList told;
    for (const Curve& curve : m_curves) {
        if (!curve.points.empty()) {
            told << tr("%1: %2", "name of a curve, its last value")
                        .arg(curve.name, shown(curve.points.back().y()));
        }
    }
    setAccessibleDescription(told.join(QStringLiteral("; ")));
    update();
}

QRectF CurvePlot::range() const {
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    double end = m_end;
    for (const Curve& curve : m_curves) {
        for (const QPointF& point : curve.points) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
            end = std::max(end, point.x());
        }
    }
    if (low > high) {
        return {0, 0, end, 1};
    }
    // A curve that hardly moves is not blown up to the whole height.
    const double least = std::max(1e-6, 0.1 * std::max(std::abs(low), std::abs(high)));
    const double more = std::max(0.0, least - (high - low)) / 2 + 0.05 * (high - low);
    return {0, low - more, end, high - low + 2 * more};
}

QColor CurvePlot::colourOf(std::size_t curve) const {
    // Apart for people who do not see all colours, on light and on dark ground.
    constexpr std::array<QRgb, 4> light{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7};
    constexpr std::array<QRgb, 4> dark{0xff56b4e9, 0xfff0a35a, 0xff4ecca3, 0xffe6a9cc};
    const bool onDark = palette().color(QPalette::Base).lightness() < 128;
    return QColor((onDark ? dark : light).at(curve % light.size()));
}

void CurvePlot::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    QFont small = font();
    small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.85));
    painter.setFont(small);
    const QFontMetricsF metrics(small, this);
    const QRectF seen = range();
    const double left = std::max(metrics.horizontalAdvance(shown(seen.top())),
                                 metrics.horizontalAdvance(shown(seen.bottom())));
    const QRectF frame = QRectF(rect()).adjusted(left + 2 * air, metrics.height() + 2 * air,
                                                 -2 * air, -metrics.height() - 2 * air);
    if (frame.width() < air || frame.height() < air) {
        return;
    }
    drawAxes(painter, frame, seen);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        drawCurve(painter, frame, seen, i);
    }
    drawLegend(painter, frame);
}

void CurvePlot::drawAxes(QPainter& painter, const QRectF& frame, const QRectF& seen) const {
    const double height = painter.fontMetrics().height();
    QColor line = palette().color(QPalette::Text);
    line.setAlphaF(0.2F);
    constexpr int rows = 3;
    for (int row = 0; row <= rows; ++row) {
        const double y = std::round(frame.bottom() - frame.height() * row / rows) + 0.5;
        painter.setPen(line);
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y));
        if (row == 0 || row == rows) {
            painter.setPen(palette().color(QPalette::PlaceholderText));
            painter.drawText(QRectF(0, y - height / 2, frame.left() - air, height),
                             Qt::AlignRight | Qt::AlignVCenter,
                             shown(seen.top() + seen.height() * row / rows));
        }
    }
    const QRectF below(frame.left(), frame.bottom() + air, frame.width(), height);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(below, Qt::AlignLeft, QLocale().toString(0));
    painter.drawText(below, Qt::AlignRight,
                     tr("step %1").arg(QLocale().toString(std::llround(seen.right()))));
}

void CurvePlot::drawCurve(QPainter& painter, const QRectF& frame, const QRectF& seen,
                          std::size_t curve) const {
    const auto& points = m_curves[curve].points;
    if (points.empty()) {
        return;
    }
    constexpr double width = 1.5;
    QPainterPath path(placed(points.front(), frame, seen));
    for (const QPointF& point : points) {
        path.lineTo(placed(point, frame, seen));
    }
    painter.setPen(QPen(colourOf(curve), width));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    if (m_curves[curve].dots || points.size() == 1) {
        constexpr double radius = 2.5;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(curve));
        for (const QPointF& point : points) {
            painter.drawEllipse(placed(point, frame, seen), radius, radius);
        }
    }
}

void CurvePlot::drawLegend(QPainter& painter, const QRectF& frame) const {
    const QFontMetricsF metrics(painter.font(), this);
    double x = frame.left();
    const double y = air;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const QString text = metrics.elidedText(m_curves[i].name, Qt::ElideRight,
                                                std::max(0.0, frame.right() - x - 4 * air));
        painter.fillRect(QRectF(x, y + metrics.height() / 2 - 1, 3 * air, 3), colourOf(i));
        x += 4 * air;
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QPointF(x, y + metrics.ascent()), text);
        x += metrics.horizontalAdvance(text) + 3 * air;
    }
}

std::vector<QPointF> smoothed(const std::vector<QPointF>& points, std::size_t span) {
    std::vector<QPointF> means;
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        sum += points[i].y();
        if (i >= span) {
            sum -= points[i - span].y();
        }
        const auto count = static_cast<double>(std::min(i + 1, span));
        means.emplace_back(points[i].x(), sum / count);
    }
    return means;
}

} // namespace underpaint::ui
