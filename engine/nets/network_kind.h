// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/nets/option_reader.h"
#include "engine/nets/run/run.h"
#include "engine/nets/weights/state_dict_names.h"

#include <any>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What a network tells about itself. Every system has one file in systems/ that lists its networks
// in these terms; network_table.cpp has one row per system. Nothing else knows networks by name.
namespace underpaint::nets {

/// Results of a network by name.
using TensorMap = std::map<std::string, Tensor>;

/// A network with its options read.
struct NetworkDefinition {
    /// What it is fed, the first decides the size of its result.
    std::vector<InputSpec> inputs;
    /// All inputs are there. Results by name; a network with one result calls it "output".
    std::function<TensorMap(Run&, const Scope&, const NetworkInputs&)> forward;
    /// Its results are one picture: Network::generate() works.
    bool isGenerator = false;
    /// Of a discriminator of pix2pixHD's training, on its only input: `[scale][stage]`, the last
    /// stage is the score map.
    std::function<std::vector<std::vector<Tensor>>(Run&, const Scope&, const Tensor&)> judge = {};
    /// Its score maps are probabilities, not logits.
    bool judgesInProbabilities = false;
    /// Height and width of the picture must be multiples of this.
    std::int64_t multiple = 1;
    /// The smallest height and width that it works on; 0 = what reflected borders need.
    std::int64_t smallest = 0;
    /// What its photo depends on besides the inputs, when it runs as in training.
    /// @{
    Norm norm = Norm::None;
    bool dropout = false;
    /// @}
    /// Its weights of this beginning are those of the pretrained backbone of that name, if any.
    /// @{
    std::string_view backbonePrefix = {};
    std::string_view backbone = {};
    /// @}
    /// Weights of this beginning are those of a smaller network from which it can be grown.
    std::string_view grownFrom = {};
    /// The network as its own type, for code that needs one system's own interface: Network::as().
    std::any own = {};
};

/// How much the names of a file speak for a network.
enum class Evidence {
    None,
    /// Names that other networks have too: counts when nothing else fits.
    Loose,
    /// A network of another system has the same names.
    Shared,
    /// Only this network has them.
    Sure,
};

/// The options of a network as far as names and shapes tell.
struct DeducedOptions {
    project::Options options; ///< complete: Network::create() accepts them
    /// Options that no shape decides and the value that was taken, for people:
    /// "use_dropout = true (assumed …)".
    std::vector<std::string> assumptions = {};
};

/// How the official checkpoints of a network are recognised.
struct Recognition {
    /// Weights of which every such network has one: what stands before them in a file is a prefix.
    std::vector<std::string_view> anchors = {};
    Evidence (*evidence)(const StateDictNames&) = nullptr;
    /// With Evidence::Shared: whether shapes tell it from the others, and what to call it where
    /// they do not ("a ResNet of pix2pix").
    /// @{
    bool (*only)(const StateDictNames&) = nullptr;
    std::string_view title = {};
    /// @}
    /// Throws Error when a weight has an impossible shape.
    DeducedOptions (*deduce)(const StateDictNames&) = nullptr;
};

/// One network of a system: a row of its table.
struct NetworkKind {
    /// Canonical: "pix2pixhd.global_generator".
    std::string_view name;
    /// Role in a model package ("G", "D", "E"); empty: none has it.
    std::string_view role = {};
    /// Absent booleans are false. Throws Error naming the option that is missing or out of range.
    NetworkDefinition (*define)(OptionReader&);
    Recognition recognition = {}; ///< without evidence: no file is taken for it
    /// A discriminator that has no stages whose features could be matched.
    bool scoresOnly = false;
    /// File of its pretrained weights among those that ship; empty: there is none.
    std::string_view shippedWeights = {};
};

/// The networks of one system: a row of network_table.cpp.
struct NetworkSystem {
    std::string_view kind;  ///< of model packages and recipes: "pix2pixhd"
    std::string_view title; ///< for people: "pix2pixHD"
    std::vector<NetworkKind> networks;
};

/// A generator that maps one condition to a picture.
template<class Net>
NetworkDefinition conditionGenerator(const Net& net) {
    return {
        .inputs = {{.name = "input", .channels = net.inputChannels}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output", net(run, weights, inputs.at("input"))}};
        },
        .isGenerator = true,
        .multiple = net.multiple(),
        .own = net};
}

/// A network that takes one dense input and has one result.
template<class Net>
NetworkDefinition denseNetwork(const Net& net, InputContent content) {
    return {
        .inputs = {{.name = "input", .channels = net.inputChannels, .content = content}},
        .forward = [net](Run& run, const Scope& weights, const NetworkInputs& inputs) -> TensorMap {
            return {{"output", net(run, weights, inputs.at("input").dense())}};
        },
        .own = net};
}

} // namespace underpaint::nets
