// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_actions.h"

#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/session/style_commands.h"
#include "ui/widgets/action_book.h"

#include <QAction>
#include <QRectF>

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
            m_copied = copied();
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
                          if (styleClass(*m_editor, id) == m_copied.label) {
                              fitting.push_back(id);
                          }
                      }
                      giveTo(fitting, m_copied, tr("Paste style"));
                  });
    m_actions.add({"style.sameForClass",
                   tr("Same for All of This &Class"),
                   "all-of-class",
                   {},
                   tr("Every object of the class takes the style of the selected one")},
                  [this] {
                      const CopiedStyle one = copied();
                      giveTo(instancesOfClass(*m_editor, one.label), one,
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
    if (why.isEmpty() && !m_copied.style) {
        why = tr("no style was copied");
    }
    m_actions.allow("style.paste", why);
}

void StyleActions::takeEncoded(const std::map<std::uint32_t, std::vector<float>>& styles,
                               const QString& name, const QString& failure, StyleOrigin origin,
                               const QString& file) {
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
    const Size size = m_editor->scene().size();
    for (const std::uint32_t id : wanted) {
        const auto style = styles.find(id);
        const scene::InstanceInfo* info = m_editor->watch().find(id);
        if (style == styles.end() || info == nullptr || size.empty()) {
            continue;
        }
        const QRectF place(1.0 * info->box.x / size.width, 1.0 * info->box.y / size.height,
                           1.0 * info->box.width / size.width,
                           1.0 * info->box.height / size.height);
        noteStyleSource(*m_editor, id, scene::FeatureStyle{style->second},
                        {file, origin == StyleOrigin::ReferencePhoto, place, {}});
    }
    ui::takeEncoded(*m_editor, styles, wanted, tr("Styles from %1").arg(name), origin);
}

const project::Manifest& StyleActions::manifest() const {
    return m_services.models().model()->manifest;
}

std::vector<std::uint32_t> StyleActions::selection() const {
    return m_editor->state().selectedInstances();
}

StyleActions::CopiedStyle StyleActions::copied() const {
    const std::uint32_t id = selection().front();
    const scene::Style* style = m_editor->scene().styleOf(id);
    CopiedStyle copy{style != nullptr ? std::optional(*style) : std::nullopt,
                     styleClass(*m_editor, id), id,
                     styleSource(*m_editor, id).value_or(StyleSource())};
    copy.source.instance = instanceName(*m_editor, id);
    return copy;
}

void StyleActions::giveTo(const std::vector<std::uint32_t>& instances, const CopiedStyle& copy,
                          const QString& text) {
    for (const std::uint32_t id : instances) {
        if (copy.style && id != copy.instance) {
            noteStyleSource(*m_editor, id, *copy.style, copy.source);
        }
    }
    setStyles(*m_editor, instances, copy.style, text);
}

} // namespace underpaint::ui
