// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/label_set.h"
#include "ui/docks/label_model.h"
#include "ui/docks/panel.h"

#include <QSortFilterProxyModel>

class QLineEdit;
class QTreeView;

namespace underpaint::ui {

/// What can be painted: the classes with colours, keys, locks. The selected row is the current
/// label.
class LabelDock : public Panel {
    Q_OBJECT

public:
    explicit LabelDock(const Site& site);

    Place place() const override { return Place::Top; }
    QString helpPage() const override { return QStringLiteral("labels"); }
    void setEditor(Editor* editor) override;
    void setModel(const CurrentModel* model) override;
    QLineEdit& search() { return *m_search; }

private:
    void build();
    void followCurrent();
    /// Makes the column of the keys wide enough.
    void fitKeys();
    void adoptRow(const QModelIndex& index);
    void showMenu(QPoint position);
    void editColour(std::uint16_t label);
    /// The colours of the classes in their order; one step.
    void recolour(const std::vector<scene::Colour>& colours, const QString& text);
    void useModelColours();

    Editor* m_editor = nullptr;
    const CurrentModel* m_loaded = nullptr;
    QMetaObject::Connection m_connection;
    LabelModel m_model;
    QSortFilterProxyModel m_filter;
    QLineEdit* m_search;
    QTreeView* m_view;
    /// Set while the view follows the current label, so that it does not answer.
    bool m_following = false;
};

} // namespace underpaint::ui
