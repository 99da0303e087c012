// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/shortcut_table.h"
#include "ui/shortcuts/shortcut_book.h"

#include <QDialog>

#include <array>

class QComboBox;
class QDialogButtonBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace underpaint::ui {

class KeyField;

/// The keys of all commands, to look up and to change. Nothing is in effect before OK, and OK waits
/// until no key does two things.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    /// `icons` by the ids of commands. The book must outlive this.
    ShortcutsDialog(const ShortcutBook& book, const std::map<QString, QIcon>& icons,
                    QWidget* parent = nullptr);

    /// What the user chose.
    Shortcuts shortcuts() const;

    ShortcutTable& table() { return *m_table; }
    QLineEdit& search() { return *m_search; }
    KeyField& keySearch() { return *m_keySearch; }
    /// The keys of the selected command: 0 or 1.
    KeyField& key(std::size_t index) { return *m_keys.at(index); }
    QComboBox& presets() { return *m_presets; }
    QPushButton& take() { return *m_take; }
    QPushButton& okButton();
    /// Why OK has to wait; empty when it has not.
    QString whyNot() const;

    /// Throw Error.
    /// @{
    void importFrom(const QString& file);
    void exportTo(const QString& file) const;
    /// @}

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QHBoxLayout* searchRow();
    QHBoxLayout* presetRow();
    QHBoxLayout* editRow();
    QHBoxLayout* messageRow();
    void orderTabs();
    void connectAll();

    void setDraft(const QString& preset, KeyMap keys);
    void setKeys(const QString& id, const QList<QKeySequence>& strokes);
    void takeFields();
    void takeFromOthers();
    void choosePreset();
    void resetAll();
    void chooseImport();
    void chooseExport();
    void refresh();
    void showCurrent();
    void showMessage(const QString& id);
    void showFirstProblem();
    QStringList inTrouble() const;

    const ShortcutBook& m_book;
    QString m_preset;
    KeyMap m_draft;
    KeyMap m_base; ///< of the preset

    ShortcutTable* m_table;
    QLineEdit* m_search;
    KeyField* m_keySearch;
    QComboBox* m_presets;
    QPushButton* m_import;
    QPushButton* m_export;
    QLabel* m_name;
    std::array<KeyField*, mostKeysOfCommand> m_keys;
    QPushButton* m_reset;
    QLabel* m_icon;
    QLabel* m_message;
    QPushButton* m_take;
    QLabel* m_whyNot;
    QDialogButtonBox* m_buttons;
};

} // namespace underpaint::ui
