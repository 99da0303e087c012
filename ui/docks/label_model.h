// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QMetaObject>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace underpaint::ui {

class Editor;
class EditorState;
struct CurrentModel;

/// The classes of the open document as rows of the label dock.
class LabelModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Key, Colour, Name, Id, Share, Solo, Lock, Visible, ColumnCount };

    /// The name in the language of the user and as the scene has it: both are searched for.
    static constexpr int SearchRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setEditor(Editor* editor);
    /// Classes that the model never saw are grey.
    void setModel(const CurrentModel* model);

    std::optional<std::uint16_t> labelAt(int row) const;
    /// -1 when there is none.
    int rowOf(std::uint16_t label) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(std::uint16_t label, int column) const;
    QVariant tip(std::uint16_t label, int column) const;
    QVariant checked(std::uint16_t label, int column) const;
    bool known(std::uint16_t label) const;
    std::optional<int> slotOf(std::uint16_t label) const;
    void refresh();

    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    /// Nothing: no model, so no class is grey.
    std::optional<std::set<std::uint16_t>> m_known;
};

/// The key that chooses the label in that slot (0 to 9); empty when it has none.
QString slotKey(const EditorState& state, int slot);

} // namespace underpaint::ui
