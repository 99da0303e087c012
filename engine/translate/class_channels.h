// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace underpaint::translate {

/// Which one-hot channel of a network a label value has. A class has the channel of its number;
/// those with larger numbers than there are channels (255 = unlabelled) take the channels that are
/// left over, in ascending order. A model without a class list has one class per channel.
class ClassChannels {
public:
    /// Throws Error when there are more classes than channels.
    ClassChannels(std::span<const project::PackageClass> classes, int channels);

    int channels() const { return m_channels; }
    /// Throws Error listing the values (and their pixels) that are no class of the model.
    Plane<std::int32_t> channelsOf(const LabelPlane& labels) const;

private:
    int m_channels;
    std::unordered_map<std::uint16_t, std::int32_t> m_channelByClass;
};

/// The label map as a picture in the model's own colours, for models that were trained on such
/// pictures. Throws Error listing the values that are no class.
class ClassColours {
public:
    explicit ClassColours(std::span<const project::PackageClass> classes);
    Image pictureOf(const LabelPlane& labels) const;

private:
    std::unordered_map<std::uint16_t, std::array<std::uint8_t, 3>> m_colourByClass;
};

} // namespace underpaint::translate
