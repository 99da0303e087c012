// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/scene.h"

#include <filesystem>
#include <string>

namespace underpaint::test {

/// Classes 0..5 of the sample models; 3 and 4 are things.
scene::LabelSet sampleLabels();

/// A small pix2pixHD model with random weights: 6 labels + edge + 3 features, global generator
/// with 2 downsamplings, encoder, clusters for classes 2 (two) and 4 (five).
std::filesystem::path writePix2PixHd(const std::filesystem::path& path);
/// A small pix2pix U-Net (7 downsamplings, batch norm, dropout) that takes the colours of the
/// labels, or with `labelChannels` one-hot labels, or a photo.
enum class SampleInput { Colours, OneHot, Photo };
std::filesystem::path writePix2Pix(const std::filesystem::path& path, SampleInput input);

/// A small BicycleGAN of our own network with random weights: 6 labels, codes of 3 values, and an
/// encoder, the official one or `ours`.
std::filesystem::path writeBicycleGan(const std::filesystem::path& path, bool ours = false);

/// A small CoCosNet with random weights for the same classes, and a segmenter; `ours`: with our own
/// generator, which is local and paints over the warped exemplar, and noise.
std::filesystem::path writeCoCosNet(const std::filesystem::path& path, bool ours = false);

/// A small vid2vid model of two scales with random weights for the same classes, with a branch for
/// the foreground; `withSingle`: and a network that paints first frames.
std::filesystem::path writeVid2Vid(const std::filesystem::path& path, bool withSingle);

/// Makes the estimates of singular values of random weights good, as after a training.
void settleSpectralNorms(const nets::ParamStore& weights);

/// A small segmenter with random weights for the same classes.
std::filesystem::path writeSegmenter(const std::filesystem::path& path);
/// An InstaGAN package of the domains "class d" and "class e", both ways.
std::filesystem::path writeInstaGan(const std::filesystem::path& path);

/// Blocks of labels and instances; some instances of class 4.
scene::SceneState sampleScene(Size size);

/// The same weights as the sample package's network of that role, built anew.
nets::ParamStore sampleWeights(const nets::Network& network);

} // namespace underpaint::test
