// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <map>
#include <string>

namespace underpaint::nets {

/// What an input of a network is, for whoever makes one: from a scene, for a benchmark, in a test.
enum class InputContent {
    /// What a manifest describes: one-hot labels | instance edges | features, or a picture in the
    /// place of the labels. The last InputSpec::noise channels are noise of the scene's seed.
    Condition,
    /// RGB in [-1, 1].
    Picture,
    /// A condition and the picture that is judged under it.
    Judged,
    /// Integral ids in one channel.
    Instances,
    /// Values without a place: a latent code.
    Code,
    /// Shares, 0 or 1 in every channel; soft where a coarser scale averages them.
    Mask,
    /// Activations of another network that runs before this one.
    Features,
};

/// One declared input of a network.
struct InputSpec {
    std::string name;
    std::int64_t channels = 1;
    InputContent content = InputContent::Condition;
    /// Height and width are those of the picture divided by this; 0 = one pixel for all of it.
    std::int64_t scale = 1;
    /// How many of the channels, the last, are noise.
    std::int64_t noise = 0;

    /// Further channels may follow, each like the last: a set of masks.
    bool openEnded = false;

    bool accepts(std::int64_t count) const {
        return openEnded ? count >= channels : count == channels;
    }
    /// Height or width for a picture of that extent.
    std::int64_t extent(std::int64_t ofPicture) const { return scale == 0 ? 1 : ofPicture / scale; }
};

/// What a network is fed: either a dense tensor, or a painted scene whose one-hot form is only
/// made where a Run cannot do without it (a 2048x1024 one-hot of 35 classes is 294 MB).
///
/// Channel order of the dense form: one-hot labels | planes (edge, then features).
class NetworkInput {
public:
    /// `dense` is (N, C, H, W), floating point.
    NetworkInput(Tensor dense); // NOLINT(google-explicit-constructor): every tensor is an input
    /// `labels` is (N, H, W) int32; a value outside 0..classes-1 gives an all-zero column.
    /// `planes` is (N, P, H, W) float or undefined.
    NetworkInput(Tensor labels, std::int64_t classes, Tensor planes);

    bool isPainted() const { return m_labels.defined(); }
    std::int64_t batch() const;
    std::int64_t channels() const;
    std::int64_t height() const;
    std::int64_t width() const;

    const Tensor& labels() const { return m_labels; }
    const Tensor& planes() const { return m_planes; }
    std::int64_t classes() const { return m_classes; }

    /// (N, C, H, W) float32; makes the one-hot tensor of a painted input.
    Tensor dense() const;

private:
    Tensor m_dense;
    Tensor m_labels;
    Tensor m_planes;
    std::int64_t m_classes = 0;
};

/// The inputs of a network by name.
using NetworkInputs = std::map<std::string, NetworkInput>;

} // namespace underpaint::nets
