// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/network.h"

#include "engine/base/error.h"
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/network_table.h"

#include <algorithm>
#include <set>

namespace underpaint::nets {

Network Network::create(const std::string& name, const project::Options& options) {
    OptionReader reader(name, options);
    NetworkDefinition definition = networkRow(name).kind->define(reader);
    reader.finish();
    return {name, options, std::move(definition)};
}

std::vector<std::string> Network::names() {
    return networkNames();
}

std::string Network::kind() const {
    return std::string(networkRow(m_name).system->kind);
}

std::string Network::role() const {
    return std::string(networkRow(m_name).kind->role);
}

std::int64_t Network::smallestExtent() const {
    // A border is reflected at the narrowest place, which takes two pixels there, and at the full
    // size, which takes four.
    const std::int64_t smallest = m_definition->smallest;
    return smallest > 0 ? smallest : std::max<std::int64_t>(2 * multiple(), 4);
}

std::int64_t Network::noiseChannels() const {
    std::int64_t channels = 0;
    for (const InputSpec& input : inputs()) {
        channels += input.noise;
    }
    return channels;
}

Tensor Network::generate(Run& run, const Scope& weights, const NetworkInputs& given) const {
    if (!isGenerator()) {
        throw Error("is not a generator", m_name);
    }
    for (const InputSpec& wanted : inputs()) {
        const auto input = given.find(wanted.name);
        if (input != given.end() && !wanted.accepts(input->second.channels())) {
            throw Error("the network takes " + std::to_string(wanted.channels) +
                            " channels, this input has " + std::to_string(input->second.channels()),
                        m_name);
        }
    }
    return forward(run, weights, given).at("output");
}

Tensor Network::generate(Run& run, const Scope& weights, const NetworkInput& input) const {
    return generate(run, weights, NetworkInputs{{inputs().front().name, input}});
}

TensorMap Network::forward(Run& run, const Scope& weights, const NetworkInputs& given) const {
    for (const InputSpec& wanted : inputs()) {
        if (!given.contains(wanted.name)) {
            throw Error("the argument \"" + wanted.name + "\" is missing", m_name);
        }
    }
    return m_definition->forward(run, weights, given);
}

std::vector<std::vector<Tensor>> Network::judge(Run& run, const Scope& weights,
                                                const Tensor& input) const {
    if (!isJudge()) {
        throw Error("is no discriminator of pix2pixHD's training", m_name);
    }
    return m_definition->judge(run, weights, input);
}

void Network::describe(Run& run, std::int64_t width, std::int64_t height) const {
    const ParamStore none;
    NetworkInputs shapes;
    for (const InputSpec& input : inputs()) {
        shapes.emplace(input.name,
                       shapeOnly(1, input.channels, input.extent(height), input.extent(width)));
    }
    m_definition->forward(run, Scope(none), shapes);
}

std::vector<ParamSpec> Network::parameters() const {
    // Any legal size gives the same weights; this one is large enough for every network here.
    const std::int64_t extent = std::max<std::int64_t>(256, 2 * multiple());
    DescribeRun shapes;
    describe(shapes, extent, extent);
    std::vector<ParamSpec> parameters = shapes.parameters();
    // Layers that are used twice have one set of weights.
    std::set<std::string> known;
    std::erase_if(parameters,
                  [&known](const ParamSpec& spec) { return !known.insert(spec.key).second; });
    return parameters;
}

NetworkCost Network::cost(std::int64_t width, std::int64_t height) const {
    DescribeRun shapes;
    describe(shapes, width, height);
    return {shapes.multiplyAdds(), shapes.primitives()};
}

NetworkCost Network::cost(const NetworkInputs& given) const {
    const InputSpec& first = inputs().front();
    const NetworkInput& input = given.at(first.name);
    return cost(input.width() * first.scale, input.height() * first.scale);
}

} // namespace underpaint::nets
