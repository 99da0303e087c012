// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_tiles.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int tileGap = 4;
constexpr int leastTile = 52;
constexpr int largestTile = 132;

} // namespace

CodeTile::CodeTile(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
}

void CodeTile::setCode(std::optional<scene::LatentCode> code) {
    m_code = std::move(code);
    setEnabled(m_code.has_value());
    update();
}

void CodeTile::setPicture(const QImage& picture) {
    m_picture = picture;
    update();
}

void CodeTile::setStale(bool stale) {
    if (stale != m_stale) {
        m_stale = stale;
        update();
    }
}

void CodeTile::paintEvent(QPaintEvent*) {
    constexpr double radius = 4;
    constexpr double fadedOpacity = 0.35;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    QPainterPath shape;
    shape.addRoundedRect(frame, radius, radius);
    painter.fillPath(shape, palette().color(QPalette::AlternateBase));
    if (!m_picture.isNull()) {
        painter.save();
        painter.setClipPath(shape);
        painter.setOpacity(m_stale ? fadedOpacity : 1);
        QRectF place(QPointF(0, 0),
                     QSizeF(m_picture.size()).scaled(frame.size(), Qt::KeepAspectRatioByExpanding));
        place.moveCenter(frame.center());
        painter.drawImage(place, m_picture);
        drawName(painter, frame);
        painter.restore();
    } else if (m_code) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(frame, Qt::AlignCenter, text().isEmpty() ? QStringLiteral("…") : text());
    }
    QPen pen(palette().color(QPalette::Mid), 1);
    if (isEnabled() && (isChecked() || hasFocus() || underMouse())) {
        pen = QPen(palette().color(QPalette::Highlight), isChecked() ? 3 : 1.5);
    } else if (!m_code) {
        pen.setStyle(Qt::DashLine);
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
}

void CodeTile::setName(const QString& name) {
    m_name = name;
    update();
}

void CodeTile::drawName(QPainter& painter, const QRectF& frame) const {
    constexpr double margin = 3;
    if (m_name.isEmpty()) {
        return;
    }
    const QFontMetricsF metrics(painter.font());
    QRectF band = frame;
    band.setTop(band.bottom() - metrics.height() - margin);
    painter.fillRect(band, QColor(0, 0, 0, 150));
    painter.setPen(Qt::white);
    painter.drawText(band.adjusted(margin, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(m_name, Qt::ElideRight, band.width() - 2 * margin));
}

CodeTiles::CodeTiles(std::vector<int> columns, QWidget* parent)
    : QWidget(parent), m_columns(std::move(columns)) {
    arrange();
}

void CodeTiles::setCodes(const std::vector<std::optional<scene::LatentCode>>& codes) {
    while (m_tiles.size() > codes.size()) {
        m_tiles.back()->hide();
        m_tiles.back()->deleteLater();
        m_tiles.pop_back();
    }
    while (m_tiles.size() < codes.size()) {
        auto* tile = new CodeTile(this);
        const int index = static_cast<int>(m_tiles.size());
        tile->setAccessibleName(tr("Variation %1").arg(index + 1));
        tile->setToolTip(tr("Variation %1: click to paint the scene like this").arg(index + 1));
        connect(tile, &QAbstractButton::clicked, this, [this, index] { Q_EMIT taken(index); });
        m_tiles.push_back(tile);
        tile->show();
    }
    for (std::size_t i = 0; i < codes.size(); ++i) {
        m_tiles[i]->setCode(codes[i]);
        m_tiles[i]->setPicture({});
        m_tiles[i]->setStale(false);
    }
    mark(m_marked);
    arrange();
}

void CodeTiles::setAspect(double aspect) {
    constexpr double most = 2;
    const double kept = std::clamp(aspect, 1 / most, most);
    if (kept != m_aspect) {
        m_aspect = kept;
        arrange();
    }
}

void CodeTiles::mark(const scene::LatentCode& code) {
    m_marked = code;
    for (CodeTile* tile : m_tiles) {
        tile->setChecked(tile->code() == code && !code.values.empty());
    }
}

void CodeTiles::setStale(bool stale) {
    for (CodeTile* tile : m_tiles) {
        tile->setStale(stale);
    }
}

void CodeTiles::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void CodeTiles::arrange() {
    int columns = m_columns.front();
    for (const int possible : m_columns) {
        if ((width() + tileGap) / possible - tileGap >= leastTile) {
            columns = possible;
        }
    }
    const int wide = std::clamp((width() + tileGap) / columns - tileGap, 1, largestTile);
    const int high = std::max(1, static_cast<int>(std::lround(wide / m_aspect)));
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const int index = static_cast<int>(i);
        m_tiles[i]->setGeometry(index % columns * (wide + tileGap),
                                index / columns * (high + tileGap), wide, high);
    }
    const int rows = (static_cast<int>(m_tiles.size()) + columns - 1) / columns;
    setFixedHeight(std::max(0, rows * (high + tileGap) - tileGap));
}

} // namespace underpaint::ui
