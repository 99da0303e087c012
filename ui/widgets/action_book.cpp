// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_book.h"

#include "engine/base/error.h"
#include "ui/shortcuts/key_stroke.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/mnemonic.h"

#include <QAction>
#include <QShortcutEvent>
#include <QWidget>

#include <new>

namespace underpaint::ui {

namespace {

/// As outside of menus.
QString plain(const QString& text) {
    return withoutMnemonic(text).remove(QStringLiteral("…")).trimmed();
}

} // namespace

ActionBook::ActionBook(QWidget& window, ShortcutBook& keys)
    : QObject(&window), m_window(window), m_keys(keys) {
    connect(&keys, &ShortcutBook::changed, this, &ActionBook::takeShortcuts);
}

QAction* ActionBook::make(const Entry& entry) {
    auto* action = new QAction(themedIcon(entry.icon), entry.text, &m_window);
    action->setObjectName(entry.id);
    action->installEventFilter(this);
    m_keys.define({entry.id, plain(entry.text), entry.keys});
    m_window.addAction(action);
    m_order << action;
    describe(m_known[entry.id] = {action, entry.tip});
    return action;
}

void ActionBook::takeShortcuts() {
    for (const auto& [id, known] : m_known) {
        known.action->setShortcuts(spelledOut(m_keys.keys(id)));
        describe(known);
    }
}

bool ActionBook::eventFilter(QObject* watched, QEvent* event) {
    auto* action = qobject_cast<QAction*>(watched);
    if (action != nullptr && event->type() == QEvent::Shortcut &&
        static_cast<QShortcutEvent*>(event)->isAmbiguous()) {
        action->activate(QAction::Trigger);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

QAction* ActionBook::add(const Entry& entry, std::function<void()> work) {
    QAction* action = make(entry);
    connect(action, &QAction::triggered, this, [this, work = std::move(work)] { guarded(work); });
    return action;
}

QAction* ActionBook::addSwitch(const Entry& entry, std::function<void(bool)> work) {
    QAction* action = make(entry);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this,
            [this, work = std::move(work)](bool on) { guarded([&] { work(on); }); });
    return action;
}

void ActionBook::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& failure) {
        Q_EMIT failed(QString::fromStdString(failure.message()));
    } catch (const std::bad_alloc&) {
        Q_EMIT failed(tr("There is not enough memory for this."));
    }
}

void ActionBook::describe(const Known& known) {
    QString tip = plain(known.action->text());
    const QString keys = shownStroke(known.action->shortcut());
    if (!keys.isEmpty()) {
        tip += QStringLiteral(" (%1)").arg(keys);
    }
    if (!known.tip.isEmpty()) {
        tip += QLatin1Char('\n') + known.tip;
    }
    if (!known.whyNot.isEmpty()) {
        tip += QLatin1Char('\n') + tr("Not now: %1").arg(known.whyNot);
    }
    known.action->setToolTip(tip);
    known.action->setStatusTip(known.whyNot.isEmpty() ? known.tip : known.whyNot);
}

QAction* ActionBook::at(const QString& id) const {
    return m_known.at(id).action;
}

void ActionBook::allow(const QString& id, const QString& whyNot) {
    Known& known = m_known.at(id);
    known.whyNot = whyNot;
    known.action->setEnabled(whyNot.isEmpty());
    describe(known);
}

void ActionBook::setTip(const QString& id, const QString& tip) {
    Known& known = m_known.at(id);
    known.tip = tip;
    describe(known);
}

QList<QAction*> ActionBook::all() const {
    return m_order;
}

QList<QAction*> ActionBook::all(const QStringList& ids) const {
    QList<QAction*> actions;
    for (const QString& id : ids) {
        actions << at(id);
    }
    return actions;
}

} // namespace underpaint::ui
