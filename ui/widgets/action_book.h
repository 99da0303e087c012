// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <map>

class QAction;
class QWidget;

namespace underpaint::ui {

class ShortcutBook;

/// All actions of a window by their names. Tooltips tell the shortcut and, of a disabled action,
/// the reason.
class ActionBook : public QObject {
    Q_OBJECT

public:
    /// Actions are added to `window`, so that their shortcuts work in all of it. What they are
    /// made with are the defaults of `keys`; takeShortcuts() gives them those of the user.
    ActionBook(QWidget& window, ShortcutBook& keys);

    struct Entry {
        QString id;   ///< "file.save"; stable, for settings and tests
        QString text; ///< with & for the menu
        QString icon = {};
        QList<QKeySequence> keys = {};
        QString tip = {}; ///< more than the text says; may be empty
    };
    /// What the work throws as Error goes to failed().
    QAction* add(const Entry& entry, std::function<void()> work);
    QAction* addSwitch(const Entry& entry, std::function<void(bool)> work);

    /// The action must exist.
    QAction* at(const QString& id) const;
    /// An empty reason enables it.
    void allow(const QString& id, const QString& whyNot);
    /// More than the text says; may be empty.
    void setTip(const QString& id, const QString& tip);
    /// To be called when all actions are there; later changes of the shortcuts are followed.
    void takeShortcuts();
    QList<QAction*> all() const;
    QList<QAction*> all(const QStringList& ids) const;

    /// Keys that have several names match by more than one of them, which Qt takes for keys of
    /// several actions; here no two actions have the same key.
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void failed(const QString& message);

private:
    struct Known {
        QAction* action = nullptr;
        QString tip;
        QString whyNot = {};
    };
    QAction* make(const Entry& entry);
    static void describe(const Known& known);
    void guarded(const std::function<void()>& work);

    QWidget& m_window;
    ShortcutBook& m_keys;
    std::map<QString, Known> m_known;
    QList<QAction*> m_order;
};

} // namespace underpaint::ui
