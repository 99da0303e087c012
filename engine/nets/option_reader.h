// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/primitives.h"
#include "engine/project/package/model_package.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace underpaint::nets {

/// Largest numbers of channels and of residual blocks that an option may ask for.
/// @{
inline constexpr std::int64_t maxChannels = 4096;
inline constexpr std::int64_t maxBlocks = 64;
/// @}

/// Typed access to the options of one network; finish() reports what nobody asked for.
/// Errors name the network and the option.
class OptionReader {
public:
    OptionReader(std::string network, const project::Options& options)
        : m_network(std::move(network)), m_options(options) {}

    /// A whole number in [low, high]; must be present unless `fallback` is given.
    std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high,
                         std::optional<std::int64_t> fallback = std::nullopt);
    /// Absent booleans are false.
    bool boolean(const std::string& name);
    /// One of the names; absent: the first.
    std::string choice(const std::string& name, const std::vector<std::string>& names);
    /// `count` whole numbers in [low, high]; absent: `fallback`.
    std::vector<std::int64_t> integers(const std::string& name, std::size_t count, std::int64_t low,
                                       std::int64_t high, std::vector<std::int64_t> fallback);
    /// Any count of whole numbers in [low, high]; absent: none.
    std::vector<std::int64_t> integerList(const std::string& name, std::int64_t low,
                                          std::int64_t high);
    /// A positive number; absent: `fallback`.
    double positive(const std::string& name, double fallback);
    /// `norm` and `track_running_stats` together.
    Norm norm();
    /// Throws Error when an option was given that no call above asked for.
    void finish() const;

private:
    const project::OptionValue* take(const std::string& name);
    [[noreturn]] void fail(const std::string& name, const std::string& problem) const;

    std::string m_network;
    const project::Options& m_options;
    std::set<std::string> m_seen;
};

} // namespace underpaint::nets
