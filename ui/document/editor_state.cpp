// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/editor_state.h"

#include "engine/imaging/label_set_json.h"
#include "ui/document/document.h"

#include <QTimer>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace underpaint::ui {

namespace {

/// A pixel of each of the ids that have any. Tiles that are shared are looked into once.
std::map<std::uint32_t, Point> placesOf(std::set<std::uint32_t> wanted,
                                        const scene::InstanceMap& map) {
    std::map<std::uint32_t, Point> found;
    std::unordered_set<const void*> seen;
    for (int index = 0; index < map.tileCount() && !wanted.empty(); ++index) {
        const Rect rect = map.tileRect(index);
        const bool whole = rect.width == scene::tileExtent && rect.height == scene::tileExtent;
        if (whole && !seen.insert(map.tileIdentity(index)).second) {
            continue;
        }
        const auto& cells = map.tileCells(index);
        for (int y = 0; y < rect.height; ++y) {
            const auto* row = cells.data() + y * scene::tileExtent;
            for (int x = 0; x < rect.width; ++x) {
                const bool first = x == 0 || row[x] != row[x - 1];
                if (first && wanted.erase(row[x]) > 0) {
                    found.emplace(row[x], Point{rect.x + x, rect.y + y});
                }
            }
        }
    }
    return found;
}

/// Puts `value` into the set or takes it out; true when that changed something.
template<class T>
bool toggle(std::set<T>& values, T value, bool member) {
    return member ? values.insert(value).second : values.erase(value) > 0;
}

std::uint16_t firstLabel(const scene::SceneState& state) {
    return state.labelSet.empty() ? std::uint16_t{0} : state.labelSet.classes().front().id;
}

/// The first that paints something: many sets begin with the class of pixels without any.
std::uint16_t firstToPaint(const scene::SceneState& state) {
    const auto& classes = state.labelSet.classes();
    const auto unlabelled = imaging::namedUnlabelled(state.labelSet);
    const auto found = std::ranges::find_if(
        classes, [&](const scene::LabelClass& label) { return label.id != unlabelled; });
    return found == classes.end() ? firstLabel(state) : found->id;
}

} // namespace

EditorState::EditorState(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    const scene::SceneState& state = document.scene();
    const auto& classes = state.labelSet.classes();
    m_background = state.size().empty() ? firstLabel(state) : state.labels.at(0, 0);
    m_current = firstToPaint(state);
    m_previous = m_current;
    if (classes.size() > 1) {
        m_previous = classes[1].id != m_current ? classes[1].id : classes[0].id;
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(classes.size(), slotCount); ++i) {
        m_slots.at(i) = classes[i].id;
    }
    // Whether an instance is gone takes a look at the whole map: when the strokes pause.
    constexpr int calm = 150;       // ms
    auto* timer = new QTimer(this); // owned by this
    timer->setSingleShot(true);
    timer->setInterval(calm);
    connect(timer, &QTimer::timeout, this, &EditorState::followInstances);
    connect(&document, &Document::regionChanged, timer, [timer] { timer->start(); });
    connect(&document, &Document::labelSetChanged, this, &EditorState::followDocument);
    connect(&document, &Document::mapsReplaced, this, &EditorState::followDocument);
}

void EditorState::setCurrentLabel(std::uint16_t label) {
    if (label != m_current && m_document.scene().labelSet.contains(label)) {
        m_previous = std::exchange(m_current, label);
        Q_EMIT currentLabelChanged();
    }
}

void EditorState::swapLabels() {
    setCurrentLabel(m_previous);
}

void EditorState::setBackgroundLabel(std::uint16_t label) {
    if (m_document.scene().labelSet.contains(label)) {
        m_background = label;
    }
}

std::optional<std::uint16_t> EditorState::slot(int index) const {
    return index >= 0 && index < slotCount ? m_slots.at(static_cast<std::size_t>(index))
                                           : std::nullopt;
}

void EditorState::setSlot(int index, std::optional<std::uint16_t> label) {
    if (index >= 0 && index < slotCount && slot(index) != label) {
        m_slots.at(static_cast<std::size_t>(index)) = label;
        Q_EMIT slotsChanged();
    }
}

void EditorState::setNewInstanceNext(bool on) {
    if (std::exchange(m_newInstance, on) != on) {
        Q_EMIT newInstanceNextChanged(on);
    }
}

void EditorState::setLabelLocked(std::uint16_t label, bool locked) {
    if (toggle(m_lockedLabels, label, locked)) {
        Q_EMIT locksChanged();
    }
}

void EditorState::setInstanceLocked(std::uint32_t instance, bool locked) {
    if (toggle(m_lockedInstances, instance, locked)) {
        Q_EMIT locksChanged();
    }
}

bool EditorState::labelVisible(std::uint16_t label) const {
    return m_solo ? *m_solo == label : !m_hiddenLabels.contains(label);
}

bool EditorState::instanceVisible(std::uint32_t instance) const {
    return !m_hiddenInstances.contains(instance);
}

void EditorState::setLabelVisible(std::uint16_t label, bool visible) {
    if (toggle(m_hiddenLabels, label, !visible)) {
        Q_EMIT visibilityChanged();
    }
}

void EditorState::setInstanceVisible(std::uint32_t instance, bool visible) {
    if (toggle(m_hiddenInstances, instance, !visible)) {
        Q_EMIT visibilityChanged();
    }
}

void EditorState::setSoloLabel(std::optional<std::uint16_t> label) {
    if (std::exchange(m_solo, label) != label) {
        Q_EMIT visibilityChanged();
    }
}

void EditorState::setPhotoLayerOpacity(double opacity) {
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (m_photoLayer != opacity) {
        m_photoLayer = opacity;
        Q_EMIT photoLayerOpacityChanged();
    }
}

void EditorState::setOnionSkin(OnionSkin skin) {
    if (std::exchange(m_onionSkin, skin) != skin) {
        Q_EMIT onionSkinChanged();
    }
}

void EditorState::selectInstances(std::vector<std::uint32_t> instances) {
    std::sort(instances.begin(), instances.end());
    instances.erase(std::unique(instances.begin(), instances.end()), instances.end());
    if (instances != m_selected) {
        m_selected = std::move(instances);
        Q_EMIT selectedInstancesChanged();
    }
}

void EditorState::setPixelSelection(scene::PixelSelection selection) {
    if (selection != m_pixels) {
        m_pixels = std::move(selection);
        Q_EMIT pixelSelectionChanged();
    }
}

void EditorState::setCurrentExemplar(const std::string& id) {
    if (std::exchange(m_exemplar, id) != id) {
        Q_EMIT currentExemplarChanged();
    }
}

void EditorState::setHovered(std::optional<Point> pixel) {
    if (pixel && !m_document.scene().bounds().contains(*pixel)) {
        pixel.reset();
    }
    if (std::exchange(m_hovered, pixel) != pixel) {
        Q_EMIT hoveredChanged();
    }
}

void EditorState::followDocument() {
    const scene::LabelSet& labels = m_document.scene().labelSet;
    const std::uint16_t first = firstLabel(m_document.scene());
    const auto kept = [&](std::uint16_t label) { return labels.contains(label) ? label : first; };
    m_previous = kept(m_previous);
    m_background = kept(m_background);
    if (const std::uint16_t before = std::exchange(m_current, kept(m_current));
        before != m_current) {
        Q_EMIT currentLabelChanged();
    }
    const auto old = m_slots;
    for (std::optional<std::uint16_t>& slotted : m_slots) {
        if (slotted && !labels.contains(*slotted)) {
            slotted.reset();
        }
    }
    if (old != m_slots) {
        Q_EMIT slotsChanged();
    }
    const auto gone = [&](std::uint16_t label) { return !labels.contains(label); };
    if (std::erase_if(m_lockedLabels, gone) > 0) {
        Q_EMIT locksChanged();
    }
    const bool soloGone = m_solo && gone(*m_solo);
    if (soloGone) {
        m_solo.reset();
    }
    if (std::erase_if(m_hiddenLabels, gone) > 0 || soloGone) {
        Q_EMIT visibilityChanged();
    }
    setPixelSelection(scene::PixelSelection(m_pixels.spans(), m_document.scene().bounds()));
    followInstances();
}

void EditorState::followInstances() {
    std::set<std::uint32_t> wanted(m_selected.begin(), m_selected.end());
    wanted.insert(m_lockedInstances.begin(), m_lockedInstances.end());
    wanted.insert(m_hiddenInstances.begin(), m_hiddenInstances.end());
    if (wanted.empty()) {
        return;
    }
    // Mostly all are where they were.
    const scene::InstanceMap& map = m_document.scene().instances;
    std::map<std::uint32_t, Point> alive;
    for (auto id = wanted.begin(); id != wanted.end();) {
        const auto place = m_places.find(*id);
        const bool there = place != m_places.end() && map.bounds().contains(place->second) &&
                           map.at(place->second) == *id;
        if (there) {
            alive.insert(*place);
        }
        id = there ? wanted.erase(id) : std::next(id);
    }
    alive.merge(placesOf(std::move(wanted), map));
    m_places = alive;
    const auto gone = [&](std::uint32_t id) { return !alive.contains(id); };
    if (std::erase_if(m_lockedInstances, gone) > 0) {
        Q_EMIT locksChanged();
    }
    if (std::erase_if(m_hiddenInstances, gone) > 0) {
        Q_EMIT visibilityChanged();
    }
    std::vector<std::uint32_t> selected = m_selected;
    std::erase_if(selected, gone);
    selectInstances(std::move(selected));
}

} // namespace underpaint::ui
