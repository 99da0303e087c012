// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/appearance.h"
#include "engine/scene/class_choices.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/label_set.h"
#include "engine/scene/photo_maps.h"
#include "engine/scene/tiled_map.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace underpaint::scene {

struct Edit;
class Sequence;

/// Everything that determines the photo. A cheap value: the maps and pictures are shared.
/// As part of a Scene or SceneSnapshot it is consistent: both maps have one size, every label is
/// in the label set, exemplars and pins fit.
struct SceneState {
    LabelSet labelSet;
    LabelMap labels;
    InstanceMap instances;
    /// What is bound to no instance: the code, exemplars for everything or for a class.
    Appearance appearance;
    /// By instance id. An instance that wears nothing is absent and looks as the model paints it by
    /// itself. Ids of exemplars are unique in the scene.
    std::map<std::uint32_t, Appearance> appearances;
    /// Id of the model package; empty: none chosen.
    std::string modelId;
    std::uint64_t seed = 0;
    /// The photo that the scene was made from, of any size, or null.
    std::shared_ptr<const Image> referencePhoto;
    /// What it shows, or null: that is not known.
    std::shared_ptr<const PhotoMaps> photoMaps;
    KeepSettings keep;
    /// How maps come into the classes of another label set where their names do not tell. None is
    /// empty.
    ClassChoices classChoices;

    Size size() const { return labels.size(); }
    Rect bounds() const { return labels.bounds(); }
    /// What an instance wears, or nullptr when that is nothing.
    const Appearance* appearanceOf(std::uint32_t instance) const;
    /// The style of an instance, or nullptr for the model's default.
    const Style* styleOf(std::uint32_t instance) const;
    /// Those of the scene and of its instances, by id.
    std::map<std::string, const Exemplar*> allExemplars() const;
    /// Nullptr where there is none with the id.
    const Exemplar* findExemplar(const std::string& id) const;
    /// Adds an exemplar where its target says. One with its id must not be there.
    void addExemplar(Exemplar exemplar);
    /// Throws Error that says what is inconsistent.
    void check() const;

    /// Compares contents.
    friend bool operator==(const SceneState& a, const SceneState& b);
};

/// An immutable state with the revision it had in its scene: the only input of a render. Copies
/// share it; may be used and dropped on any thread.
class SceneSnapshot {
public:
    /// Throws Error when the state is not consistent.
    explicit SceneSnapshot(SceneState state, std::uint64_t revision = 0);

    std::uint64_t revision() const { return m_revision; }
    const SceneState& state() const { return *m_state; }
    const SceneState& operator*() const { return *m_state; }
    const SceneState* operator->() const { return m_state.get(); }

private:
    friend class Scene;
    friend class Sequence;
    struct Trusted {};
    SceneSnapshot(Trusted, const SceneState& state, std::uint64_t revision)
        : m_state(std::make_shared<const SceneState>(state)), m_revision(revision) {}

    std::shared_ptr<const SceneState> m_state;
    std::uint64_t m_revision = 0;
};

/// What was packed of several scenes; see TiledMap::pack().
struct PackedMaps {
    PackedTiles<std::uint16_t> labels;
    PackedTiles<std::uint32_t> instances;
    /// Photos that were put away, by what they were.
    std::map<std::shared_ptr<const Image>, std::shared_ptr<const Image>> photos;
};

/// The photo where it takes no memory (Plane::putAway()); a small one, and null, as it is.
std::shared_ptr<const Image> putAway(std::shared_ptr<const Image> photo);

/// What the user edits. Changes only through edits; each that is applied raises the revision,
/// also one that undoes another.
class Scene {
public:
    Scene() = default;
    /// Both maps filled with `background`, which must be in the set.
    Scene(LabelSet labelSet, Size size, std::uint16_t background = 0);
    /// Throws Error when the state is not consistent.
    explicit Scene(SceneState state);

    const SceneState& state() const { return m_state; }
    const SceneState& operator*() const { return m_state; }
    const SceneState* operator->() const { return &m_state; }
    std::uint64_t revision() const { return m_revision; }

    /// Costs pointer copies: about the number of tiles, not of pixels.
    SceneSnapshot snapshot() const;

    /// Applies an edit and returns its exact inverse. Throws Error, with nothing changed, when
    /// the edit does not fit this scene.
    Edit apply(const Edit& edit);

    /// Packs the maps and puts the reference photo away; they stay what they are: for scenes that
    /// are kept and seldom read.
    void pack(PackedMaps& packed);

private:
    SceneState m_state;
    std::uint64_t m_revision = 0;
};

} // namespace underpaint::scene
