// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/model_network.h"

#include "engine/base/available_memory.h"
#include "engine/base/error.h"
#include "engine/base/out_of_memory.h"
#include "engine/nets/run/patching_run.h"
#include "engine/nets/run/recording_run.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/translate/reflect_padding.h"

#include <variant>

namespace underpaint::translate {

namespace {

const project::PackageNetwork& networkOf(const project::ModelPackage& package,
                                         const std::string& role) {
    const auto& networks = package.manifest().networks;
    const auto it = networks.find(role);
    if (it == networks.end()) {
        throw Error("the model has no network \"" + role + "\"", package.path().string());
    }
    return it->second;
}

nets::Network createNetwork(const project::ModelPackage& package, const std::string& role) {
    const project::PackageNetwork& described = networkOf(package, role);
    try {
        return nets::Network::create(described.network, described.options);
    } catch (const Error& failure) {
        throw Error(failure.problem(),
                    package.path().string() + ": manifest.json /networks/" + role + ": " +
                        failure.where(),
                    failure.remedy());
    }
}

std::int64_t widthOf(const project::ModelPackage& package, const std::string& role) {
    const project::Options& options = package.manifest().networks.at(role).options;
    const auto found = options.find("ngf");
    const auto* width =
        found == options.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return width == nullptr ? 0 : *width;
}

} // namespace

ModelNetwork::ModelNetwork(const project::ModelPackage& package, const std::string& role,
                           at::Device device, nets::Precision precision)
    : m_network(createNetwork(package, role)),
      m_weights(
          nets::loadWholeWeights(m_network, package.weights(role), nets::WeightMemory::Shared),
          device, precision),
      m_width(widthOf(package, role)) {}

void ModelNetwork::refuseHopeless(Size size) const {
    // Labels, instances and the photo as numbers and as bytes; what goes into the widest layer and
    // what comes out of it, in half precision.
    constexpr std::uint64_t bytesOfMaps = 2 + 4 + 3 * 4 + 3;
    const auto bytesOfLayer = static_cast<std::uint64_t>(device().is_cpu() ? 2 * 2 * m_width : 0);
    const std::uint64_t needed =
        static_cast<std::uint64_t>(size.area()) * (bytesOfMaps + bytesOfLayer);
    const auto available = availableMemory();
    if (available && needed > *available) {
        constexpr std::uint64_t mebi = 1U << 20U;
        throw OutOfMemory(std::to_string(size.width) + "x" + std::to_string(size.height) +
                          " pixels need " + std::to_string(needed / mebi) +
                          " MiB at least, and there are " + std::to_string(*available / mebi));
    }
}

std::string ModelNetwork::precisionName() const {
    switch (m_weights.precision()) {
    case nets::Precision::Bf16:
        return "bf16";
    case nets::Precision::Fp16:
        return "fp16";
    case nets::Precision::Auto:
    case nets::Precision::Fp32:
        break;
    }
    return "fp32";
}

Size ModelNetwork::paddedSize(Size size) const {
    const auto multiple = static_cast<int>(m_network.multiple());
    const auto smallest = static_cast<int>(m_network.smallestExtent());
    return {paddedExtent(size.width, multiple, smallest),
            paddedExtent(size.height, multiple, smallest)};
}

nets::Tensor ModelNetwork::generate(const nets::NetworkInputs& inputs,
                                    nets::InferenceRun::Options options) {
    const at::NoGradGuard noGrad;
    options.expectedMultiplyAdds = m_network.cost(inputs).multiplyAdds;
    nets::InferenceRun run(m_weights, std::move(options));
    return m_network.generate(run, nets::Scope(m_weights.weights()), inputs)
        .to(at::kCPU, at::kFloat);
}

nets::Tensor ModelNetwork::generateRecorded(const nets::NetworkInputs& inputs,
                                            nets::InferenceRun::Options options,
                                            nets::RegionCache& cache, std::int64_t mostBytes) {
    const at::NoGradGuard noGrad;
    options.expectedMultiplyAdds = m_network.cost(inputs).multiplyAdds;
    nets::InferenceRun inner(m_weights, std::move(options));
    nets::RecordingRun run(inner, cache, mostBytes);
    const nets::Tensor result = m_network.generate(run, nets::Scope(m_weights.weights()), inputs);
    run.finish(result);
    return result.to(at::kCPU, at::kFloat);
}

nets::Tensor ModelNetwork::patch(const nets::NetworkInputs& inputs,
                                 nets::InferenceRun::Options options, nets::RegionCache& cache,
                                 const Rect& part) {
    const at::NoGradGuard noGrad;
    options.freesMemory = false;
    nets::InferenceRun inner(m_weights, std::move(options));
    const nets::InputSpec& first = m_network.inputs().front();
    const nets::NetworkInput& input = inputs.at(first.name);
    nets::PatchingRun run(inner, cache, part,
                          {static_cast<int>(input.width() * first.scale),
                           static_cast<int>(input.height() * first.scale)});
    (void)m_network.generate(run, nets::Scope(m_weights.weights()), inputs);
    return cache.nodes[cache.result].kept;
}

nets::Tensor ModelNetwork::forward(const nets::NetworkInputs& inputs,
                                   nets::InferenceRun::Options options, const std::string& result) {
    const at::NoGradGuard noGrad;
    nets::InferenceRun run(m_weights, std::move(options));
    return m_network.forward(run, nets::Scope(m_weights.weights()), inputs)
        .at(result)
        .to(at::kCPU, at::kFloat);
}

void ModelNetwork::run(nets::InferenceRun::Options options,
                       const std::function<void(nets::Run&, const nets::Scope&)>& pass) {
    const at::NoGradGuard noGrad;
    nets::InferenceRun run(m_weights, std::move(options));
    pass(run, nets::Scope(m_weights.weights()));
}

} // namespace underpaint::translate
