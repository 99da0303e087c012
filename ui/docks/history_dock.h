// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/docks/panel.h"

#include <QMetaObject>

#include <vector>

class QListWidget;

namespace underpaint::ui {

class Editor;

/// The steps of the undo stack with a picture each; a click goes there.
class HistoryDock : public Panel {
    Q_OBJECT

public:
    explicit HistoryDock(const Site& site);

    Place place() const override { return Place::Top; }
    QString helpPage() const override { return QStringLiteral("painting"); }
    void setEditor(Editor* editor) override;

private:
    /// Adds, renames and drops rows so that they are the steps of the stack.
    void follow();
    void showStep(int row);
    void nameKeys();

    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    QListWidget* m_list;
    int m_index = 0; ///< of the stack, as the list shows it
    bool m_following = false;
};

} // namespace underpaint::ui
