// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/run/region_cache.h"
#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <functional>
#include <string>

namespace underpaint::translate {

/// One network of a package, ready to compute. Its weights stay memory-mapped until they are
/// prepared for the device.
class ModelNetwork {
public:
    /// Throws Error when the role is absent or its weights are not whole.
    ModelNetwork(const project::ModelPackage& package, const std::string& role, at::Device device,
                 nets::Precision precision);

    const nets::Network& network() const { return m_network; }
    at::Device device() const { return m_weights.device(); }
    std::string precisionName() const;
    /// The size that a picture is padded to before the network sees it.
    Size paddedSize(Size size) const;

    /// Throws OutOfMemory when a picture of that size needs more than the machine has, at the very
    /// least: the system would end the program in the middle of it, without a word.
    void refuseHopeless(Size size) const;

    /// One forward pass of a generator on padded inputs: (1, C, H, W) float32 on the CPU.
    nets::Tensor generate(const nets::NetworkInputs& inputs, nets::InferenceRun::Options options);
    /// The same, kept for patch() (see nets::RecordingRun).
    nets::Tensor generateRecorded(const nets::NetworkInputs& inputs,
                                  nets::InferenceRun::Options options, nets::RegionCache& cache,
                                  std::int64_t mostBytes);
    /// Computes a part of the picture anew (see nets::PatchingRun). The result is the cache's own.
    nets::Tensor patch(const nets::NetworkInputs& inputs, nets::InferenceRun::Options options,
                       nets::RegionCache& cache, const Rect& part);
    /// Like generate() of any network; returns one of its results.
    nets::Tensor forward(const nets::NetworkInputs& inputs, nets::InferenceRun::Options options,
                         const std::string& result = "output");

    /// A pass that knows more of the network than its inputs and results.
    void run(nets::InferenceRun::Options options,
             const std::function<void(nets::Run&, const nets::Scope&)>& pass);

    /// Gives back the memory that passes keep for the next one.
    void releaseScratch() { m_weights.releaseScratch(); }

private:
    nets::Network m_network;
    nets::PreparedWeights m_weights;
    std::int64_t m_width = 0; ///< channels of its widest layer at full size, where it says so
};

} // namespace underpaint::translate
