// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/command_search.h"

#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/mnemonic.h"
#include "ui/widgets/screen_fit.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPixmap>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace underpaint::ui {

CommandSearch::CommandSearch(const QList<QAction*>& actions, const ShortcutBook& book,
                             QWidget* parent)
    : QDialog(parent),
      m_actions(actions),
      m_search(new QLineEdit(this)),
      m_list(new QTreeWidget(this)) {
    setWindowTitle(tr("Commands"));
    resizeWithinScreen(*this, {520, 480});
    m_search->setPlaceholderText(tr("Search commands"));
    m_search->setAccessibleName(tr("Search commands"));
    m_search->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setHeaderLabels({tr("Command"), tr("Shortcut")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setUniformRowHeights(true);
    QPixmap nothing(16, 16);
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing); // keeps the names in line
    const QColor pale = palette().color(QPalette::PlaceholderText);
    for (int i = 0; i < actions.size(); ++i) {
        const QAction& action = *actions[i];
        QStringList keys;
        for (const QKeySequence& key : book.keys(action.objectName())) {
            keys << shownStroke(key);
        }
        auto* item = new QTreeWidgetItem(
            m_list, {withoutMnemonic(action.text()), keys.join(QStringLiteral("  "))});
        item->setIcon(0, action.icon().isNull() ? blank : action.icon());
        item->setData(0, Qt::UserRole, i);
        item->setToolTip(0, action.toolTip());
        if (!action.isEnabled()) {
            item->setForeground(0, pale);
        }
    }
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &CommandSearch::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandSearch::choose);
    connect(m_list, &QTreeWidget::itemActivated, this, &CommandSearch::choose);
    filter({});
    m_search->setFocus();
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            m_list->setFocus();
            return false;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandSearch::filter(const QString& text) {
    QTreeWidgetItem* first = nullptr;
    QTreeWidgetItem* explained = nullptr; // the first with the text in its tip
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const QStringList keys = item->text(1).split(QStringLiteral("  "));
        const bool named = item->text(0).contains(text, Qt::CaseInsensitive) ||
                           keys.contains(text, Qt::CaseInsensitive);
        const bool fits = named || item->toolTip(0).contains(text, Qt::CaseInsensitive);
        item->setHidden(!fits);
        first = named && first == nullptr ? item : first;
        explained = fits && explained == nullptr ? item : explained;
    }
    m_list->setCurrentItem(first != nullptr ? first : explained);
}

void CommandSearch::choose() {
    const QTreeWidgetItem* item = m_list->currentItem();
    if (item == nullptr || item->isHidden()) {
        return;
    }
    m_chosen = m_actions[item->data(0, Qt::UserRole).toInt()];
    accept();
}

} // namespace underpaint::ui
