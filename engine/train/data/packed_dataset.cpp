// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/data/packed_dataset.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/whole_file.h"
#include "engine/project/archive/sha256.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/json.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

namespace underpaint::train {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view magic = "UPPACK1\n";
constexpr std::uint64_t alignment = 64;
constexpr std::size_t prefix = magic.size() + sizeof(std::uint64_t);

static_assert(std::endian::native == std::endian::little, "packed data sets are little-endian");

std::uint64_t aligned(std::uint64_t offset) {
    return (offset + alignment - 1) / alignment * alignment;
}

[[noreturn]] void damaged(const fs::path& path, const std::string& problem) {
    throw Error("is no packed data set (" + problem + ")", path.string(),
                "Pack the data set again with `underpaint dataset pack`");
}

template<class T>
std::span<const T> planeAt(std::span<const std::byte> data, std::uint64_t offset,
                           std::uint64_t count, const fs::path& path) {
    if (offset % alignment != 0 || offset > data.size() ||
        count > (data.size() - offset) / sizeof(T)) {
        damaged(path, "a picture lies outside the file");
    }
    return {reinterpret_cast<const T*>(data.data() + offset), static_cast<std::size_t>(count)};
}

std::vector<project::PackageClass> readClasses(const Json& list, const fs::path& path) {
    std::vector<project::PackageClass> classes;
    for (const Json& entry : list) {
        project::PackageClass known;
        known.id = entry.at("id").get<int>();
        known.name = entry.at("name").get<std::string>();
        known.colour = entry.at("colour").get<std::array<std::uint8_t, 3>>();
        known.thing = entry.at("thing").get<bool>();
        if (known.id < 0 || known.id > 65535) {
            damaged(path, "a class id is out of range");
        }
        if (!classes.empty() && known.id <= classes.back().id) {
            damaged(path, "its classes are not in ascending order");
        }
        classes.push_back(std::move(known));
    }
    return classes;
}

bool isWeight(double weight) {
    constexpr double largest = 1e6;
    return weight >= 1 / largest && weight <= largest;
}

PackedPair readPair(const Json& entry, std::span<const std::byte> data, const fs::path& path) {
    PackedPair pair;
    pair.stem = entry.at("stem").get<std::string>();
    pair.size = {entry.at("width").get<int>(), entry.at("height").get<int>()};
    constexpr int limit = 1 << 15;
    if (pair.size.empty() || pair.size.width > limit || pair.size.height > limit) {
        damaged(path, "a picture has an impossible size");
    }
    pair.weight = entry.contains("weight") ? entry.at("weight").get<double>() : 1.0;
    if (!isWeight(pair.weight)) {
        damaged(path, "a weight is out of range");
    }
    const int domain = entry.contains("domain") ? entry.at("domain").get<int>() : 0;
    if (domain < 0 || domain > static_cast<int>(Domain::B)) {
        damaged(path, "a domain is neither A nor B");
    }
    pair.domain = static_cast<Domain>(domain);
    const auto pixels = static_cast<std::uint64_t>(pair.size.area());
    const auto offset = [&](const char* name) { return entry.at(name).get<std::uint64_t>(); };
    pair.photo = planeAt<std::uint8_t>(data, offset("photo"), 3 * pixels, path);
    pair.labels = planeAt<std::uint16_t>(data, offset("labels"), pixels, path);
    pair.instances = planeAt<std::uint32_t>(data, offset("instances"), pixels, path);
    return pair;
}

/// Where a pack may be written: what is there and is no pack is somebody's file.
fs::path placeFor(const fs::path& path) {
    fs::path place = writtenPath(path);
    std::error_code absent;
    if (fs::file_size(place, absent) > 0 && !absent) {
        const MappedFile before(place);
        if (!project::asText(before.bytes()).starts_with(magic)) {
            throw Error("is there already and is no packed data set", path.string(),
                        "Choose another -o, or remove it");
        }
    }
    removeLeftovers(place.parent_path(), place.filename().string());
    return place;
}

} // namespace

PackedDataset PackedDataset::open(const fs::path& path) {
    PackedDataset set{openWholeFile(path)};
    const std::span<const std::byte> bytes = set.m_file.bytes();
    if (bytes.size() < prefix || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0) {
        damaged(path, "it does not begin like one");
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + magic.size(), sizeof(length));
    if (length > bytes.size() - prefix) {
        damaged(path, "its header is cut off");
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data() + prefix),
                                static_cast<std::size_t>(length));
    const auto start = static_cast<std::size_t>(aligned(prefix + length));
    const std::span<const std::byte> data =
        start <= bytes.size() ? bytes.subspan(start) : std::span<const std::byte>();
    try {
        const Json header = project::parseJson(text, path.string(), text.size());
        set.m_source = header.at("source").get<std::string>();
        set.m_classes = readClasses(header.at("classes"), path);
        for (const Json& entry : header.at("pairs")) {
            set.m_pairs.push_back(readPair(entry, data, path));
        }
    } catch (const Json::exception& error) {
        damaged(path, error.what());
    }
    if (set.m_pairs.empty() || set.m_classes.empty()) {
        damaged(path, "it is empty");
    }
    set.assignChannels();
    set.compareWeights();
    set.m_fingerprint = project::sha256(std::as_bytes(std::span(text)));
    set.check();
    return set;
}

void PackedDataset::compareWeights() {
    m_weighted = std::ranges::any_of(
        m_pairs, [&](const PackedPair& pair) { return pair.weight != m_pairs.front().weight; });
}

std::size_t PackedDataset::sizeOf(Domain domain) const {
    return static_cast<std::size_t>(std::ranges::count(m_pairs, domain, &PackedPair::domain));
}

PackedDataset PackedDataset::only(Domain domain) const {
    PackedDataset part = *this;
    std::erase_if(part.m_pairs, [&](const PackedPair& pair) { return pair.domain != domain; });
    part.compareWeights();
    return part;
}

void PackedDataset::assignChannels() {
    m_channels.assign(static_cast<std::size_t>(labelChannels()), -1);
    for (const project::PackageClass& known : m_classes) {
        m_channels[static_cast<std::size_t>(known.id)] = known.id;
    }
}

PackedWriter::PackedWriter(const fs::path& path, std::vector<project::PackageClass> classes,
                           std::string source)
    : m_path(placeFor(path)),
      m_planesPath(temporaryBeside(m_path, ".planes")),
      m_planes(m_planesPath, std::ios::binary | std::ios::trunc),
      m_classes(std::move(classes)),
      m_source(std::move(source)) {
    std::sort(m_classes.begin(), m_classes.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    if (!m_planes) {
        throw Error("cannot be written", m_path.string(),
                    "Check that the folder exists, is writable and has room");
    }
}

PackedWriter::~PackedWriter() {
    m_planes.close();
    std::error_code ignored;
    fs::remove(m_planesPath, ignored);
}

std::uint64_t PackedWriter::append(std::span<const std::byte> bytes) {
    static constexpr char zeros[alignment] = {};
    const std::uint64_t offset = aligned(m_written);
    m_planes.write(zeros, static_cast<std::streamsize>(offset - m_written));
    m_planes.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    m_written = offset + bytes.size();
    return offset;
}

void PackedWriter::add(const std::string& stem, const Image& photo, const LabelPlane& labels,
                       const InstancePlane& instances, double weight, Domain domain) {
    if (!isWeight(weight)) {
        throw Error("a pair cannot be drawn " + std::to_string(weight) + " times as often", stem);
    }
    if (photo.channels() != 3 || photo.size() != labels.size() ||
        photo.size() != instances.size() || photo.empty()) {
        throw Error("photo, labels and instances must have one size, and the photo colours", stem);
    }
    Entry entry;
    entry.stem = stem;
    entry.size = photo.size();
    entry.weight = weight;
    entry.domain = domain;
    entry.photo = append(std::as_bytes(photo.values()));
    entry.labels = append(std::as_bytes(labels.values()));
    entry.instances = append(std::as_bytes(instances.values()));
    m_entries.push_back(std::move(entry));
}

std::string PackedWriter::header() const {
    Json classes = Json::array();
    for (const project::PackageClass& known : m_classes) {
        classes.push_back({{"id", known.id},
                           {"name", known.name},
                           {"colour", known.colour},
                           {"thing", known.thing}});
    }
    Json pairs = Json::array();
    for (const Entry& entry : m_entries) {
        pairs.push_back({{"stem", entry.stem},
                         {"width", entry.size.width},
                         {"height", entry.size.height},
                         {"photo", entry.photo},
                         {"labels", entry.labels},
                         {"instances", entry.instances}});
        if (entry.weight != 1) {
            pairs.back()["weight"] = entry.weight;
        }
        if (entry.domain != Domain::None) {
            pairs.back()["domain"] = static_cast<int>(entry.domain);
        }
    }
    return Json{{"source", m_source}, {"classes", classes}, {"pairs", pairs}}.dump();
}

void PackedWriter::finish() {
    if (m_entries.empty()) {
        throw Error("there is nothing to pack", m_path.string(),
                    "Check the folder with `underpaint dataset check`");
    }
    m_planes.close();
    if (!m_planes) {
        throw Error("cannot be written completely", m_path.string(), "Make room on the disk");
    }
    checkMappedFiles(); // of what was packed
    const std::string text = header();
    const MappedFile planes(m_planesPath);
    writeFileAtomically(m_path, [&](std::ostream& out) {
        const std::uint64_t length = text.size();
        out << magic;
        out.write(reinterpret_cast<const char*>(&length), sizeof(length));
        out << text;
        const std::uint64_t end = prefix + length;
        out << std::string(static_cast<std::size_t>(aligned(end) - end), '\0');
        out.write(reinterpret_cast<const char*>(planes.bytes().data()),
                  static_cast<std::streamsize>(planes.bytes().size()));
        planes.check();
    });
}

} // namespace underpaint::train
