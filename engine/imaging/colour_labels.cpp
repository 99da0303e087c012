// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/colour_labels.h"

#include "engine/base/error.h"
#include "engine/imaging/label_set_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

namespace underpaint::imaging {

namespace {

/// Squared distances in 8-bit RGB. A pixel is sure of its class when it is this near and the next
/// class is at least twice as far; a colour beyond the second limit is unlike every class.
constexpr int kSureDistance = 40 * 40;
constexpr int kUnlikeDistance = 48 * 48;
/// A flat patch of one colour is no further than this from its class, whatever JPEG did to it...
constexpr int kFlatDistance = 15 * 15;
/// Nor further than this, where the class's own colour fills as large a part...
constexpr int kBesideExact = 7 * 7;
/// ...when it covers this part of the picture; smaller ones may be blends of what lies around.
constexpr long long kFlatShare = 100;
constexpr long long kSmallestFlat = 9;
constexpr int kWindow = 2; // 5 x 5 pixels

std::uint32_t packed(const std::uint8_t* rgb) {
    return static_cast<std::uint32_t>(rgb[0]) << 16U | static_cast<std::uint32_t>(rgb[1]) << 8U |
           rgb[2];
}

std::array<std::uint8_t, 3> unpacked(std::uint32_t colour) {
    return {static_cast<std::uint8_t>(colour >> 16U),
            static_cast<std::uint8_t>(colour >> 8U & 0xFFU),
            static_cast<std::uint8_t>(colour & 0xFFU)};
}

int squaredDistance(const std::uint8_t* rgb, scene::Colour colour) {
    const int r = rgb[0] - colour.red;
    const int g = rgb[1] - colour.green;
    const int b = rgb[2] - colour.blue;
    return r * r + g * g + b * b;
}

/// To the line between two colours.
double squaredDistanceToBlend(const std::uint8_t* rgb, scene::Colour from, scene::Colour to) {
    const std::array<double, 3> a{static_cast<double>(from.red), static_cast<double>(from.green),
                                  static_cast<double>(from.blue)};
    const std::array<double, 3> b{static_cast<double>(to.red), static_cast<double>(to.green),
                                  static_cast<double>(to.blue)};
    double along = 0;
    double length = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        along += (rgb[c] - a[c]) * (b[c] - a[c]);
        length += (b[c] - a[c]) * (b[c] - a[c]);
    }
    const double share = length > 0 ? std::clamp(along / length, 0.0, 1.0) : 0.0;
    double distance = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double off = rgb[c] - (a[c] + share * (b[c] - a[c]));
        distance += off * off;
    }
    return distance;
}

enum class Certainty : std::uint8_t { Exact, Sure, Unsure, Unlike };

struct Nearest {
    std::uint16_t id = 0;
    std::uint16_t code = 0; ///< place in the list of codes
    int distance = 0;
    Certainty certainty = Certainty::Exact;
};

Nearest nearestCode(const std::uint8_t* rgb, const std::vector<ColourCode>& codes) {
    Nearest best{codes.front().id, 0, std::numeric_limits<int>::max(), Certainty::Unlike};
    int second = std::numeric_limits<int>::max(); // of another class
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const ColourCode& code = codes[i];
        const int distance = squaredDistance(rgb, code.colour);
        if (distance < best.distance) {
            if (code.id != best.id) {
                second = best.distance;
            }
            best.id = code.id;
            best.code = static_cast<std::uint16_t>(i);
            best.distance = distance;
        } else if (code.id != best.id) {
            second = std::min(second, distance);
        }
    }
    if (best.distance == 0) {
        best.certainty = Certainty::Exact;
    } else if (best.distance <= kSureDistance && second / 4 >= best.distance) {
        best.certainty = Certainty::Sure;
    } else {
        best.certainty = best.distance > kUnlikeDistance ? Certainty::Unlike : Certainty::Unsure;
    }
    return best;
}

class ColourRepair {
public:
    ColourRepair(const Image& colours, const std::vector<ColourCode>& codes)
        : m_colours(colours),
          m_codes(codes),
          m_labels(colours.width(), colours.height()),
          m_code(colours.width(), colours.height()),
          m_certainty(colours.width(), colours.height(), Certainty::Exact) {}

    LabelPlane run(std::uint16_t unlabelled, ImportReport& report) {
        classify();
        findFlatPatches();
        demoteLonely();
        settle(unlabelled, report);
        return std::move(m_labels);
    }

private:
    void classify() {
        std::uint32_t previous = 0;
        Nearest nearest = nearestCode(std::array<std::uint8_t, 3>{}.data(), m_codes);
        const std::uint8_t* rgb = m_colours.data();
        for (std::size_t i = 0; i < m_labels.values().size(); ++i, rgb += 3) {
            if (packed(rgb) != previous) {
                previous = packed(rgb);
                nearest = nearestCode(rgb, m_codes);
            }
            m_labels.values()[i] = nearest.id;
            m_code.values()[i] = nearest.code;
            m_certainty.values()[i] = nearest.certainty;
        }
    }

    /// Blends of two classes can pass through the colour of a third one; such pixels form lines
    /// along the border. Damaged pixels are sure only where most pixels around agree.
    void demoteLonely() {
        constexpr int support = 5; // of 9
        std::vector<std::size_t> lonely;
        for (int y = 0; y < m_labels.height(); ++y) {
            for (int x = 0; x < m_labels.width(); ++x) {
                if (m_certainty.at(x, y) == Certainty::Sure && agreeing(x, y) < support) {
                    lonely.push_back(
                        static_cast<std::size_t>(&m_labels.at(x, y) - m_labels.data()));
                }
            }
        }
        for (const std::size_t pixel : lonely) {
            m_certainty.values()[pixel] = Certainty::Unsure;
        }
    }

    int agreeing(int x, int y) const {
        int count = 0;
        for (int ny = std::max(0, y - 1); ny <= std::min(m_labels.height() - 1, y + 1); ++ny) {
            for (int nx = std::max(0, x - 1); nx <= std::min(m_labels.width() - 1, x + 1); ++nx) {
                const bool sure = m_certainty.at(nx, ny) <= Certainty::Sure;
                count += sure && m_labels.at(nx, ny) == m_labels.at(x, y) ? 1 : 0;
            }
        }
        return count;
    }

    bool flatAround(int x, int y) const {
        const std::uint32_t centre = packed(&m_colours.at(x, y));
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                if (packed(&m_colours.at(x + dx, y + dy)) != centre) {
                    return false;
                }
            }
        }
        return true;
    }

    std::unordered_map<std::uint16_t, long long> exactPixels() const {
        std::unordered_map<std::uint16_t, long long> counts;
        for (std::size_t i = 0; i < m_labels.values().size(); ++i) {
            if (m_certainty.values()[i] == Certainty::Exact) {
                ++counts[m_labels.values()[i]];
            }
        }
        return counts;
    }

    /// Flat patches of a colour that no class has are not damage but a class that the set lacks.
    void findFlatPatches() {
        std::unordered_map<std::uint32_t, long long> centres;
        for (int y = 1; y + 1 < m_labels.height(); ++y) {
            for (int x = 1; x + 1 < m_labels.width(); ++x) {
                if (m_certainty.at(x, y) != Certainty::Exact && flatAround(x, y)) {
                    ++centres[packed(&m_colours.at(x, y))];
                }
            }
        }
        const long long least = std::max(kSmallestFlat, m_labels.size().area() / kFlatShare);
        const std::unordered_map<std::uint16_t, long long> exact = exactPixels();
        for (const auto& [colour, count] : centres) {
            const Nearest nearest = nearestCode(unpacked(colour).data(), m_codes);
            const auto own = exact.find(nearest.id);
            const bool beside = own != exact.end() && own->second >= least;
            const int limit = beside ? kBesideExact : kFlatDistance;
            if (nearest.certainty == Certainty::Unlike ||
                (nearest.distance > limit && count >= least)) {
                m_unknown.try_emplace(colour);
            }
        }
        if (m_unknown.empty()) {
            return;
        }
        const std::uint8_t* rgb = m_colours.data();
        for (Certainty& certainty : m_certainty.values()) {
            if (certainty != Certainty::Exact && m_unknown.contains(packed(rgb))) {
                certainty = Certainty::Unlike;
            }
            rgb += 3;
        }
    }

    /// Calls `visit(x, y)` for every pixel around whose class is sure.
    template<class Visit>
    void forSureAround(int x, int y, Visit visit) const {
        const int top = std::max(0, y - kWindow);
        const int bottom = std::min(m_labels.height() - 1, y + kWindow);
        const int left = std::max(0, x - kWindow);
        const int right = std::min(m_labels.width() - 1, x + kWindow);
        for (int ny = top; ny <= bottom; ++ny) {
            for (int nx = left; nx <= right; ++nx) {
                if (m_certainty.at(nx, ny) <= Certainty::Sure) {
                    visit(nx, ny);
                }
            }
        }
    }

    /// Whether damage explains the colour: it is that of a class around, roughly, or lies between
    /// two of them.
    bool explained(int x, int y) const {
        std::array<std::uint16_t, 25> around{};
        std::size_t count = 0;
        forSureAround(x, y, [&](int nx, int ny) {
            const std::uint16_t code = m_code.at(nx, ny);
            const auto known = around.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(around.begin(), known, code) == known) {
                around[count++] = code;
            }
        });
        const std::uint8_t* rgb = &m_colours.at(x, y);
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                if (squaredDistanceToBlend(rgb, m_codes[around[i]].colour,
                                           m_codes[around[j]].colour) <= kUnlikeDistance) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The nearest class among those that pixels around have for sure; else `otherwise`.
    std::uint16_t fromNeighbours(int x, int y, std::uint16_t otherwise) const {
        const std::uint8_t* rgb = &m_colours.at(x, y);
        int best = std::numeric_limits<int>::max();
        std::uint16_t result = otherwise;
        forSureAround(x, y, [&](int nx, int ny) {
            const std::uint8_t* other = &m_colours.at(nx, ny);
            const int distance = squaredDistance(rgb, {other[0], other[1], other[2]});
            if (distance < best) {
                best = distance;
                result = m_labels.at(nx, ny);
            }
        });
        return result;
    }

    int distanceTo(const std::uint8_t* rgb, std::uint16_t id) const {
        int best = std::numeric_limits<int>::max();
        for (const ColourCode& code : m_codes) {
            if (code.id == id) {
                best = std::min(best, squaredDistance(rgb, code.colour));
            }
        }
        return best;
    }

    void settle(std::uint16_t unlabelled, ImportReport& report) {
        int worst = 0;
        // Only pixels that were not sure change, and only sure ones are looked at: in place.
        for (int y = 0; y < m_labels.height(); ++y) {
            for (int x = 0; x < m_labels.width(); ++x) {
                const Certainty certainty = m_certainty.at(x, y);
                if (certainty == Certainty::Exact) {
                    ++report.exactPixels;
                    continue;
                }
                const std::uint8_t* rgb = &m_colours.at(x, y);
                if (certainty == Certainty::Unlike && countUnknown(packed(rgb), {x, y})) {
                    m_labels.at(x, y) = unlabelled;
                    continue;
                }
                std::uint16_t& label = m_labels.at(x, y);
                if (certainty != Certainty::Sure) {
                    label = fromNeighbours(x, y, label);
                    report.doubtfulPixels += explained(x, y) ? 0 : 1;
                }
                if (report.snappedPixels++ == 0) {
                    report.firstSnapped = {x, y};
                }
                worst = std::max(worst, distanceTo(rgb, label));
            }
        }
        report.largestSnapDistance = std::sqrt(static_cast<double>(worst));
        listUnknown(report);
    }

    bool countUnknown(std::uint32_t colour, Point place) {
        const auto found = m_unknown.find(colour);
        if (found == m_unknown.end()) {
            return false;
        }
        if (found->second.pixels++ == 0) {
            found->second.first = place;
        }
        return true;
    }

    void listUnknown(ImportReport& report) const {
        for (const auto& [colour, entry] : m_unknown) {
            report.unknownPixels += entry.pixels;
            report.unknown.push_back(entry);
            report.unknown.back().value =
                colourText({unpacked(colour)[0], unpacked(colour)[1], unpacked(colour)[2]});
        }
        sortUnknown(report);
    }

    const Image& m_colours;
    const std::vector<ColourCode>& m_codes;
    LabelPlane m_labels;
    Plane<std::uint16_t> m_code; ///< the nearest of m_codes
    Plane<Certainty> m_certainty;
    std::unordered_map<std::uint32_t, UnknownValue> m_unknown;
};

} // namespace

LabelPlane labelsFromColours(const Image& colours, const std::vector<ColourCode>& codes,
                             std::uint16_t unlabelled, ImportReport& report) {
    if (codes.empty()) {
        throw Error("a colour-coded label map needs classes with colours");
    }
    return ColourRepair(colours, codes).run(unlabelled, report);
}

} // namespace underpaint::imaging
