// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/mapped_file.h"
#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace underpaint::train {

/// Which of the two sides of an unpaired data set a photo belongs to. Its instances are what is of
/// the class with the number of the domain.
enum class Domain : std::uint8_t { None = 0, A = 1, B = 2 };

/// One pair of a packed data set. The spans point into the mapped file.
struct PackedPair {
    std::string stem;
    Size size;
    std::span<const std::uint8_t> photo;      ///< height x width x 3, R G B
    std::span<const std::uint16_t> labels;    ///< height x width
    std::span<const std::uint32_t> instances; ///< height x width
    /// How many times as often as a pair of weight 1 it is drawn.
    double weight = 1;
    Domain domain = Domain::None;
};

/// A whole data set in one memory-mapped file of raw pixels, so that training needs no image
/// library and reads at the speed of memory.
///
/// Layout: "UPPACK1\n", the header's length (u64, little-endian), a JSON header, then the planes,
/// each aligned to 64 bytes.
class PackedDataset {
public:
    /// Throws Error when the file is no whole packed data set.
    static PackedDataset open(const std::filesystem::path& path);

    const std::vector<project::PackageClass>& classes() const { return m_classes; }
    /// Where the photos come from and under which terms, as given when it was packed.
    const std::string& source() const { return m_source; }
    /// SHA-256 of the header: tells data sets apart when a run is resumed.
    const std::string& fingerprint() const { return m_fingerprint; }
    std::size_t size() const { return m_pairs.size(); }
    /// How many pairs belong to a domain; and the data set without the others.
    /// @{
    std::size_t sizeOf(Domain domain) const;
    PackedDataset only(Domain domain) const;
    /// @}
    const PackedPair& operator[](std::size_t index) const { return m_pairs[index]; }
    /// Pairs differ in their weights.
    bool weighted() const { return m_weighted; }
    /// Throws Error when the file was cut off since it was opened: pairs then read as zeros.
    void check() const { m_file.check(); }
    /// Channels of a one-hot encoding: the largest class id + 1.
    int labelChannels() const { return m_classes.back().id + 1; }
    /// The channel of a label value; -1 for values that are no class.
    int channelOf(std::uint16_t label) const {
        return label < m_channels.size() ? m_channels[label] : -1;
    }

private:
    explicit PackedDataset(MappedFile file) : m_file(std::move(file)) {}
    void assignChannels();
    void compareWeights();

    MappedFile m_file;
    std::vector<project::PackageClass> m_classes;
    std::vector<int> m_channels; // by label value
    std::string m_source;
    std::string m_fingerprint;
    std::vector<PackedPair> m_pairs;
    bool m_weighted = false;
};

/// Writes a packed data set pair by pair; the file appears under its name at finish() only.
class PackedWriter {
public:
    /// Throws Error when something else than a packed data set is there.
    PackedWriter(const std::filesystem::path& path, std::vector<project::PackageClass> classes,
                 std::string source);
    ~PackedWriter();
    PackedWriter(const PackedWriter&) = delete;
    PackedWriter& operator=(const PackedWriter&) = delete;

    /// The planes have one size and `photo` 3 channels, the weight is above 0; throws Error
    /// otherwise.
    void add(const std::string& stem, const Image& photo, const LabelPlane& labels,
             const InstancePlane& instances, double weight = 1, Domain domain = Domain::None);
    /// Throws Error when nothing was added or the file cannot be written.
    void finish();

private:
    struct Entry {
        std::string stem;
        Size size;
        std::uint64_t photo = 0;
        std::uint64_t labels = 0;
        std::uint64_t instances = 0;
        double weight = 1;
        Domain domain = Domain::None;
    };

    std::uint64_t append(std::span<const std::byte> bytes);
    std::string header() const;

    std::filesystem::path m_path;
    std::filesystem::path m_planesPath;
    std::ofstream m_planes;
    std::uint64_t m_written = 0;
    std::vector<project::PackageClass> m_classes;
    std::string m_source;
    std::vector<Entry> m_entries;
};

} // namespace underpaint::train
