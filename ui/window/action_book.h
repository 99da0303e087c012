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

/// All actions of a window by their names. Tooltips tell the shortcut and, of a disabled action,
/// the reason.
class ActionBook : public QObject {
    Q_OBJECT

public:
    /// Actions are added to `window`, so that their shortcuts work in all of it.
    explicit ActionBook(QWidget& window);

    struct Entry {
        QString id;   ///< "file.save"; stable, for settings and tests
        QString text; ///< with & for the menu
        QString icon = {};
        QList<QKeySequence> keys = {};
        QString tip = {}; ///< more than the text says; may be empty
    };
    /// What the deed throws as Error goes to failed().
    QAction* add(const Entry& entry, std::function<void()> deed);
    QAction* addSwitch(const Entry& entry, std::function<void(bool)> deed);

    /// The action must exist.
    QAction* at(const QString& id) const;
    /// An empty reason enables it.
    void allow(const QString& id, const QString& whyNot);
    QList<QAction*> all() const;
    QList<QAction*> all(const QStringList& ids) const;

Q_SIGNALS:
    void failed(const QString& message);

private:
    struct Known {
        QAction* action = nullptr;
        QString tip;
    };
    QAction* make(const Entry& entry);
    void describe(const Known& known, const QString& whyNot);
    void guarded(const std::function<void()>& deed);

    QWidget& m_window;
    std::map<QString, Known> m_known;
    QList<QAction*> m_order;
};

} // namespace underpaint::ui
