// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/style.h"
#include "ui/docks/panel.h"
#include "ui/session/appearance_source.h"
#include "ui/session/style_sources.h"

#include <QList>
#include <QObject>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

class QAction;

namespace underpaint::ui {

/// What can be done with the styles of the selected instances, as actions of the window.
class StyleActions : public QObject {
    Q_OBJECT

public:
    StyleActions(Services& services, ActionBook& actions, QObject* parent);

    void setEditor(Editor* editor) { m_editor = editor; }
    void refresh();
    /// For the panel's own buttons.
    QList<QAction*> buttons() const;
    static Panel::Menu menu();

Q_SIGNALS:
    void failed(const QString& message);

private:
    void addChoices();
    void addCopies();
    void takeEncoded(const std::map<std::uint32_t, std::vector<float>>& styles, const QString& name,
                     const QString& failure, StyleOrigin origin, const QString& file);
    /// A style with what is known of where it comes from.
    struct CopiedStyle {
        std::optional<scene::Style> style;
        std::uint16_t label = 0;
        std::uint32_t instance = 0;
        StyleSource source = {};
    };
    /// Of the first selected instance.
    CopiedStyle copied() const;
    void giveTo(const std::vector<std::uint32_t>& instances, const CopiedStyle& copy,
                const QString& text);
    const project::Manifest& manifest() const;
    std::vector<std::uint32_t> selection() const;

    Services& m_services;
    ActionBook& m_actions;
    Editor* m_editor = nullptr;
    CopiedStyle m_copied;
};

} // namespace underpaint::ui
