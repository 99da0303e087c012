// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>

namespace underpaint {

/// A seeded generator whose draws are the same on every platform and standard library
/// (std::mt19937_64 is specified exactly, the std distributions are not).
class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}

    std::uint64_t bits() { return m_engine(); }
    /// Uniform in [0, 1) with 53 bits.
    double uniform() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    /// Uniform integer in [0, bound); bound > 0. Unbiased, by rejection.
    std::uint64_t below(std::uint64_t bound) {
        const std::uint64_t limit = (UINT64_MAX / bound) * bound;
        std::uint64_t draw = m_engine();
        while (draw >= limit) {
            draw = m_engine();
        }
        return draw % bound;
    }
    /// Standard normal (Box and Muller's polar form by Marsaglia).
    double normal();

private:
    std::mt19937_64 m_engine;
    double m_spare = 0;
    bool m_hasSpare = false;
};

/// An independent seed for a named or numbered sub-stream (splitmix64 of both).
std::uint64_t deriveSeed(std::uint64_t seed, std::uint64_t stream);

} // namespace underpaint
