// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/project/tensors/npy.h"
#include "engine/translate/instance_features.h"
#include "engine/verify/case_context.h"

#include <cstdint>
#include <vector>

namespace underpaint::verify {

/// (N, 1, H, W) ids → (N, 1, H, W) boundaries.
at::Tensor edgeMap(const at::Tensor& instances);

/// The argument `label`; with `labelCount` 0 the picture that takes its place, which may be called
/// `image` or `input` too.
at::Tensor labelArgument(CaseContext& context, std::int64_t labelCount);

/// What a pix2pixHD network is fed, in both of its forms: one-hot labels | boundaries | features.
struct SceneInput {
    /// (N, H, W) int32 label channels; undefined when the label argument is a picture (label_nc 0).
    at::Tensor labels;
    /// (N, C, H, W): one-hot labels (or the picture) and boundaries.
    at::Tensor dense;
    /// (N, 1, H, W) boundaries or undefined.
    at::Tensor edges;
};

/// `label` (N, 1, H, W), or with `labelCount` 0 the picture itself; `instances` may be undefined
/// when `useInstances` is false.
SceneInput sceneInput(const at::Tensor& label, const at::Tensor& instances, std::int64_t labelCount,
                      bool useInstances);

/// Feature planes (N, count, H, W) by instance id.
at::Tensor featurePlanes(const at::Tensor& instances, const translate::InstanceFeatures& features,
                         std::int64_t count);

/// More one-hot channels than any label set has.
inline constexpr std::int64_t maxLabels = 4096;

/// Features by the rows (id, class, cluster) of the argument `cluster_choice`, from the file
/// `clusters`.
translate::InstanceFeatures chosenFeatures(CaseContext& context, std::int64_t count);

/// Row `cluster` of a class; throws Error when the table lacks it.
std::vector<float> clusterFeatures(const project::ClusterTable& table, std::int64_t label,
                                   std::int64_t cluster, std::int64_t count);

} // namespace underpaint::verify
