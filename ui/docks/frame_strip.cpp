// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/frame_strip.h"

#include "ui/docks/frame_model.h"

#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace underpaint::ui {

namespace {

constexpr int gap = 3;
constexpr int leastPicture = 34;
constexpr int largestPicture = 96;
constexpr int leastWidth = 30; // a number of four digits fits

/// Paints a frame: its number, its labels, its photo, and where it stands in the range.
class FrameDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setMap(QSize map, int available, const QFontMetrics& metrics) {
        m_number = metrics.height();
        const int room = (available - m_number - 4 * gap) / 2;
        const int height = std::clamp(room, leastPicture, largestPicture);
        const double shape =
            map.isEmpty() ? 1.5
                          : static_cast<double>(map.width()) / static_cast<double>(map.height());
        const int width = static_cast<int>(std::lround(height * std::clamp(shape, 0.4, 3.0)));
        m_picture = QSize(std::max(width, leastWidth), height);
    }
    QSize cell() const {
        return {m_picture.width() + 2 * gap, 2 * m_picture.height() + m_number + 4 * gap};
    }

    QSize sizeHint(const QStyleOptionViewItem& /*option*/,
                   const QModelIndex& /*index*/) const override {
        return cell();
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        const QPalette& palette = option.palette;
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const bool inRange = index.data(FrameModel::InRangeRole).toBool();
        const QRect cellRect = option.rect;
        if (current) {
            painter->fillRect(cellRect, palette.color(QPalette::Highlight));
        }
        QRect number(cellRect.left(), cellRect.top() + gap / 2, cellRect.width(), m_number);
        painter->setPen(palette.color(current ? QPalette::HighlightedText : QPalette::Text));
        if (!inRange && !current) {
            painter->setPen(palette.color(QPalette::PlaceholderText));
        }
        painter->drawText(number, Qt::AlignCenter, index.data(Qt::DisplayRole).toString());
        paintMarks(*painter, palette, number, index.data(FrameModel::EdgeRole).toInt());
        QRect place(QPoint(cellRect.left() + gap, number.bottom() + 1 + gap), m_picture);
        painter->setOpacity(inRange ? 1 : 0.45);
        paintPicture(*painter, palette, place, index.data(FrameModel::LabelsRole).value<QImage>());
        paintCertainty(*painter, place, index.data(FrameModel::CertaintyRole));
        place.translate(0, m_picture.height() + gap);
        paintPicture(*painter, palette, place, index.data(FrameModel::PhotoRole).value<QImage>());
        painter->restore();
    }

private:
    static void paintPicture(QPainter& painter, const QPalette& palette, const QRect& place,
                             const QImage& picture) {
        if (picture.isNull()) {
            painter.setPen(QPen(palette.color(QPalette::Mid), 1, Qt::DotLine));
            painter.setBrush(palette.color(QPalette::Base));
            painter.drawRect(place.adjusted(0, 0, -1, -1));
            return;
        }
        QRect fitted(QPoint(), picture.size().scaled(place.size(), Qt::KeepAspectRatio));
        fitted.moveCenter(place.center());
        painter.drawImage(fitted, picture);
    }

    /// Brackets beside the number.
    static void paintMarks(QPainter& painter, const QPalette& palette, const QRect& number,
                           int edges) {
        constexpr int arm = 4;
        QPen pen(palette.color(QPalette::Highlight), 2);
        if (painter.pen().color() == palette.color(QPalette::HighlightedText)) {
            pen.setColor(palette.color(QPalette::HighlightedText));
        }
        painter.setPen(pen);
        const int top = number.top() + 2;
        const int bottom = number.bottom() - 1;
        if ((edges & 1) != 0) {
            const int x = number.left() + 2;
            painter.drawPolyline(
                QList<QPoint>{{x + arm, top}, {x, top}, {x, bottom}, {x + arm, bottom}});
        }
        if ((edges & 2) != 0) {
            const int x = number.right() - 1;
            painter.drawPolyline(
                QList<QPoint>{{x - arm, top}, {x, top}, {x, bottom}, {x - arm, bottom}});
        }
    }

    /// Along the lower edge of the labels, as long as the edit is sure.
    static void paintCertainty(QPainter& painter, const QRect& place, const QVariant& certainty) {
        if (!certainty.isValid()) {
            return;
        }
        constexpr int thick = 3;
        const QRect all(place.left(), place.bottom() - thick + 1, place.width(), thick);
        QRect sure = all;
        sure.setWidth(static_cast<int>(std::lround(all.width() * certainty.toDouble())));
        painter.fillRect(all, QColor(0, 0, 0, 150));
        painter.fillRect(sure, QColor(255, 200, 60));
    }

    QSize m_picture{72, 48};
    int m_number = 14;
};

} // namespace

FrameStrip::FrameStrip(QWidget* parent) : QListView(parent) {
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragEnabled(false);
    setMovement(QListView::Static);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new FrameDelegate(this));
    setAccessibleName(tr("Frames"));
    setMap();
}

void FrameStrip::setShape(QSize map) {
    m_map = map;
    setMap();
}

void FrameStrip::setMap() {
    auto& delegate = static_cast<FrameDelegate&>(*itemDelegate());
    const QSize before = delegate.cell();
    delegate.setMap(m_map, viewport()->height(), fontMetrics());
    if (delegate.cell() != before) {
        scheduleDelayedItemsLayout();
    }
}

QSize FrameStrip::minimumSizeHint() const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {160, 2 * leastPicture + fontMetrics().height() + 4 * gap + bar};
}

QSize FrameStrip::sizeHint() const {
    constexpr int usual = 44;
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {600, 2 * usual + fontMetrics().height() + 4 * gap + bar};
}

void FrameStrip::resizeEvent(QResizeEvent* event) {
    setMap();
    QListView::resizeEvent(event);
}

void FrameStrip::wheelEvent(QWheelEvent* event) {
    // There is only one way to go, whichever way the wheel turns.
    const QPoint angle = event->angleDelta();
    const int along = std::abs(angle.x()) > std::abs(angle.y()) ? angle.x() : angle.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along);
    event->accept();
}

void FrameStrip::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        setMap();
    }
}

} // namespace underpaint::ui
