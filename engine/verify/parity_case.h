// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace underpaint::verify {

enum class CompareKind {
    MaxAbs,
    AbsRel,
    Exact,
    RelativeL2,
    RelativeMax,
    U8,
    NearZero,
    AdamUpdate,
};
std::string compareKindName(CompareKind kind);

/// How one result is compared; the fields that a kind does not know stay unused.
struct Rule {
    CompareKind kind = CompareKind::MaxAbs;
    double tolerance = 0;
    double relative = 0;
    double absolute = 0;
    /// Share of values that may exceed the tolerance; absent: none.
    std::optional<double> fraction;
    std::optional<double> outlierTolerance;
    std::optional<std::pair<double, double>> range;
    double gradientThreshold = 0;
    double otherToleranceLr = 0;
};

struct Override {
    std::vector<std::string> match;
    Rule rule;
};

struct Compare {
    Rule rule;
    std::vector<Override> overrides;

    /// The rule of the first override with a matching pattern, else the general one.
    const Rule& ruleFor(const std::string& result) const;
};

/// An operation on a computed value before it is compared.
struct View {
    enum class Kind { Stride, Channels, First, Crop, Sample, Reshape, Mean };
    Kind kind = Kind::First;
    std::vector<std::int64_t> numbers;
};

/// A key of the case's data file, or `FILE#KEY`; several are concatenated on channels.
using TensorSource = std::vector<std::string>;

struct CaseNetwork {
    std::string network;
    project::Options options;
};

enum class CaseKind { Network, Function, Procedure };

/// One case of the index, with every field checked for type and file names for staying inside the
/// folder.
struct ParityCase {
    std::string name;
    std::string network;
    CaseKind kind = CaseKind::Network;
    project::Options options;
    /// Role → network; a single network has the role "".
    std::map<std::string, CaseNetwork> networks;
    /// Role → file; the role "" when there is only one.
    std::map<std::string, std::string> weights;
    std::string overlayWeights;
    std::vector<std::string> ignoredWeights;
    std::string data;
    std::map<std::string, std::string> files;
    bool trainMode = false;
    std::vector<std::map<std::string, TensorSource>> warmup;
    std::map<std::string, TensorSource> inputs;
    std::map<std::string, TensorSource> outputs;
    std::map<std::string, TensorSource> intermediates;
    std::map<std::string, std::vector<View>> views;
    Compare compare;
    std::vector<std::string> officialDefects;
};

/// A case, or why it cannot be read. `name` and `network` are set as far as they are readable.
struct IndexEntry {
    std::string name;
    std::string network;
    std::optional<ParityCase> parityCase;
    std::string problem;
};

/// Reads an index of schema 1. Throws Error when it is none; a bad case is an entry with a problem.
std::vector<IndexEntry> readIndex(const std::filesystem::path& path);

/// Throws Error unless `name` names a file in or below the folder of the index.
void checkInsideFolder(const std::string& name);

} // namespace underpaint::verify
