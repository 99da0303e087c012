// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/exemplar_texture.h"

#include "engine/base/colour_photo.h"
#include "engine/imaging/resize.h"
#include "engine/kernels/patch_match.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace underpaint::translate {

namespace {

using kernels::PatchField;
using kernels::PatchPicture;
using kernels::PatchSearch;

/// Kinds of pixels, 0: none.
using Kinds = InstancePlane;

/// A class of which an exemplar shows less has no texture that one could tell.
constexpr int leastPixels = 64;
/// Shorter side of the coarsest level, about: what is larger than an eighth of it is the photo's.
constexpr int coarsestSide = 64;
/// Passes of each level; the finest ones cost most and change least.
constexpr int passes = 3;
constexpr float crowding = 150;
/// How much of the photo stays in the coarsest level, so that its light does.
constexpr double anchor = 0.25;

Size sheetSize(Size exemplar, Size photo) {
    const double scale =
        std::sqrt(static_cast<double>(photo.area()) / static_cast<double>(exemplar.area()));
    // Enlarged it would be blurred.
    return scale >= 1 ? exemplar
                      : Size{std::max(1, static_cast<int>(std::lround(exemplar.width * scale))),
                             std::max(1, static_cast<int>(std::lround(exemplar.height * scale)))};
}

Size half(Size size) {
    return {(size.width + 1) / 2, (size.height + 1) / 2};
}

/// Pixels to the next one of another kind, at most `most`.
Plane<std::uint8_t> distancesToOthers(const Kinds& kinds, int most) {
    const int width = kinds.width();
    const int height = kinds.height();
    Plane<std::uint8_t> distance(width, height, static_cast<std::uint8_t>(most));
    const auto closer = [&](int x, int y, int otherX, int otherY) {
        if (otherX < 0 || otherY < 0 || otherX >= width || otherY >= height) {
            return;
        }
        const int by = kinds.at(x, y) == kinds.at(otherX, otherY)
                           ? std::min(most, distance.at(otherX, otherY) + 1)
                           : 0;
        distance.at(x, y) = static_cast<std::uint8_t>(std::min<int>(distance.at(x, y), by));
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            closer(x, y, x - 1, y);
            closer(x, y, x, y - 1);
        }
    }
    for (int y = height - 1; y >= 0; --y) {
        for (int x = width - 1; x >= 0; --x) {
            closer(x, y, x + 1, y);
            closer(x, y, x, y + 1);
        }
    }
    return distance;
}

/// Beside colours, borders of classes are to lie alike: they are in the fourth byte.
PatchPicture patchesOf(const Image& photo, const Kinds& kinds) {
    constexpr int far = 6;
    constexpr int weight = 10;
    const Plane<std::uint8_t> distances = distancesToOthers(kinds, far);
    PatchPicture picture(photo.width(), photo.height());
    std::copy(kinds.values().begin(), kinds.values().end(), picture.kinds.begin());
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            std::uint8_t* pixel = picture.at(x, y);
            for (int c = 0; c < 3; ++c) {
                pixel[c] = photo.at(x, y, c);
            }
            pixel[3] = static_cast<std::uint8_t>(distances.at(x, y) * weight);
        }
    }
    picture.mirrorBorder();
    return picture;
}

/// From the finest to the coarsest.
std::vector<PatchPicture> pyramid(const Image& photo, const Kinds& kinds, int levels) {
    std::vector<PatchPicture> pictures;
    Image colours = photo;
    Kinds those = kinds;
    for (int level = 0; level < levels; ++level) {
        if (level > 0) {
            const Size size = half(colours.size());
            colours = imaging::resizeBilinear(colours, size);
            those = imaging::resizeNearest(those, size);
        }
        pictures.push_back(patchesOf(colours, those));
    }
    return pictures;
}

int levelsOf(Size photo, Size sheet) {
    const int side = std::min({photo.width, photo.height, sheet.width, sheet.height});
    int levels = 1;
    while ((side >> levels) >= coarsestSide) {
        ++levels;
    }
    return levels;
}

/// One exemplar, as pixels to take texture from, and the pixels of the scene that may.
struct Lending {
    Image sheet;
    Kinds sheetKinds;
    Kinds sceneKinds; ///< of the part
};

/// The pixel of the exemplar's photo that the place of a pixel of the scene was matched with.
Point partnerOf(const ExemplarMatches& matches, Point pixel) {
    return matches.at(pixel).from;
}

Point scaled(Point point, Size from, Size to) {
    return {static_cast<int>(std::int64_t{1} * point.x * to.width / from.width),
            static_cast<int>(std::int64_t{1} * point.y * to.height / from.height)};
}

/// The matched places, as a field of the coarsest level.
PatchField fieldOf(const ExemplarTexture::Request& request, Size exemplar,
                   const PatchSearch& search, int step) {
    PatchField field;
    for (int y = 0; y < search.query.height(); ++y) {
        for (int x = 0; x < search.query.width(); ++x) {
            const Point pixel{
                request.part.x + std::min(x * step + step / 2, request.part.width - 1),
                request.part.y + std::min(y * step + step / 2, request.part.height - 1)};
            const Point from = scaled(partnerOf(request.matches, pixel), exemplar,
                                      {search.key.width(), search.key.height()});
            const int stride = request.matches.stride;
            const int keyX = std::clamp(from.x + (pixel.x % stride - stride / 2) / step, 0,
                                        search.key.width() - 1);
            const int keyY = std::clamp(from.y + (pixel.y % stride - stride / 2) / step, 0,
                                        search.key.height() - 1);
            field.keys.push_back(keyY * search.key.width() + keyX);
        }
    }
    kernels::completeField(search, field);
    return field;
}

/// The photo's part, made of pixels of the sheet.
PatchPicture synthesised(const ExemplarTexture::Request& request, Size exemplar, const Image& part,
                         const Lending& lending, const kernels::Parallel& parallel) {
    const int levels = levelsOf(part.size(), lending.sheet.size());
    std::vector<PatchPicture> queries = pyramid(part, lending.sceneKinds, levels);
    const std::vector<PatchPicture> keys = pyramid(lending.sheet, lending.sheetKinds, levels);
    PatchField field;
    for (int level = levels - 1; level >= 0; --level) {
        const auto at = static_cast<std::size_t>(level);
        PatchPicture& query = queries[at];
        PatchSearch search{.query = query, .key = keys[at], .crowding = crowding};
        const bool coarsest = level == levels - 1;
        const PatchPicture original = query;
        if (coarsest) {
            field = fieldOf(request, exemplar, search, 1 << level);
        } else {
            field =
                kernels::enlarged(field, {.query = queries[at + 1], .key = keys[at + 1]}, search);
            kernels::completeField(search, field);
            kernels::vote(search, field, query, parallel);
            query.mirrorBorder();
        }
        for (int pass = 0; pass < passes; ++pass) {
            search.seed =
                static_cast<std::uint64_t>(level) * 100 + static_cast<std::uint64_t>(pass);
            kernels::improve(search, field, parallel);
            kernels::vote(search, field, query, parallel);
            if (coarsest && (level > 0 || pass < passes - 1)) {
                for (int y = 0; y < query.height(); ++y) {
                    for (int x = 0; x < query.width(); ++x) {
                        for (int c = 0; c < 3; ++c) {
                            query.at(x, y)[c] = static_cast<std::uint8_t>(std::lround(
                                query.at(x, y)[c] * (1 - anchor) + original.at(x, y)[c] * anchor));
                        }
                    }
                }
            }
            query.mirrorBorder();
        }
    }
    return std::move(queries.front());
}

/// Kinds of a scene and an exemplar by what matching is restricted to: classes, or the instance
/// that most of an instance was matched with.
class KindNumbers {
public:
    std::uint32_t of(std::int32_t channel, std::uint32_t instance) {
        const auto next = static_cast<std::uint32_t>(m_numbers.size() + 1);
        return m_numbers.try_emplace({channel, instance}, next).first->second;
    }

private:
    std::map<std::pair<std::int32_t, std::uint32_t>, std::uint32_t> m_numbers;
};

} // namespace

bool ExemplarTexture::isWanted(const scene::SceneState& scene) {
    return std::ranges::any_of(scene.allExemplars(), [](const auto& one) {
        return one.second->texture && one.second->strength > 0;
    });
}

const Image& ExemplarTexture::sheetOf(const scene::Exemplar& exemplar, Size size) {
    const auto known = std::ranges::find_if(m_sheets, [&](const Sheet& sheet) {
        return sheet.original == exemplar.photo && sheet.photo.size() == size;
    });
    if (known != m_sheets.end()) {
        return known->photo;
    }
    m_sheets.push_back(
        {exemplar.photo,
         imaging::resizeBicubic(
             exemplar.photo->channels() == 3 ? *exemplar.photo : inColour(*exemplar.photo), size)});
    return m_sheets.back().photo;
}

void ExemplarTexture::paint(const Request& request, Image& photo,
                            const kernels::Parallel& parallel) {
    const auto exemplars = request.scene.allExemplars();
    std::erase_if(m_sheets, [&](const Sheet& sheet) {
        return std::ranges::none_of(
            exemplars, [&](const auto& one) { return one.second->photo == sheet.original; });
    });
    const Plane<std::int32_t> channels = m_channels.channelsOf(request.maps.labels);
    for (int number = 0; const std::string& id : request.matches.exemplars) {
        const scene::Exemplar& exemplar = *exemplars.at(id);
        const int wanted = number++;
        if (!exemplar.texture || !exemplar.labels) {
            continue;
        }
        const Size size = sheetSize(exemplar.photo->size(), photo.size());
        Lending lending{.sheet = sheetOf(exemplar, size),
                        .sheetKinds = Kinds(size.width, size.height),
                        .sceneKinds = Kinds(request.part.width, request.part.height)};
        const bool byInstance =
            exemplar.within == scene::MatchWithin::Instance && exemplar.instances;
        const Plane<std::int32_t> lent =
            m_channels.channelsOf(imaging::resizeNearest(*exemplar.labels, size));
        KindNumbers numbers;
        std::map<std::uint32_t, int> pixels;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                const Point from = scaled({x, y}, size, exemplar.photo->size());
                if (exemplar.hidden && exemplar.hidden->at(from.x, from.y) != 0) {
                    continue;
                }
                const std::uint32_t kind = numbers.of(
                    lent.at(x, y), byInstance ? exemplar.instances->at(from.x, from.y) : 0);
                lending.sheetKinds.at(x, y) = kind;
                ++pixels[kind];
            }
        }
        // Most places of an instance decide which instance it takes its look from.
        std::map<std::uint32_t, std::map<std::uint32_t, int>> partners;
        const auto isLent = [&](int x, int y) {
            return request.matches.at({x, y}).exemplar == wanted;
        };
        if (byInstance) {
            for (int y = 0; y < photo.height(); ++y) {
                for (int x = 0; x < photo.width(); ++x) {
                    if (isLent(x, y)) {
                        const Point from = partnerOf(request.matches, {x, y});
                        ++partners[request.maps.instances.at(x, y)]
                                  [exemplar.instances->at(from.x, from.y)];
                    }
                }
            }
        }
        bool any = false;
        for (int y = 0; y < request.part.height; ++y) {
            for (int x = 0; x < request.part.width; ++x) {
                const Point at{request.part.x + x, request.part.y + y};
                if (!isLent(at.x, at.y)) {
                    continue;
                }
                std::uint32_t partner = 0;
                if (byInstance) {
                    const auto& votes = partners[request.maps.instances.at(at.x, at.y)];
                    partner = std::ranges::max_element(votes, {}, [](const auto& vote) {
                                  return vote.second;
                              })->first;
                }
                const std::uint32_t kind = numbers.of(channels.at(at.x, at.y), partner);
                const auto there = pixels.find(kind);
                if (there != pixels.end() && there->second >= leastPixels) {
                    lending.sceneKinds.at(x, y) = kind;
                    any = true;
                }
            }
        }
        if (!any) {
            continue;
        }
        const Image part = imaging::cropPadded(photo, request.part);
        const PatchPicture painted =
            synthesised(request, exemplar.photo->size(), part, lending, parallel);
        for (int y = 0; y < request.part.height; ++y) {
            for (int x = 0; x < request.part.width; ++x) {
                if (lending.sceneKinds.at(x, y) == 0) {
                    continue;
                }
                for (int c = 0; c < 3; ++c) {
                    std::uint8_t& value = photo.at(request.part.x + x, request.part.y + y, c);
                    value = static_cast<std::uint8_t>(
                        std::lround(value + exemplar.strength *
                                                static_cast<float>(painted.at(x, y)[c] - value)));
                }
            }
        }
    }
}

} // namespace underpaint::translate
