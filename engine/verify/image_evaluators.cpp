// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/colour_photo.h"
#include "engine/imaging/preprocess.h"
#include "engine/imaging/resize.h"
#include "engine/translate/picture_tensors.h"
#include "engine/verify/evaluation.h"
#include "engine/verify/picture_levels.h"
#include "engine/verify/planes.h"

#include <optional>
#include <string>
#include <vector>

namespace underpaint::verify {

namespace {

constexpr std::int64_t maxExtent = 16384;

Size targetSize(CaseContext& context) {
    return {static_cast<int>(context.integer("width", 1, maxExtent)),
            static_cast<int>(context.integer("height", 1, maxExtent))};
}

/// `image_u8`, (H, W) or (H, W, C), as pixels of T; a batch is handled picture by picture.
template<class T, class Resize>
at::Tensor eachPicture(const at::Tensor& pictures, Resize resize) {
    if (pictures.dim() < 4) {
        return tensorFrom(resize(planeFrom<T>(pictures, "image_u8")), pictures.dim() == 2);
    }
    std::vector<at::Tensor> results;
    for (const at::Tensor& picture : pictures.unbind(0)) {
        results.push_back(eachPicture<T>(picture, resize));
    }
    return at::stack(results);
}

/// A 1- or 3-channel picture as RGB.
Image rgbOf(const Image& picture) {
    if (picture.channels() == 3) {
        return picture;
    }
    if (picture.channels() != 1) {
        throw Error("is neither grey nor RGB", "argument image_u8");
    }
    return inColour(picture);
}

/// (C, H, W) in [-1, 1].
at::Tensor normalised(const Image& picture) {
    return translate::pictureTensor(rgbOf(picture), picture.size(), picture.channels())[0];
}

Evaluation evaluateResizeNearest(CaseContext& context) {
    const Size size = targetSize(context);
    // Maps of ids may have more than 8 bits.
    const auto resize = [&](const InstancePlane& p) { return imaging::resizeNearest(p, size); };
    return {
        .results = {{"image_u8", eachPicture<std::uint32_t>(context.input("image_u8"), resize)}}};
}

Evaluation evaluateResizeBicubic(CaseContext& context) {
    const Size size = targetSize(context);
    const auto resize = [&](const Image& p) { return imaging::resizeBicubic(p, size); };
    return {
        .results = {{"image_u8", eachPicture<std::uint8_t>(context.input("image_u8"), resize)}}};
}

Evaluation evaluateNormalise(CaseContext& context) {
    const at::Tensor pictures = context.input("image_u8");
    if (pictures.dim() < 4) {
        return {.results = {{"image", normalised(planeFrom<std::uint8_t>(pictures, "image_u8"))}}};
    }
    std::vector<at::Tensor> results;
    for (const at::Tensor& picture : pictures.unbind(0)) {
        results.push_back(normalised(planeFrom<std::uint8_t>(picture, "image_u8")));
    }
    return {.results = {{"image", at::stack(results)}}};
}

Evaluation evaluateToU8(CaseContext& context) {
    at::Tensor image = context.input("image");
    if (image.dim() == 3) {
        image = image.unsqueeze(0);
    }
    if (image.dim() != 4 || image.numel() == 0) {
        throw Error("is not a (batch, channels, height, width) tensor", "argument image");
    }
    at::Tensor levels = pictureLevels(image).permute({0, 2, 3, 1});
    if (levels.size(3) == 1) {
        levels = levels.expand({-1, -1, -1, 3});
    }
    return {.results = {{"image_u8", levels.size(0) == 1 ? levels[0] : levels}}};
}

imaging::PreprocessRule ruleOf(CaseContext& context) {
    imaging::PreprocessRule rule;
    const auto extent = [&](const std::string& name, int fallback) {
        return static_cast<int>(context.integer(name, 1, maxExtent, fallback));
    };
    rule.mode = imaging::resizeModeFromName(context.text("resize_mode"));
    rule.loadSize = extent("load_size", rule.loadSize);
    rule.fineSize = extent("fine_size", extent("crop_size", rule.fineSize));
    rule.base = extent("base", rule.base);
    return rule;
}

/// The official loaders draw the position of a crop: a case has to tell it where there is more
/// than one, as crop_pos (x, y).
imaging::PreprocessPlan planOf(CaseContext& context, Size source) {
    const imaging::PreprocessRule rule = ruleOf(context);
    Random random(0);
    imaging::PreprocessPlan plan =
        imaging::planPreprocessing(source, rule, /*mayFlip=*/false, random);
    plan.flip = context.flag("flip");
    if (!plan.crop) {
        return plan;
    }
    const std::vector<double> position = context.numbers("crop_pos");
    if (position.size() == 2) {
        plan.crop->x = static_cast<int>(position[0]);
        plan.crop->y = static_cast<int>(position[1]);
    } else if (plan.scaled.width > plan.crop->width || plan.scaled.height > plan.crop->height) {
        throw Error("is missing: the rule crops at a random position", "option crop_pos");
    }
    return plan;
}

template<class T>
at::Tensor preparedMaps(const at::Tensor& maps, const imaging::PreprocessPlan& plan,
                        const std::string& name) {
    std::vector<at::Tensor> results;
    for (const at::Tensor& map : maps.unbind(0)) {
        const Plane<T> plane = planeFrom<T>(map[0], name);
        results.push_back(tensorFrom(imaging::applyPlan(plane, plan), /*flat=*/true).unsqueeze(0));
    }
    return at::stack(results);
}

Size sizeOf(const at::Tensor& tensor) {
    return {static_cast<int>(tensor.size(3)), static_cast<int>(tensor.size(2))};
}

Evaluation evaluatePreprocess(CaseContext& context) {
    Evaluation evaluation;
    if (context.hasInput("image_u8")) {
        const at::Tensor images = context.picture("image_u8");
        const imaging::PreprocessPlan plan = planOf(context, sizeOf(images));
        std::vector<at::Tensor> results;
        for (const at::Tensor& image : images.unbind(0)) {
            const Image source = planeFrom<std::uint8_t>(image.permute({1, 2, 0}), "image_u8");
            results.push_back(normalised(imaging::applyPlan(source, plan)));
        }
        evaluation.results["image"] = at::stack(results);
    }
    if (context.hasInput("label")) {
        const at::Tensor labels = context.picture("label");
        evaluation.results["label"] =
            preparedMaps<std::uint16_t>(labels, planOf(context, sizeOf(labels)), "label");
    }
    if (context.hasInput("inst")) {
        const at::Tensor ids = context.picture("inst");
        evaluation.results["inst"] =
            preparedMaps<std::uint32_t>(ids, planOf(context, sizeOf(ids)), "inst");
    }
    return evaluation;
}

} // namespace

Evaluators imageEvaluators() {
    return {
        {"image.resize_nearest", evaluateResizeNearest},
        {"image.resize_bicubic", evaluateResizeBicubic},
        {"image.normalise", evaluateNormalise},
        {"image.to_u8", evaluateToU8},
        {"pix2pixhd.preprocess", evaluatePreprocess},
    };
}

} // namespace underpaint::verify
