// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_strip.h"

#include "engine/scene/code_path.h"
#include "ui/docks/code_tiles.h"
#include "ui/docks/wheel_passes_by.h"
#include "ui/session/editor.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace underpaint::ui {

namespace {

constexpr std::size_t stripFrames = 7;

} // namespace

CodeStrip::CodeStrip(Services& services, QWidget* parent)
    : QWidget(parent),
      m_samples(services, CodeAsker::Strip, nullptr),
      m_fromButton(new QPushButton(tr("Set From"), this)),
      m_toButton(new QPushButton(tr("Set To"), this)),
      m_again(new QPushButton(tr("Again"), this)),
      m_path(new QComboBox(this)),
      m_state(new QLabel(this)),
      m_tiles(new CodeTiles({2, 4, 7}, this)) {
    build();
    connect(m_fromButton, &QPushButton::clicked, this, [this] {
        m_from = m_code;
        show();
    });
    connect(m_toButton, &QPushButton::clicked, this, [this] {
        m_to = m_code;
        show();
    });
    connect(m_again, &QPushButton::clicked, &m_samples, &CodeSampler::askAgain);
    connect(m_path, &QComboBox::activated, this, [this] { show(); });
    connect(&m_samples, &CodeSampler::changed, this, &CodeStrip::follow);
    connect(&m_samples, &CodeSampler::pictureCame, this, [this](int index) {
        const auto at = static_cast<std::size_t>(index);
        CodeTile* tile = m_tiles->tiles()[m_frames[at]];
        tile->setPicture(m_samples.pictures()[at]);
        tile->setStale(false);
    });
    connect(m_tiles, &CodeTiles::taken, this, [this](int index) {
        if (const auto& code = m_tiles->tiles()[static_cast<std::size_t>(index)]->code()) {
            Q_EMIT taken(*code);
        }
    });
    forget();
}

void CodeStrip::build() {
    m_fromButton->setToolTip(tr("The strip begins with the code that is painted now"));
    m_toButton->setToolTip(tr("The strip ends with the code that is painted now"));
    m_again->setToolTip(tr("Paints the strip in the scene as it is now"));
    m_path->addItem(tr("Straight"), static_cast<int>(scene::CodePath::Linear));
    m_path->addItem(tr("Around"), static_cast<int>(scene::CodePath::Spherical));
    m_path->setAccessibleName(tr("Path from one code to the other"));
    WheelPassesBy::install(*m_path);
    m_path->setToolTip(
        tr("Straight: each value goes evenly from one end to the other; photos in between can "
           "be blander. Around: the code keeps its strength on the way"));
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    auto* grid = new QGridLayout;
    grid->setSpacing(4);
    grid->addWidget(m_fromButton, 0, 0);
    grid->addWidget(m_toButton, 0, 1);
    grid->addWidget(m_path, 1, 0);
    grid->addWidget(m_again, 1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(grid);
    column->addWidget(m_state);
    column->addWidget(m_tiles);
}

void CodeStrip::setEditor(Editor* editor) {
    m_editor = editor;
    m_samples.setEditor(editor);
    forget();
}

void CodeStrip::setSize(int /*size*/) {
    m_code = {};
    forget();
}

void CodeStrip::forget() {
    m_from.reset();
    m_to.reset();
    m_frames.clear();
    m_tiles->setCodes({}); // no places before there is an end
    m_samples.forget();
}

void CodeStrip::setCode(const scene::LatentCode& code) {
    m_code = code;
    m_tiles->mark(code);
}

void CodeStrip::show() {
    if (m_editor == nullptr) {
        return;
    }
    std::vector<std::optional<scene::LatentCode>> frames(stripFrames);
    if (m_from && m_to) {
        const auto path = static_cast<scene::CodePath>(m_path->currentData().toInt());
        const auto between = scene::interpolateCodes(*m_from, *m_to, stripFrames, path);
        std::copy(between.begin(), between.end(), frames.begin());
    } else {
        frames.front() = m_from;
        frames.back() = m_to;
    }
    std::vector<scene::LatentCode> codes;
    m_frames.clear();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i]) {
            m_frames.push_back(i);
            codes.push_back(*frames[i]);
        }
    }
    const Size size = m_editor->scene().size();
    m_tiles->setAspect(1.0 * size.width / size.height);
    m_tiles->setCodes(frames);
    m_tiles->mark(m_code);
    if (!codes.empty()) {
        m_samples.ask(std::move(codes));
    }
}

void CodeStrip::follow() {
    QString text;
    if (!m_from || !m_to) {
        text = m_from || m_to ? tr("Go to another code and set the other end.")
                              : tr("Set both ends: the strip shows what lies between them.");
    } else if (m_samples.stale()) {
        text = tr("From before the scene was edited.");
    }
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    m_again->setEnabled(!m_samples.codes().empty() && !m_samples.running() &&
                        (m_samples.stale() || !m_samples.complete()));
    if (m_samples.stale()) {
        m_tiles->setStale(true);
    } else if (m_samples.complete()) {
        m_tiles->setStale(false);
    }
}

} // namespace underpaint::ui
