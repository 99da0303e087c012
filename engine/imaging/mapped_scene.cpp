// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/mapped_scene.h"

#include "engine/base/error.h"
#include "engine/imaging/instance_numbering.h"
#include "engine/imaging/label_set_json.h"
#include "engine/imaging/mapped_exemplars.h"
#include "engine/imaging/mapped_instances.h"
#include "engine/imaging/value_counts.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

namespace underpaint::imaging {

namespace {

/// The scene's classes under the names that a model has for them, where most are that model's.
std::optional<scene::LabelSet> namedAs(const scene::LabelSet& model,
                                       const scene::LabelSet& classes) {
    std::vector<scene::LabelClass> named = classes.classes();
    std::size_t agreeing = 0;
    for (scene::LabelClass& one : named) {
        if (const scene::LabelClass* known = model.find(one.id)) {
            agreeing += known->name == one.name ? 1 : 0;
            one.name = known->name;
        }
    }
    if (2 * agreeing < named.size()) {
        return std::nullopt;
    }
    try {
        return scene::LabelSet(classes.name(), std::move(named));
    } catch (const Error&) {
        return std::nullopt; // a class of the scene's own has the name of another one
    }
}

bool isLost(const MappedClass& one) {
    return one.match == ClassMatch::None;
}

/// The scene in the classes of the mapping, whatever they are.
MappedScene mappedBy(const ClassMapping& mapping, const scene::SceneState& state,
                     const scene::LabelSet& from, const scene::LabelSet& to) {
    const LabelPlane before = state.labels.toPlane();
    const std::vector<long long> counts = countValues(before);
    const auto shown = [&](std::uint16_t id) { return id < counts.size() && counts[id] > 0; };
    const std::uint16_t unlabelled = unlabelledClass(to);
    const LabelPlane after = mappedLabels(before, mapping, unlabelled);
    MappedInstances instances =
        mappedInstances(state.instances.toPlane(), before, from, after, to, 1, StuffObjects::Kept);
    MappedScene mapped;
    mapped.maps = {scene::LabelMap(after), scene::InstanceMap(instances.ids), to};
    mapped.renamed = std::move(instances.renamed);
    mapped.mapping = mapping;
    std::ranges::copy_if(mapping.classes, std::back_inserter(mapped.used.classes),
                         [&](const MappedClass& one) { return shown(one.from.id); });
    for (const MappedClass& one : mapped.used.classes) {
        mapped.renamed.try_emplace(scene::stuffInstance(one.from.id),
                                   scene::stuffInstance(one.to.value_or(unlabelled)));
    }
    return mapped;
}

/// Lays what a correction makes of a change over the present scene.
class Correction {
public:
    Correction(const scene::SceneState& now, const MappedScene& was, const MappedScene& shall)
        : m_labels(now.labels.toPlane()),
          m_ids(now.instances.toPlane()),
          m_wasLabels(was.maps.labels.toPlane()),
          m_wasIds(was.maps.instances.toPlane()),
          m_newLabels(shall.maps.labels.toPlane()),
          m_newIds(shall.maps.instances.toPlane()) {
        nameInstances();
    }

    /// False when nothing does.
    bool apply(const scene::LabelSet& classes) {
        std::set<std::uint32_t> kept;
        bool any = false;
        for (std::size_t i = 0; i < m_labels.values().size(); ++i) {
            if (changes(i)) {
                any = true;
            } else {
                kept.insert(m_ids.values()[i]);
            }
        }
        if (!any) {
            return false;
        }
        std::set<std::uint32_t> taken = kept;
        taken.insert(m_newIds.values().begin(), m_newIds.values().end());
        NumberGiver numbers(numberingFor(classes), std::move(taken));
        for (std::size_t i = 0; i < m_labels.values().size(); ++i) {
            if (changes(i)) {
                const std::uint32_t old = m_ids.values()[i];
                const std::uint16_t label = m_newLabels.values()[i];
                const std::uint32_t id = idFor(m_newIds.values()[i], label, kept, numbers);
                m_labels.values()[i] = label;
                m_ids.values()[i] = id;
                if (id != old) {
                    m_renamed.try_emplace(old, id);
                }
            }
        }
        return true;
    }

    const LabelPlane& labels() const { return m_labels; }
    const InstancePlane& ids() const { return m_ids; }
    /// Those that are there no more under their old ids.
    std::map<std::uint32_t, std::uint32_t> renamed() const {
        const std::set<std::uint32_t> present(m_ids.values().begin(), m_ids.values().end());
        std::map<std::uint32_t, std::uint32_t> gone = m_renamed;
        std::erase_if(gone, [&](const auto& entry) { return present.contains(entry.first); });
        return gone;
    }

private:
    /// Finds out what the instances of the change are called now: corrections give other numbers.
    void nameInstances() {
        std::map<std::uint32_t, std::map<std::uint32_t, long long>> counts;
        for (std::size_t i = 0; i < m_labels.values().size(); ++i) {
            if (m_labels.values()[i] == m_wasLabels.values()[i]) {
                ++counts[m_wasIds.values()[i]][m_ids.values()[i]];
            }
        }
        for (const auto& [was, ids] : counts) {
            m_names[was] = std::ranges::max_element(ids, {}, [](const auto& one) {
                               return one.second;
                           })->first;
        }
    }

    /// It was not painted since the change, and becomes another class.
    bool changes(std::size_t i) const {
        if (m_labels.values()[i] != m_wasLabels.values()[i] ||
            m_labels.values()[i] == m_newLabels.values()[i]) {
            return false;
        }
        const auto name = m_names.find(m_wasIds.values()[i]);
        return name != m_names.end() && name->second == m_ids.values()[i];
    }

    /// An object that stays may have the number already.
    std::uint32_t idFor(std::uint32_t wanted, std::uint16_t label,
                        const std::set<std::uint32_t>& kept, NumberGiver& numbers) {
        if (wanted == scene::stuffInstance(label) || !kept.contains(wanted)) {
            return wanted;
        }
        const auto [entry, fresh] = m_instead.try_emplace(wanted, 0);
        if (fresh) {
            entry->second = numbers.next(label);
        }
        return entry->second;
    }

    LabelPlane m_labels;
    InstancePlane m_ids;
    LabelPlane m_wasLabels;
    InstancePlane m_wasIds;
    LabelPlane m_newLabels;
    InstancePlane m_newIds;
    std::map<std::uint32_t, std::uint32_t> m_names;
    std::map<std::uint32_t, std::uint32_t> m_instead;
    std::map<std::uint32_t, std::uint32_t> m_renamed;
};

} // namespace

std::vector<std::string> MappedScene::lost() const {
    std::vector<std::string> names;
    for (const MappedClass& one : used.classes) {
        if (isLost(one)) {
            names.push_back(one.from.name);
        }
    }
    return names;
}

std::vector<MappedClass> MappedScene::nearest() const {
    std::vector<MappedClass> kin;
    std::ranges::copy_if(used.classes, std::back_inserter(kin),
                         [](const MappedClass& one) { return one.match == ClassMatch::Kin; });
    return kin;
}

std::optional<MappedScene> mappedScene(const scene::SceneState& state, const scene::LabelSet& from,
                                       const scene::LabelSet& to) {
    if (from.empty() || to.empty()) {
        return std::nullopt;
    }
    MappedScene mapped = sceneInClasses(state, from, to);
    const bool known = std::ranges::any_of(mapped.used.classes, [](const MappedClass& one) {
        return one.match != ClassMatch::Nothing && one.match != ClassMatch::None;
    });
    const bool tells = known || (isNamed(from) && isNamed(to));
    if (!tells || mapped.used.unchanged(to)) {
        return std::nullopt;
    }
    return mapped;
}

MappedScene sceneInClasses(const scene::SceneState& state, const scene::LabelSet& from,
                           const scene::LabelSet& to) {
    return mappedBy(mapClasses(from, to, state.classChoices), state, from, to);
}

scene::LabelSet meaningOfIds(const scene::SceneState& state,
                             const std::optional<scene::LabelSet>& before,
                             const scene::LabelSet& after) {
    if (before && !before->empty()) {
        if (auto named = namedAs(*before, state.labelSet)) {
            return *named;
        }
    }
    return namedAs(after, state.labelSet).value_or(state.labelSet);
}

scene::Wardrobe movedAppearances(const scene::SceneState& state, const MappedScene& mapped) {
    const MappedExemplars exemplars(state, mapped);
    scene::Wardrobe moved;
    for (const auto& [instance, look] : state.appearances) {
        moved.try_emplace(instance, scene::Appearance());
    }
    for (const auto& [instance, look] : state.appearances) {
        const auto renamed = mapped.renamed.find(instance);
        const std::uint32_t id = renamed == mapped.renamed.end() ? instance : renamed->second;
        moved[id] = scene::onInstance(exemplars.moved(look), id, {});
    }
    return moved;
}

void takeClasses(scene::SceneState& state, MappedScene mapped) {
    scene::Wardrobe moved = movedAppearances(state, mapped);
    MappedExemplars(state, mapped).moveThoseOf(state);
    std::erase_if(moved, [](const auto& entry) { return entry.second.empty(); });
    state.appearances = std::move(moved);
    state.labels = std::move(mapped.maps.labels);
    state.instances = std::move(mapped.maps.instances);
    state.labelSet = *std::move(mapped.maps.labelSet);
}

std::map<std::uint16_t, long long> pixelsBefore(const ClassChange& change) {
    const std::vector<long long> counts = countValues(change.before->labels.toPlane());
    std::map<std::uint16_t, long long> pixels;
    for (std::size_t id = 0; id < counts.size(); ++id) {
        if (counts[id] > 0) {
            pixels.emplace(static_cast<std::uint16_t>(id), counts[id]);
        }
    }
    return pixels;
}

std::optional<MappedScene> remappedScene(const scene::SceneState& now, const ClassChange& change,
                                         const scene::ClassChoices& choices) {
    const auto by = [&](const scene::ClassChoices& what) {
        return mappedBy(mapClasses(change.from, change.to, what), *change.before, change.from,
                        change.to);
    };
    MappedScene corrected = by(choices);
    Correction correction(now, by(now.classChoices), corrected);
    if (!correction.apply(change.to)) {
        return std::nullopt;
    }
    corrected.maps = {scene::LabelMap(correction.labels()), scene::InstanceMap(correction.ids()),
                      now.labelSet};
    corrected.renamed = correction.renamed();
    return corrected;
}

} // namespace underpaint::imaging
