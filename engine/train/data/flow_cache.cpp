// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/flow_cache.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/make_folder.h"
#include "engine/base/mapped_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::train {

namespace {

namespace fs = std::filesystem;

constexpr std::array<char, 8> flowMagic{'U', 'P', 'F', 'L', 'O', 'W', '1', '\n'};
constexpr float stepsPerPixel = 32;
constexpr std::size_t fingerprintDigits = 16;

Image photoOf(const PackedPair& pair) {
    Image photo(pair.size.width, pair.size.height, 3, 0);
    std::ranges::copy(pair.photo, photo.values().begin());
    return photo;
}

int half(int extent) {
    return (extent + 1) / 2;
}

/// Means of 2 x 2 pixels.
imaging::FlowField halved(const imaging::FlowField& flow) {
    imaging::FlowField small(half(flow.width()), half(flow.height()), 2, 0);
    for (int y = 0; y < small.height(); ++y) {
        for (int x = 0; x < small.width(); ++x) {
            for (int c = 0; c < 2; ++c) {
                float sum = 0;
                for (int i = 0; i < 4; ++i) {
                    sum += flow.at(std::min(2 * x + i % 2, flow.width() - 1),
                                   std::min(2 * y + i / 2, flow.height() - 1), c);
                }
                small.at(x, y, c) = sum / 4;
            }
        }
    }
    return small;
}

std::vector<std::int16_t> inSteps(const imaging::FlowField& flow) {
    constexpr float limit = 32767;
    std::vector<std::int16_t> steps;
    for (const float value : flow.values()) {
        steps.push_back(static_cast<std::int16_t>(
            std::clamp(std::round(value * stepsPerPixel), -limit, limit)));
    }
    return steps;
}

imaging::FlowField ofSteps(const std::vector<std::int16_t>& steps, Size photo) {
    imaging::FlowField flow(half(photo.width), half(photo.height), 2, 0);
    std::ranges::transform(steps, flow.values().begin(), [](std::int16_t value) {
        return static_cast<float>(value) / stepsPerPixel;
    });
    return flow;
}

/// Nothing where the file is missing, or holds something else.
std::optional<imaging::FlowField> readFlow(const fs::path& path, Size photo) {
    std::error_code unknown;
    if (!fs::is_regular_file(path, unknown) || fs::file_size(path, unknown) == 0) {
        return std::nullopt;
    }
    const auto cells =
        static_cast<std::size_t>(half(photo.width)) * static_cast<std::size_t>(half(photo.height));
    std::vector<std::int16_t> steps(2 * cells);
    const std::span<std::byte> values = std::as_writable_bytes(std::span(steps));
    const MappedFile file(path);
    if (file.bytes().size() != flowMagic.size() + values.size() ||
        std::memcmp(file.bytes().data(), flowMagic.data(), flowMagic.size()) != 0) {
        return std::nullopt;
    }
    std::memcpy(values.data(), file.bytes().data() + flowMagic.size(), values.size());
    file.check();
    return ofSteps(steps, photo);
}

} // namespace

FlowCache::FlowCache(PackedDataset data, fs::path folder, Measure measure)
    : m_data(std::move(data)), m_folder(std::move(folder)), m_measure(std::move(measure)) {
    if (!m_folder.empty()) {
        m_folder /= m_data.fingerprint().substr(0, fingerprintDigits);
    }
}

fs::path FlowCache::fileOf(std::size_t frame, std::size_t other) const {
    return m_folder / (std::to_string(frame) + "-" + std::to_string(other) + ".flow");
}

imaging::FlowField FlowCache::measured(std::size_t frame, std::size_t other) const {
    const imaging::FlowField flow = m_measure(photoOf(m_data[frame]), photoOf(m_data[other]));
    m_data.check();
    return halved(flow);
}

imaging::FlowField FlowCache::flow(std::size_t frame, std::size_t other) {
    const Size photo = m_data[frame].size;
    if (const auto kept = m_kept.find({frame, other}); kept != m_kept.end()) {
        return kept->second;
    }
    const fs::path path = fileOf(frame, other);
    if (!m_folder.empty()) {
        if (auto flow = readFlow(path, photo)) {
            return *std::move(flow);
        }
    }
    const std::vector<std::int16_t> steps = inSteps(measured(frame, other));
    imaging::FlowField flow = ofSteps(steps, photo); // the same as what will be read
    if (m_folder.empty()) {
        m_kept.emplace(std::pair(frame, other), flow);
        return flow;
    }
    makeFolder(m_folder, "Choose another folder for the run");
    writeFileAtomically(path, [&steps](std::ostream& out) {
        const std::span<const std::byte> values = std::as_bytes(std::span(steps));
        out.write(flowMagic.data(), flowMagic.size());
        out.write(reinterpret_cast<const char*>(values.data()),
                  static_cast<std::streamsize>(values.size()));
    });
    return flow;
}

at::Tensor FlowCache::flow(std::size_t frame, std::size_t other, const SampleCut& cut, Size size) {
    at::Tensor shown = at::zeros({2, size.height, size.width}, at::kFloat);
    if (frame == other) {
        return shown;
    }
    const imaging::FlowField whole = flow(frame, other);
    auto values = shown.accessor<float, 3>();
    const Rect& window = cut.window;
    const float across = static_cast<float>(window.width) / static_cast<float>(size.width);
    const float down = static_cast<float>(window.height) / static_cast<float>(size.height);
    for (int y = 0; y < size.height; ++y) {
        const float py = static_cast<float>(window.y) + (static_cast<float>(y) + 0.5F) * down;
        for (int x = 0; x < size.width; ++x) {
            const float px = static_cast<float>(window.x) + (static_cast<float>(x) + 0.5F) * across;
            const int column = cut.mirrored ? size.width - 1 - x : x;
            const float u = imaging::sampled(whole, px / 2 - 0.5F, py / 2 - 0.5F, 0) / across;
            values[0][y][column] = cut.mirrored ? -u : u;
            values[1][y][column] = imaging::sampled(whole, px / 2 - 0.5F, py / 2 - 0.5F, 1) / down;
        }
    }
    return shown;
}

} // namespace underpaint::train
