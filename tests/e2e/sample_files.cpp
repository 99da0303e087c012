// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/sample_files.h"

#include "engine/base/atomic_file.h"
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "tests/engine/project_samples.h"
#include "tests/engine/translate_samples.h"

namespace underpaint::test {

namespace {

nets::Network networkOf(const std::string& role) {
    const bool generator = role == "G";
    project::Options options{{"output_nc", std::int64_t{3}},
                             {"ngf", std::int64_t{4}},
                             {"n_downsampling", std::int64_t{2}},
                             {"norm", std::string("instance")}};
    if (generator) {
        options["input_nc"] = std::int64_t{10};
        options["n_blocks"] = std::int64_t{2};
    }
    return nets::Network::create(generator ? "pix2pixhd.global_generator" : "pix2pixhd.encoder",
                                 options);
}

void writeCheckpoint(const std::filesystem::path& path, const std::string& role,
                     std::size_t leftOut) {
    const nets::Network network = networkOf(role);
    const nets::ParamStore weights = sampleWeights(network);
    std::vector<nets::ParamSpec> specs = network.parameters();
    specs.resize(specs.size() - leftOut);
    std::vector<std::pair<std::string, std::string>> items;
    std::vector<StorageBytes> storages;
    for (const nets::ParamSpec& spec : specs) {
        const nets::Tensor& tensor = weights.at(spec.key);
        pickled::TensorSpec stored;
        stored.key = std::to_string(storages.size());
        stored.count = tensor.numel();
        stored.shape = tensor.sizes().vec();
        stored.strides = tensor.strides().vec();
        items.emplace_back(pickled::text(spec.key), pickled::tensor(stored));
        const auto* bytes = static_cast<const char*>(tensor.data_ptr());
        storages.push_back({stored.key, stored.count,
                            std::string(bytes, static_cast<std::size_t>(tensor.nbytes()))});
    }
    writeFileAtomically(path, legacyCheckpoint(pickled::orderedDict(items), storages));
}

} // namespace

void writeVid2VidPackage(const std::filesystem::path& path) {
    writeVid2Vid(path, true);
}

void writePix2PixHdPackage(const std::filesystem::path& path) {
    writePix2PixHd(path);
}

void writeTurnedPix2PixHdPackage(const std::filesystem::path& path,
                                 const std::filesystem::path& from) {
    const project::ModelPackage model = project::ModelPackage::open(from);
    project::Manifest manifest = model.manifest();
    manifest.id.clear();
    manifest.name = "turned";
    for (std::size_t k = 0; k < manifest.classes.size(); ++k) {
        manifest.classes[k].name = model.manifest().classes[manifest.classes.size() - 1 - k].name;
    }
    project::writePackage(path, manifest, project::weightsOf(model));
}

void writePix2PixPackage(const std::filesystem::path& path) {
    writePix2Pix(path, SampleInput::OneHot);
}

void writeBicycleGanPackage(const std::filesystem::path& path) {
    writeBicycleGan(path);
}

void writeCoCosNetPackage(const std::filesystem::path& path) {
    writeCoCosNet(path);
}

void writeInstaGanPackage(const std::filesystem::path& path) {
    writeInstaGan(path);
}

void writeSegmenterPackage(const std::filesystem::path& path) {
    writeSegmenter(path);
}

void writeGeneratorCheckpoint(const std::filesystem::path& path) {
    writeCheckpoint(path, "G", 0);
}

void writeEncoderCheckpoint(const std::filesystem::path& path) {
    writeCheckpoint(path, "E", 0);
}

void writePartialCheckpoint(const std::filesystem::path& path) {
    writeCheckpoint(path, "G", 1);
}

void writeHostileCheckpoint(const std::filesystem::path& path) {
    const std::string object =
        pickled::call(pickled::global("posix", "system"), {pickled::text("touch pwned")});
    writeFileAtomically(path, legacyCheckpoint(object, {}));
}

void writeLabelMap(const std::filesystem::path& path, int width, int height) {
    imaging::writeLabels(path, sampleScene({width, height}).labels.toPlane());
}

void writeInstanceMap(const std::filesystem::path& path, int width, int height) {
    imaging::writeInstances(path, sampleScene({width, height}).instances.toPlane());
}

void writeNoisePhoto(const std::filesystem::path& path, int width, int height) {
    Image photo(width, height, 3, 0);
    Random random(11);
    for (auto& value : photo.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    imaging::writePhoto(path, photo);
}

void writeBadLabelMap(const std::filesystem::path& path, int width, int height) {
    LabelPlane labels = sampleScene({width, height}).labels.toPlane();
    labels.at(width / 2, height / 2) = 77;
    imaging::writeLabels(path, labels);
}

void writePlainLabelMap(const std::filesystem::path& path, int width, int height) {
    imaging::writeLabels(path, LabelPlane(width, height));
}

void writeBackgroundMap(const std::filesystem::path& path, int width, int height) {
    imaging::writeInstances(path, InstancePlane(width, height));
}

void truncateFile(const std::filesystem::path& path, double share) {
    const auto size = static_cast<double>(std::filesystem::file_size(path));
    std::filesystem::resize_file(path, static_cast<std::uintmax_t>(size * share));
}

} // namespace underpaint::test
