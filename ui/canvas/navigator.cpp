// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/navigator.h"

#include "ui/canvas/canvas_view.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <chrono>
#include <cmath>

namespace underpaint::ui {

namespace {

constexpr int longest = 150; ///< of the picture's sides
constexpr int border = 4;
constexpr int distance = 12; ///< from the corner of the canvas
/// A stroke paints it once, not with every dab.
constexpr std::chrono::milliseconds calm(150);
/// Of the canvas's sides: where that is smaller, it would only be in the way.
constexpr int leastCanvas = 300;

bool showsPhoto(ViewMode mode) {
    return mode != ViewMode::Labels;
}

} // namespace

Navigator::Navigator(CanvasView& canvas)
    : QWidget(&canvas), m_canvas(canvas), m_labels(canvas.state().document().scene()) {
    setToolTip(tr("The whole picture: drag the frame to what you want to see"));
    setAccessibleName(tr("Overview"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus);
    m_calm.setSingleShot(true);
    m_calm.setInterval(calm);
    const auto later = [this] {
        if (!isVisible()) {
            m_picture = QPixmap();
        } else if (!m_calm.isActive()) {
            m_calm.start();
        }
    };
    connect(&m_calm, &QTimer::timeout, this, [this] {
        m_picture = QPixmap();
        update();
    });
    Document& document = canvas.state().document();
    connect(&document, &Document::regionChanged, this, later);
    connect(&document, &Document::labelSetChanged, this, later);
    connect(&document, &Document::mapsReplaced, this, [this] {
        m_picture = QPixmap();
        place();
    });
    connect(&canvas.photo(), &PhotoState::photoChanged, this, later);
    connect(&canvas, &CanvasView::viewChanged, this, [this] {
        if (showsPhoto(m_canvas.mode()) != m_ofPhoto) {
            m_picture = QPixmap();
        }
        place();
        update();
    });
    canvas.installEventFilter(this);
    place();
}

void Navigator::setWanted(bool wanted) {
    m_wanted = wanted;
    place();
}

QSize Navigator::mapSize() const {
    const Size size = m_canvas.state().document().scene().size();
    return {size.width, size.height};
}

QRectF Navigator::picture() const {
    return rect().adjusted(border, border, -border, -border);
}

QPointF Navigator::toMap(QPointF point) const {
    const QRectF area = picture();
    const QSize map = mapSize();
    return {(point.x() - area.x()) / area.width() * map.width(),
            (point.y() - area.y()) / area.height() * map.height()};
}

QPointF Navigator::fromMap(QPointF map) const {
    const QRectF area = picture();
    const QSize size = mapSize();
    return {area.x() + map.x() / size.width() * area.width(),
            area.y() + map.y() / size.height() * area.height()};
}

void Navigator::place() {
    const QSize map = mapSize();
    if (map.isEmpty()) {
        hide();
        return;
    }
    const QSize small = map.scaled(longest, longest, Qt::KeepAspectRatio).expandedTo({8, 8});
    const QSize whole = small + QSize(2 * border, 2 * border);
    const QRect canvas = m_canvas.rect();
    if (size() != whole) {
        resize(whole);
        m_picture = QPixmap();
    }
    move(canvas.right() - distance - whole.width(), canvas.bottom() - distance - whole.height());
    constexpr double slack = 1e-6; // of what is fitted to the view exactly
    const QRectF seen = m_canvas.visibleMap().boundingRect().adjusted(-slack, -slack, slack, slack);
    setVisible(m_wanted && canvas.width() >= leastCanvas && canvas.height() >= leastCanvas &&
               !seen.contains(QRectF(QPointF(), QSizeF(map))));
}

void Navigator::paintPicture() {
    const double ratio = devicePixelRatioF();
    QPixmap made((QSizeF(picture().size()) * ratio).toSize());
    made.fill(Qt::transparent);
    QPainter painter(&made);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QImage& photo = m_canvas.photo().photo();
    m_ofPhoto = showsPhoto(m_canvas.mode());
    if (m_ofPhoto && !photo.isNull()) {
        painter.drawImage(made.rect(), photo.scaled(made.size(), Qt::IgnoreAspectRatio,
                                                    Qt::SmoothTransformation));
    } else {
        m_labels.restart(m_canvas.state().document().scene());
        painter.drawImage(made.rect(), m_labels.image());
    }
    painter.end();
    made.setDevicePixelRatio(ratio);
    m_picture = made;
}

void Navigator::paintEvent(QPaintEvent* /*event*/) {
    if (m_picture.isNull()) {
        paintPicture();
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr int dark = 170;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, dark));
    painter.drawRoundedRect(rect(), border, border);
    painter.drawPixmap(picture().topLeft(), m_picture);
    QPolygonF seen;
    for (const QPointF& corner : m_canvas.visibleMap()) {
        seen << fromMap(corner);
    }
    painter.setClipRect(picture());
    painter.setBrush(Qt::NoBrush);
    // Seen on every picture.
    painter.setPen(QPen(Qt::black, 3));
    painter.drawPolygon(seen);
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawPolygon(seen);
}

void Navigator::lookAt(QPointF point) {
    const QPointF wanted = m_canvas.fromMap(toMap(point));
    const QPointF middle = m_canvas.visibleMap().boundingRect().center();
    m_canvas.panBy(m_canvas.fromMap(middle) - wanted);
}

void Navigator::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        lookAt(event->position());
    }
    event->accept(); // nothing is painted below it
}

void Navigator::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0) {
        lookAt(event->position());
    }
    event->accept();
}

void Navigator::wheelEvent(QWheelEvent* event) {
    constexpr double notch = 120;
    constexpr double factor = 1.25;
    m_canvas.setZoom(m_canvas.zoom() * std::pow(factor, event->angleDelta().y() / notch),
                     m_canvas.fromMap(toMap(event->position())));
    event->accept();
}

bool Navigator::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace underpaint::ui
