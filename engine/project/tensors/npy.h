// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace underpaint::project {

/// Row-major rows x cols numbers.
struct Matrix {
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::vector<double> values;

    friend bool operator==(const Matrix&, const Matrix&) = default;
};

/// Feature clusters (or raw features) by class id: [k, feat_num] each.
struct ClusterTable {
    std::map<int, Matrix> classes;
};

/// Reads pix2pixHD's `features_clustered_*.npy` (and `features.npy`): a 0-d object array that holds
/// a dict class -> 2-D array, as written by NumPy 1, NumPy 2 or Python 2. Throws Error.
ClusterTable readClusters(const std::filesystem::path& path);
/// The same for content in memory; `where` is for errors.
ClusterTable parseClusters(std::span<const std::byte> content, const std::string& where);

/// Whether the file begins like one of NumPy's, whatever it is called. Throws Error when it cannot
/// be read.
bool looksLikeNpy(const std::filesystem::path& path);

/// A dense numeric array in row-major order, whatever its type and order in the file.
struct NumericArray {
    std::vector<std::int64_t> shape;
    std::vector<double> values;
};

/// Reads a plain .npy of booleans, integers or floating-point numbers. Throws Error.
NumericArray readNumericArray(const std::filesystem::path& path);
/// The same for content in memory; `where` is for errors.
NumericArray parseNumericArray(std::span<const std::byte> content, const std::string& where);

} // namespace underpaint::project
