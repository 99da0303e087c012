// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/picture_comparison.h"

#include <filesystem>
#include <string>

// TorchScript files are programs: loading one and asking it for features runs the code in it. Call
// these only for a file that the user has named for this purpose. Their figures have names of their
// own, since nobody but the user knows what the program computes.
namespace underpaint::metrics {

/// The Inception-v3 features of FID from a TorchScript file: "fid_script". A program with an
/// argument `return_features` (as that of StyleGAN2-ADA) gets the photo as bytes 0..255, any other
/// one as numbers 0..1, both (1, 3, H, W) R G B; it must return one vector, perhaps with extents
/// of 1.
NamedFeatures scriptedInception(const std::filesystem::path& file, const std::string& device);

/// LPIPS from a TorchScript file with two inputs (1, 3, H, W) in [-1, 1] and one number as its
/// result: "lpips_script".
NamedDistance scriptedLpips(const std::filesystem::path& file, const std::string& device);

} // namespace underpaint::metrics
