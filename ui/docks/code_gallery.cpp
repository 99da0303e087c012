// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_gallery.h"

#include "ui/docks/code_tiles.h"
#include "ui/session/editor.h"
#include "ui/session/latent_codes.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace underpaint::ui {

namespace {

constexpr int galleryCount = 16;

} // namespace

CodeGallery::CodeGallery(Services& services, QWidget* parent)
    : QWidget(parent),
      m_samples(services, CodeAsker::Gallery, nullptr),
      m_show(new QPushButton(this)),
      m_more(new QPushButton(tr("More"), this)),
      m_stop(new QPushButton(tr("Stop"), this)),
      m_state(new QLabel(this)),
      m_tiles(new CodeTiles({2, 4, 8, 16}, this)) {
    build();
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (m_samples.codes().empty()) {
            draw();
        } else {
            m_samples.askAgain();
        }
    });
    connect(m_more, &QPushButton::clicked, this, &CodeGallery::draw);
    connect(m_stop, &QPushButton::clicked, &m_samples, &CodeSampler::stop);
    connect(&m_samples, &CodeSampler::changed, this, &CodeGallery::follow);
    connect(&m_samples, &CodeSampler::pictureCame, this, [this](int index) {
        const auto at = static_cast<std::size_t>(index);
        m_tiles->tiles()[at]->setPicture(m_samples.pictures()[at]);
        m_tiles->tiles()[at]->setStale(false);
    });
    connect(m_tiles, &CodeTiles::taken, this, [this](int index) {
        Q_EMIT taken(m_samples.codes()[static_cast<std::size_t>(index)]);
    });
    follow();
}

void CodeGallery::build() {
    m_more->setToolTip(tr("Paints 16 other random codes in place of these"));
    m_stop->setToolTip(tr("The photos that have not come yet are not painted"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* button : {m_show, m_more, m_stop}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(buttons);
    column->addWidget(m_state);
    column->addWidget(m_tiles);
}

void CodeGallery::setEditor(Editor* editor) {
    m_editor = editor;
    m_samples.setEditor(editor);
    m_tiles->setCodes({});
}

void CodeGallery::setSize(int /*size*/) {
    m_locked.clear();
    m_code = {};
    m_samples.forget();
    m_tiles->setCodes({});
}

void CodeGallery::setCode(const scene::LatentCode& code) {
    m_code = code;
    m_tiles->mark(code);
}

QImage CodeGallery::pictureOf(const scene::LatentCode& code) const {
    const auto& codes = m_samples.codes();
    const auto found = std::find(codes.begin(), codes.end(), code);
    return found == codes.end() || m_samples.stale()
               ? QImage()
               : m_samples.pictures()[static_cast<std::size_t>(found - codes.begin())];
}

void CodeGallery::draw() {
    if (m_editor == nullptr || m_code.values.empty()) {
        return;
    }
    Random random = codeDraws(*m_editor, ++m_round);
    std::vector<scene::LatentCode> codes;
    for (int i = 0; i < galleryCount; ++i) {
        codes.push_back(redrawn(m_code, m_locked, random));
    }
    const Size size = m_editor->scene().size();
    m_tiles->setAspect(1.0 * size.width / size.height);
    m_tiles->setCodes({codes.begin(), codes.end()});
    m_tiles->mark(m_code);
    m_samples.ask(std::move(codes));
}

void CodeGallery::follow() {
    const bool shown = !m_samples.codes().empty();
    const bool running = m_samples.running();
    m_show->setText(shown ? tr("Again") : tr("Show %1").arg(galleryCount));
    m_show->setToolTip(shown ? tr("Paints these codes in the scene as it is now")
                             : tr("Paints the scene with 16 random codes, one after the other"));
    m_show->setEnabled(!running && (!shown || m_samples.stale() || !m_samples.complete()));
    m_more->setEnabled(shown);
    m_stop->setEnabled(running);
    QString text;
    if (m_samples.stale()) {
        text = tr("From before the scene was edited.");
    } else if (running) {
        text = tr("%1 of %2 painted …").arg(m_samples.received()).arg(galleryCount);
    } else if (m_samples.failed() > 0) {
        text = tr("%1 of %2 could not be painted; “Again” tries once more.")
                   .arg(m_samples.failed())
                   .arg(galleryCount);
    } else if (shown && !m_samples.complete()) {
        text = tr("Stopped after %1 of %2.").arg(m_samples.received()).arg(galleryCount);
    }
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    if (m_samples.stale()) {
        m_tiles->setStale(true);
    } else if (m_samples.complete()) {
        m_tiles->setStale(false);
    }
}

} // namespace underpaint::ui
