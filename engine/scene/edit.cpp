// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/edit.h"

#include <algorithm>
#include <utility>

namespace underpaint::scene {

namespace {

template<class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
// clang 14 does not deduce aggregates by itself.
template<class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

template<class SetSome>
bool sameInstances(const SetSome& a, const SetSome& b) {
    return std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      [](const auto& x, const auto& y) { return x.instance == y.instance; });
}

/// True when `b` right after `a` replaces what `a` set, so that both are one edit.
template<class T>
bool sameObject(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, SetStyle> || std::is_same_v<T, SetAppearance>) {
        return sameInstances(a, b);
    } else if constexpr (std::is_same_v<T, SetExemplar>) {
        return a.exemplar.id == b.exemplar.id;
    } else if constexpr (std::is_same_v<T, SetPins> || std::is_same_v<T, SetExemplarRules> ||
                         std::is_same_v<T, SetExemplarMaps>) {
        return a.exemplarId == b.exemplarId;
    } else if constexpr (std::is_same_v<T, SetClassChoices>) {
        return a.sets == b.sets;
    } else if constexpr (std::is_same_v<T, RenameLabel> || std::is_same_v<T, RecolourLabel>) {
        return a.id == b.id;
    } else {
        return std::is_same_v<T, PaintPixels> || std::is_same_v<T, SetLatent> ||
               std::is_same_v<T, SetSeed> || std::is_same_v<T, SetKeep>;
    }
}

std::size_t bytesOf(const LabelSet& labelSet) {
    std::size_t bytes = 0;
    for (const LabelClass& label : labelSet.classes()) {
        bytes += sizeof(label) + label.name.capacity();
    }
    return bytes;
}

std::size_t bytesOf(const std::optional<Style>& style) {
    if (!style) {
        return 0;
    }
    return std::visit(Overloaded{[](const ClusterStyle&) { return std::size_t{0}; },
                                 [](const MixtureStyle& s) { return s.weights.size() * 4; },
                                 [](const FeatureStyle& s) { return s.values.size() * 4; }},
                      *style);
}

template<class T>
std::size_t bytesOf(const std::shared_ptr<const Plane<T>>& plane) {
    return plane ? plane->values().size_bytes() : 0;
}

std::size_t bytesOf(const Exemplar& exemplar) {
    return bytesOf(exemplar.photo) + bytesOf(exemplar.labels) + bytesOf(exemplar.instances) +
           bytesOf(exemplar.hidden) + exemplar.pins.size() * sizeof(Pin);
}

std::size_t bytesOf(const Appearance& look) {
    std::size_t bytes = bytesOf(look.style) + look.code.values.size() * sizeof(float);
    for (const auto& [id, exemplar] : look.exemplars) {
        bytes += sizeof(exemplar) + bytesOf(exemplar);
    }
    return bytes;
}

} // namespace

bool operator==(const SetReferencePhoto& a, const SetReferencePhoto& b) {
    return a.photo == b.photo || (a.photo && b.photo && *a.photo == *b.photo);
}

bool operator==(const SetPhotoMaps& a, const SetPhotoMaps& b) {
    return a.maps == b.maps || (a.maps && b.maps && *a.maps == *b.maps);
}

bool operator==(const SetExemplarMaps& a, const SetExemplarMaps& b) {
    const auto same = [](const auto& one, const auto& other) {
        return one == other || (one && other && *one == *other);
    };
    return a.exemplarId == b.exemplarId && same(a.labels, b.labels) &&
           same(a.instances, b.instances) && same(a.hidden, b.hidden);
}

bool operator==(const EditGroup& a, const EditGroup& b) {
    return a.edits == b.edits;
}

bool operator==(const Edit& a, const Edit& b) {
    return a.gesture == b.gesture && a.kind == b.kind;
}

bool Edit::mergesWith(const Edit& next) const {
    if (gesture == 0 || gesture != next.gesture || kind.index() != next.kind.index()) {
        return false;
    }
    return std::visit(
        [&]<class T>(const T& edit) { return sameObject(edit, std::get<T>(next.kind)); }, kind);
}

bool Edit::merge(const Edit& next) {
    if (!mergesWith(next)) {
        return false;
    }
    if (auto* paint = std::get_if<PaintPixels>(&kind)) {
        paint->append(std::get<PaintPixels>(next.kind));
    } else {
        kind = next.kind;
    }
    return true;
}

bool Edit::empty() const {
    return std::visit(Overloaded{[](const PaintPixels& edit) { return edit.empty(); },
                                 [](const SetStyle& edit) { return edit.entries.empty(); },
                                 [](const SetAppearance& edit) { return edit.entries.empty(); },
                                 [](const EditGroup& edit) {
                                     return std::all_of(
                                         edit.edits.begin(), edit.edits.end(),
                                         [](const Edit& member) { return member.empty(); });
                                 },
                                 [](const auto&) { return false; }},
                      kind);
}

std::size_t Edit::byteSize() const {
    const std::size_t held = std::visit(
        Overloaded{[](const PaintPixels& edit) { return edit.byteSize(); },
                   [](const SetStyle& edit) {
                       std::size_t bytes = edit.entries.size() * sizeof(SetStyle::Entry);
                       for (const SetStyle::Entry& entry : edit.entries) {
                           bytes += bytesOf(entry.style);
                       }
                       return bytes;
                   },
                   [](const SetAppearance& edit) {
                       std::size_t bytes = edit.entries.size() * sizeof(SetAppearance::Entry);
                       for (const SetAppearance::Entry& entry : edit.entries) {
                           bytes += bytesOf(entry.look);
                       }
                       return bytes;
                   },
                   [](const SetLatent& edit) { return edit.code.values.size() * sizeof(float); },
                   [](const SetExemplar& edit) { return bytesOf(edit.exemplar); },
                   [](const SetPins& edit) { return edit.pins.size() * sizeof(Pin); },
                   [](const SetExemplarMaps& edit) {
                       return bytesOf(edit.labels) + bytesOf(edit.instances) + bytesOf(edit.hidden);
                   },
                   [](const ReplaceMaps& edit) {
                       return edit.labels.byteSize() + edit.instances.byteSize() +
                              (edit.labelSet ? bytesOf(*edit.labelSet) : 0);
                   },
                   [](const ReplaceLabelSet& edit) { return bytesOf(edit.labelSet); },
                   [](const SetReferencePhoto& edit) {
                       return edit.photo ? edit.photo->values().size_bytes() : 0;
                   },
                   [](const SetPhotoMaps& edit) {
                       if (!edit.maps) {
                           return std::size_t{0};
                       }
                       std::size_t bytes =
                           edit.maps->labels.byteSize() + edit.maps->instances.byteSize();
                       for (const auto& [instance, worn] : edit.maps->appearances) {
                           bytes += sizeof(worn) + bytesOf(worn);
                       }
                       return bytes;
                   },
                   [](const SetClassChoices& edit) {
                       std::size_t bytes = edit.sets.from.capacity() + edit.sets.to.capacity();
                       for (const auto& [from, to] : edit.classes) {
                           bytes += 2 * sizeof(std::string) + from.capacity() + to.capacity();
                       }
                       return bytes;
                   },
                   [](const EditGroup& edit) {
                       std::size_t bytes = 0;
                       for (const Edit& member : edit.edits) {
                           bytes += member.byteSize();
                       }
                       return bytes;
                   },
                   [](const auto&) { return std::size_t{0}; }},
        kind);
    return sizeof(Edit) + held;
}

bool AppliedEdit::merge(const AppliedEdit& next) {
    if (!edit.mergesWith(next.edit) || !next.inverse.mergesWith(inverse)) {
        return false;
    }
    Edit undo = next.inverse;
    undo.merge(inverse);
    edit.merge(next.edit);
    inverse = std::move(undo);
    return true;
}

} // namespace underpaint::scene
