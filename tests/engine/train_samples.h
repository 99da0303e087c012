// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"
#include "engine/project/tensors/tensor_file.h"
#include "engine/scene/label_set.h"
#include "engine/train/data/packed_dataset.h"
#include "engine/train/trainer.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace underpaint::test {

/// Four classes with ids 0, 1, 2 and 5, the last two things.
const std::vector<project::PackageClass>& sampleClasses();

/// A pair whose photo shows each label in the colour of its class: blocks of random classes, every
/// block of a thing class an instance of its own.
struct SamplePair {
    Image photo;
    LabelPlane labels;
    InstancePlane instances;
};
SamplePair samplePair(Size size, std::uint64_t seed);

/// A packed data set of such pairs.
train::PackedDataset samplePack(const std::filesystem::path& path, std::size_t pairs, Size size);

/// A recipe whose networks are as small as they get: steps of milliseconds.
train::Recipe tinyRecipe();

/// The same of kind "bicyclegan", with codes of two values, and of kind "cocosnet"; for pictures of
/// 32 x 32.
/// @{
train::Recipe tinyCodesRecipe();
train::Recipe tinyExemplarsRecipe();
/// @}

/// Settings that give the same bytes every time.
train::TrainerSettings oneThread();

/// Whether a run of `steps` ends with the same bytes when it is cut in two after `first`.
bool endsTheSameWhenCut(const train::Recipe& recipe, const train::PackedDataset& data,
                        const std::filesystem::path& folder, int first, int steps);

std::string contentOf(const std::filesystem::path& path);

/// What a trainer saves, and its tensors by their names in the checkpoint.
/// @{
project::TensorFile stateOf(const train::Trainer& trainer, const std::filesystem::path& path);
at::Tensor tensorOf(const project::TensorFile& file, const std::string& name);
/// @}

/// The classes of the samples as a scene has them.
scene::LabelSet sampleLabelSet();

} // namespace underpaint::test
