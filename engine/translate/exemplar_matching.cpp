// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_matching.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace underpaint::translate {

namespace {

using nets::Attention;
using nets::Tensor;

/// A pin adds several times the largest likeness at its own places, so that nothing else wins
/// there, not even what lies beside them …
constexpr double pinWeight = 8;
/// … and less around them: a bell of this width, in places.
constexpr double pinReach = 2;
/// What must win even against that many pins.
constexpr double decisiveVotes = 1e9;

/// A class and an id.
using ClassedInstance = std::pair<std::int32_t, std::int32_t>;

/// The places of one picture in a row.
class PlaceList {
public:
    explicit PlaceList(const MatchedPlaces& places)
        : m_classes(places.classes.contiguous()),
          m_instances(places.instances.contiguous()),
          m_hidden(places.hidden.defined() ? places.hidden.contiguous() : Tensor()) {}

    std::int64_t size() const { return m_classes.numel(); }
    std::int32_t classAt(std::int64_t i) const { return m_classes.data_ptr<std::int32_t>()[i]; }
    ClassedInstance instanceAt(std::int64_t i) const {
        return {classAt(i), m_instances.data_ptr<std::int32_t>()[i]};
    }
    bool lends(std::int64_t i) const {
        return !m_hidden.defined() || m_hidden.data_ptr<std::int32_t>()[i] == 0;
    }
    /// (1, h, w) int32 of what `group` says of each place.
    template<class Group>
    Tensor groups(const Group& group) const {
        Tensor groups = at::empty_like(m_classes);
        for (std::int64_t i = 0; i < size(); ++i) {
            groups.data_ptr<std::int32_t>()[i] = group(i);
        }
        return groups;
    }

private:
    Tensor m_classes;
    Tensor m_instances;
    Tensor m_hidden;
};

std::set<std::int32_t> lentClasses(const PlaceList& exemplar) {
    std::set<std::int32_t> classes;
    for (std::int64_t i = 0; i < exemplar.size(); ++i) {
        if (exemplar.lends(i)) {
            classes.insert(exemplar.classAt(i));
        }
    }
    return classes;
}

/// The place under a coordinate, or -1.
std::int64_t placeUnder(double x, double y, const Tensor& map) {
    const auto column = static_cast<std::int64_t>(std::lround(x));
    const auto row = static_cast<std::int64_t>(std::lround(y));
    const bool inside = column >= 0 && row >= 0 && column < map.size(2) && row < map.size(1);
    return inside ? row * map.size(2) + column : -1;
}

using Votes = std::map<ClassedInstance, std::map<ClassedInstance, double>>;

void addVotes(const nets::AttentionResult& found, const PlaceList& scene, const PlaceList& exemplar,
              Votes& votes) {
    const Tensor match = found.match.to(at::kCPU).contiguous();
    const Tensor probability = found.probability.to(at::kCPU, at::kFloat).contiguous();
    for (std::int64_t i = 0; i < scene.size(); ++i) {
        if (const std::int64_t at = match.data_ptr<std::int64_t>()[i]; at >= 0) {
            votes[scene.instanceAt(i)][exemplar.instanceAt(at)] += probability.data_ptr<float>()[i];
        }
    }
}

void addPins(std::span<const PinnedPlaces> pins, const MatchedPlaces& sceneMaps,
             const MatchedPlaces& exemplarMaps, Votes& votes) {
    const PlaceList scene(sceneMaps);
    const PlaceList exemplar(exemplarMaps);
    for (const PinnedPlaces& pin : pins) {
        const std::int64_t from = placeUnder(pin.sceneX, pin.sceneY, sceneMaps.classes);
        const std::int64_t to = placeUnder(pin.exemplarX, pin.exemplarY, exemplarMaps.classes);
        if (from >= 0 && to >= 0 && exemplar.lends(to) &&
            scene.classAt(from) == exemplar.classAt(to)) {
            votes[scene.instanceAt(from)][exemplar.instanceAt(to)] += decisiveVotes;
        }
    }
}

/// Which instance of the exemplar each of the scene takes its look from.
std::map<ClassedInstance, ClassedInstance> elected(const Votes& votes) {
    std::map<ClassedInstance, ClassedInstance> chosen;
    for (const auto& [instance, ofExemplar] : votes) {
        // The first of equals.
        const auto best =
            std::ranges::max_element(ofExemplar, {}, [](const auto& one) { return one.second; });
        chosen.emplace(instance, best->first);
    }
    return chosen;
}

/// (1, 1, h, w): a bell around a place, times the distance from it in one direction.
Tensor bell(const Tensor& like, double x, double y, int alongX, int alongY) {
    const auto line = [](std::int64_t count, double middle, int power) {
        const Tensor steps = (at::arange(count, at::kFloat) - middle) / pinReach;
        const Tensor falling = (-0.5 * steps.square()).exp();
        return power == 0 ? falling : falling * steps;
    };
    return (line(like.size(2), y, alongY).unsqueeze(1) * line(like.size(3), x, alongX).unsqueeze(0))
        .view({1, 1, like.size(2), like.size(3)});
}

/// Places around one end of a pin shall look at those that lie the same way from the other end. The
/// bell around that, exp(-|q - k|^2 / 2) of the distances q and k from both ends, is
/// exp(-q^2 / 2) exp(-k^2 / 2) exp(q k), the last of which is 1 + q k up to its square.
void addBiases(const MatchRules& rules, Attention& question) {
    std::vector<Tensor> ofScene;
    std::vector<Tensor> ofExemplar;
    const double weight = pinWeight / question.temperature;
    for (const PinnedPlaces& pin : rules.pins) {
        for (const auto& [alongX, alongY] : {std::pair(0, 0), std::pair(1, 0), std::pair(0, 1)}) {
            ofScene.push_back(bell(question.query, pin.sceneX, pin.sceneY, alongX, alongY) *
                              weight);
            ofExemplar.push_back(bell(question.key, pin.exemplarX, pin.exemplarY, alongX, alongY));
        }
    }
    if (!ofScene.empty()) {
        question.queryBias = at::cat(ofScene, 1).to(question.query.device());
        question.keyBias = at::cat(ofExemplar, 1).to(question.key.device());
    }
}

/// Groups by class: a place sees its own, or, where `open`, all of the exemplar.
void setClassGroups(const PlaceList& scene, const PlaceList& exemplar, bool open,
                    Attention& question) {
    const std::set<std::int32_t> lent = lentClasses(exemplar);
    question.queryGroups = scene.groups([&](std::int64_t i) {
        const std::int32_t own = scene.classAt(i);
        return !lent.contains(own) ? Attention::noGroup : open ? Attention::anyGroup : own;
    });
    question.keyGroups = exemplar.groups([&](std::int64_t i) {
        return exemplar.lends(i) ? exemplar.classAt(i) : Attention::noGroup;
    });
}

/// Groups by instance of the exemplar.
void setInstanceGroups(const PlaceList& scene, const PlaceList& exemplar, const Votes& votes,
                       Attention& question) {
    const std::map<ClassedInstance, ClassedInstance> chosen = elected(votes);
    std::map<ClassedInstance, std::int32_t> numbers;
    question.keyGroups = exemplar.groups([&](std::int64_t i) {
        const auto next = static_cast<std::int32_t>(numbers.size());
        return exemplar.lends(i) ? numbers.try_emplace(exemplar.instanceAt(i), next).first->second
                                 : Attention::noGroup;
    });
    question.queryGroups = scene.groups([&](std::int64_t i) {
        const auto found = chosen.find(scene.instanceAt(i));
        return found == chosen.end() ? Attention::noGroup : numbers.at(found->second);
    });
}

} // namespace

Attention ruledQuestion(Attention question, const MatchedPlaces& scene,
                        const MatchedPlaces& exemplar, const MatchRules& rules,
                        const Attend& attend) {
    question.temperature *= rules.temperature;
    const PlaceList here(scene);
    const PlaceList there(exemplar);
    setClassGroups(here, there, rules.within == scene::MatchWithin::Photo, question);
    if (rules.within != scene::MatchWithin::Instance) {
        addBiases(rules, question);
        return question;
    }
    Attention asking = question;
    asking.values =
        at::zeros({1, 1, question.key.size(2), question.key.size(3)}, question.key.options());
    Votes votes;
    addVotes(attend(asking), here, there, votes);
    addPins(rules.pins, scene, exemplar, votes);
    setInstanceGroups(here, there, votes, question);
    addBiases(rules, question);
    return question;
}

} // namespace underpaint::translate
