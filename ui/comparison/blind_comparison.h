// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/comparison/picture_pairs.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::ui {

/// What somebody who does not know which picture is whose says of a pair.
enum class Seen : std::uint8_t { Left, Right, Same };
/// What that means.
enum class Verdict : std::uint8_t { First, Second, Same };

/// A pair that is shown once.
struct BlindTrial {
    PicturePair pair;
    bool swapped = false; ///< the second is on the left
    std::optional<Verdict> verdict = {};

    const std::filesystem::path& left() const { return swapped ? pair.second : pair.first; }
    const std::filesystem::path& right() const { return swapped ? pair.first : pair.second; }
    friend bool operator==(const BlindTrial&, const BlindTrial&) = default;
};

/// How two folders are compared.
struct ComparisonPlan {
    std::filesystem::path first;
    std::filesystem::path second;
    std::uint64_t seed = 0; ///< of the order and of the sides
    double seconds = 0;     ///< that a pair is seen; 0: until it is judged
    /// The models that painted the folders; empty: it is not known, or they did not.
    /// @{
    std::string firstModel = {};
    std::string secondModel = {};
    /// @}

    bool ofModels() const { return !firstModel.empty() && !secondModel.empty(); }

    friend bool operator==(const ComparisonPlan&, const ComparisonPlan&) = default;
};

struct Tally {
    long first = 0;
    long second = 0;
    long same = 0;
    long open = 0; ///< not judged yet

    long judged() const { return first + second + same; }
    /// Of those between which somebody could decide.
    long decided() const { return first + second; }
};

/// The user study of the label-to-photo papers (which of two photos is more realistic, seen for a
/// short time), as a value: what is judged, what is left, and the file that remembers it.
class BlindComparison {
public:
    /// The pairs in an order and on sides that are drawn by the seed: the same seed gives the same.
    BlindComparison(ComparisonPlan plan, std::vector<PicturePair> pairs);

    const ComparisonPlan& plan() const { return m_plan; }
    const std::vector<BlindTrial>& trials() const { return m_trials; }
    /// The first trial that is not judged.
    std::optional<std::size_t> current() const;
    /// Judges the current trial; nothing without one.
    void judge(Seen seen);
    /// Forgets the verdict before the current one. False when there is none.
    bool takeBack();
    Tally tally() const;

    /// The file that remembers it: JSON. Throws Error when a name is not UTF-8.
    std::string text() const;
    /// Throws Error that names `where` and the place for what is damaged.
    static BlindComparison parse(std::string_view text, const std::string& where);
    /// A line per trial in the order in which they are shown, with a head: name, first, second,
    /// left, verdict. First and second are pictures, or models where these are compared; the name
    /// is that of the scene then.
    std::string csv() const;

    friend bool operator==(const BlindComparison&, const BlindComparison&) = default;

private:
    BlindComparison() = default;

    ComparisonPlan m_plan;
    std::vector<BlindTrial> m_trials;
};

/// Exposures that can be chosen, in seconds; 0 is without an end.
inline constexpr double exposures[] = {0.125, 0.25, 0.5, 1, 2, 4, 8, 0};

} // namespace underpaint::ui
