// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

// Files for the tests of the program. Neither Qt nor LibTorch here.
namespace underpaint::test {

/// A pix2pixHD package: 6 labels + edge + 3 features, with encoder and clusters.
void writePix2PixHdPackage(const std::filesystem::path& path);
/// The package `from` with the names of its classes in the opposite order.
void writeTurnedPix2PixHdPackage(const std::filesystem::path& path,
                                 const std::filesystem::path& from);
/// A pix2pix package with dropout that takes one-hot labels.
void writePix2PixPackage(const std::filesystem::path& path);
/// A BicycleGAN package of the same six classes with codes of 3 values and an encoder.
void writeBicycleGanPackage(const std::filesystem::path& path);
/// A CoCosNet package of the same six classes, with a segmenter.
void writeCoCosNetPackage(const std::filesystem::path& path);
/// An InstaGAN package whose domains are called like the fourth and the fifth of these classes.
void writeInstaGanPackage(const std::filesystem::path& path);
/// A vid2vid package of the same six classes.
void writeVid2VidPackage(const std::filesystem::path& path);
/// A segmenter of the same six classes, of which 3 and 4 are things.
void writeSegmenterPackage(const std::filesystem::path& path);

/// PyTorch checkpoints (legacy container) of the networks of writePix2PixHdPackage().
void writeGeneratorCheckpoint(const std::filesystem::path& path);
void writeEncoderCheckpoint(const std::filesystem::path& path);
/// The generator without its last layer.
void writePartialCheckpoint(const std::filesystem::path& path);
/// A checkpoint whose pickle would run a shell command if anybody executed it.
void writeHostileCheckpoint(const std::filesystem::path& path);

/// Maps of the sample scene, and an RGB photo of noise.
void writeLabelMap(const std::filesystem::path& path, int width, int height);
void writeInstanceMap(const std::filesystem::path& path, int width, int height);
void writeNoisePhoto(const std::filesystem::path& path, int width, int height);
/// The label map with one pixel of a value that is no class.
void writeBadLabelMap(const std::filesystem::path& path, int width, int height);

/// A label map of class 0 alone, and an instance map of the number 0 alone.
void writePlainLabelMap(const std::filesystem::path& path, int width, int height);
void writeBackgroundMap(const std::filesystem::path& path, int width, int height);

/// Cuts a file to part of its length.
void truncateFile(const std::filesystem::path& path, double share);

} // namespace underpaint::test
