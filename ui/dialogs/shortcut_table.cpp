// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcut_table.h"

#include "ui/shortcuts/key_stroke.h"
#include "ui/widgets/icons.h"

#include <QHeaderView>

#include <algorithm>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int fixedRole = Qt::UserRole + 1; ///< index in the book's fixed keys

/// Red that can be read on the base colour.
QColor alarmColour(const QPalette& palette) {
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    return dark ? QColor(255, 138, 122) : QColor(180, 32, 24);
}

/// One letter is a key, more are a part of one.
bool namesKey(const QString& key, const QString& text) {
    return text.size() == 1 ? key.compare(text, Qt::CaseInsensitive) == 0
                            : key.contains(text, Qt::CaseInsensitive);
}

/// Keeps the names in line.
QIcon blankIcon() {
    QPixmap nothing(16, 16);
    nothing.fill(Qt::transparent);
    return QIcon(nothing);
}

} // namespace

ShortcutTable::ShortcutTable(const ShortcutBook& book, const std::map<QString, QIcon>& icons,
                             QWidget* parent)
    : QTreeWidget(parent), m_book(book) {
    setAccessibleName(tr("Commands and their keys"));
    setColumnCount(ColumnCount);
    setHeaderLabels({tr("Command"), tr("Key"), tr("Second Key"), tr("Note")});
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(false);
    setIndentation(12);
    addCommands(icons);
    addFixed();
    expandAll();
    constexpr int keyWidth = 136;
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(Command, QHeaderView::ResizeToContents);
    header()->resizeSection(Key, keyWidth);
    header()->resizeSection(SecondKey, keyWidth);
    connect(this, &QTreeWidget::currentItemChanged, this,
            [this] { Q_EMIT currentChanged(current()); });
}

QTreeWidgetItem* ShortcutTable::addGroup(const QString& title) {
    auto* group = new QTreeWidgetItem(this, {title});
    group->setFirstColumnSpanned(true);
    group->setFlags(Qt::ItemIsEnabled);
    QFont bold = font();
    bold.setBold(true);
    group->setFont(Command, bold);
    constexpr int air = 6;
    group->setSizeHint(Command, QSize(0, fontMetrics().height() + air)); // all rows are as high
    group->setBackground(Command, palette().color(QPalette::AlternateBase));
    return group;
}

void ShortcutTable::addCommands(const std::map<QString, QIcon>& icons) {
    // By the beginnings of the ids.
    const std::vector<std::pair<QString, QStringList>> areas = {
        {tr("Tools"), {"tool", "brush"}},
        {tr("File"), {"file"}},
        {tr("Edit"), {"edit", "select"}},
        {tr("Labels"), {"label"}},
        {tr("Instance"), {"instance"}},
        {tr("Style"), {"style"}},
        {tr("Photo"), {"photo"}},
        {tr("Variations"), {"code"}},
        {tr("Exemplars"), {"exemplar"}},
        {tr("Translate"), {"translation"}},
        {tr("Timeline"), {"timeline"}},
        {tr("View"), {"view"}},
        {tr("Render and Model"), {"render", "staging", "model", "training"}},
        {tr("Help"), {"help"}},
    };
    const QIcon blank = blankIcon();
    const auto add = [&](QTreeWidgetItem* group, const ShortcutBook::Command& command) {
        const auto icon = icons.find(command.id);
        const bool drawn = icon != icons.end() && !icon->second.isNull();
        auto* item = new QTreeWidgetItem(group, {command.name});
        item->setIcon(Command, drawn ? icon->second : blank);
        item->setData(Command, idRole, command.id);
        m_rows[command.id] = item;
    };
    for (const auto& [title, beginnings] : areas) {
        QTreeWidgetItem* group = addGroup(title);
        for (const QString& beginning : beginnings) {
            for (const ShortcutBook::Command& command : m_book.commands()) {
                if (command.id.section(QLatin1Char('.'), 0, 0) == beginning) {
                    add(group, command);
                }
            }
        }
    }
    QTreeWidgetItem* others = nullptr;
    for (const ShortcutBook::Command& command : m_book.commands()) {
        if (!m_rows.contains(command.id)) {
            others = others != nullptr ? others : addGroup(tr("Others"));
            add(others, command);
        }
    }
}

void ShortcutTable::addFixed() {
    QTreeWidgetItem* group = addGroup(tr("Fixed"));
    const QColor pale = palette().color(QPalette::PlaceholderText);
    const QIcon blank = blankIcon();
    for (qsizetype i = 0; i < m_book.fixed().size(); ++i) {
        const FixedKey& fixed = m_book.fixed()[i];
        auto* item = new QTreeWidgetItem(group, {fixed.use, fixed.keys});
        item->setIcon(Command, blank);
        item->setData(Command, fixedRole, i);
        item->setText(Note, tr("fixed"));
        for (int column = 0; column < ColumnCount; ++column) {
            item->setForeground(column, pale);
        }
    }
}

void ShortcutTable::showKeys(const KeyMap& keys, const KeyMap& base) {
    m_keys = keys;
    const auto conflicts = conflictsOf(keys);
    const KeyMap changes = changesFrom(base, keys);
    for (const auto& [id, item] : m_rows) {
        const QList<QKeySequence>& strokes = m_keys[id];
        QStringList problems;
        if (const auto conflict = conflicts.find(id); conflict != conflicts.end()) {
            QStringList names;
            for (const QString& other : conflict->second) {
                names << m_book.nameOf(other);
            }
            problems << tr("also: %1").arg(names.join(QStringLiteral(", ")));
        }
        for (const QKeySequence& stroke : strokes) {
            const QString use = m_book.fixedUse(stroke, id);
            if (!use.isEmpty()) {
                problems << tr("fixed: %1").arg(use);
            }
        }
        item->setText(Key, strokes.isEmpty() ? QString() : shownStroke(strokes.front()));
        item->setText(SecondKey, strokes.size() > 1 ? shownStroke(strokes[1]) : QString());
        mark(*item, problems, changes.contains(id));
    }
}

void ShortcutTable::mark(QTreeWidgetItem& item, const QStringList& problems, bool changed) {
    QFont font = this->font();
    font.setBold(changed);
    const QBrush colour = problems.isEmpty() ? QBrush() : QBrush(alarmColour(palette()));
    for (const int column : {Key, SecondKey}) {
        item.setFont(column, font);
        item.setForeground(column, colour);
    }
    const QString changedText = changed ? tr("changed") : QString();
    item.setText(Note, problems.isEmpty() ? changedText : problems.join(QStringLiteral("; ")));
    item.setToolTip(Note, item.text(Note));
    item.setIcon(Note, problems.isEmpty() ? QIcon() : themedIcon(QStringLiteral("warning")));
    item.setForeground(Note, problems.isEmpty() ? QBrush(palette().color(QPalette::PlaceholderText))
                                                : colour);
}

bool ShortcutTable::fits(const QTreeWidgetItem& item, const QString& text,
                         const QKeySequence& stroke) const {
    const QString id = item.data(Command, idRole).toString();
    if (!stroke.isEmpty()) {
        const auto keys = m_keys.find(id);
        const QVariant fixed = item.data(Command, fixedRole);
        const bool has = fixed.isValid()
                             ? holdsStroke(m_book.fixed()[fixed.toLongLong()].strokes, stroke)
                             : keys != m_keys.end() && holdsStroke(keys->second, stroke);
        if (!has) {
            return false;
        }
    }
    return text.isEmpty() || item.text(Command).contains(text, Qt::CaseInsensitive) ||
           namesKey(item.text(Key), text) || namesKey(item.text(SecondKey), text);
}

void ShortcutTable::filter(const QString& text, const QKeySequence& stroke) {
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem& group = *topLevelItem(i);
        bool any = false;
        for (int row = 0; row < group.childCount(); ++row) {
            QTreeWidgetItem& item = *group.child(row);
            const bool fit = fits(item, text, stroke);
            item.setHidden(!fit);
            any = any || fit;
            first = fit && first == nullptr ? &item : first;
        }
        group.setHidden(!any);
    }
    if (currentItem() == nullptr || currentItem()->isHidden()) {
        setCurrentItem(first);
    }
    showRow(currentItem());
}

void ShortcutTable::showRow(QTreeWidgetItem* item) {
    if (item == nullptr) {
        return;
    }
    // With the title of the group above its first row.
    if (indexOfTopLevelItem(item->parent()) == 0) {
        scrollToTop();
    }
    scrollToItem(item);
}

void ShortcutTable::showEvent(QShowEvent* event) {
    QTreeWidget::showEvent(event);
    // The view scrolled to the row when it had not got its height yet.
    QMetaObject::invokeMethod(
        this, [this] { showRow(currentItem()); }, Qt::QueuedConnection);
}

QString ShortcutTable::current() const {
    const QTreeWidgetItem* item = currentItem();
    return item != nullptr && !item->isHidden() ? item->data(Command, idRole).toString()
                                                : QString();
}

void ShortcutTable::setCurrent(const QString& id) {
    if (const auto row = m_rows.find(id); row != m_rows.end()) {
        setCurrentItem(row->second);
        showRow(row->second);
    }
}

const QTreeWidgetItem* ShortcutTable::row(const QString& id) const {
    const auto row = m_rows.find(id);
    return row == m_rows.end() ? nullptr : row->second;
}

} // namespace underpaint::ui
