// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/evaluation.h"

#include <map>

namespace underpaint::verify {

Evaluator evaluatorOf(const std::string& name) {
    static const std::map<std::string, Evaluator> evaluators{
        {"image.resize_nearest", evaluateResizeNearest},
        {"image.resize_bicubic", evaluateResizeBicubic},
        {"image.normalise", evaluateNormalise},
        {"image.to_u8", evaluateToU8},
        {"pix2pixhd.preprocess", evaluatePreprocess},
        {"pix2pixhd.edge_map", evaluateEdgeMap},
        {"pix2pixhd.encode_input", evaluateEncodeInput},
        {"pix2pixhd.average_pyramid", evaluateAveragePyramid},
        {"pix2pixhd.read_label_map", evaluateReadLabelMap},
        {"pix2pixhd.read_instance_map", evaluateReadInstanceMap},
        {"pix2pixhd.read_clusters", evaluateReadClusters},
        {"pix2pixhd.sample_features", evaluateSampleFeatures},
        {"pix2pixhd.vgg_weights", evaluateVggWeights},
        {"pix2pixhd.vgg_features", evaluateVggFeatures},
        {"pix2pixhd.vgg_loss", evaluateVggLoss},
        {"pix2pixhd.losses", evaluatePix2PixHdLosses},
        {"pix2pixhd.inference", evaluateInference},
        {"pix2pixhd.encode_features", evaluateEncodeFeatures},
        {"pix2pixhd.train_step", evaluatePix2PixHdTrainStep},
        {"pix2pixhd.ui", evaluateUi},
        {"pix2pix.losses", evaluatePix2PixLosses},
        {"pix2pix.gan_loss", evaluateGanLoss},
        {"pix2pix.train_step", evaluatePix2PixTrainStep},
        {"cyclegan.image_pool", evaluateImagePool},
    };
    const auto it = evaluators.find(name);
    return it == evaluators.end() ? nullptr : it->second;
}

} // namespace underpaint::verify
