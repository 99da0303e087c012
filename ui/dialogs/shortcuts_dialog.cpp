// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcuts_dialog.h"

#include "engine/base/error.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_presets.h"
#include "ui/shortcuts/shortcuts_file.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_field.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/screen_fit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

/// What the widget is for, for eyes and for screen readers.
void explain(QWidget& widget, const QString& name, const QString& tip) {
    widget.setAccessibleName(name);
    widget.setToolTip(tip);
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const ShortcutBook& book, const std::map<QString, QIcon>& icons,
                                 QWidget* parent)
    : QDialog(parent),
      m_book(book),
      m_table(new ShortcutTable(book, icons, this)),
      m_search(new QLineEdit(this)),
      m_keySearch(new KeyField(tr("or press a key"), this)),
      m_presets(new QComboBox(this)),
      m_import(new QPushButton(tr("&Import …"), this)),
      m_export(new QPushButton(tr("&Export …"), this)),
      m_name(new QLabel(this)),
      m_keys{new KeyField(tr("no key"), this), new KeyField(tr("no second key"), this)},
      m_reset(new QPushButton(tr("&Reset"), this)),
      m_icon(new QLabel(this)),
      m_message(new QLabel(this)),
      m_take(new QPushButton(this)),
      m_whyNot(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel |
                                         QDialogButtonBox::RestoreDefaults,
                                     this)) {
    setWindowTitle(tr("Shortcuts"));
    auto* column = new QVBoxLayout(this);
    column->addLayout(presetRow());
    column->addLayout(searchRow());
    column->addWidget(m_table, 1);
    column->addLayout(editRow());
    column->addLayout(messageRow());
    column->addWidget(m_whyNot);
    column->addWidget(m_buttons);
    QSizePolicy keeps = m_whyNot->sizePolicy();
    keeps.setRetainSizeWhenHidden(true); // the table stays where it is when the text comes
    m_whyNot->setSizePolicy(keeps);
    m_whyNot->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    QPushButton* all = m_buttons->button(QDialogButtonBox::RestoreDefaults);
    all->setObjectName(QStringLiteral("resetAll"));
    m_reset->setObjectName(QStringLiteral("resetOne"));
    all->setText(tr("Reset &All"));
    all->setToolTip(tr("All commands get the keys of the preset"));
    connectAll();
    orderTabs();
    setDraft(m_book.chosen().preset, m_book.keysWith(m_book.chosen()));
    m_table->filter({}, {});
    showCurrent();
    m_search->setFocus();
    constexpr QSize extent(820, 640);
    resizeWithinScreen(*this, extent);
}

QHBoxLayout* ShortcutsDialog::searchRow() {
    auto* row = new QHBoxLayout;
    m_search->setPlaceholderText(tr("Search by name or key, such as “brush” or “Ctrl+E”"));
    m_search->setClearButtonEnabled(true);
    explain(*m_search, tr("Search commands"), tr("Shows the commands whose name or key has this"));
    explain(*m_keySearch, tr("Search by a key"),
            tr("Press a key here to see what it does; the cross shows everything again"));
    m_keySearch->setMaximumWidth(180);
    row->addWidget(m_search, 1);
    row->addWidget(m_keySearch);
    return row;
}

QHBoxLayout* ShortcutsDialog::presetRow() {
    for (const ShortcutPreset& preset : shortcutPresets()) {
        m_presets->addItem(preset.name, preset.id);
    }
    explain(*m_presets, tr("Preset"), tr("Keys as another program has them"));
    explain(*m_import, tr("Import shortcuts"),
            tr("Shows the shortcuts of a file, to be confirmed"));
    explain(*m_export, tr("Export shortcuts"), tr("Writes what is shown here into a file"));
    auto* label = new QLabel(tr("&Preset"), this);
    label->setBuddy(m_presets);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_presets);
    row->addStretch(1);
    row->addWidget(m_import);
    row->addWidget(m_export);
    return row;
}

QHBoxLayout* ShortcutsDialog::editRow() {
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    explain(*m_keys[0], tr("Key"), tr("Click here and press the key of the command"));
    explain(*m_keys[1], tr("Second key"),
            tr("Click here and press another key that does the same"));
    explain(*m_reset, tr("Reset the command"),
            tr("The keys that the preset gives to this command"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_name, 1);
    constexpr int fieldWidth = 170;
    for (KeyField* field : m_keys) {
        field->setFixedWidth(fieldWidth);
        row->addWidget(field);
    }
    row->addWidget(m_reset);
    return row;
}

QHBoxLayout* ShortcutsDialog::messageRow() {
    constexpr int iconExtent = 16;
    m_icon->setFixedSize(iconExtent, iconExtent);
    m_icon->setPixmap(themedIcon(QStringLiteral("warning")).pixmap(iconExtent));
    m_message->setWordWrap(true);
    // The rows above stay where they are when a message comes.
    m_message->setMinimumHeight(m_take->sizeHint().height());
    auto* row = new QHBoxLayout;
    row->addWidget(m_icon);
    row->addWidget(m_message, 1);
    row->addWidget(m_take);
    return row;
}

void ShortcutsDialog::orderTabs() {
    const QList<QWidget*> order = {m_presets,   m_import, m_export,  m_search,
                                   m_keySearch, m_table,  m_keys[0], m_keys[1],
                                   m_reset,     m_take,   m_whyNot,  m_buttons};
    for (qsizetype i = 1; i < order.size(); ++i) {
        setTabOrder(order[i - 1], order[i]);
    }
}

void ShortcutsDialog::connectAll() {
    const auto search = [this] { m_table->filter(m_search->text(), m_keySearch->key()); };
    connect(m_search, &QLineEdit::textChanged, this, search);
    connect(m_keySearch, &KeyField::keyChosen, this, search);
    connect(m_keySearch, &KeyField::left, this, [this, search] {
        m_keySearch->setKey({});
        search();
        m_search->setFocus();
    });
    connect(m_table, &ShortcutTable::currentChanged, this, &ShortcutsDialog::showCurrent);
    connect(m_table, &QTreeWidget::itemActivated, this, [this] {
        if (!m_table->current().isEmpty()) {
            m_keys[0]->setFocus();
        }
    });
    for (KeyField* field : m_keys) {
        connect(field, &KeyField::keyChosen, this, &ShortcutsDialog::takeFields);
        connect(field, &KeyField::left, m_table, [this] { m_table->setFocus(); });
    }
    connect(m_reset, &QPushButton::clicked, this, [this] {
        const QString id = m_table->current();
        setKeys(id, m_base[id]);
    });
    connect(m_take, &QPushButton::clicked, this, &ShortcutsDialog::takeFromOthers);
    connect(m_presets, &QComboBox::activated, this, &ShortcutsDialog::choosePreset);
    connect(m_import, &QPushButton::clicked, this, &ShortcutsDialog::chooseImport);
    connect(m_export, &QPushButton::clicked, this, &ShortcutsDialog::chooseExport);
    connect(m_whyNot, &QLabel::linkActivated, this, &ShortcutsDialog::showFirstProblem);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            &ShortcutsDialog::resetAll);
}

Shortcuts ShortcutsDialog::shortcuts() const {
    Shortcuts chosen{m_preset, changesFrom(m_base, m_draft)};
    // What another version of the program keeps there stays there.
    for (const auto& [id, strokes] : m_book.chosen().changes) {
        if (!m_draft.contains(id)) {
            chosen.changes[id] = strokes;
        }
    }
    return chosen;
}

QPushButton& ShortcutsDialog::okButton() {
    return *m_buttons->button(QDialogButtonBox::Ok);
}

QString ShortcutsDialog::whyNot() const {
    return m_whyNot->text();
}

void ShortcutsDialog::setDraft(const QString& preset, KeyMap keys) {
    m_preset = preset;
    m_draft = std::move(keys);
    m_base = m_book.presetKeys(preset);
    m_presets->setCurrentIndex(m_presets->findData(preset));
    refresh();
}

void ShortcutsDialog::setKeys(const QString& id, const QList<QKeySequence>& strokes) {
    if (!id.isEmpty()) {
        m_draft[id] = strokes;
        refresh();
    }
}

void ShortcutsDialog::takeFields() {
    QList<QKeySequence> strokes;
    for (const KeyField* field : m_keys) {
        if (!field->key().isEmpty() && !holdsStroke(strokes, field->key())) {
            strokes << field->key();
        }
    }
    setKeys(m_table->current(), strokes);
}

void ShortcutsDialog::takeFromOthers() {
    const QString id = m_table->current();
    for (auto& [other, strokes] : m_draft) {
        if (other != id) {
            strokes.removeIf(
                [&](const QKeySequence& stroke) { return holdsStroke(m_draft[id], stroke); });
        }
    }
    refresh();
}

void ShortcutsDialog::choosePreset() {
    const QString chosen = m_presets->currentData().toString();
    if (!changesFrom(m_base, m_draft).empty()) {
        const auto answer = QMessageBox::question(
            this, tr("Another Preset"),
            tr("The preset replaces the keys of all commands, also of those that you changed. Is "
               "that what you want?"));
        if (answer != QMessageBox::Yes) {
            m_presets->setCurrentIndex(m_presets->findData(m_preset));
            return;
        }
    }
    setDraft(chosen, m_book.presetKeys(chosen));
}

void ShortcutsDialog::resetAll() {
    setDraft(m_preset, m_base);
}

void ShortcutsDialog::importFrom(const QString& file) {
    const Shortcuts read = readShortcuts(file.toStdString());
    setDraft(read.preset, m_book.keysWith(read));
}

void ShortcutsDialog::exportTo(const QString& file) const {
    writeShortcuts(file.toStdString(), shortcuts());
}

void ShortcutsDialog::chooseImport() {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Import Shortcuts"), {}, tr("Shortcuts (*.json)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        importFrom(file);
    } catch (const Error& failure) {
        warnPlainly(this, tr("Import Shortcuts"),
                    tr("Nothing was changed. %1").arg(QString::fromStdString(failure.message())));
    }
}

void ShortcutsDialog::chooseExport() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export Shortcuts"), QStringLiteral("shortcuts.json"), tr("Shortcuts (*.json)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        exportTo(file);
    } catch (const Error& failure) {
        warnPlainly(this, tr("Export Shortcuts"), QString::fromStdString(failure.message()));
    }
}

QStringList ShortcutsDialog::inTrouble() const {
    QStringList ids;
    const auto conflicts = conflictsOf(m_draft);
    for (const ShortcutBook::Command& command : m_book.commands()) {
        const auto& strokes = m_draft.at(command.id);
        const bool fixed = std::ranges::any_of(strokes, [&](const QKeySequence& stroke) {
            return !m_book.fixedUse(stroke, command.id).isEmpty();
        });
        if (fixed || conflicts.contains(command.id)) {
            ids << command.id;
        }
    }
    return ids;
}

void ShortcutsDialog::refresh() {
    m_table->showKeys(m_draft, m_base);
    const QStringList problems = inTrouble();
    m_whyNot->setVisible(!problems.isEmpty());
    QStringList names;
    for (const QString& id : problems) {
        names << m_book.nameOf(id);
    }
    constexpr int told = 3;
    const QString all = names.size() > told
                            ? tr("%1 and others").arg(names.first(told).join(QStringLiteral(", ")))
                            : names.join(QStringLiteral(", "));
    m_whyNot->setText(problems.isEmpty() ? QString()
                                         : tr("OK has to wait, as keys do two things: %1. "
                                              "<a href=\"show\">Show the first</a>")
                                               .arg(all.toHtmlEscaped()));
    okButton().setEnabled(problems.isEmpty());
    okButton().setToolTip(problems.isEmpty() ? tr("The keys are in effect at once")
                                             : tr("Not while a key does two things"));
    showCurrent();
}

void ShortcutsDialog::showCurrent() {
    const QString id = m_table->current();
    const bool editable = !id.isEmpty();
    const QTreeWidgetItem* item = m_table->currentItem();
    m_name->setText(item != nullptr ? item->text(ShortcutTable::Command) : QString());
    const QList<QKeySequence> strokes = editable ? m_draft[id] : QList<QKeySequence>{};
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const auto index = static_cast<qsizetype>(i);
        m_keys[i]->setKey(index < strokes.size() ? strokes[index] : QKeySequence());
        m_keys[i]->setEnabled(editable);
    }
    m_reset->setEnabled(editable && strokes != m_base[id]);
    showMessage(id);
}

void ShortcutsDialog::showMessage(const QString& id) {
    m_icon->hide();
    m_take->hide();
    m_message->setText(
        id.startsWith(QStringLiteral("tool."))
            ? tr("Tap the key to choose the tool; hold it to use the tool until it is released.")
            : QString());
    if (id.isEmpty()) {
        m_message->setText(m_table->currentItem() != nullptr ? tr("This key cannot be changed.")
                                                             : QString());
        return;
    }
    for (const QKeySequence& stroke : std::as_const(m_draft[id])) {
        const QString use = m_book.fixedUse(stroke, id);
        if (!use.isEmpty()) {
            m_icon->show();
            m_message->setText(
                tr("%1 is fixed (%2). Press another key.").arg(shownStroke(stroke), use));
            return;
        }
        QStringList names;
        for (const auto& [other, strokes] : m_draft) {
            if (other != id && holdsStroke(strokes, stroke)) {
                names << tr("“%1”").arg(m_book.nameOf(other));
            }
        }
        if (!names.isEmpty()) {
            const QString others = names.join(QStringLiteral(", "));
            m_icon->show();
            m_take->show();
            m_take->setText(tr("Take It from %1").arg(others));
            m_message->setText(tr("%1 is also the key of %2.").arg(shownStroke(stroke), others));
            return;
        }
    }
}

void ShortcutsDialog::showFirstProblem() {
    m_search->clear();
    m_keySearch->setKey({});
    m_table->filter({}, {});
    const QStringList problems = inTrouble();
    if (!problems.isEmpty()) {
        m_table->setCurrent(problems.front());
        m_table->setFocus();
    }
}

void ShortcutsDialog::keyPressEvent(QKeyEvent* event) {
    // Enter in the search leads to what was found, it confirms nothing.
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (focusWidget() == m_search || focusWidget() == m_table)) {
        m_table->setFocus();
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace underpaint::ui
