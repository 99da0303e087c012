// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_input.h"
#include "engine/nets/network_kind.h"
#include "engine/nets/run/run.h"
#include "engine/project/package/model_package.h"

#include <any>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::nets {

/// What one forward pass costs.
struct NetworkCost {
    std::int64_t multiplyAdds = 0;
    std::int64_t primitives = 0;
};

/// A network of any system behind its canonical name ("pix2pixhd.global_generator") and options
/// ("ngf" = 64 …), as model packages, parity cases and benchmarks name it.
class Network {
public:
    /// Throws Error naming the network or option that is unknown, missing or out of range.
    /// Absent booleans are false.
    static Network create(const std::string& name, const project::Options& options);
    /// All canonical names, sorted.
    static std::vector<std::string> names();

    const std::string& name() const { return m_name; }
    /// The options as given to create().
    const project::Options& options() const { return m_options; }
    /// Of the system that it belongs to: "pix2pixhd".
    std::string kind() const;
    /// In a model package ("G"); empty: it has none.
    std::string role() const;
    /// What the network says of itself.
    const NetworkDefinition& definition() const { return *m_definition; }
    const std::vector<InputSpec>& inputs() const { return m_definition->inputs; }

    /// Every weight that the network needs, in the order of use.
    std::vector<ParamSpec> parameters() const;
    /// For a picture of `width` x `height`, batch 1.
    NetworkCost cost(std::int64_t width, std::int64_t height) const;
    /// For the picture that these inputs make.
    NetworkCost cost(const NetworkInputs& inputs) const;
    /// Of its first input.
    std::int64_t inputChannels() const { return inputs().front().channels; }
    /// Height and width of the picture must be multiples of this (1: any size) ...
    std::int64_t multiple() const { return m_definition->multiple; }
    /// ... and at least this.
    std::int64_t smallestExtent() const;
    /// How many of the input channels are noise.
    std::int64_t noiseChannels() const;
    /// True when it maps its inputs to one picture: generate() works.
    bool isGenerator() const { return m_definition->isGenerator; }

    /// A generator's forward pass; the second for those with one input. Throws Error when this is
    /// none, or when an input is missing or has another number of channels.
    /// @{
    Tensor generate(Run& run, const Scope& weights, const NetworkInputs& inputs) const;
    Tensor generate(Run& run, const Scope& weights, const NetworkInput& input) const;
    /// @}
    /// Any network's forward pass. Results: `output`; of a multi-scale discriminator `pred.S.J` or
    /// `pred.S`, of a projected one `pred.S`, of a backbone its features. Throws Error when an
    /// input is missing.
    TensorMap forward(Run& run, const Scope& weights, const NetworkInputs& inputs) const;
    /// What a discriminator of pix2pixHD's training says of `input` (condition | photo): `[scale]
    /// [stage]`, the last stage is the score map. Throws Error when this is none.
    std::vector<std::vector<Tensor>> judge(Run& run, const Scope& weights,
                                           const Tensor& input) const;
    /// True when judge() works.
    bool isJudge() const { return m_definition->judge != nullptr; }

    /// The network as `Type`, or nullptr: for code that needs one system's own interface.
    template<class Type>
    const Type* as() const {
        return std::any_cast<Type>(&m_definition->own);
    }

private:
    Network(std::string name, project::Options options, NetworkDefinition definition)
        : m_name(std::move(name)),
          m_options(std::move(options)),
          m_definition(std::make_shared<const NetworkDefinition>(std::move(definition))) {}

    void describe(Run& run, std::int64_t width, std::int64_t height) const;

    std::string m_name;
    project::Options m_options;
    std::shared_ptr<const NetworkDefinition> m_definition; // never null
};

} // namespace underpaint::nets
