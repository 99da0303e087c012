// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_data.h"

#include "engine/base/error.h"

#if UNDERPAINT_HAS_IMAGING
#include "engine/imaging/codec.h"
#include "engine/train/data/pack_folder.h"
#endif

namespace underpaint::app {

namespace {

#if UNDERPAINT_HAS_IMAGING
bool packIt(const TrainData& data, Context& context) {
    train::PackOptions options;
    options.reading = data.reading;
    options.source = data.source;
    const train::PackReport report =
        train::packFolder(data.path, data.folderPack, options, context.cancel,
                          context.reporter.progress("reading the data set"));
    if (!report.passed()) {
        context.reporter.error(report.text());
    } else if (!report.findings.empty()) {
        context.reporter.warning(report.text());
    }
    return report.passed();
}
#else
bool packIt(const TrainData& data, Context& /*context*/) {
    throw Error("is a folder, and this build has no image library", data.path.string(),
                "Pack it where there is one (underpaint dataset pack) and train from the file");
}
#endif

} // namespace

std::optional<train::PackedDataset> openTrainData(const TrainData& data, Context& context) {
    if (!std::filesystem::is_directory(data.path)) {
        return train::PackedDataset::open(data.path);
    }
    std::filesystem::create_directories(data.folderPack.parent_path());
    if (!packIt(data, context)) {
        return std::nullopt;
    }
    return train::PackedDataset::open(data.folderPack);
}

void writeSheet([[maybe_unused]] const Image& sheet,
                [[maybe_unused]] const std::filesystem::path& path) {
#if UNDERPAINT_HAS_IMAGING
    imaging::writePhoto(path.string() + ".png", sheet);
#endif
}

} // namespace underpaint::app
