// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/paint_pixels.h"
#include "engine/scene/scene.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::scene {

/// Gives instances a style, or (nothing) the model's default again. Sorted by id, ids unique.
struct SetStyle {
    struct Entry {
        std::uint32_t instance = 0;
        std::optional<Style> style;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    std::vector<Entry> entries;
    friend bool operator==(const SetStyle&, const SetStyle&) = default;
};

/// Gives instances another look as a whole; an empty one is the model's default. Sorted by id, ids
/// unique.
struct SetAppearance {
    struct Entry {
        std::uint32_t instance = 0;
        Appearance look;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    std::vector<Entry> entries;
    friend bool operator==(const SetAppearance&, const SetAppearance&) = default;
};

/// The scene's own code.
struct SetLatent {
    LatentCode code;
    friend bool operator==(const SetLatent&, const SetLatent&) = default;
};

/// Adds an exemplar to the look of what it acts on, or replaces the one with its id.
struct SetExemplar {
    Exemplar exemplar;
    friend bool operator==(const SetExemplar&, const SetExemplar&) = default;
};

/// Removes an exemplar with its pins; it must exist.
struct RemoveExemplar {
    std::string id;
    friend bool operator==(const RemoveExemplar&, const RemoveExemplar&) = default;
};

/// Replaces all pins of an exemplar.
struct SetPins {
    std::string exemplarId;
    std::vector<Pin> pins;
    friend bool operator==(const SetPins&, const SetPins&) = default;
};

struct RenameLabel {
    std::uint16_t id = 0;
    std::string name;
    friend bool operator==(const RenameLabel&, const RenameLabel&) = default;
};

struct RecolourLabel {
    std::uint16_t id = 0;
    Colour colour;
    friend bool operator==(const RecolourLabel&, const RecolourLabel&) = default;
};

struct SetModel {
    std::string modelId;
    friend bool operator==(const SetModel&, const SetModel&) = default;
};

struct SetSeed {
    std::uint64_t seed = 0;
    friend bool operator==(const SetSeed&, const SetSeed&) = default;
};

/// Loads other maps, of any size. Pins that would lie outside are dropped (and come back with the
/// inverse). With a label set when the maps come with their own.
struct ReplaceMaps {
    LabelMap labels;
    InstanceMap instances;
    std::optional<LabelSet> labelSet;
    friend bool operator==(const ReplaceMaps&, const ReplaceMaps&) = default;
};

/// Every label of the map must be in the new set.
struct ReplaceLabelSet {
    LabelSet labelSet;
    friend bool operator==(const ReplaceLabelSet&, const ReplaceLabelSet&) = default;
};

struct SetReferencePhoto {
    /// Null: none.
    std::shared_ptr<const Image> photo;
    friend bool operator==(const SetReferencePhoto& a, const SetReferencePhoto& b);
};

/// Says what the reference photo shows; null: that is not known.
struct SetPhotoMaps {
    std::shared_ptr<const PhotoMaps> maps;
    friend bool operator==(const SetPhotoMaps& a, const SetPhotoMaps& b);
};

struct SetKeep {
    KeepSettings keep;
    friend bool operator==(const SetKeep&, const SetKeep&) = default;
};

/// Says what classes of one label set become in another, in the place of all that was said of these
/// two. Changes nothing by itself: what is brought from one into the other later follows it.
struct SetClassChoices {
    LabelSetPair sets;
    /// Empty: what the names say.
    ChosenClasses classes;
    friend bool operator==(const SetClassChoices&, const SetClassChoices&) = default;
};

/// How an exemplar acts, without its photo: cheap enough for every step of a slider.
struct SetExemplarRules {
    std::string exemplarId;
    ExemplarTarget target;
    MatchWithin within = MatchWithin::Photo;
    float strength = 1;
    float temperature = 1;
    bool texture = false;
    friend bool operator==(const SetExemplarRules&, const SetExemplarRules&) = default;
};

/// Says what the photo of an exemplar shows and which part of it lends nothing; null as there.
struct SetExemplarMaps {
    std::string exemplarId;
    std::shared_ptr<const LabelPlane> labels = {};
    std::shared_ptr<const InstancePlane> instances = {};
    std::shared_ptr<const Image> hidden = {};
    friend bool operator==(const SetExemplarMaps& a, const SetExemplarMaps& b);
};

/// Several edits that are one step for the user, applied in order, all or none. Groups do not
/// nest.
struct EditGroup {
    std::vector<Edit> edits;
    friend bool operator==(const EditGroup& a, const EditGroup& b);
};

/// Everything that a user can change, as a value. One definition serves undo, the crash journal,
/// replay on other scenes, the command line and tests.
struct Edit {
    using Kind =
        std::variant<PaintPixels, SetStyle, SetLatent, SetExemplar, RemoveExemplar, SetPins,
                     RenameLabel, RecolourLabel, SetModel, SetSeed, ReplaceMaps, ReplaceLabelSet,
                     SetReferencePhoto, EditGroup, SetAppearance, SetPhotoMaps, SetKeep,
                     SetClassChoices, SetExemplarRules, SetExemplarMaps>;
    Kind kind;
    /// Edits of one stroke or one slider drag carry the same number and merge into one; 0 never
    /// merges. A new gesture takes a number that was not used before, so that its first edit is
    /// not folded into an older one.
    std::uint64_t gesture = 0;

    /// Scene::apply(): returns the exact inverse, which carries the same gesture.
    Edit apply(Scene& scene) const { return scene.apply(*this); }
    /// True when merge(next) would fold.
    bool mergesWith(const Edit& next) const;
    /// Folds `next`, which was applied right after this, into this: afterwards this alone does
    /// what both did. False, with nothing changed, when they are not of one gesture, kind and
    /// object.
    bool merge(const Edit& next);
    /// True when applying it cannot change anything.
    bool empty() const;
    /// About how much memory it holds on its own, in bytes, for a memory-capped undo stack.
    std::size_t byteSize() const;

    friend bool operator==(const Edit& a, const Edit& b);
};

/// An edit that was applied, with the inverse that applying it returned.
struct AppliedEdit {
    Edit edit;
    Edit inverse;

    /// Folds the following one into this, on both sides or (returning false) on neither.
    bool merge(const AppliedEdit& next);
};

} // namespace underpaint::scene
