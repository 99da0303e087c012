// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_actions.h"

#include "ui/session/editor.h"
#include "ui/session/latent_codes.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace underpaint::ui {

CodeActions::CodeActions(Services& services, ActionBook& actions, QObject* parent)
    : QObject(parent), m_services(services), m_actions(actions) {
    m_actions.add({"code.random",
                   tr("Random &Variation"),
                   "dice",
                   {},
                   tr("Another look for the whole scene; locked values stay")},
                  [this] {
                      Random random = codeDraws(*m_editor, 0);
                      setCode(*m_editor, redrawn(present(), m_locked, random),
                              tr("Random variation"));
                  });
    m_actions.add({"code.reset",
                   tr("Variation of the &Seed"),
                   "reset",
                   {},
                   tr("Back to the look that belongs to the scene's seed")},
                  [this] { setCode(*m_editor, {}, tr("Variation of the seed")); });
    m_actions.add({"code.copy",
                   tr("&Copy Variation"),
                   "copy",
                   {},
                   tr("The numbers of the code as text, for another scene or the command line")},
                  [this] { QGuiApplication::clipboard()->setText(codeText(present())); });
    m_actions.add({"code.paste",
                   tr("Pas&te Variation"),
                   "paste",
                   {},
                   tr("The scene takes the code of the clipboard")},
                  [this] {
                      setCode(*m_editor, codeFromText(QGuiApplication::clipboard()->text(), size()),
                              tr("Paste variation"));
                  });
    m_actions.add({"code.keep",
                   tr("&Keep Variation"),
                   "pin",
                   {},
                   tr("Adds the code to those that are kept for this model")},
                  [this] { Q_EMIT keepAsked(); });
    connect(&services.appearances(), &AppearanceSource::codeEncoded, this,
            &CodeActions::takeEncoded);
}

QList<QAction*> CodeActions::buttons() const {
    return m_actions.all({QStringLiteral("code.random"), QStringLiteral("code.reset"),
                          QStringLiteral("code.fromPhoto"), QStringLiteral("code.copy"),
                          QStringLiteral("code.paste"), QStringLiteral("code.keep")});
}

void CodeActions::setLocked(const std::vector<bool>& locked) {
    m_locked = locked;
    refresh();
}

void CodeActions::refresh() {
    if (m_editor == nullptr) {
        return;
    }
    const CurrentModel* model = m_services.models().model();
    QString why;
    if (model == nullptr) {
        why = tr("no model is loaded");
    } else if (size() == 0) {
        why = tr("the model has no variations");
    }
    for (const char* id : {"code.copy", "code.paste", "code.keep"}) {
        m_actions.allow(id, why);
    }
    m_actions.allow("code.fromPhoto", why.isEmpty() && !model->capabilities.codeEncoder
                                          ? tr("the model cannot read its variation from a photo")
                                          : why);
    const bool allLocked =
        !m_locked.empty() && std::find(m_locked.begin(), m_locked.end(), false) == m_locked.end();
    m_actions.allow("code.random", why.isEmpty() && allLocked ? tr("all values are locked") : why);
    m_actions.allow("code.reset", why.isEmpty() && m_editor->scene().appearance.code.values.empty()
                                      ? tr("this is the variation of the seed")
                                      : why);
}

void CodeActions::takeEncoded(const std::vector<float>& code, const QString& name,
                              const QString& failure) {
    if (!failure.isEmpty()) {
        Q_EMIT failed(failure);
    } else if (m_editor != nullptr && size() > 0 && static_cast<int>(code.size()) == size()) {
        setCode(*m_editor, {code}, tr("Variation from %1").arg(name));
    }
}

int CodeActions::size() const {
    const CurrentModel* model = m_services.models().model();
    return model != nullptr ? model->capabilities.latentSize : 0;
}

scene::LatentCode CodeActions::present() const {
    return paintedCode(m_editor->scene(), size());
}

} // namespace underpaint::ui
