// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_dock.h"

#include "engine/base/error.h"
#include "engine/imaging/look_difference.h"
#include "engine/project/package/style_thumbnails.h"
#include "ui/docks/button_row.h"
#include "ui/docks/style_source_view.h"
#include "ui/docks/style_tile.h"
#include "ui/docks/value_slider.h"
#include "ui/document/shared_image.h"
#include "ui/document/style_names.h"
#include "ui/session/editor.h"
#include "ui/session/instance_commands.h"
#include "ui/session/services.h"
#include "ui/session/style_commands.h"
#include "ui/session/style_sources.h"

#include <QAction>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
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
      m_slidersLayout(new QVBoxLayout),
      m_source(new StyleSourceView) {
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
    QHBoxLayout* buttons = buttonRow(actions, this);
    m_tilesLayout->setContentsMargins(0, 0, 0, 0);
    m_tilesLayout->setSpacing(4);
    auto* inside = new QWidget;
    auto* insideColumn = new QVBoxLayout(inside);
    insideColumn->setContentsMargins(0, 0, 4, 0);
    insideColumn->addWidget(m_source);
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
    m_fine.clear();
    m_directions.reset();
    m_ends.clear();
    m_source->present(std::nullopt, {});
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

QVBoxLayout* StyleDock::addGroup(const QString& title, const QString& tip) {
    auto* box = new QGroupBox(title, m_sliders);
    box->setToolTip(tip);
    m_sliders->layout()->addWidget(box);
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(6, 2, 6, 4);
    rows->setSpacing(1);
    return rows;
}

void StyleDock::addSlider(QVBoxLayout& group, ValueSlider* slider,
                          const std::function<void()>& changed) {
    connect(slider, &ValueSlider::pressed, this,
            [this] { m_gesture = m_editor->document().newGesture(); });
    connect(slider, &ValueSlider::valueEdited, this, changed);
    group.addWidget(slider);
}

void StyleDock::buildSliders() {
    const project::Manifest& manifest = m_services.models().model()->manifest;
    m_sliders = new QWidget;
    auto* column = new QVBoxLayout(m_sliders);
    column->setContentsMargins(0, 0, 0, 0);
    if (m_tiles.size() > 1) {
        QVBoxLayout* group =
            addGroup(tr("Mix"), tr("How much of each style above; together always 100 %"));
        for (const StyleTile* tile : m_tiles) {
            m_mixture.push_back(new ValueSlider(tile->accessibleName(), 0, 1, m_sliders));
            addSlider(*group, m_mixture.back(), [this] { mix(); });
        }
    }
    m_directions.emplace(manifest.styles.at(m_label));
    QVBoxLayout* group = addGroup(tr("Fine"), tr("The ways in which these looks differ, the widest "
                                                 "first. Words and pictures tell what is at the "
                                                 "ends, as this model paints it here."));
    for (std::size_t i = 0; i < m_directions->count(); ++i) {
        m_fine.push_back(new ValueSlider(QString::number(i + 1), m_directions->least(i),
                                         m_directions->most(i), m_sliders));
        addSlider(*group, m_fine.back(), [this, i] { shift(i); });
    }
    m_ends.assign(2 * m_fine.size(), QImage());
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
        m_tiles[k]->setWeight(weight, m_editor->scene().styleOf(m_instance) == nullptr);
        if (k < m_mixture.size() && !m_mixture[k]->dragging()) {
            m_mixture[k]->setValue(weight);
        }
    }
    const std::vector<float> features = featuresOf(*m_editor, model->manifest, m_instance);
    for (std::size_t i = 0; i < m_fine.size(); ++i) {
        if (!m_fine[i]->dragging()) {
            m_fine[i]->setValue(m_directions->placeOf(features, i));
        }
    }
    showSource();
}

void StyleDock::showSource() {
    m_source->present(styleSource(*m_editor, m_instance), toQt(m_editor->scene().referencePhoto));
}

std::vector<scene::Style> StyleDock::endsOfDirections() const {
    const project::Manifest& manifest = m_services.models().model()->manifest;
    const std::vector<float> features = featuresOf(*m_editor, manifest, m_instance);
    std::vector<scene::Style> ends;
    for (std::size_t i = 0; i < m_fine.size(); ++i) {
        for (const double place : {m_directions->least(i), m_directions->most(i)}) {
            ends.emplace_back(scene::FeatureStyle{m_directions->moved(features, i, place)});
        }
    }
    return ends;
}

void StyleDock::takeEnd(std::size_t index, const QImage& image) {
    m_ends[index] = image;
    const std::size_t direction = index / 2;
    const QImage& least = m_ends[2 * direction];
    const QImage& most = m_ends[2 * direction + 1];
    if (least.isNull() || most.isNull()) {
        return;
    }
    const imaging::OppositeWords words =
        imaging::oppositeWords(imaging::lookDifference(fromQt(least), fromQt(most)));
    if (words.one.empty()) {
        m_fine[direction]->setEndWords(tr("hardly visible"), {});
    } else {
        m_fine[direction]->setEndWords(styleName(words.one, 0), styleName(words.other, 0));
    }
    m_fine[direction]->setEndPictures(least, most);
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
    std::ranges::move(endsOfDirections(), std::back_inserter(styles));
    m_services.appearances().requestStyleThumbnails(m_instance, styles);
}

void StyleDock::takePicture(quint32 instance, int index, const QImage& image) {
    const auto place = static_cast<std::size_t>(std::max(0, index));
    if (instance != m_instance || index < 0) {
        return;
    }
    if (place < m_tiles.size()) {
        m_tiles[place]->setPicture(image, true);
        if (place < m_mixture.size()) {
            m_mixture[place]->setPicture(image);
        }
    } else if (place - m_tiles.size() < m_ends.size()) {
        takeEnd(place - m_tiles.size(), image);
    }
}

void StyleDock::choose(int cluster) {
    const scene::Style style = scene::ClusterStyle{static_cast<std::uint32_t>(cluster)};
    for (const std::uint32_t id : targets()) {
        forgetStyleSource(*m_editor, id, style);
    }
    setStyles(*m_editor, targets(), style,
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

void StyleDock::shift(std::size_t direction) {
    const project::Manifest& manifest = m_services.models().model()->manifest;
    const std::vector<float> features = featuresOf(*m_editor, manifest, m_instance);
    setStyles(
        *m_editor, targets(),
        scene::FeatureStyle{m_directions->moved(features, direction, m_fine[direction]->value())},
        tr("Fine style of %1").arg(instanceName(*m_editor, m_instance)), m_gesture);
}

} // namespace underpaint::ui
