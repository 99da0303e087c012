// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/instance_model.h"
#include "ui/docks/panel.h"

class QAction;
class QTreeView;

namespace underpaint::ui {

/// The objects of the map. Its selection is that of the canvas.
class InstanceDock : public Panel {
    Q_OBJECT

public:
    explicit InstanceDock(const Site& site);

    Place place() const override { return Place::Top; }
    QString helpPage() const override { return QStringLiteral("labels"); }
    void setEditor(Editor* editor) override;

private:
    void followSelection();
    void adoptSelection();

    Editor* m_editor = nullptr;
    QMetaObject::Connection m_connection;
    InstanceModel m_model;
    QTreeView* m_view;
    /// Set while the view follows the canvas, so that it does not answer.
    bool m_following = false;
};

} // namespace underpaint::ui
