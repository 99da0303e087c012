// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/drop_zones.h"

#include "engine/imaging/codec.h"
#include "ui/widgets/icons.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QPainter>
#include <QTimer>

namespace underpaint::ui {

namespace {

struct ZoneText {
    QString icon;
    QString title;
    QString detail;
};

ZoneText textOf(DropUse use) {
    switch (use) {
    case DropUse::NewFromPhoto:
        return {QStringLiteral("new"), DropZones::tr("New scene from this photo"),
                DropZones::tr("Its labels are estimated, its styles are taken")};
    case DropUse::Project:
        return {QStringLiteral("open"), DropZones::tr("Project"),
                DropZones::tr("Open it in place of the present scene")};
    case DropUse::LabelMap:
        return {QStringLiteral("view-labels"), DropZones::tr("Label map"),
                DropZones::tr("Classes to paint on; a report is shown first")};
    case DropUse::InstanceMap:
        return {QStringLiteral("instances"), DropZones::tr("Instance map"),
                DropZones::tr("Which pixels belong to one object")};
    case DropUse::ReferencePhoto:
        return {QStringLiteral("photo"), DropZones::tr("Photo layer"),
                DropZones::tr("Kept with the scene to look at")};
    case DropUse::StylesFromPhoto:
        return {QStringLiteral("dice"), DropZones::tr("Styles from this photo"),
                DropZones::tr("Objects take the looks that they have there")};
    case DropUse::Exemplar:
        return {QStringLiteral("pin"), DropZones::tr("Exemplar"),
                DropZones::tr("The scene takes its look from this photo")};
    case DropUse::Model:
        return {QStringLiteral("model"), DropZones::tr("Model"),
                DropZones::tr("Render the scene with it")};
    }
    return {};
}

} // namespace

std::vector<DropUse> possibleUses(const QString& file) {
    const QFileInfo info(file);
    const QString ending = info.suffix().toLower();
    if (ending == QLatin1String("underpaint")) {
        return {DropUse::Project};
    }
    if (ending == QLatin1String("underpaint-model")) {
        return {DropUse::Model};
    }
    if (ending == QLatin1String("json")) {
        return {DropUse::LabelMap};
    }
    if (imaging::hasImageExtension(file.toStdString())) {
        return {DropUse::LabelMap,        DropUse::InstanceMap, DropUse::ReferencePhoto,
                DropUse::StylesFromPhoto, DropUse::Exemplar,    DropUse::NewFromPhoto};
    }
    return {};
}

DropZones::DropZones(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setAccessibleName(tr("Drop zones"));
    hide();
}

void DropZones::offer(const QString& file, std::vector<DropUse> uses) {
    m_file = file;
    m_uses = std::move(uses);
    m_hovered = -1;
    m_entered = false;
    raise();
    show();
}

void DropZones::hideUnlessEntered() {
    // What leaves one widget enters the next one right afterwards.
    QTimer::singleShot(0, this, [this] {
        if (!m_entered) {
            hide();
        }
    });
}

QRect DropZones::zoneRect(std::size_t index) const {
    constexpr int gap = 16;
    const int columns = m_uses.size() > 1 ? 2 : 1;
    const int rows = (static_cast<int>(m_uses.size()) + columns - 1) / columns;
    const int column = static_cast<int>(index) % columns;
    const int row = static_cast<int>(index) / columns;
    const int w = (width() - gap * (columns + 1)) / columns;
    const int h = (height() - gap * (rows + 1)) / rows;
    return {gap + column * (w + gap), gap + row * (h + gap), w, h};
}

int DropZones::zoneAt(QPoint position) const {
    for (std::size_t i = 0; i < m_uses.size(); ++i) {
        if (zoneRect(i).contains(position)) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

void DropZones::dragEnterEvent(QDragEnterEvent* event) {
    m_entered = true;
    event->acceptProposedAction();
}

void DropZones::dragMoveEvent(QDragMoveEvent* event) {
    m_hovered = zoneAt(event->position().toPoint());
    event->setAccepted(m_hovered >= 0);
    update();
}

void DropZones::dragLeaveEvent(QDragLeaveEvent*) {
    m_entered = false;
    hide();
}

void DropZones::dropEvent(QDropEvent* event) {
    const int zone = zoneAt(event->position().toPoint());
    m_entered = false;
    hide();
    if (zone >= 0) {
        event->acceptProposedAction();
        Q_EMIT dropped(m_file, m_uses[static_cast<std::size_t>(zone)]);
    }
}

void DropZones::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = palette().color(QPalette::Window);
    veil.setAlpha(215);
    painter.fillRect(rect(), veil);
    for (std::size_t i = 0; i < m_uses.size(); ++i) {
        const QRect zone = zoneRect(i);
        const bool hovered = static_cast<int>(i) == m_hovered;
        const ZoneText text = textOf(m_uses[i]);
        QColor ground = palette().color(QPalette::Highlight);
        ground.setAlpha(hovered ? 120 : 40);
        painter.setBrush(ground);
        painter.setPen(QPen(palette().color(QPalette::Highlight), hovered ? 3 : 1.5, Qt::DashLine));
        painter.drawRoundedRect(QRectF(zone), 10, 10);
        painter.setPen(palette().color(QPalette::WindowText));
        constexpr int iconExtent = 48;
        const QPoint middle = zone.center();
        themedIcon(text.icon).paint(&painter,
                                    QRect(middle.x() - iconExtent / 2, middle.y() - iconExtent - 8,
                                          iconExtent, iconExtent));
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        const int line = fontMetrics().height() + 4;
        painter.drawText(QRect(zone.left(), middle.y(), zone.width(), line), Qt::AlignCenter,
                         text.title);
        painter.setFont(font());
        painter.drawText(QRect(zone.left() + 8, middle.y() + line, zone.width() - 16, 2 * line),
                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text.detail);
    }
}

} // namespace underpaint::ui
