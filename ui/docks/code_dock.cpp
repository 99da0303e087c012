// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_dock.h"

#include "ui/docks/button_row.h"
#include "ui/docks/code_favourites.h"
#include "ui/docks/code_gallery.h"
#include "ui/docks/code_plane.h"
#include "ui/docks/code_sliders.h"
#include "ui/docks/code_strip.h"
#include "ui/docks/section.h"
#include "ui/session/editor.h"
#include "ui/session/latent_codes.h"
#include "ui/session/services.h"

#include <QAction>
#include <QLabel>
#include <QSettings>
#include <QUndoStack>
#include <QVBoxLayout>

namespace underpaint::ui {

namespace {

const QString foldedKey = QStringLiteral("variations/folded");

} // namespace

CodeDock::CodeDock(const Site& site)
    : Panel(tr("Variations"), site.parent),
      m_services(site.services),
      m_settings(site.settings),
      m_actions(site.services, site.actions, this),
      m_hint(new QLabel),
      m_parts(new QWidget),
      m_sliders(new CodeSliders),
      m_plane(new CodePlane(site.services)),
      m_gallery(new CodeGallery(site.services)),
      m_favourites(new CodeFavourites(site.settings)),
      m_strip(new CodeStrip(site.services)) {
    setObjectName(QStringLiteral("codeDock"));
    build();
    connectParts();
    followModel();
}

void CodeDock::build() {
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(4);
    column->addLayout(buttonRow(m_actions.buttons(), inside));
    m_hint->setTextFormat(Qt::PlainText); // names of models
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_hint);
    auto* parts = new QVBoxLayout(m_parts);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(6);
    addSection(*parts, QStringLiteral("values"), tr("Values"), m_sliders);
    addSection(*parts, QStringLiteral("pad"), tr("Two at Once"), m_plane);
    addSection(*parts, QStringLiteral("samples"), tr("Samples"), m_gallery);
    addSection(*parts, QStringLiteral("kept"), tr("Kept"), m_favourites);
    addSection(*parts, QStringLiteral("between"), tr("From One to Another"), m_strip);
    column->addWidget(m_parts);
    column->addStretch(1);
    setScrolled(inside);
}

void CodeDock::addSection(QVBoxLayout& column, const QString& id, const QString& title,
                          QWidget* content) {
    auto* section = new Section(title, content, m_parts);
    section->setOpen(!m_settings.value(foldedKey).toStringList().contains(id));
    column.addWidget(section);
    connect(section, &Section::toggled, this, [this, id](bool open) {
        QStringList folded = m_settings.value(foldedKey).toStringList();
        folded.removeAll(id);
        if (!open) {
            folded << id;
        }
        m_settings.setValue(foldedKey, folded);
    });
}

void CodeDock::connectParts() {
    const auto begin = [this] {
        m_gesture = m_editor != nullptr ? m_editor->document().newGesture() : 0;
    };
    connect(m_sliders, &CodeSliders::pressed, this, begin);
    connect(m_sliders, &CodeSliders::valueEdited, this, [this](int index, double value) {
        if (m_editor != nullptr) {
            scene::LatentCode code = paintedCode(m_editor->scene(), m_size);
            code.values.at(static_cast<std::size_t>(index)) = static_cast<float>(value);
            edit(code, tr("Value %1 of the variation").arg(index + 1));
        }
    });
    connect(m_sliders, &CodeSliders::locksChanged, this, &CodeDock::followLocks);
    connect(m_plane, &CodePlane::pressed, this, begin);
    connect(m_plane, &CodePlane::moved, this, [this](const scene::LatentCode& code) {
        edit(code, tr("Two values of the variation"));
    });
    connect(m_gallery, &CodeGallery::taken, this,
            [this](const scene::LatentCode& code) { take(code, tr("Variation of the samples")); });
    connect(m_favourites, &CodeFavourites::taken, this,
            [this](const scene::LatentCode& code) { take(code, tr("Kept variation")); });
    connect(m_strip, &CodeStrip::taken, this,
            [this](const scene::LatentCode& code) { take(code, tr("Variation of the strip")); });
    const auto tell = [this](const QString& text) {
        Q_EMIT failed(QStringLiteral("variations"), text);
    };
    connect(&m_actions, &CodeActions::failed, this, tell);
    connect(m_favourites, &CodeFavourites::failed, this, tell);
    connect(&m_actions, &CodeActions::keepAsked, this, &CodeDock::keep);
    connect(&m_services.models(), &ModelShelf::modelChanged, this, &CodeDock::followModel);
    connect(&m_services.rendering().photo(), &PhotoState::photoChanged, this,
            &CodeDock::givePicture);
}

void CodeDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    m_pictureWanted.reset();
    m_actions.setEditor(editor);
    m_plane->setEditor(editor);
    m_gallery->setEditor(editor);
    m_strip->setEditor(editor);
    m_sliders->setSize(m_size); // locks belong to the document
    followLocks();
    if (editor != nullptr) {
        // Also where the model does not see what changed, as it is with another seed.
        m_connections = {connect(&editor->document().undoStack(), &QUndoStack::indexChanged, this,
                                 &CodeDock::followCode)};
    }
    followCode();
}

void CodeDock::followModel() {
    const CurrentModel* model = m_services.models().model();
    const int size = model != nullptr ? model->capabilities.latentSize : 0;
    const QString id = model != nullptr ? QString::fromStdString(model->manifest.id) : QString();
    if (size != m_size || id != m_model) {
        m_size = size;
        m_model = id;
        m_pictureWanted.reset();
        m_sliders->setSize(size);
        m_plane->setSize(size);
        m_gallery->setSize(size);
        m_favourites->setModel(id, size);
        m_strip->setSize(size);
        followLocks();
    }
    followCode();
}

void CodeDock::followCode() {
    const bool usable = m_size > 0 && m_editor != nullptr;
    m_parts->setVisible(usable);
    QString hint;
    if (!usable) {
        hint = tr("The variations of a model appear here once one is loaded that has a code for "
                  "them, as BicycleGAN has.");
    } else {
        const scene::LatentCode& own = m_editor->scene().appearance.code;
        if (!own.values.empty() && static_cast<int>(own.values.size()) != m_size) {
            hint = tr("The scene's code has %1 values and was made with another model; this one "
                      "takes %2. Choose a variation, or go back to that of the seed.")
                       .arg(own.values.size())
                       .arg(m_size);
        }
        const scene::LatentCode code = paintedCode(m_editor->scene(), m_size);
        m_sliders->setCode(code);
        m_plane->setCode(code);
        m_gallery->setCode(code);
        m_favourites->setCode(code);
        m_strip->setCode(code);
    }
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_actions.refresh();
}

void CodeDock::followLocks() {
    const std::vector<bool>& locked = m_sliders->locked();
    m_actions.setLocked(locked);
    m_plane->setLocked(locked);
    m_gallery->setLocked(locked);
}

void CodeDock::edit(const scene::LatentCode& code, const QString& text) {
    if (m_editor != nullptr) {
        setCode(*m_editor, code, text, m_gesture);
    }
}

void CodeDock::take(const scene::LatentCode& code, const QString& text) {
    if (m_editor != nullptr) {
        setCode(*m_editor, code, text);
    }
}

void CodeDock::keep() {
    if (m_editor == nullptr || m_size == 0) {
        return;
    }
    const scene::LatentCode code = paintedCode(m_editor->scene(), m_size);
    m_pictureWanted = code;
    m_favourites->keep(code, m_gallery->pictureOf(code));
    givePicture();
}

void CodeDock::givePicture() {
    const PhotoState& photo = m_services.rendering().photo();
    const bool present = photo.truth() == PhotoState::Truth::Exact ||
                         photo.truth() == PhotoState::Truth::Approximate;
    if (!m_pictureWanted || m_editor == nullptr || !present || photo.photo().isNull()) {
        return;
    }
    if (paintedCode(m_editor->scene(), m_size) == *m_pictureWanted) {
        m_favourites->keep(*m_pictureWanted, photo.photo());
    }
    m_pictureWanted.reset();
}

} // namespace underpaint::ui
