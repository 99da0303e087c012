// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/tensors/safetensors.h"
#include "engine/project/tensors/tensor_file.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace underpaint::project {

/// A constructor option of a network (names and meaning: the network's own documentation).
using OptionValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>>;
using Options = std::map<std::string, OptionValue>;

/// One class of a model's label set.
struct PackageClass {
    int id = 0; ///< the value in label maps, 0..65535
    std::string name;
    std::array<std::uint8_t, 3> colour = {}; ///< R, G, B
    bool thing = false;                      ///< has instances (a car), unlike stuff (sky)

    friend bool operator==(const PackageClass&, const PackageClass&) = default;
};

/// One network of a model.
struct PackageNetwork {
    std::string network; ///< canonical name, such as "pix2pixhd.global_generator"
    Options options;
    std::string weights; ///< safetensors file inside the package; writePackage() fills it in

    friend bool operator==(const PackageNetwork&, const PackageNetwork&) = default;
};

/// Sizes in pixels.
struct SizeRules {
    int nativeWidth = 0; ///< what the model was trained for; 0 = unknown
    int nativeHeight = 0;
    int multiple = 1; ///< width and height must be multiples of it

    friend bool operator==(const SizeRules&, const SizeRules&) = default;
};

/// One style of a class: a centroid of its instance features.
struct StyleCentroid {
    std::vector<double> values; ///< feat_num numbers
    double share = 0;           ///< of the class's instances in the data set, 0..1; 0 = unknown
    std::string name = {};      ///< what it looks like, "overcast"; empty = it has none

    friend bool operator==(const StyleCentroid&, const StyleCentroid&) = default;
};

/// What `manifest.json` of a package says.
struct Manifest {
    int formatVersion = 1;
    std::string id; ///< writePackage() derives one from the content when empty
    std::string name;
    std::string kind;                               ///< "pix2pix", "pix2pixhd" ...
    std::map<std::string, PackageNetwork> networks; ///< by role: "G", "E", "D" ...
    std::vector<PackageClass> classes;              ///< ascending ids
    int labelChannels = 0; ///< one-hot channels of the input; 0 = the input is an RGB image
    bool useInstanceEdges = false;
    int featNum = 0; ///< style channels of the input
    SizeRules size;
    std::map<int, std::vector<StyleCentroid>> styles; ///< by class id
    /// Styles that photos of the data set had together: by class id the number of the style.
    std::vector<std::map<int, int>> styleSets;
    /// safetensors file inside the package with a small picture of each style (style_thumbnails.h);
    /// empty = none. writePackage() fills it in.
    std::string styleThumbnails;
    std::string licence;
    std::string data; ///< what it was trained on
    std::map<std::string, double> metrics;
    std::string notes;
    std::string parent;                        ///< id of the package it was fine-tuned from
    std::map<std::string, std::string> sha256; ///< file inside the package -> hexadecimal digest

    friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// Something that is wrong with a package.
struct Problem {
    std::string file;  ///< inside the package, such as "manifest.json"
    std::string key;   ///< JSON pointer or tensor name; may be empty
    std::string value; ///< the offending value, shortened; may be empty
    std::string problem;

    /// "manifest.json /networks/G/weights = "x.bin": is not in the package"
    std::string text() const;
};

/// `NAME.underpaint-model`: a folder or a zip with `manifest.json` and safetensors files. A value;
/// copies share the opened archive.
class ModelPackage {
public:
    /// Opens and validates the manifest and the headers of the weight files (the digests are left
    /// to check()). Throws one Error that lists all problems.
    static ModelPackage open(const std::filesystem::path& path);
    /// Everything that is wrong with the package, digests included; empty = fine.
    static std::vector<Problem> check(const std::filesystem::path& path);

    const std::filesystem::path& path() const;
    const Manifest& manifest() const;
    /// The weights of the network of that role, memory-mapped where they are stored uncompressed.
    /// Throws Error when there is no such role.
    TensorFile weights(std::string_view role) const;
    /// The file of Manifest::styleThumbnails; nullptr when the package has none.
    const TensorFile* styleThumbnails() const;

private:
    struct Content;
    explicit ModelPackage(std::shared_ptr<const Content> content);
    std::shared_ptr<const Content> m_content;
};

/// Weights of the network of one role.
struct PackageWeights {
    std::string role;
    std::vector<TensorToWrite> tensors;
};

/// Writes a package: a folder when `path` ends in a separator ("NAME.underpaint-model/"), else a
/// zip file whose members are stored. Built under a temporary name and renamed at the end. File
/// names, digests and, when empty, the id are filled in; the stored manifest is returned.
/// `thumbnails` are pictures of the styles (style_thumbnails.h); without them the package has none.
/// Throws Error when `path` exists and `overwrite` is false, when the manifest has problems, or
/// when writing fails.
Manifest writePackage(const std::filesystem::path& path, Manifest manifest,
                      std::span<const PackageWeights> weights, bool overwrite = false,
                      std::span<const TensorToWrite> thumbnails = {});

/// What writePackage() takes to write the same package again, perhaps with another manifest and in
/// the same place: views into the files of `package`, a copy of which must outlive them.
/// @{
std::vector<PackageWeights> weightsOf(const ModelPackage& package);
std::vector<TensorToWrite> thumbnailsOf(const ModelPackage& package);
/// @}

/// A package found in a model folder.
struct PackageListing {
    std::filesystem::path path;
    std::string id;
    std::string name;
    std::string kind;
    std::string problem; ///< why it cannot be opened; empty = it can
};

/// The entries `*.underpaint-model` of the folders, sorted by path; missing folders are skipped.
std::vector<PackageListing> listPackages(std::span<const std::filesystem::path> folders);

} // namespace underpaint::project
