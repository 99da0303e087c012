// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/history_dock.h"

#include "ui/session/editor.h"
#include "ui/shortcuts/shortcut_book.h"

#include <QListWidget>
#include <QPalette>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QUndoStack>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int undoneRole = Qt::UserRole;

/// Steps that were undone are pale, in whatever colours the window has now.
class StepDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(undoneRole).toBool()) {
            option->palette.setColor(QPalette::Text,
                                     option->palette.color(QPalette::PlaceholderText));
        }
    }
};

} // namespace

HistoryDock::HistoryDock(const Site& site)
    : Panel(tr("History"), site.parent), m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("historyDock"));
    m_list->setAccessibleName(tr("History"));
    m_list->setIconSize({48, 32});
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new StepDelegate(m_list));
    setWidget(m_list);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (!m_following && m_editor != nullptr && row >= 0) {
            m_editor->document().undoStack().setIndex(row);
        }
    });
}

void HistoryDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    m_list->clear();
    m_index = 0;
    if (editor != nullptr) {
        QUndoStack* stack = &editor->document().undoStack();
        m_connections = {connect(stack, &QUndoStack::indexChanged, this, &HistoryDock::follow),
                         connect(stack, &QUndoStack::cleanChanged, this, &HistoryDock::follow)};
        if (const ShortcutBook* keys = editor->state().shortcuts()) {
            m_connections.push_back(
                connect(keys, &ShortcutBook::changed, this, &HistoryDock::nameKeys));
        }
        nameKeys();
    }
    follow();
}

void HistoryDock::nameKeys() {
    const QString keys =
        keyed(m_editor->state().shortcuts(), tr("A click goes to that step (%1 and %2 go by one)"),
              {"edit.undo", "edit.redo"});
    m_list->setToolTip(keys.isEmpty() ? tr("A click goes to that step") : keys);
}

void HistoryDock::follow() {
    if (m_editor == nullptr) {
        return;
    }
    const QScopedValueRollback following(m_following, true);
    const QUndoStack& stack = m_editor->document().undoStack();
    // Undoing drops no step: when both shrink, the oldest were forgotten and all rows moved.
    const bool moved = stack.count() + 1 < m_list->count() && stack.index() < m_index;
    const int from = moved ? 0 : std::min(m_index, stack.index());
    const int to = moved ? stack.count() : std::max(m_index, stack.index());
    while (m_list->count() > stack.count() + 1) {
        delete m_list->takeItem(m_list->count() - 1); // NOLINT: Qt hands it over
    }
    while (m_list->count() < stack.count() + 1) {
        m_list->addItem(QString());
    }
    for (int row = from; row <= std::min(to, stack.count()); ++row) {
        showStep(row);
    }
    m_index = stack.index();
    m_list->setCurrentRow(stack.index());
    m_list->scrollToItem(m_list->currentItem());
}

void HistoryDock::showStep(int row) {
    const Document& document = m_editor->document();
    const QUndoStack& stack = document.undoStack();
    QListWidgetItem& item = *m_list->item(row);
    item.setText(row > 0                    ? stack.text(row - 1)
                 : document.hasOlderSteps() ? tr("Before")
                                            : tr("Opened"));
    item.setIcon(row == 0 ? QIcon() : QIcon(QPixmap::fromImage(document.thumbnail(row - 1))));
    item.setData(undoneRole, row > stack.index());
}

} // namespace underpaint::ui
