// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/local_photo.h"

#include "engine/base/available_memory.h"
#include "engine/base/out_of_memory.h"
#include "engine/translate/input_difference.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/rendered_region.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <utility>

namespace underpaint::translate {

namespace {

/// Pixels over which new ones go over into old ones at the border of the region.
constexpr int feather = 8;

/// What a pass may leave in memory.
std::int64_t mostBytes() {
    constexpr std::uint64_t most = std::uint64_t{1} << 30U;
    constexpr std::uint64_t share = 4;
    const auto available = availableMemory();
    return static_cast<std::int64_t>(available ? std::min(most, *available / share) : most);
}

/// How far around an edit the photo is rendered. Where norms take the moments of the whole picture
/// what changes has no end; the share of the picture that is affordable decides.
int neededReach(const nets::RegionCache& cache, Size picture) {
    constexpr int ofConvolutions = 12;
    constexpr double share = 0.1; // of the picture's side
    const double side = std::sqrt(static_cast<double>(picture.area()));
    return cache.hasMoments() ? std::clamp(static_cast<int>(side * share), 24, 64) : ofConvolutions;
}

Size sizeOf(const nets::NetworkInputs& inputs) {
    Size size;
    for (const auto& [name, input] : inputs) {
        size.width = std::max(size.width, static_cast<int>(input.width()));
        size.height = std::max(size.height, static_cast<int>(input.height()));
    }
    return size;
}

/// Sides of the region that lie within the photo.
struct SoftSides {
    bool left = false;
    bool top = false;
    bool right = false;
    bool bottom = false;
};

/// How much of the new pixel is shown `at` along one side of `extent` pixels, of feather + 1.
int weightAlong(int at, int extent, bool softStart, bool softEnd) {
    int weight = feather + 1;
    if (softStart) {
        weight = std::min(weight, at + 1);
    }
    if (softEnd) {
        weight = std::min(weight, extent - at);
    }
    return weight;
}

/// Puts the new pixels of a region into the photo.
void blend(Image& photo, const Image& news, const Rect& region, const SoftSides& soft) {
    for (int y = 0; y < region.height; ++y) {
        const int down = weightAlong(y, region.height, soft.top, soft.bottom);
        for (int x = 0; x < region.width; ++x) {
            const int weight = std::min(down, weightAlong(x, region.width, soft.left, soft.right));
            for (int c = 0; c < photo.channels(); ++c) {
                std::uint8_t& pixel = photo.at(region.x + x, region.y + y, c);
                const int mixed = pixel * (feather + 1 - weight) + news.at(x, y, c) * weight;
                pixel = static_cast<std::uint8_t>((mixed + feather / 2) / (feather + 1));
            }
        }
    }
}

} // namespace

void LocalPhoto::drop() {
    m_cache.drop();
    m_inputs.clear();
    m_pending = {};
    m_photo = {};
    m_changed = {};
}

bool LocalPhoto::follow(const GeneratorInput& painted) {
    const auto changed =
        painted.photoSize == m_photoSize ? difference(m_inputs, painted.inputs) : std::nullopt;
    if (!changed) {
        return false;
    }
    m_pending = m_pending.united(*changed);
    m_inputs = painted.inputs;
    return true;
}

template<class Compute>
std::optional<nets::Tensor> LocalPhoto::unlessShort(Compute compute) {
    try {
        return compute();
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& failure) {
        drop();
        if (!meansOutOfMemory(failure)) {
            throw;
        }
        return std::nullopt;
    }
}

nets::Tensor LocalPhoto::render(const GeneratorInput& painted,
                                const nets::InferenceRun::Options& options) {
    if (!m_network.device().is_cpu() || m_cache.notLocal) {
        return m_network.generate(painted.inputs, options);
    }
    if (!m_cache.whole || !follow(painted)) {
        drop();
        m_cache.tooLarge = m_cache.tooLarge && painted.photoSize == m_photoSize;
        m_inputs = painted.inputs;
        m_photoSize = painted.photoSize;
    }
    if (m_cache.tooLarge) {
        return m_network.generate(painted.inputs, options);
    }
    if (auto result = unlessShort([&] {
            return m_network.generateRecorded(painted.inputs, options, m_cache, mostBytes());
        })) {
        m_pending = {};
        return *std::move(result);
    }
    m_cache.tooLarge = true;
    return m_network.generate(painted.inputs, options);
}

void LocalPhoto::setPhoto(const Image& photo) {
    m_changed = {};
    m_photo = m_cache.whole ? photo : Image();
}

std::optional<LocalPhoto::Patched> LocalPhoto::patch(const GeneratorInput& painted,
                                                     const nets::InferenceRun::Options& options,
                                                     int reach) {
    if (!m_cache.whole || m_photo.empty() || !follow(painted)) {
        return std::nullopt;
    }
    if (m_pending.empty()) {
        return Patched{m_photo, m_changed};
    }
    const Size padded = sizeOf(m_inputs);
    const int by = reach > 0 ? reach : neededReach(m_cache, padded);
    const Rect part = grown(m_pending, by).intersected(wholeOf(padded));
    if (!isWorthWhile(part, padded)) {
        return std::nullopt;
    }
    const auto result =
        unlessShort([&] { return m_network.patch(m_inputs, options, m_cache, part); });
    if (!result) {
        return std::nullopt;
    }
    m_pending = {};
    const Rect shown = part.intersected(wholeOf(m_photoSize));
    if (!shown.empty()) {
        const nets::Tensor pixels =
            result->narrow(2, shown.y, shown.height).narrow(3, shown.x, shown.width);
        blend(m_photo, photoFromTensor(pixels, {shown.width, shown.height}), shown,
              {.left = part.x > 0,
               .top = part.y > 0,
               .right = part.right() < padded.width,
               .bottom = part.bottom() < padded.height});
        m_changed = m_changed.united(shown);
    }
    return Patched{m_photo, m_changed};
}

} // namespace underpaint::translate
