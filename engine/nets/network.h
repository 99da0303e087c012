// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/backbones/efficientnet_lite0.h"
#include "engine/nets/backbones/squeezenet.h"
#include "engine/nets/run/run.h"
#include "engine/nets/systems/modulated_generator.h"
#include "engine/nets/systems/pix2pix.h"
#include "engine/nets/systems/pix2pixhd.h"
#include "engine/nets/systems/projected_discriminator.h"
#include "engine/nets/systems/segmenter.h"
#include "engine/project/package/model_package.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::nets {

/// Named tensors: arguments and results of a network.
using TensorMap = std::map<std::string, Tensor>;

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

    /// Every weight that the network needs, in the order of use.
    std::vector<ParamSpec> parameters() const;
    /// For an input of `width` x `height`, batch 1.
    NetworkCost cost(std::int64_t width, std::int64_t height) const;
    std::int64_t inputChannels() const;
    /// Height and width of the input must be multiples of this (1: any size).
    std::int64_t multiple() const;
    /// How many of the input channels, the last, are noise.
    std::int64_t noiseChannels() const;
    /// True when it maps one input to one picture: generate() works.
    bool isGenerator() const;

    /// A generator's forward pass. Throws Error when this is none.
    Tensor generate(Run& run, const Scope& weights, const NetworkInput& input) const;
    /// Any network's forward pass. Arguments and results: `input` → `output`; encoder: `image`,
    /// `inst` → `output`; multi-scale discriminator: `input` → `pred.S.J` or `pred.S`; projected
    /// discriminator: `input` → `pred.S`; backbones: `input` → their features.
    TensorMap forward(Run& run, const Scope& weights, const TensorMap& arguments) const;
    /// What a discriminator of pix2pixHD's training says of `input` (condition | photo): `[scale]
    /// [stage]`, the last stage is the score map. Throws Error when this is none.
    std::vector<std::vector<Tensor>> judge(Run& run, const Scope& weights,
                                           const Tensor& input) const;
    /// True when judge() works.
    bool isJudge() const;

    /// The network as `Type`, or nullptr: for code that needs one system's own interface.
    template<class Type>
    const Type* as() const {
        return std::get_if<Type>(&m_network);
    }

private:
    using Any =
        std::variant<pix2pixhd::GlobalGenerator, pix2pixhd::LocalEnhancer, pix2pixhd::Encoder,
                     pix2pixhd::MultiscaleDiscriminator, pix2pix::UnetGenerator,
                     pix2pix::ResnetGenerator, pix2pix::PatchDiscriminator,
                     pix2pix::PixelDiscriminator, Segmenter, ModulatedGenerator,
                     ProjectedDiscriminator, EfficientNetLite0, SqueezeNet>;

    Network(std::string name, project::Options options, const Any& network)
        : m_name(std::move(name)), m_options(std::move(options)), m_network(network) {}

    void describe(Run& run, std::int64_t width, std::int64_t height) const;

    std::string m_name;
    project::Options m_options;
    Any m_network;
};

} // namespace underpaint::nets
