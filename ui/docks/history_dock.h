// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <QMetaObject>

#include <vector>

class QListWidget;

namespace underpaint::ui {

class Editor;

/// The steps of the undo stack with a picture each; a click goes there.
class HistoryDock : public QDockWidget {
    Q_OBJECT

public:
    explicit HistoryDock(QWidget* parent = nullptr);

    void setEditor(Editor* editor);

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
