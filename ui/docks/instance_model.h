// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/instances.h"

#include <QAbstractTableModel>
#include <QMetaObject>

#include <vector>

namespace underpaint::ui {

class Editor;
class PhotoState;

/// The instances of the map as rows of the instance dock.
class InstanceModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Picture, Name, Area, Lock, Visible, ColumnCount };

    explicit InstanceModel(const PhotoState& photo, QObject* parent = nullptr);

    void setEditor(Editor* editor);
    /// Also what belongs to no object (sky, road).
    void setStuffShown(bool shown);

    /// 0 when there is none.
    std::uint32_t instanceAt(int row) const;
    /// -1 when there is none.
    int rowOf(std::uint32_t instance) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void follow();
    void refresh();
    /// The photo of the instance, or its colour while there is none.
    QVariant picture(const scene::InstanceInfo& info) const;
    QVariant tip(const scene::InstanceInfo& info, int column) const;

    const PhotoState& m_photo;
    Editor* m_editor = nullptr;
    bool m_stuff = false;
    std::vector<scene::InstanceInfo> m_rows;
    std::vector<QMetaObject::Connection> m_connections;
};

} // namespace underpaint::ui
