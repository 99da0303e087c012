// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/run/run.h"

#include <cstdint>
#include <vector>

// The generators of "Video-to-Video Synthesis" (Wang et al., NeurIPS 2018). A frame is painted from
// label maps up to its own and from frames painted before. Every convolution has a bias. Weights
// carry the official names.
namespace underpaint::nets::vid2vid {

/// What a generator hands to the one of the next finer scale.
struct Features {
    Tensor image = {};      ///< (N, ngf, H, W)
    Tensor flow = {};       ///< the same shape; undefined without flow
    Tensor foreground = {}; ///< (N, width of the foreground, H, W); undefined without foreground
};

/// What one frame is painted from, at one scale.
struct FrameRequest {
    /// (N, inputChannels, H, W): the label maps of several frames, oldest first.
    NetworkInput labels;
    /// (N, previousChannels, H, W) in [-1, 1]: the frames painted before, oldest first.
    Tensor previous;
    /// (N, 1, H, W) shares of the foreground; for generators with a foreground.
    Tensor foreground = {};
    /// There is no frame before: nothing is taken from it.
    bool rawOnly = false;
    /// Of the coarser scale, at half the size; for local generators.
    Features coarse = {};
};

/// One frame at one scale.
struct PaintedFrame {
    Tensor final;       ///< (N, C, H, W) in [-1, 1]
    Tensor flow = {};   ///< (N, 2, H, W) to the frame before, in pixels; undefined without flow
    Tensor weight = {}; ///< (N, 1, H, W): how much is new; undefined without flow
    Tensor raw;         ///< (N, C, H, W): painted anew, but for the foreground
    Features features;
};

/// What generators of all scales have in common.
struct GeneratorShape {
    std::int64_t inputChannels = 108;
    std::int64_t outputChannels = 3;
    std::int64_t previousChannels = 6;
    std::int64_t ngf = 128; ///< width at this scale's full resolution
    std::int64_t downsamplings = 3;
    Norm norm = Norm::Batch;
    /// A branch of its own for foreground classes.
    bool foreground = false;
    /// Predicts how the frame before moves, and takes what it can from there.
    bool flow = true;
    /// Channels of one frame's labels that are foreground: for whoever makes the masks, as far as a
    /// model says.
    std::vector<std::int64_t> foregroundLabels = {};
    /// For networks that only ever paint frames which have none before.
    bool rawOnly = false;

    std::int64_t foregroundWidth() const { return downsamplings > 2 ? ngf / 2 : ngf; }
};

/// G0: the coarsest scale.
struct CompositeGenerator {
    GeneratorShape shape;
    std::int64_t blocks = 9;

    std::int64_t multiple() const { return std::int64_t{1} << shape.downsamplings; }
    PaintedFrame operator()(Run& run, const Scope& weights, const FrameRequest& request) const;
};

/// G1, G2 …: refine at twice the size of the scale before, with its features.
struct CompositeLocalGenerator {
    GeneratorShape shape;
    std::int64_t blocks = 3;
    std::int64_t scale = 1; ///< 1 is the first above the coarsest

    std::int64_t multiple() const { return 2; }
    PaintedFrame operator()(Run& run, const Scope& weights, const FrameRequest& request) const;
};

} // namespace underpaint::nets::vid2vid
