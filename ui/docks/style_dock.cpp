// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_dock.h"

#include "engine/base/error.h"
#include "engine/project/package/style_thumbnails.h"
#include "ui/docks/style_tile.h"
#include "ui/docks/value_slider.h"
#include "ui/document/shared_image.h"
#include "ui/document/style_names.h"
#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/session/style_commands.h"
#include "ui/widgets/mnemonic.h"

#include <QAction>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace underpaint::ui {

namespace {

constexpr int calmMilliseconds = 600;

} // namespace

StyleDock::StyleDock(const Site& site)
    : Panel(tr("Styles"), site.parent),
      m_services(site.services),
      m_actions(site.services, site.actions, this),
      m_title(new QLabel(this)),
      m_hint(new QLabel(this)),
      m_content(new QWidget(this)),
      m_scroll(new QScrollArea(this)),
      m_grid(new QWidget),
      m_tilesLayout(new QGridLayout(m_grid)),
      m_slidersLayout(new QVBoxLayout) {
    setObjectName(QStringLiteral("styleDock"));
    build(m_actions.buttons());
    m_calm.setSingleShot(true);
    m_calm.setInterval(calmMilliseconds);
    connect(&m_calm, &QTimer::timeout, this, &StyleDock::requestPictures);
    connect(&m_services.rendering(), &PhotoRendering::stopped, &m_calm, &QTimer::stop);
    connect(&m_services.appearances(), &AppearanceSource::styleThumbnail, this,
            &StyleDock::takePicture);
    connect(&m_services.models(), &ModelShelf::modelChanged, this, &StyleDock::rebuild);
    connect(&m_actions, &StyleActions::failed, this,
            [this](const QString& text) { Q_EMIT failed(QStringLiteral("styles"), text); });
    rebuild();
}

void StyleDock::build(const QList<QAction*>& actions) {
    m_title->setTextFormat(Qt::PlainText); // names of files
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(1);
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setAccessibleName(withoutMnemonic(action->text()));
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    m_tilesLayout->setContentsMargins(0, 0, 0, 0);
    m_tilesLayout->setSpacing(4);
    auto* inside = new QWidget;
    auto* insideColumn = new QVBoxLayout(inside);
    insideColumn->setContentsMargins(0, 0, 4, 0);
    insideColumn->addWidget(m_grid, 0, Qt::AlignLeft);
    insideColumn->addLayout(m_slidersLayout);
    insideColumn->addStretch(1);
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(6, 4, 4, 4);
    column->setSpacing(4);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    column->addWidget(m_title);
    column->addLayout(buttons);
    column->addWidget(m_hint, 1);
    column->addWidget(m_scroll, 1);
    setWidget(m_content);
}

void StyleDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    m_actions.setEditor(editor);
    if (editor != nullptr) {
        m_connections = {
            connect(&editor->state(), &EditorState::selectedInstancesChanged, this,
                    &StyleDock::rebuild),
            connect(&editor->document(), &Document::stylesChanged, this, &StyleDock::followStyles),
            // The pictures show the scene around the instance.
            connect(&editor->document(), &Document::regionEdited, this, [this] { m_calm.start(); }),
        };
    }
    rebuild();
}

std::vector<std::uint32_t> StyleDock::targets() const {
    std::vector<std::uint32_t> ids;
    if (m_editor != nullptr) {
        for (const std::uint32_t id : m_editor->state().selectedInstances()) {
            if (styleClass(*m_editor, id) == m_label) {
                ids.push_back(id);
            }
        }
    }
    return ids;
}

void StyleDock::showHint(const QString& text) {
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_scroll->setVisible(text.isEmpty());
}

void StyleDock::clear() {
    for (StyleTile* tile : m_tiles) {
        tile->deleteLater();
    }
    m_tiles.clear();
    m_mixture.clear();
    m_features.clear();
    if (m_sliders != nullptr) {
        m_sliders->deleteLater();
        m_sliders = nullptr;
    }
    m_services.appearances().cancelStyleThumbnails();
}

void StyleDock::rebuild() {
    clear();
    m_title->setText(tr("Style"));
    const CurrentModel* model = m_services.models().model();
    if (model == nullptr || m_editor == nullptr) {
        showHint(tr("The styles of a model appear here once one is loaded."));
        return;
    }
    if (!model->capabilities.styles) {
        showHint(tr("The model “%1” has no styles: all objects of a class look as it was trained. "
                    "Choose another one in the Model menu.")
                     .arg(QString::fromStdString(model->manifest.name)));
        return;
    }
    if (!m_package || m_package->path() != model->path) {
        m_package.reset();
        try {
            m_package = project::ModelPackage::open(model->path);
        } catch (const Error& failure) {
            Q_EMIT m_services.models().noticed(QString::fromStdString(failure.message()));
        }
    }
    const auto& selected = m_editor->state().selectedInstances();
    if (selected.empty()) {
        showHint(tr("Hold Alt and click an object on the map, or choose it in the list of "
                    "instances, to choose how it looks."));
        return;
    }
    m_instance = selected.front();
    m_label = styleClass(*m_editor, m_instance);
    const auto count = targets().size();
    const QString name = instanceName(*m_editor, m_instance);
    m_title->setText(count > 1 ? tr("%1 and %2 more").arg(name).arg(count - 1) : name);
    if (clusterCount(model->manifest, m_label) == 0) {
        showHint(tr("The model has no styles for this class."));
        return;
    }
    showHint({});
    buildTiles();
    buildSliders();
    followStyles();
    requestPictures();
}

void StyleDock::buildTiles() {
    const auto& clusters = m_services.models().model()->manifest.styles.at(m_label);
    for (std::size_t k = 0; k < clusters.size(); ++k) {
        const int index = static_cast<int>(k);
        auto* tile = new StyleTile(styleName(clusters[k].name, index), clusters[k].share, m_grid);
        if (m_package) {
            tile->setPicture(toQt(std::make_shared<const Image>(
                                 project::styleThumbnail(*m_package, m_label, k))),
                             false);
        }
        connect(tile, &QAbstractButton::clicked, this, [this, index] { choose(index); });
        m_tiles.push_back(tile);
        tile->show();
    }
    arrangeTiles();
}

void StyleDock::arrangeTiles() {
    if (m_tiles.empty()) {
        return;
    }
    const int step = m_tiles.front()->sizeHint().width() + m_tilesLayout->spacing();
    const int columns = std::max(1, (m_scroll->viewport()->width() - 4) / step);
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const int index = static_cast<int>(i);
        m_tilesLayout->addWidget(m_tiles[i], index / columns, index % columns);
    }
}

void StyleDock::resizeEvent(QResizeEvent* event) {
    Panel::resizeEvent(event);
    arrangeTiles();
}

void StyleDock::buildSliders() {
    const project::Manifest& manifest = m_services.models().model()->manifest;
    m_sliders = new QWidget;
    auto* column = new QVBoxLayout(m_sliders);
    column->setContentsMargins(0, 0, 0, 0);
    const auto group = [&](const QString& title, const QString& tip) {
        auto* box = new QGroupBox(title, m_sliders);
        box->setToolTip(tip);
        column->addWidget(box);
        return new QVBoxLayout(box);
    };
    const auto fill = [&](QVBoxLayout* layout, std::vector<ValueSlider*>& sliders,
                          const QStringList& names, double least, void (StyleDock::*changed)()) {
        layout->setContentsMargins(6, 2, 6, 4);
        layout->setSpacing(1);
        for (const QString& name : names) {
            auto* slider = new ValueSlider(name, least, 1, m_sliders);
            connect(slider, &ValueSlider::pressed, this,
                    [this] { m_gesture = m_editor->document().newGesture(); });
            connect(slider, &ValueSlider::valueEdited, this, changed);
            layout->addWidget(slider);
            sliders.push_back(slider);
        }
    };
    QStringList styles;
    for (const StyleTile* tile : m_tiles) {
        styles << tile->accessibleName();
    }
    if (styles.size() > 1) {
        fill(group(tr("Mix"), tr("How much of each style above; together always 100 %")), m_mixture,
             styles, 0, &StyleDock::mix);
    }
    QStringList numbers;
    for (int i = 1; i <= manifest.featNum; ++i) {
        numbers << QString::number(i);
    }
    fill(group(tr("Fine"), tr("The numbers that make the style")), m_features, numbers, -1,
         &StyleDock::shift);
    m_slidersLayout->addWidget(m_sliders);
}

void StyleDock::followStyles() {
    const CurrentModel* model = m_services.models().model();
    if (m_tiles.empty() || model == nullptr || m_editor == nullptr) {
        return;
    }
    const std::vector<float> weights = mixtureOf(*m_editor, model->manifest, m_instance);
    for (std::size_t k = 0; k < m_tiles.size(); ++k) {
        const float weight = k < weights.size() ? weights[k] : 0;
        m_tiles[k]->setWeight(weight);
        if (k < m_mixture.size() && !m_mixture[k]->dragging()) {
            m_mixture[k]->setValue(weight);
        }
    }
    const std::vector<float> features = featuresOf(*m_editor, model->manifest, m_instance);
    for (std::size_t i = 0; i < std::min(features.size(), m_features.size()); ++i) {
        if (!m_features[i]->dragging()) {
            m_features[i]->setValue(features[i]);
        }
    }
}

void StyleDock::requestPictures() {
    const CurrentModel* model = m_services.models().model();
    if (m_tiles.empty() || model == nullptr || m_editor == nullptr || isHidden()) {
        return;
    }
    std::vector<scene::Style> styles;
    for (std::size_t k = 0; k < m_tiles.size(); ++k) {
        styles.emplace_back(scene::ClusterStyle{static_cast<std::uint32_t>(k)});
    }
    m_services.appearances().requestStyleThumbnails(m_instance, styles);
}

void StyleDock::takePicture(quint32 instance, int index, const QImage& image) {
    if (instance == m_instance && index >= 0 && static_cast<std::size_t>(index) < m_tiles.size()) {
        m_tiles[static_cast<std::size_t>(index)]->setPicture(image, true);
    }
}

void StyleDock::choose(int cluster) {
    setStyles(*m_editor, targets(), scene::ClusterStyle{static_cast<std::uint32_t>(cluster)},
              tr("Style %1 of %2")
                  .arg(m_tiles[static_cast<std::size_t>(cluster)]->accessibleName(),
                       instanceName(*m_editor, m_instance)));
    followStyles(); // also when it had the style already
}

void StyleDock::mix() {
    std::vector<float> weights;
    for (const ValueSlider* slider : m_mixture) {
        weights.push_back(static_cast<float>(slider->value()));
    }
    if (std::all_of(weights.begin(), weights.end(), [](float weight) { return weight <= 0; })) {
        return; // a mixture of nothing; the style stays
    }
    setStyles(*m_editor, targets(), scene::normalisedMixture(std::move(weights)),
              tr("Mix styles of %1").arg(instanceName(*m_editor, m_instance)), m_gesture);
}

void StyleDock::shift() {
    std::vector<float> values;
    for (const ValueSlider* slider : m_features) {
        values.push_back(static_cast<float>(slider->value()));
    }
    setStyles(*m_editor, targets(), scene::FeatureStyle{std::move(values)},
              tr("Fine style of %1").arg(instanceName(*m_editor, m_instance)), m_gesture);
}

} // namespace underpaint::ui
