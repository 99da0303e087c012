// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/sample_sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace underpaint::train {

namespace {

/// Writes a (1, 3, H, W) picture in [-1, 1] with its top-left pixel at (x, y).
void place(const at::Tensor& picture, Image& sheet, int x, int y) {
    const at::Tensor pixels = picture.detach()[0].to(at::kCPU, at::kFloat).contiguous();
    const auto values = pixels.accessor<float, 3>();
    for (int c = 0; c < 3; ++c) {
        for (int py = 0; py < static_cast<int>(pixels.size(1)); ++py) {
            for (int px = 0; px < static_cast<int>(pixels.size(2)); ++px) {
                const float level = (values[c][py][px] + 1) * 127.5F;
                sheet.at(x + px, y + py, c) =
                    static_cast<std::uint8_t>(std::clamp(std::lround(level), 0L, 255L));
            }
        }
    }
}

void placeLabels(const at::Tensor& labels, const std::vector<std::array<std::uint8_t, 3>>& colours,
                 Image& sheet, int y) {
    const auto values = labels.accessor<int, 3>();
    for (int py = 0; py < static_cast<int>(labels.size(1)); ++py) {
        for (int px = 0; px < static_cast<int>(labels.size(2)); ++px) {
            const int channel = values[0][py][px];
            for (int c = 0; c < 3 && channel >= 0; ++c) {
                sheet.at(px, y + py, c) =
                    colours[static_cast<std::size_t>(channel)][static_cast<std::size_t>(c)];
            }
        }
    }
}

} // namespace

Image sampleSheet(const PackedDataset& data, Size size, int rows,
                  const std::function<at::Tensor(const Sample&)>& paint) {
    std::vector<std::array<std::uint8_t, 3>> colours(
        static_cast<std::size_t>(data.labelChannels()));
    for (const project::PackageClass& known : data.classes()) {
        colours[static_cast<std::size_t>(known.id)] = known.colour;
    }
    const auto count = std::min(static_cast<std::size_t>(std::max(rows, 1)), data.size());
    Image sheet;
    for (std::size_t row = 0; row < count; ++row) {
        const Sample sample = wholeSample(data, row * data.size() / count, size);
        const at::Tensor painted = paint(sample);
        const int middle = static_cast<int>(painted.size(3));
        if (sheet.empty()) {
            sheet = Image(2 * size.width + middle, static_cast<int>(count) * size.height, 3, 0);
        }
        const int y = static_cast<int>(row) * size.height;
        placeLabels(sample.labels, colours, sheet, y);
        place(painted, sheet, size.width, y);
        place(sample.image, sheet, size.width + middle, y);
    }
    return sheet;
}

} // namespace underpaint::train
