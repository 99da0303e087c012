// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_actions.h"

#include "ui/session/editor.h"
#include "ui/session/services.h"
#include "ui/session/style_commands.h"
#include "ui/widgets/action_book.h"

#include <QAction>

namespace underpaint::ui {

StyleActions::StyleActions(Services& services, ActionBook& actions, QObject* parent)
    : QObject(parent), m_services(services), m_actions(actions) {
    addChoices();
    addCopies();
    connect(&services.appearances(), &AppearanceSource::stylesEncoded, this,
            &StyleActions::takeEncoded);
}

void StyleActions::addChoices() {
    m_actions.add({"style.previous", tr("&Previous Style"), "previous", {QKeySequence(",")}},
                  [this] { stepClusters(*m_editor, manifest(), selection(), -1); });
    m_actions.add({"style.next", tr("&Next Style"), "next", {QKeySequence(".")}},
                  [this] { stepClusters(*m_editor, manifest(), selection(), 1); });
    m_actions.add(
        {"style.random",
         tr("&Random Style"),
         "dice",
         {QKeySequence(Qt::Key_R)},
         tr("Another look for the selected objects")},
        [this] { randomiseStyles(*m_editor, manifest(), selection(), tr("Random style")); });
    m_actions.add({"style.randomAll",
                   tr("Random Style for &All"),
                   "randomise-all",
                   {QKeySequence(Qt::SHIFT | Qt::Key_R)},
                   tr("Another look for everything in the scene")},
                  [this] {
                      randomiseStyles(*m_editor, manifest(), styledInstances(*m_editor, manifest()),
                                      tr("Random styles"));
                  });
}

void StyleActions::addCopies() {
    m_actions.add(
        {"style.copy", tr("&Copy Style"), "copy", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}},
        [this] {
            m_copied = selectedStyle();
            m_copiedClass = styleClass(*m_editor, selection().front());
            refresh();
        });
    m_actions.add({"style.paste",
                   tr("Pas&te Style"),
                   "paste",
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)},
                   tr("To the selected objects of the class that it was copied from")},
                  [this] {
                      std::vector<std::uint32_t> fitting;
                      for (const std::uint32_t id : selection()) {
                          if (styleClass(*m_editor, id) == m_copiedClass) {
                              fitting.push_back(id);
                          }
                      }
                      setStyles(*m_editor, fitting, m_copied, tr("Paste style"));
                  });
    m_actions.add({"style.sameForClass",
                   tr("Same for All of This &Class"),
                   "all-of-class",
                   {},
                   tr("Every object of the class takes the style of the selected one")},
                  [this] {
                      const std::uint16_t label = styleClass(*m_editor, selection().front());
                      setStyles(*m_editor, instancesOfClass(*m_editor, label), selectedStyle(),
                                tr("Same style for a class"));
                  });
    m_actions.add(
        {"style.default",
         tr("Style of the &Model"),
         "reset",
         {},
         tr("Back to how the model paints it by itself")},
        [this] { setStyles(*m_editor, selection(), std::nullopt, tr("Style of the model")); });
}

QList<QAction*> StyleActions::buttons() const {
    return m_actions.all({QStringLiteral("style.random"), QStringLiteral("style.randomAll"),
                          QStringLiteral("style.copy"), QStringLiteral("style.paste"),
                          QStringLiteral("style.sameForClass"), QStringLiteral("style.default"),
                          QStringLiteral("style.fromPhoto")});
}

Panel::Menu StyleActions::menu() {
    return {tr("&Style"),
            {"style.previous", "style.next", "", "style.random", "style.randomAll", "",
             "style.copy", "style.paste", "style.sameForClass", "style.default", "",
             "style.fromPhoto"}};
}

void StyleActions::refresh() {
    if (m_editor == nullptr) {
        return;
    }
    const CurrentModel* model = m_services.models().model();
    QString why;
    if (model == nullptr) {
        why = tr("no model is loaded");
    } else if (!model->capabilities.styles) {
        why = tr("the model has no styles");
    }
    m_actions.allow("style.randomAll", why);
    const bool encodes = model != nullptr && model->capabilities.encoder;
    m_actions.allow("style.fromPhoto",
                    encodes ? QString() : tr("the model cannot read styles from photos"));
    if (why.isEmpty() && selection().empty()) {
        why = tr("select an object first");
    }
    for (const char* id : {"style.previous", "style.next", "style.random", "style.copy",
                           "style.sameForClass", "style.default"}) {
        m_actions.allow(id, why);
    }
    if (why.isEmpty() && !m_copied) {
        why = tr("no style was copied");
    }
    m_actions.allow("style.paste", why);
}

void StyleActions::takeEncoded(const std::map<std::uint32_t, std::vector<float>>& styles,
                               const QString& name, const QString& failure, StyleOrigin origin) {
    if (!failure.isEmpty()) {
        Q_EMIT failed(failure);
        return;
    }
    if (m_editor == nullptr) {
        return;
    }
    std::vector<std::uint32_t> wanted = selection();
    if (wanted.empty() && m_services.models().model() != nullptr) {
        wanted = styledInstances(*m_editor, manifest());
    }
    ui::takeEncoded(*m_editor, styles, wanted, tr("Styles from %1").arg(name), origin);
}

const project::Manifest& StyleActions::manifest() const {
    return m_services.models().model()->manifest;
}

std::vector<std::uint32_t> StyleActions::selection() const {
    return m_editor->state().selectedInstances();
}

std::optional<scene::Style> StyleActions::selectedStyle() const {
    const scene::Style* style = m_editor->scene().styleOf(selection().front());
    return style != nullptr ? std::optional(*style) : std::nullopt;
}

} // namespace underpaint::ui
