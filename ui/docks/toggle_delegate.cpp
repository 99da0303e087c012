// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/toggle_delegate.h"

#include <QApplication>
#include <QIcon>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

namespace underpaint::ui {

namespace {

constexpr int iconExtent = 16;
constexpr double offOpacity = 0.28;

} // namespace

void ToggleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QStyleOptionViewItem ground = option;
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter,
                                         option.widget);
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    QRect place(0, 0, iconExtent, iconExtent);
    place.moveCenter(option.rect.center());
    painter->save();
    painter->setOpacity(on ? 1 : offOpacity);
    icon.paint(painter, place, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    painter->restore();
}

bool ToggleDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                 const QStyleOptionViewItem&, const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonDblClick) {
        return true; // the two clicks of it toggle
    }
    if (event->type() != QEvent::MouseButtonRelease ||
        static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton) {
        return false;
    }
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace underpaint::ui
