// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"
#include "ui/docks/panel.h"

#include <QList>
#include <QObject>
#include <QString>

#include <vector>

class QAction;

namespace underpaint::ui {

/// What can be done with the code of the scene, as actions of the window.
class CodeActions : public QObject {
    Q_OBJECT

public:
    CodeActions(Services& services, ActionBook& actions, QObject* parent);

    void setEditor(Editor* editor) { m_editor = editor; }
    /// Values that another draw leaves as they are.
    void setLocked(const std::vector<bool>& locked);
    void refresh();
    /// For the panel's own buttons.
    QList<QAction*> buttons() const;

Q_SIGNALS:
    void failed(const QString& message);
    /// The present code shall be found again.
    void keepAsked();

private:
    void takeEncoded(const std::vector<float>& code, const QString& name, const QString& failure);
    /// Values of the model's code; 0: it has none, or there is no model.
    int size() const;
    scene::LatentCode present() const;

    Services& m_services;
    ActionBook& m_actions;
    Editor* m_editor = nullptr;
    std::vector<bool> m_locked;
};

} // namespace underpaint::ui
