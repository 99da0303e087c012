// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/effects.h"

#include "engine/scene/row_pieces.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace underpaint::scene {

namespace {

/// Around all cells for whose value it holds.
template<class T, class Matches>
Rect boxOfCells(const TiledMap<T>& map, const Matches& matches) {
    Rect box;
    for (int index = 0; index < map.tileCount(); ++index) {
        const Rect tile = map.tileRect(index);
        const auto& cells = map.tileCells(index);
        for (int y = 0; y < tile.height; ++y) {
            const T* row = cells.data() + y * tileExtent;
            const T* end = row + tile.width;
            // One look a run of equal cells.
            for (const T* run = row; run != end;) {
                const T* next = std::find_if(run, end, [run](T cell) { return cell != *run; });
                if (matches(*run)) {
                    box = box.united({tile.x + static_cast<int>(run - row), tile.y + y,
                                      static_cast<int>(next - run), 1});
                }
                run = next;
            }
        }
    }
    return box;
}

/// The effects of one kind of edit each.
class EffectsOf {
public:
    EffectsOf(const SceneState& scene, const Capabilities& capabilities)
        : m_scene(scene), m_can(capabilities) {}

    Effects operator()(const PaintPixels& edit) const {
        const Rect labels = scene::boxOf(edit.labels);
        const Rect instances = scene::boxOf(edit.instances);
        return {.view = labels.united(instances), .photo = maps(labels, instances)};
    }
    Effects operator()(const SetStyle& edit) const {
        std::vector<std::uint32_t> changed;
        for (const SetStyle::Entry& entry : edit.entries) {
            const Style* now = m_scene.styleOf(entry.instance);
            if (now != nullptr ? !entry.style || *entry.style != *now : entry.style.has_value()) {
                changed.push_back(entry.instance);
            }
        }
        const bool seen = m_can.styles || m_scene.keep.on;
        return {.photo = seen ? boxOfInstances(std::move(changed)) : Rect{}, .styles = true};
    }
    Effects operator()(const SetAppearance& edit) const {
        std::vector<std::uint32_t> changed;
        for (const SetAppearance::Entry& entry : edit.entries) {
            const Appearance* worn = m_scene.appearanceOf(entry.instance);
            if (seesChange(worn != nullptr ? *worn : Appearance{}, entry.look)) {
                changed.push_back(entry.instance);
            }
        }
        return {.photo = boxOfInstances(std::move(changed)), .styles = true};
    }
    Effects operator()(const SetLatent&) const { return everywhere(m_can.latentSize > 0); }
    Effects operator()(const SetExemplar& edit) const {
        return {.photo = boxOfExemplar(edit.exemplar.id).united(boxOf(edit.exemplar.target))};
    }
    Effects operator()(const RemoveExemplar& edit) const {
        return {.photo = boxOfExemplar(edit.id)};
    }
    Effects operator()(const SetPins& edit) const {
        return {.photo = boxOfExemplar(edit.exemplarId)};
    }
    Effects operator()(const SetExemplarRules& edit) const {
        return {.photo = boxOfExemplar(edit.exemplarId).united(boxOf(edit.target))};
    }
    Effects operator()(const SetExemplarMaps& edit) const {
        return {.photo = boxOfExemplar(edit.exemplarId)};
    }
    Effects operator()(const RenameLabel&) const { return {.labelSet = true}; }
    Effects operator()(const RecolourLabel& edit) const {
        return {.view = boxOfLabel(edit.id), .labelSet = true};
    }
    Effects operator()(const SetModel& edit) const {
        Effects all = everywhere(edit.modelId != m_scene.modelId);
        all.model = true;
        return all;
    }
    Effects operator()(const SetSeed& edit) const {
        return everywhere(m_can.variation && edit.seed != m_scene.seed);
    }
    Effects operator()(const ReplaceMaps& edit) const {
        const Rect both = m_scene.bounds().united(edit.labels.bounds());
        Effects all{.view = both, .maps = true, .labelSet = edit.labelSet.has_value()};
        if (edit.labels.size() != m_scene.size()) {
            all.photo = both;
            return all;
        }
        const Rect labels = edit.labels.differingRegion(m_scene.labels);
        const Rect instances = edit.instances.differingRegion(m_scene.instances);
        all.view = edit.labelSet ? both : labels.united(instances);
        all.photo = maps(labels, instances);
        return all;
    }
    Effects operator()(const ReplaceLabelSet&) const {
        return {.view = m_scene.bounds(), .labelSet = true};
    }
    Effects operator()(const SetReferencePhoto& edit) const {
        const bool other = edit.photo != m_scene.referencePhoto;
        Effects all = everywhere(other && (m_can.photoInput || m_scene.keep.on));
        all.base = other;
        return all;
    }
    Effects operator()(const SetPhotoMaps& edit) const {
        Effects all = everywhere(m_scene.keep.on && edit.maps != m_scene.photoMaps);
        all.base = true;
        return all;
    }
    Effects operator()(const SetKeep& edit) const {
        Effects all = everywhere(edit.keep != m_scene.keep);
        all.base = true;
        return all;
    }
    Effects operator()(const SetClassChoices&) const { return {}; }
    Effects operator()(const EditGroup& edit) const {
        // Members see the scene as it is before the first: what one makes the next ones change,
        // lies within what it touches itself.
        Effects all;
        for (const Edit& member : edit.edits) {
            all |= std::visit(*this, member.kind);
        }
        return all;
    }

private:
    Effects everywhere(bool photo) const { return {.photo = photo ? m_scene.bounds() : Rect{}}; }
    /// Where a model that looks at these maps sees another one.
    Rect maps(Rect labels, Rect instances) const {
        // What instances wear is where they are.
        // And where a photo is kept, what was touched is no part of it any more.
        const bool both =
            m_can.styles || m_can.exemplars || m_can.latentSize > 0 || m_scene.keep.on;
        return (m_can.labels || both ? labels : Rect{})
            .united(m_can.instances || both ? instances : Rect{});
    }
    bool seesChange(const Appearance& now, const Appearance& next) const {
        return (m_scene.keep.on && now != next) || (m_can.styles && now.style != next.style) ||
               (m_can.latentSize > 0 && now.code != next.code) ||
               (m_can.exemplars && now.exemplars != next.exemplars);
    }
    Rect boxOfInstances(std::vector<std::uint32_t> ids) const {
        if (ids.empty()) {
            return {};
        }
        std::sort(ids.begin(), ids.end());
        return boxOfCells(m_scene.instances, [&](std::uint32_t id) {
            return std::binary_search(ids.begin(), ids.end(), id);
        });
    }
    Rect boxOfLabel(std::uint32_t label) const {
        return boxOfCells(m_scene.labels, [label](std::uint16_t id) { return id == label; });
    }
    Rect boxOf(const ExemplarTarget& target) const {
        if (!m_can.exemplars) {
            return {};
        }
        switch (target.kind) {
        case ExemplarTarget::Kind::Class:
            return boxOfLabel(target.id);
        case ExemplarTarget::Kind::Instance:
            return boxOfInstances({target.id});
        case ExemplarTarget::Kind::Everything:
            break;
        }
        return m_scene.bounds();
    }
    Rect boxOfExemplar(const std::string& id) const {
        const Exemplar* found = m_scene.findExemplar(id);
        return found == nullptr ? Rect{} : boxOf(found->target);
    }

    const SceneState& m_scene;
    const Capabilities& m_can;
};

} // namespace

Effects& Effects::operator|=(const Effects& next) {
    view = view.united(next.view);
    photo = photo.united(next.photo);
    maps = maps || next.maps;
    labelSet = labelSet || next.labelSet;
    styles = styles || next.styles;
    model = model || next.model;
    base = base || next.base;
    return *this;
}

Effects effects(const Edit& edit, const SceneState& scene, const Capabilities& capabilities) {
    return std::visit(EffectsOf(scene, capabilities), edit.kind);
}

} // namespace underpaint::scene
