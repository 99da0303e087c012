// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/patch_match.h"

#include "engine/kernels/picture.h"
#include "engine/kernels/simd_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace underpaint::kernels {

namespace {

constexpr std::int32_t noKey = -1;

/// A draw that depends on its place alone, so that threads need no generators of their own.
std::uint64_t drawn(std::uint64_t seed, std::uint64_t place) {
    std::uint64_t z = seed + (place + 1) * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::map<std::uint32_t, std::vector<std::int32_t>> pixelsByKind(const PatchPicture& picture) {
    std::map<std::uint32_t, std::vector<std::int32_t>> pixels;
    for (std::int32_t i = 0; const std::uint32_t kind : picture.kinds) {
        if (kind != PatchPicture::noKind) {
            pixels[kind].push_back(i);
        }
        ++i;
    }
    return pixels;
}

/// Sums of 2 * reach + 1 values around each, along lines of `count` values `step` apart.
void boxSum(std::vector<float>& values, std::int64_t lines, std::int64_t lineStep,
            std::int64_t count, std::int64_t step, int reach) {
    std::vector<float> line(static_cast<std::size_t>(count));
    for (std::int64_t l = 0; l < lines; ++l) {
        float* at = values.data() + l * lineStep;
        for (std::int64_t i = 0; i < count; ++i) {
            line[static_cast<std::size_t>(i)] = at[i * step];
        }
        float sum = 0;
        for (std::int64_t i = 0; i < std::min<std::int64_t>(reach, count); ++i) {
            sum += line[static_cast<std::size_t>(i)];
        }
        for (std::int64_t i = 0; i < count; ++i) {
            if (i + reach < count) {
                sum += line[static_cast<std::size_t>(i + reach)];
            }
            if (i - reach - 1 >= 0) {
                sum -= line[static_cast<std::size_t>(i - reach - 1)];
            }
            at[i * step] = sum;
        }
    }
}

std::uint32_t mostOf(const std::vector<std::uint32_t>& kinds) {
    return kinds.empty() ? 0 : std::ranges::max(kinds);
}

/// How many pixels each key and those around it serve, over how many they would if all of a kind
/// served equally many.
std::vector<float> crowdOf(const PatchSearch& search, const PatchField& field) {
    const PatchPicture& key = search.key;
    std::vector<float> crowd(static_cast<std::size_t>(key.pixels()), 0.0F);
    // Of queries and of keys. Kinds are small numbers.
    std::vector<std::pair<float, float>> counts(
        std::size_t{1} + std::max(mostOf(key.kinds), mostOf(search.query.kinds)));
    for (std::size_t i = 0; i < field.keys.size(); ++i) {
        if (field.keys[i] != noKey) {
            crowd[static_cast<std::size_t>(field.keys[i])] += 1;
            counts[search.query.kinds[i]].first += 1;
        }
    }
    for (const std::uint32_t kind : key.kinds) {
        counts[kind].second += 1;
    }
    constexpr int reach = 2;
    constexpr float area = (2 * reach + 1) * (2 * reach + 1);
    boxSum(crowd, key.height(), key.width(), key.width(), 1, reach);
    boxSum(crowd, key.width(), 1, key.height(), key.width(), reach);
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        const auto [queries, keys] = counts[key.kinds[i]];
        crowd[i] *= queries > 0 ? keys / (queries * area) : 0;
    }
    return crowd;
}

class Pass {
public:
    Pass(const PatchSearch& search, const PatchField& field, const Parallel& parallel)
        : m_search(search),
          m_parallel(parallel),
          m_crowd(search.crowding > 0 ? crowdOf(search, field) : std::vector<float>()) {}

    void measure(PatchField& field) const {
        overPixels([&](std::int32_t place, int x, int y) {
            const std::int32_t key = std::exchange(keyOf(field, place), noKey);
            field.costs[static_cast<std::size_t>(place)] = dear;
            if (key != noKey) {
                consider(field, place, x, y, key % m_search.key.width(),
                         key / m_search.key.width());
            }
        });
    }

    /// Keys that lie to those of the pixels `step` away as the pixels do to each other.
    void propagate(PatchField& field, int step) const {
        const PatchField before = field;
        constexpr std::array<std::pair<int, int>, 4> sides{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
        overPixels([&](std::int32_t place, int x, int y) {
            for (const auto& [sideX, sideY] : sides) {
                const int otherX = x + sideX * step;
                const int otherY = y + sideY * step;
                if (!isWithin(m_search.query, otherX, otherY)) {
                    continue;
                }
                const std::int32_t key =
                    before.keys[static_cast<std::size_t>(otherY) *
                                    static_cast<std::size_t>(m_search.query.width()) +
                                static_cast<std::size_t>(otherX)];
                if (key != noKey) {
                    consider(field, place, x, y, key % m_search.key.width() - sideX * step,
                             key / m_search.key.width() - sideY * step);
                }
            }
        });
    }

    void tryRandom(PatchField& field) const {
        overPixels([&](std::int32_t place, int x, int y) {
            std::uint64_t seed = m_search.seed;
            for (int reach = std::max(m_search.key.width(), m_search.key.height()); reach > 0;
                 reach /= 4) {
                const std::int32_t key = keyOf(field, place);
                if (key == noKey) {
                    return;
                }
                const std::uint64_t draw = drawn(++seed, static_cast<std::uint64_t>(place));
                const auto within = static_cast<std::uint64_t>(2 * reach + 1);
                consider(field, place, x, y,
                         key % m_search.key.width() - reach +
                             static_cast<int>((draw & 0xFFFFFFFFU) % within),
                         key / m_search.key.width() - reach +
                             static_cast<int>((draw >> 32U) % within));
            }
        });
    }

private:
    static constexpr float dear = 1e9F;

    static bool isWithin(const PatchPicture& picture, int x, int y) {
        return x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
    }
    static std::int32_t& keyOf(PatchField& field, std::int32_t place) {
        return field.keys[static_cast<std::size_t>(place)];
    }

    template<class Body>
    void overPixels(const Body& body) const {
        const int width = m_search.query.width();
        m_parallel(m_search.query.height(), [&](std::int64_t first, std::int64_t last) {
            for (auto y = static_cast<int>(first); y < static_cast<int>(last); ++y) {
                for (int x = 0; x < width; ++x) {
                    const std::int32_t place = y * width + x;
                    if (m_search.query.kinds[static_cast<std::size_t>(place)] !=
                        PatchPicture::noKind) {
                        body(place, x, y);
                    }
                }
            }
        });
    }

    void consider(PatchField& field, std::int32_t place, int x, int y, int keyX, int keyY) const {
        if (!isWithin(m_search.key, keyX, keyY)) {
            return;
        }
        const std::int32_t key = keyY * m_search.key.width() + keyX;
        if (key == keyOf(field, place) ||
            m_search.key.kinds[static_cast<std::size_t>(key)] !=
                m_search.query.kinds[static_cast<std::size_t>(place)]) {
            return;
        }
        constexpr int back = PatchPicture::before;
        constexpr float values = PatchPicture::side * PatchPicture::side * 3;
        float cost = static_cast<float>(m_difference(
                         m_search.query.at(x - back, y - back), m_search.query.rowBytes(),
                         m_search.key.at(keyX - back, keyY - back), m_search.key.rowBytes())) /
                     values;
        if (!m_crowd.empty()) {
            cost += m_search.crowding * std::max(m_crowd[static_cast<std::size_t>(key)] - 1, 0.0F);
        }
        if (cost < field.costs[static_cast<std::size_t>(place)]) {
            field.costs[static_cast<std::size_t>(place)] = cost;
            keyOf(field, place) = key;
        }
    }

    const PatchSearch& m_search;
    const Parallel& m_parallel;
    std::vector<float> m_crowd;
    std::uint32_t (*m_difference)(const std::uint8_t*, std::ptrdiff_t, const std::uint8_t*,
                                  std::ptrdiff_t) = simdKernels().patchDifference;
};

/// What most of the keys fit as well as.
float usualCost(const PatchField& field) {
    std::vector<float> costs;
    for (std::size_t i = 0; i < field.keys.size(); ++i) {
        if (field.keys[i] != noKey) {
            costs.push_back(field.costs[i]);
        }
    }
    if (costs.empty()) {
        return 1;
    }
    const auto usual = costs.begin() + static_cast<std::ptrdiff_t>(costs.size() * 2 / 5);
    std::nth_element(costs.begin(), usual, costs.end());
    return std::max(*usual, 1.0F);
}

} // namespace

PatchPicture::PatchPicture(int width, int height)
    : kinds(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), noKind),
      m_width(width),
      m_height(height),
      m_bytes(static_cast<std::size_t>(rowBytes()) * static_cast<std::size_t>(height + side)) {}

void PatchPicture::mirrorBorder() {
    for (int y = -before; y < m_height + side - before; ++y) {
        const int from = continued(y, m_height, Beyond::Reflect);
        for (int x = -before; x < m_width + side - before; ++x) {
            if (y != from || x < 0 || x >= m_width) {
                std::copy_n(at(continued(x, m_width, Beyond::Reflect), from), bytes, at(x, y));
            }
        }
    }
}

void completeField(const PatchSearch& search, PatchField& field) {
    std::optional<std::map<std::uint32_t, std::vector<std::int32_t>>> pixels; // seldom needed
    field.keys.resize(search.query.kinds.size(), noKey);
    field.costs.resize(search.query.kinds.size());
    for (std::size_t i = 0; i < field.keys.size(); ++i) {
        const std::uint32_t kind = search.query.kinds[i];
        std::int32_t& key = field.keys[i];
        if (key != noKey && search.key.kinds[static_cast<std::size_t>(key)] == kind) {
            continue;
        }
        if (kind == PatchPicture::noKind) {
            key = noKey;
            continue;
        }
        if (!pixels) {
            pixels = pixelsByKind(search.key);
        }
        const auto of = pixels->find(kind);
        key = of == pixels->end() ? noKey : of->second[drawn(search.seed, i) % of->second.size()];
    }
}

void improve(const PatchSearch& search, PatchField& field, const Parallel& parallel) {
    const Pass pass(search, field, parallel);
    pass.measure(field);
    for (const int step : {4, 2, 1}) {
        pass.propagate(field, step);
    }
    pass.tryRandom(field);
}

PatchField enlarged(const PatchField& field, const PatchSearch& from, const PatchSearch& to) {
    PatchField large{std::vector<std::int32_t>(to.query.kinds.size(), noKey),
                     std::vector<float>(to.query.kinds.size())};
    for (int y = 0; y < to.query.height(); ++y) {
        const int fromY = std::min(y / 2, from.query.height() - 1);
        for (int x = 0; x < to.query.width(); ++x) {
            const int fromX = std::min(x / 2, from.query.width() - 1);
            const std::int32_t key =
                field.keys[static_cast<std::size_t>(fromY * from.query.width() + fromX)];
            if (key != noKey) {
                const int keyX = std::min(key % from.key.width() * 2 + x % 2, to.key.width() - 1);
                const int keyY = std::min(key / from.key.width() * 2 + y % 2, to.key.height() - 1);
                large.keys[static_cast<std::size_t>(y * to.query.width() + x)] =
                    keyY * to.key.width() + keyX;
            }
        }
    }
    return large;
}

void vote(const PatchSearch& search, const PatchField& field, PatchPicture& out,
          const Parallel& parallel) {
    constexpr int reach = 1; // more would blur what neighbours disagree about
    std::array<std::array<float, 2 * reach + 1>, 2 * reach + 1> nearness{};
    for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
            nearness[static_cast<std::size_t>(dy + reach)][static_cast<std::size_t>(dx + reach)] =
                std::exp(static_cast<float>(dx * dx + dy * dy) / -0.4F);
        }
    }
    const float usual = usualCost(field);
    std::vector<float> trust(field.costs.size());
    std::transform(field.costs.begin(), field.costs.end(), trust.begin(), [&](float cost) {
        return std::exp(-std::min(cost / (2 * usual), 40.0F)) + 1e-6F;
    });
    const int width = search.query.width();
    const int height = search.query.height();
    const PatchPicture& key = search.key;
    parallel(height, [&](std::int64_t first, std::int64_t last) {
        for (auto y = static_cast<int>(first); y < static_cast<int>(last); ++y) {
            for (int x = 0; x < width; ++x) {
                if (search.query.kinds[static_cast<std::size_t>(y * width + x)] ==
                    PatchPicture::noKind) {
                    continue;
                }
                std::array<float, 3> sum{};
                float weights = 0;
                for (int dy = -reach; dy <= reach; ++dy) {
                    for (int dx = -reach; dx <= reach; ++dx) {
                        const int otherX = x + dx;
                        const int otherY = y + dy;
                        if (otherX < 0 || otherY < 0 || otherX >= width || otherY >= height) {
                            continue;
                        }
                        const auto other = static_cast<std::size_t>(otherY * width + otherX);
                        const std::int32_t match = field.keys[other];
                        const int keyX = match % key.width() - dx;
                        const int keyY = match / key.width() - dy;
                        if (match == noKey || keyX < 0 || keyY < 0 || keyX >= key.width() ||
                            keyY >= key.height()) {
                            continue;
                        }
                        const float weight = trust[other] *
                                             nearness[static_cast<std::size_t>(dy + reach)]
                                                     [static_cast<std::size_t>(dx + reach)];
                        const std::uint8_t* colour = key.at(keyX, keyY);
                        for (std::size_t c = 0; c < sum.size(); ++c) {
                            sum[c] += weight * static_cast<float>(colour[c]);
                        }
                        weights += weight;
                    }
                }
                if (weights > 0) {
                    std::uint8_t* pixel = out.at(x, y);
                    for (std::size_t c = 0; c < sum.size(); ++c) {
                        pixel[c] = static_cast<std::uint8_t>(std::lround(sum[c] / weights));
                    }
                }
            }
        }
    });
}

} // namespace underpaint::kernels
