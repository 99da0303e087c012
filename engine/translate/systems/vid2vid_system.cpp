// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/vid2vid_system.h"

#include "engine/base/error.h"
#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/translate/systems/vid2vid_translator.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <variant>
#include <vector>

namespace underpaint::translate {

namespace {

constexpr const char* foregroundOption = "fg_labels";
constexpr const char* coarsestRole = "G0";
constexpr const char* localNetwork = "vid2vid.composite_local_generator";
/// Of the network for single photos that paints a sequence's first frames. Its checkpoint is one of
/// pix2pixHD, which is why it comes as "G".
/// @{
constexpr const char* singleRole = "single_G";
constexpr const char* singleRoleInFiles = "G";
/// @}

const nets::vid2vid::GeneratorShape& shapeOf(const ImportedPart& part) {
    return nets::vid2vid::shapeOf(part.network);
}

std::int64_t framesSeen(const nets::vid2vid::GeneratorShape& shape) {
    return shape.previousChannels / shape.outputChannels + 1;
}

/// Label channels of one frame.
std::int64_t channelsOfFrame(const ImportedPart& generator) {
    const nets::vid2vid::GeneratorShape& shape = shapeOf(generator);
    const std::int64_t frames = framesSeen(shape);
    if (shape.inputChannels % frames != 0) {
        throw Error("its " + std::to_string(shape.inputChannels) +
                        " input channels are not those of " + std::to_string(frames) + " frames",
                    generator.report.file.string());
    }
    return shape.inputChannels / frames;
}

nets::InputChannels composeVid2Vid(const ImportedPart& generator, const ImportRequest& request,
                                   std::optional<std::int64_t> /*features*/) {
    const std::int64_t channels = channelsOfFrame(generator);
    nets::InputChannelHints hints{.labels =
                                      integerOption(request.options, "label_nc", nets::maxChannels),
                                  .edge = booleanOption(request.options, "use_instance"),
                                  .features = 0};
    if (!hints.labels && request.labels) {
        hints.labels = request.labels->idCount();
    }
    // Sketches of faces (an edge map and 14 distances) and of poses (DensePose and OpenPose).
    constexpr std::int64_t ofFaces = 15;
    constexpr std::int64_t ofPoses = 6;
    const bool sketch =
        !hints.labels && !hints.edge && (channels == ofFaces || channels == ofPoses);
    if (sketch || hints.labels == 0) {
        return {0, hints.edge.value_or(false), 0};
    }
    return nets::splitInputChannels(channels, hints, generator.report.file.string());
}

/// "G2" of "latest_net_G2": the number is the scale.
std::string vid2vidRole(const std::string& role, const std::string& name) {
    if (role != "G1") {
        return role;
    }
    const auto at = name.rfind('G');
    int scale = 0;
    const char* last = name.data() + name.size();
    const bool numbered = at != std::string::npos &&
                          std::from_chars(name.data() + at + 1, last, scale).ec == std::errc{} &&
                          scale > 0;
    return numbered ? "G" + std::to_string(scale) : role;
}

/// Scale and what else the weights of a finer generator leave open, from the coarsest one.
void fitScale(ImportedPart& part, const ImportedPart& coarsest, std::int64_t scale) {
    const auto ofCoarsest = [&](const char* name) { return coarsest.report.options.at(name); };
    project::Options& options = part.report.options;
    options["scale"] = scale;
    options["n_downsampling"] = ofCoarsest("n_downsampling");
    part.network = nets::Network::create(part.report.network, options);
    const auto& shape = shapeOf(part);
    const auto& base = shapeOf(coarsest);
    const bool fits = shape.ngf << scale == base.ngf && shape.foreground == base.foreground &&
                      shape.flow == base.flow && shape.inputChannels == base.inputChannels &&
                      shape.previousChannels == base.previousChannels;
    const at::Tensor* own = part.weights.find("indv_down.1.weight");
    if (!fits || (own != nullptr && own->size(0) != shape.foregroundWidth())) {
        throw Error("does not refine what " + coarsest.report.file.string() + " paints at scale " +
                        std::to_string(scale),
                    part.report.file.string(),
                    "Give files of one model, with their official names (latest_net_G1.pth)");
    }
}

std::vector<double> foregroundLabels(const ImportRequest& request, const std::string& file) {
    const auto it = request.options.find(foregroundOption);
    std::string text;
    if (it != request.options.end()) {
        if (const auto* number = std::get_if<std::int64_t>(&it->second)) {
            text = std::to_string(*number);
        } else if (const auto* list = std::get_if<std::string>(&it->second)) {
            text = *list;
        }
    }
    std::vector<double> labels;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        int label = 0;
        const auto [next, status] = std::from_chars(at, end, label);
        if (status != std::errc{} || label < 0 || (next != end && *next != ',')) {
            labels.clear();
            break;
        }
        labels.push_back(label);
        at = next == end ? end : next + 1;
    }
    if (labels.empty()) {
        throw Error("which classes its branch for the foreground paints cannot be seen from the "
                    "weights",
                    file,
                    "Give --option fg_labels=26 (cars: the official street model), or several as "
                    "24,26");
    }
    return labels;
}

void fitVid2Vid(std::vector<ImportedPart>& parts, const ImportRequest& request) {
    ImportedPart* coarsest = partOfRole(parts, coarsestRole);
    if (coarsest == nullptr) {
        throw Error("there is no generator of the coarsest scale among the files", {},
                    "Name latest_net_G0.pth as well");
    }
    std::int64_t scales = 1;
    for (ImportedPart* part = partOfRole(parts, "G1"); part != nullptr;
         part = partOfRole(parts, "G" + std::to_string(scales))) {
        fitScale(*part, *coarsest, scales++);
    }
    const auto local = std::ranges::count_if(
        parts, [](const ImportedPart& part) { return part.report.network == localNetwork; });
    if (local != scales - 1) {
        throw Error("a scale between the coarsest and the finest is missing among the files", {},
                    "Name the files of all scales: latest_net_G0.pth, latest_net_G1.pth …");
    }
    if (ImportedPart* single = partOfRole(parts, singleRoleInFiles)) {
        single->report.role = singleRole;
    }
    if (shapeOf(*coarsest).foreground) {
        coarsest->report.options[foregroundOption] =
            foregroundLabels(request, coarsest->report.file.string());
    }
}

void completeVid2Vid(const std::vector<ImportedPart>& parts, const ImportRequest& /*request*/,
                     project::Manifest& manifest) {
    std::int64_t multiple = 1;
    for (const ImportedPart& part : parts) {
        if (part.report.role == coarsestRole) {
            multiple *= part.network.multiple();
            const auto labels = part.report.options.find(foregroundOption);
            const auto* list = labels == part.report.options.end()
                                   ? nullptr
                                   : std::get_if<std::vector<double>>(&labels->second);
            if (list != nullptr && std::ranges::max(*list) >= manifest.labelChannels) {
                throw Error("names a class that the model does not have", "--option fg_labels");
            }
        } else if (part.report.role == singleRole) {
            const std::int64_t seen =
                manifest.labelChannels > 0 ? manifest.labelChannels : part.network.inputChannels();
            multiple = std::max(multiple, part.network.multiple());
            if (part.network.inputChannels() != seen) {
                throw Error("it takes " + std::to_string(part.network.inputChannels()) +
                                " channels, the sequence has " + std::to_string(seen) + " labels",
                            part.report.file.string(), "Give files of one model");
            }
        } else if (part.report.network == localNetwork) {
            multiple *= 2;
        }
    }
    manifest.size.multiple = static_cast<int>(multiple);
}

} // namespace

System vid2vidSystem() {
    return {.kind = "vid2vid",
            .roles = {coarsestRole, "G1"},
            .modelOptions = {"label_nc", "use_instance", foregroundOption},
            .compose = composeVid2Vid,
            .fitParts = fitVid2Vid,
            .complete = completeVid2Vid,
            .roleByName = vid2vidRole,
            .guestsOf = "pix2pixhd",
            .open = openSystem<Vid2VidTranslator>};
}

} // namespace underpaint::translate
