// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/instance_model.h"

#include "ui/document/own_instance.h"
#include "ui/document/photo_state.h"
#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/widgets/icons.h"

#include <QColor>
#include <QIcon>
#include <QPainter>
#include <QPixmap>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int pictureExtent = 32;

} // namespace

InstanceModel::InstanceModel(const PhotoState& photo, QObject* parent)
    : QAbstractTableModel(parent), m_photo(photo) {
    connect(&photo, &PhotoState::photoChanged, this, &InstanceModel::refresh);
}

void InstanceModel::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    if (editor != nullptr) {
        m_connections = {
            connect(&editor->watch(), &SceneWatch::updated, this, &InstanceModel::follow),
            connect(&editor->document(), &Document::labelSetChanged, this, &InstanceModel::follow),
            connect(&editor->state(), &EditorState::locksChanged, this, &InstanceModel::refresh),
            connect(&editor->state(), &EditorState::visibilityChanged, this,
                    &InstanceModel::refresh),
        };
    }
    follow();
}

void InstanceModel::setStuffShown(bool shown) {
    m_stuff = shown;
    follow();
}

void InstanceModel::follow() {
    std::vector<scene::InstanceInfo> rows;
    if (m_editor != nullptr) {
        for (const scene::InstanceInfo& info : m_editor->watch().instances()) {
            if (m_stuff || isListed(m_editor->scene().labelSet, info.label, info.id)) {
                rows.push_back(info);
            }
        }
    }
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const auto& a, const auto& b) { return a.id == b.id; });
    if (same) {
        m_rows = std::move(rows);
        refresh();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void InstanceModel::refresh() {
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

std::uint32_t InstanceModel::instanceAt(int row) const {
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].id : 0;
}

int InstanceModel::rowOf(std::uint32_t instance) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const auto& info) { return info.id == instance; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int InstanceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int InstanceModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InstanceModel::picture(const scene::InstanceInfo& info) const {
    const QImage& photo = m_photo.photo();
    const Size size = m_editor->scene().size();
    if (photo.isNull() || size.empty()) {
        const scene::LabelClass* label = m_editor->scene().labelSet.find(info.label);
        QPixmap square(pictureExtent, pictureExtent);
        square.fill(label != nullptr
                        ? QColor(label->colour.red, label->colour.green, label->colour.blue)
                        : QColor(Qt::gray));
        return square;
    }
    const double sx = static_cast<double>(photo.width()) / size.width;
    const double sy = static_cast<double>(photo.height()) / size.height;
    const QRect part =
        QRectF(info.box.x * sx, info.box.y * sy, info.box.width * sx, info.box.height * sy)
            .toAlignedRect()
            .intersected(photo.rect());
    const QImage scaled = photo.copy(part).scaled(pictureExtent, pictureExtent, Qt::KeepAspectRatio,
                                                  Qt::SmoothTransformation);
    QPixmap square(pictureExtent, pictureExtent);
    square.fill(Qt::transparent);
    QPainter painter(&square);
    painter.drawImage((pictureExtent - scaled.width()) / 2, (pictureExtent - scaled.height()) / 2,
                      scaled);
    return square;
}

QVariant InstanceModel::tip(const scene::InstanceInfo& info, int column) const {
    if (column == Lock) {
        return tr("Never paint over this instance");
    }
    if (column == Visible) {
        return tr("Show or hide this instance");
    }
    return tr("%1: %2 pixels, %3 × %4 at %5, %6")
        .arg(instanceName(*m_editor, info.id))
        .arg(info.area)
        .arg(info.box.width)
        .arg(info.box.height)
        .arg(info.box.x)
        .arg(info.box.y);
}

QVariant InstanceModel::data(const QModelIndex& index, int role) const {
    if (m_editor == nullptr || !index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const scene::InstanceInfo& info = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    const bool toggle = column == Lock || column == Visible;
    const bool on = column == Lock ? m_editor->state().lockedInstances().contains(info.id)
                                   : m_editor->state().instanceVisible(info.id);
    switch (role) {
    case Qt::DisplayRole:
        if (column == Name) {
            return instanceName(*m_editor, info.id);
        }
        return column == Area ? QVariant(tr("%1 px").arg(info.area)) : QVariant();
    case Qt::ToolTipRole:
        return tip(info, column);
    case Qt::DecorationRole:
        if (column == Picture) {
            return picture(info);
        }
        if (!toggle) {
            return {};
        }
        return themedIcon(column == Lock
                              ? (on ? QStringLiteral("lock") : QStringLiteral("unlock"))
                              : (on ? QStringLiteral("eye") : QStringLiteral("eye-off")));
    case Qt::CheckStateRole:
        return toggle ? QVariant(on ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return column == Area ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                              : QVariant();
    default:
        return {};
    }
}

bool InstanceModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const std::uint32_t instance = instanceAt(index.row());
    if (m_editor == nullptr || role != Qt::CheckStateRole || rowOf(instance) < 0) {
        return false;
    }
    const bool on = value.toInt() == Qt::Checked;
    if (index.column() == Lock) {
        m_editor->state().setInstanceLocked(instance, on);
    } else {
        m_editor->state().setInstanceVisible(instance, on);
    }
    return true;
}

Qt::ItemFlags InstanceModel::flags(const QModelIndex&) const {
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QVariant InstanceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Name ? tr("Instance") : section == Area ? tr("Area") : QString();
}

} // namespace underpaint::ui
