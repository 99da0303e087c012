// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/label_recognition.h"

#include "engine/base/error.h"
#include "engine/nets/run/eager_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::train {

namespace {

/// Of the data set's channels. A package says which classes a segmenter tells apart, but not which
/// of them it never saw: what has no label is none.
at::Tensor knownChannels(const LoadedSegmenter& segmenter,
                         const std::vector<project::PackageClass>& theirs,
                         const PackedDataset& data) {
    at::Tensor known = at::zeros({data.labelChannels()}, at::kFloat);
    for (const project::PackageClass& own : data.classes()) {
        const auto same = std::ranges::find(theirs, own.id, &project::PackageClass::id);
        if (same == theirs.end() || own.name.starts_with("unlabel")) {
            continue;
        }
        if (same->name != own.name || own.id >= segmenter.network.classes) {
            throw Error("its class " + std::to_string(own.id) + " is \"" + same->name +
                            "\", that of the data set \"" + own.name + "\"",
                        segmenter.name, "Use a segmenter that was trained on this data set");
        }
        known[own.id] = 1;
    }
    if (known.sum().item<double>() == 0) {
        throw Error("knows no class of the data set", segmenter.name,
                    "Use a segmenter that was trained on this data set");
    }
    return known;
}

} // namespace

LabelRecognition::LabelRecognition(LoadedSegmenter segmenter,
                                   const std::vector<project::PackageClass>& segmenterClasses,
                                   const PackedDataset& data, at::Device device)
    : m_segmenter(std::move(segmenter)),
      m_known(knownChannels(m_segmenter, segmenterClasses, data).to(device)) {}

void LabelRecognition::checkSize(Size size) const {
    const auto multiple = static_cast<int>(m_segmenter.network.multiple());
    if (size.width % multiple != 0 || size.height % multiple != 0) {
        throw Error(std::to_string(size.width) + " x " + std::to_string(size.height) +
                        " are not multiples of " + std::to_string(multiple) + ", which the " +
                        m_segmenter.name + " needs",
                    "augmentation/size");
    }
}

at::Tensor LabelRecognition::loss(const at::Tensor& photos, const at::Tensor& labels) const {
    const double evenOdds = std::log(2.0);
    nets::EagerRun run;
    const at::Tensor scores =
        m_segmenter.network(run, nets::Scope(m_segmenter.weights),
                            photos.to(at::kFloat).contiguous(at::MemoryFormat::ChannelsLast));
    const at::Tensor full = at::upsample_bilinear2d(scores, {labels.size(1), labels.size(2)},
                                                    /*align_corners=*/false);
    const at::Tensor target = labels.to(at::kLong).clamp_min(0);
    const at::Tensor counted = m_known.take(target) * (labels >= 0);
    const at::Tensor unlikely = -at::log_softmax(full, 1).gather(1, target.unsqueeze(1)).squeeze(1);
    return ((unlikely - evenOdds).clamp_min(0) * counted).sum() / counted.sum().clamp_min(1);
}

LabelRecognition labelRecognition(const std::filesystem::path& package, const PackedDataset& data,
                                  at::Device device) {
    const auto opened = project::ModelPackage::open(package);
    return {loadSegmenter(opened, device), opened.manifest().classes, data, device};
}

std::optional<LabelRecognition> labelRecognition(const std::optional<RecognitionRecipe>& recipe,
                                                 Size pictures, const PackedDataset& data,
                                                 at::Device device) {
    if (!recipe) {
        return std::nullopt;
    }
    LabelRecognition recognition = labelRecognition(recipe->segmenter, data, device);
    recognition.checkSize(pictures);
    return recognition;
}

} // namespace underpaint::train
