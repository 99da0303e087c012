// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/action_book.h"

#include "engine/base/error.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/mnemonic.h"

#include <QAction>
#include <QWidget>

#include <new>

namespace underpaint::ui {

ActionBook::ActionBook(QWidget& window) : QObject(&window), m_window(window) {}

QAction* ActionBook::make(const Entry& entry) {
    auto* action = new QAction(themedIcon(entry.icon), entry.text, &m_window);
    action->setObjectName(entry.id);
    action->setShortcuts(entry.keys);
    m_window.addAction(action);
    m_order << action;
    const Known& known = m_known[entry.id] = {action, entry.tip};
    describe(known, {});
    return action;
}

QAction* ActionBook::add(const Entry& entry, std::function<void()> deed) {
    QAction* action = make(entry);
    connect(action, &QAction::triggered, this, [this, deed = std::move(deed)] { guarded(deed); });
    return action;
}

QAction* ActionBook::addSwitch(const Entry& entry, std::function<void(bool)> deed) {
    QAction* action = make(entry);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this,
            [this, deed = std::move(deed)](bool on) { guarded([&] { deed(on); }); });
    return action;
}

void ActionBook::guarded(const std::function<void()>& deed) {
    try {
        deed();
    } catch (const Error& failure) {
        Q_EMIT failed(QString::fromStdString(failure.message()));
    } catch (const std::bad_alloc&) {
        Q_EMIT failed(tr("There is not enough memory for this."));
    }
}

void ActionBook::describe(const Known& known, const QString& whyNot) {
    QString tip = withoutMnemonic(known.action->text()).remove(QStringLiteral("…"));
    const QString keys = known.action->shortcut().toString(QKeySequence::NativeText);
    if (!keys.isEmpty()) {
        tip += QStringLiteral(" (%1)").arg(keys);
    }
    if (!known.tip.isEmpty()) {
        tip += QLatin1Char('\n') + known.tip;
    }
    if (!whyNot.isEmpty()) {
        tip += QLatin1Char('\n') + tr("Not now: %1").arg(whyNot);
    }
    known.action->setToolTip(tip);
    known.action->setStatusTip(whyNot.isEmpty() ? known.tip : whyNot);
}

QAction* ActionBook::at(const QString& id) const {
    return m_known.at(id).action;
}

void ActionBook::allow(const QString& id, const QString& whyNot) {
    const Known& known = m_known.at(id);
    known.action->setEnabled(whyNot.isEmpty());
    describe(known, whyNot);
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
