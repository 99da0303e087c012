// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"
#include "engine/imaging/mapped_scene.h"
#include "engine/scene/edit.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// The exemplars of a scene whose maps come into the classes of another label set. Their label maps
/// come along; one for a class is for what that becomes, and goes where it becomes nothing.
class MappedExemplars {
public:
    MappedExemplars(const scene::SceneState& scene, const MappedScene& mapped);

    /// Edits around the scene::ReplaceMaps that brings the maps: for exemplars of the scene itself.
    /// @{
    const std::vector<scene::Edit>& before() const { return m_before; }
    const std::vector<scene::Edit>& after() const { return m_after; }
    /// @}
    /// What they make of the scene.
    void moveThoseOf(scene::SceneState& scene) const;
    /// What an instance wears afterwards.
    scene::Appearance moved(scene::Appearance look) const;

private:
    void prepare(const scene::Exemplar& exemplar);
    std::shared_ptr<const LabelPlane> mapped(const LabelPlane& labels) const;

    ClassMapping m_mapping;
    std::uint16_t m_unlabelled;
    std::vector<scene::Edit> m_before;
    std::vector<scene::Edit> m_after;
    std::map<std::string, scene::Exemplar> m_exemplars; ///< of the scene itself, afterwards
};

/// All that brings a scene into the classes, its instances and exemplars with what they are for, as
/// edits one after the other.
std::vector<scene::Edit> classEdits(const scene::SceneState& scene, const MappedScene& mapped);

} // namespace underpaint::imaging
