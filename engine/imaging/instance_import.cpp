// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/instance_import.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/instance_numbering.h"
#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>

namespace underpaint::imaging {

namespace {

using scene::instancesPerClass;
using scene::stuffInstance;

constexpr std::uint32_t kSixteenBits = 65535;
constexpr std::uint32_t kWhite = 0xFFFFFF;
/// Objects of fewer pixels are specks. Where every third number is one, edges were smoothed, or the
/// picture is a photo.
constexpr long long kSpeck = 4;
constexpr std::size_t kFewNumbers = 24;
/// How many of 100 pixels of a number for "nothing" have not its most frequent class.
constexpr long long kNothingMixed = 1;
/// The same for the number with the most pixels, which is not known to mean nothing.
constexpr long long kLargestMixed = 20;

/// Calls `take(first, count)` for each stretch of equal values of both planes in a row.
template<class Take>
void forEachRun(const InstancePlane& ids, const Take& take) {
    const auto values = ids.values();
    for (std::size_t first = 0; first < values.size();) {
        std::size_t end = first + 1;
        while (end < values.size() && values[end] == values[first]) {
            ++end;
        }
        take(first, end - first);
        first = end;
    }
}

void refuseSpecks(const InstancePlane& ids, const std::string& where) {
    std::unordered_map<std::uint32_t, long long> areas;
    forEachRun(ids, [&](std::size_t first, std::size_t count) {
        areas[ids.values()[first]] += static_cast<long long>(count);
    });
    const auto specks = static_cast<std::size_t>(std::count_if(
        areas.begin(), areas.end(), [](const auto& entry) { return entry.second < kSpeck; }));
    if (specks >= kFewNumbers && specks * 3 > areas.size()) {
        throw Error("this is no instance map: of its " + std::to_string(areas.size()) +
                        " numbers or colours " + std::to_string(specks) + " have fewer than " +
                        std::to_string(kSpeck) + " pixels, as in a photo or at smoothed edges",
                    where, "Save one number or colour per object, without smoothing, as PNG");
    }
}

/// One number a colour: red + 256 green + 65536 blue, or the level of a grey picture.
InstanceNumbers numbersOfColours(const Image& colours) {
    InstanceNumbers numbers;
    numbers.ids = InstancePlane(colours.width(), colours.height());
    bool grey = true;
    const std::uint8_t* rgb = colours.data();
    for (std::uint32_t& id : numbers.ids.values()) {
        grey = grey && rgb[0] == rgb[1] && rgb[1] == rgb[2];
        id = rgb[0] | static_cast<std::uint32_t>(rgb[1]) << 8U |
             static_cast<std::uint32_t>(rgb[2]) << 16U;
        rgb += 3;
    }
    if (grey) {
        for (std::uint32_t& id : numbers.ids.values()) {
            id &= 0xFFU;
        }
        return numbers;
    }
    numbers.notes.emplace_back("instances in colour are read as one object per colour (as COCO "
                               "panoptic pictures: red + 256 green + 65536 blue)");
    return numbers;
}

InstanceNumbers numbersOf(StoredImage stored, const std::string& where) {
    if (stored.header.lossy) {
        throw Error("instance numbers cannot be read from a file with JPEG or other lossy "
                    "compression: it changes them",
                    where, "Save the instance map as PNG");
    }
    InstanceNumbers numbers;
    if (!stored.wideIndices.empty()) {
        numbers.ids = std::move(stored.wideIndices);
    } else if (!stored.indices.empty()) {
        numbers.ids = InstancePlane(stored.indices.width(), stored.indices.height());
        std::copy(stored.indices.values().begin(), stored.indices.values().end(),
                  numbers.ids.values().begin());
    } else {
        numbers = numbersOfColours(stored.colours);
    }
    numbers.notes.insert(numbers.notes.begin(), stored.notes.begin(), stored.notes.end());
    refuseSpecks(numbers.ids, where);
    if (stored.header.orientation > 1) {
        numbers.ids = upright(std::move(numbers.ids), stored.header.orientation);
        numbers.notes.push_back("turned upright by its EXIF orientation " +
                                std::to_string(stored.header.orientation));
    }
    return numbers;
}

/// What the label map says about one number.
struct Cover {
    std::map<std::uint16_t, long long> classes;
    long long pixels = 0;

    std::uint16_t mostFrequent() const {
        return std::max_element(classes.begin(), classes.end(),
                                [](const auto& a, const auto& b) { return a.second < b.second; })
            ->first;
    }
    /// Pixels of other classes in 100.
    long long mixed() const {
        return pixels == 0 ? 0 : 100 * (pixels - classes.at(mostFrequent())) / pixels;
    }
};

using Covers = std::map<std::uint32_t, Cover>;

Covers coversOf(const InstancePlane& ids, const LabelPlane& labels) {
    std::unordered_map<std::uint64_t, long long> counts;
    const auto numbers = ids.values();
    const auto classes = labels.values();
    std::uint64_t previous = 0;
    long long* count = nullptr;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::uint64_t key = std::uint64_t{numbers[i]} << 16U | classes[i];
        if (count == nullptr || key != previous) {
            count = &counts[key];
            previous = key;
        }
        ++*count;
    }
    Covers covers;
    for (const auto& [key, pixels] : counts) {
        Cover& cover = covers[static_cast<std::uint32_t>(key >> 16U)];
        cover.classes[static_cast<std::uint16_t>(key & 0xFFFFU)] += pixels;
        cover.pixels += pixels;
    }
    return covers;
}

/// The numbers that mean no object and cover several classes.
std::set<std::uint32_t> nothingIn(const Covers& covers) {
    std::set<std::uint32_t> nothing;
    const auto largest =
        std::max_element(covers.begin(), covers.end(), [](const auto& a, const auto& b) {
            return a.second.pixels < b.second.pixels;
        });
    for (const auto& [id, cover] : covers) {
        // 255 among the numbers of 300 objects is one of them.
        const bool last = id == covers.rbegin()->first;
        const bool usual = id == 0 || (last && (id == 255 || id == kSixteenBits || id == kWhite ||
                                                id == std::numeric_limits<std::uint32_t>::max()));
        const long long least = usual ? kNothingMixed : kLargestMixed;
        if (cover.classes.size() > 1 && cover.mixed() >= least && (usual || id == largest->first)) {
            nothing.insert(id);
        }
    }
    return nothing;
}

/// New numbers for objects.
class Renumbering {
public:
    Renumbering(const Covers& covers, const std::set<std::uint32_t>& nothing,
                const scene::LabelSet& classes)
        : m_covers(covers), m_nothing(nothing), m_classes(classes) {}

    std::map<std::uint32_t, std::uint32_t> run(std::vector<std::string>& notes) {
        std::set<std::uint32_t> taken;
        for (const std::uint32_t id : m_nothing) {
            for (const auto& [label, pixels] : m_covers.at(id).classes) {
                taken.insert(stuffInstance(label));
            }
        }
        std::map<std::uint32_t, std::uint32_t> renumbered;
        std::vector<std::uint32_t> open;
        for (const auto& [id, cover] : m_covers) {
            if (m_nothing.contains(id)) {
                continue;
            }
            if (id >= instancesPerClass && id <= kSixteenBits && taken.insert(id).second) {
                continue; // stays
            }
            const std::uint32_t own = stuffInstance(cover.mostFrequent());
            if (!isThing(cover) && taken.insert(own).second) {
                renumbered[id] = own;
            } else {
                open.push_back(id);
            }
        }
        NumberGiver numbers(numbering(open), std::move(taken));
        for (const std::uint32_t id : open) {
            renumbered[id] = numbers.next(m_covers.at(id).mostFrequent());
        }
        const std::vector<std::string> warnings = numbers.warnings();
        notes.insert(notes.end(), warnings.begin(), warnings.end());
        return renumbered;
    }

private:
    bool isThing(const Cover& cover) const {
        return m_classes.empty() || m_classes.isThing(cover.mostFrequent());
    }

    /// class * 1000 + k, where that fits into 16 bits for all.
    InstanceNumbering numbering(const std::vector<std::uint32_t>& ids) const {
        constexpr std::uint16_t firstTooLarge = 65; // 65 * 1000 + 999 needs more than 16 bits
        const bool fits = std::none_of(ids.begin(), ids.end(), [&](std::uint32_t id) {
            const std::uint16_t label = m_covers.at(id).mostFrequent();
            return label == 0 || label >= firstTooLarge;
        });
        return fits ? InstanceNumbering::ClassTimes1000 : InstanceNumbering::Consecutive;
    }

    const Covers& m_covers;
    const std::set<std::uint32_t>& m_nothing;
    const scene::LabelSet& m_classes;
};

void noteMixed(const Covers& covers, const std::set<std::uint32_t>& nothing,
               std::vector<std::string>& notes) {
    std::string mixed;
    std::size_t count = 0;
    constexpr std::size_t listed = 5;
    for (const auto& [id, cover] : covers) {
        if (!nothing.contains(id) && cover.mixed() >= kLargestMixed) {
            mixed += count < listed ? (mixed.empty() ? "" : ", ") + std::to_string(id) : "";
            ++count;
        }
    }
    if (count > 0) {
        notes.push_back(std::to_string(count) + " instances cover more than one class (" + mixed +
                        (count > listed ? ", ...)" : ")"));
    }
}

} // namespace

InstanceNumbers decodeInstanceNumbers(std::span<const std::byte> file, const std::string& where) {
    return numbersOf(decodeStored(file, where), where);
}

InstanceNumbers readInstanceNumbers(const std::filesystem::path& path) {
    const MappedFile file(path);
    return decodeInstanceNumbers(file.bytes(), path.string());
}

FittedInstances fitInstances(InstanceNumbers numbers, const LabelPlane& labels,
                             const scene::LabelSet& classes) {
    FittedInstances fitted;
    fitted.notes = std::move(numbers.notes);
    const Covers covers = coversOf(numbers.ids, labels);
    const std::set<std::uint32_t> nothing = nothingIn(covers);
    fitted.ids = std::move(numbers.ids);
    for (const std::uint32_t id : nothing) {
        fitted.notes.push_back("the number " + std::to_string(id) +
                               " is the background of several classes: each of its pixels takes "
                               "the instance of its class");
        for (const auto& [label, pixels] : covers.at(id).classes) {
            fitted.renumbered[id].push_back(stuffInstance(label));
        }
    }
    noteMixed(covers, nothing, fitted.notes);
    const bool wide = std::any_of(covers.begin(), covers.end(), [&](const auto& entry) {
        return entry.first > kSixteenBits && !nothing.contains(entry.first);
    });
    std::map<std::uint32_t, std::uint32_t> renumbered;
    if (wide || !nothing.empty()) {
        renumbered = Renumbering(covers, nothing, classes).run(fitted.notes);
        for (const auto& [old, fresh] : renumbered) {
            if (old != fresh) {
                fitted.renumbered[old] = {fresh};
            }
        }
    }
    if (fitted.renumbered.empty()) {
        return fitted;
    }
    const auto values = fitted.ids.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (nothing.contains(values[i])) {
            values[i] = stuffInstance(labels.values()[i]);
        } else if (const auto found = renumbered.find(values[i]); found != renumbered.end()) {
            values[i] = found->second;
        }
    }
    return fitted;
}

void addInstances(const std::filesystem::path& path, const scene::LabelSet& classes,
                  ImportedMaps& maps) {
    InstanceNumbers numbers = readInstanceNumbers(path);
    if (numbers.ids.size() != maps.labels.size()) {
        throw Error("the instance map has " + sizeText(numbers.ids.size()) +
                        " pixels, its label map " + sizeText(maps.labels.size()),
                    path.string(), "Use maps of one size");
    }
    FittedInstances fitted = fitInstances(std::move(numbers), maps.labels, classes);
    std::set<std::uint32_t> ids;
    forEachRun(fitted.ids, [&](std::size_t first, std::size_t /*count*/) {
        ids.insert(fitted.ids.values()[first]);
    });
    maps.report.instancesRead = static_cast<long long>(ids.size());
    const std::string file = path.filename().string();
    for (const std::string& note : fitted.notes) {
        maps.report.warnings.push_back(file + ": " + note);
    }
    maps.instances = std::move(fitted.ids);
    maps.renumbered = std::move(fitted.renumbered);
}

} // namespace underpaint::imaging
