// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cocosnet_warper.h"

#include "engine/base/colour_photo.h"
#include "engine/base/error.h"
#include "engine/imaging/resize.h"
#include "engine/nets/run/picture_part.h"
#include "engine/translate/input_difference.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/reflect_padding.h"
#include "engine/translate/rendered_region.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace underpaint::translate {

namespace {

using Target = scene::ExemplarTarget;
using nets::cocosnet::Warping;

/// As many pixels as `like` has, in the photo's own proportions, in multiples of what the networks
/// need. A strip of a photo becomes no line: what is compared would be as long.
Size lenderSize(Size photo, Size like, int multiple) {
    constexpr double longest = 4; // sides of a square as large
    const double square = std::sqrt(static_cast<double>(like.area()));
    const double scale = square / std::sqrt(static_cast<double>(photo.area()));
    const auto side = [&](int extent) {
        const double wanted = std::min(extent * scale, longest * square);
        return std::max(2, static_cast<int>(std::lround(wanted / multiple))) * multiple;
    };
    return {side(photo.width), side(photo.height)};
}

/// (1, H, W) int32 of a map.
template<class T>
nets::Tensor tensorOfIds(const Plane<T>& map) {
    nets::Tensor ids = at::empty({1, map.height(), map.width()}, at::kInt);
    std::transform(map.values().begin(), map.values().end(), ids.data_ptr<std::int32_t>(),
                   [](T id) { return static_cast<std::int32_t>(id); });
    return ids;
}

/// Every `stride`th pixel of a (1, H, W) map.
nets::Tensor everyPlace(const nets::Tensor& map, std::int64_t stride) {
    return map.slice(1, 0, map.size(1), stride).slice(2, 0, map.size(2), stride).contiguous();
}

/// (1, h, w) int32: places of which a pixel is hidden. Their mean colours have part of it.
nets::Tensor hiddenPlaces(const Image& mask, std::int64_t height, std::int64_t width) {
    const nets::Tensor pixels = tensorOfIds(mask).ne(0).to(at::kFloat);
    return std::get<0>(at::adaptive_max_pool2d(pixels, {height, width})).to(at::kInt).contiguous();
}

/// Exemplars from the lowest to the highest.
std::vector<const scene::Exemplar*> inLayers(const scene::SceneState& scene) {
    std::vector<const scene::Exemplar*> exemplars;
    for (const auto& [id, exemplar] : scene.allExemplars()) {
        exemplars.push_back(exemplar);
    }
    std::ranges::stable_sort(exemplars, {},
                             [](const scene::Exemplar* exemplar) { return exemplar->target.kind; });
    return exemplars;
}

/// (1, H, W) of the pixels that an exemplar is for.
nets::Tensor targeted(const Target& target, const CoCosNetContent& content) {
    if (target.kind == Target::Kind::Everything) {
        return at::ones_like(content.channels, at::kBool);
    }
    const nets::Tensor& ids =
        target.kind == Target::Kind::Class ? content.labels : content.instances;
    return ids.eq(static_cast<std::int64_t>(static_cast<std::int32_t>(target.id)));
}

/// The middle of a pixel of a map of `from` pixels, in places of a map of `to` pixels.
double inPlaces(int pixel, int from, std::int64_t to, std::int64_t stride) {
    return (pixel + 0.5) / from * static_cast<double>(to) / static_cast<double>(stride) - 0.5;
}

/// The pixel of a map of `to` pixels in the middle of a place of a map of `from` pixels.
int inPixels(std::int64_t place, std::int64_t stride, std::int64_t from, int to) {
    const double middle = (static_cast<double>(place) + 0.5) * static_cast<double>(stride);
    return std::clamp(static_cast<int>(middle / static_cast<double>(from) * to), 0, to - 1);
}

ExemplarMatches noMatches(Size pixels, std::int64_t stride) {
    ExemplarMatches matches;
    matches.stride = static_cast<int>(stride);
    const auto count = [&](int extent) { return (extent + matches.stride - 1) / matches.stride; };
    matches.places = {count(pixels.width), count(pixels.height)};
    matches.found.resize(static_cast<std::size_t>(matches.places.area()));
    return matches;
}

/// The places that have a pixel in a rectangle.
Rect placesUnder(const Rect& pixels, int stride) {
    const int left = pixels.x / stride;
    const int top = pixels.y / stride;
    return {left, top, (pixels.right() + stride - 1) / stride - left,
            (pixels.bottom() + stride - 1) / stride - top};
}

Rect pixelsOf(const Rect& places, int stride) {
    return {places.x * stride, places.y * stride, places.width * stride, places.height * stride};
}

/// Puts `places` of a part of a look, which begins at `origin`, into the whole. What the whole has
/// no places for lies beyond the photo.
void merge(const LentLook& part, Point origin, const Rect& places, LentLook& whole) {
    const int stride = whole.matches.stride;
    const Rect inPart{places.x - origin.x, places.y - origin.y, places.width, places.height};
    nets::partOf(whole.picture, pixelsOf(places, stride))
        .copy_(nets::partOf(part.picture, pixelsOf(inPart, stride)));
    whole.matches.exemplars = part.matches.exemplars;
    const Rect shown =
        places.intersected({0, 0, whole.matches.places.width, whole.matches.places.height});
    for (int y = shown.y; y < shown.bottom(); ++y) {
        const auto from = part.matches.found.begin() +
                          static_cast<std::ptrdiff_t>(y - origin.y) * part.matches.places.width +
                          (shown.x - origin.x);
        std::copy_n(from, shown.width,
                    whole.matches.found.begin() +
                        static_cast<std::ptrdiff_t>(y) * whole.matches.places.width + shown.x);
    }
}

/// Whether an edit of the scene's maps changes matches only around it.
bool isLocal(const scene::Exemplar& exemplar) {
    return exemplar.within != scene::MatchWithin::Instance;
}

std::map<std::string, scene::Exemplar> copiesOf(const scene::SceneState& scene) {
    std::map<std::string, scene::Exemplar> copies;
    for (const auto& [id, exemplar] : scene.allExemplars()) {
        copies.emplace(id, *exemplar);
    }
    return copies;
}

bool areThose(const std::map<std::string, scene::Exemplar>& copies,
              const std::map<std::string, const scene::Exemplar*>& exemplars) {
    return std::ranges::equal(copies, exemplars, [](const auto& copy, const auto& exemplar) {
        return copy.first == exemplar.first && copy.second == *exemplar.second;
    });
}

bool areAlike(const CoCosNetContent& a, const CoCosNetContent& b) {
    return a.scene == b.scene && a.photo == b.photo && a.padded == b.padded;
}

Rect differenceOf(const CoCosNetContent& a, const CoCosNetContent& b) {
    return changedPart(a.channels, b.channels)
        .united(changedPart(a.labels, b.labels))
        .united(changedPart(a.instances, b.instances));
}

/// A part of what the networks see, of whole places.
CoCosNetContent partOfContent(const CoCosNetContent& content, const Rect& pixels) {
    CoCosNetContent part = content;
    part.padded = {pixels.width, pixels.height};
    part.channels = nets::partOf(content.channels, pixels).contiguous();
    part.labels = nets::partOf(content.labels, pixels).contiguous();
    part.instances = nets::partOf(content.instances, pixels).contiguous();
    part.condition = nets::partOf(content.condition, pixels).contiguous();
    return part;
}

} // namespace

/// An exemplar as the network sees it, and what that makes of it.
struct CoCosNetWarper::Lender {
    /// What it was made of.
    /// @{
    std::shared_ptr<const Image> original;
    std::shared_ptr<const LabelPlane> labels;
    Size size;
    /// @}
    nets::Tensor photo;      ///< (1, 3, H, W)
    nets::Tensor channels;   ///< (1, H, W) int32
    nets::Tensor projection; ///< (1, C, h, w)

    bool isOf(const scene::Exemplar& exemplar, Size wanted) const {
        return original == exemplar.photo && labels == exemplar.labels && size == wanted;
    }
    MatchedPlaces places(const scene::Exemplar& exemplar, std::int64_t stride) const {
        MatchedPlaces places{.classes = everyPlace(channels, stride), .instances = {}};
        places.instances =
            exemplar.instances
                ? everyPlace(tensorOfIds(imaging::resizeNearest(*exemplar.instances, size)), stride)
                : at::zeros_like(places.classes);
        if (exemplar.hidden) {
            places.hidden = hiddenPlaces(*exemplar.hidden, projection.size(2), projection.size(3));
        }
        return places;
    }
};

/// What is asked of every exemplar, of the whole scene or of a part of it.
struct CoCosNetWarper::Question {
    CoCosNetContent content;
    Point origin;            ///< its first place
    Size scene;              ///< padded, of the whole
    nets::Tensor projection; ///< (1, C, h, w) of the content
    MatchedPlaces places;
};

/// One exemplar in the places of the scene.
struct CoCosNetWarper::Layer {
    nets::Tensor picture; ///< (1, 3, H, W)
    nets::Tensor there;   ///< (1, 1, H, W) float32: 1 where it has something, else 0
    nets::AttentionResult found;
    Size lender;
};

CoCosNetWarper::CoCosNetWarper(const project::ModelPackage& package, const ClassChannels& channels,
                               at::Device device, nets::Precision precision)
    : m_network(package, "Corr", device, precision), m_channels(channels) {
    const auto* matcher = m_network.network().as<nets::cocosnet::Correspondence>();
    if (matcher == nullptr || matcher->conditionChannels != channels.channels()) {
        throw Error("its networks are not a generator and a correspondence of " +
                        std::to_string(channels.channels()) + " classes",
                    "manifest.json /networks", "Import the model again");
    }
}

const nets::cocosnet::Correspondence& CoCosNetWarper::net() const {
    return *m_network.network().as<nets::cocosnet::Correspondence>();
}

MatchedPlaces placesOf(const CoCosNetContent& content, std::int64_t stride) {
    return {.classes = everyPlace(content.channels, stride),
            .instances = everyPlace(content.instances, stride)};
}

nets::Tensor CoCosNetWarper::projectedScene(const CoCosNetContent& content,
                                            const nets::InferenceRun::Options& options) {
    nets::Tensor projection;
    m_network.run(options, [&](nets::Run& run, const nets::Scope& weights) {
        projection =
            net().theta(run, weights, net().adaptedCondition(run, weights, content.condition),
                        content.condition);
    });
    return projection;
}

CoCosNetWarper::Lender CoCosNetWarper::newLender(const scene::Exemplar& exemplar, Size size,
                                                 const nets::InferenceRun::Options& options) {
    const Image photo = imaging::resizeBicubic(
        exemplar.photo->channels() == 3 ? *exemplar.photo : inColour(*exemplar.photo), size);
    Lender lender{.original = exemplar.photo,
                  .labels = exemplar.labels,
                  .size = size,
                  .photo = pictureTensor(photo, size, 3),
                  .channels = {},
                  .projection = {}};
    try {
        lender.channels =
            tensorOfIds(m_channels.channelsOf(imaging::resizeNearest(*exemplar.labels, size)));
    } catch (const Error& error) {
        throw Error(error.problem(), "label map of the exemplar \"" + exemplar.id + "\"",
                    "Give it a label map in the classes of the model");
    }
    const nets::Tensor condition =
        nets::NetworkInput(lender.channels, m_channels.channels(), nets::Tensor()).dense();
    m_network.run(options, [&](nets::Run& run, const nets::Scope& weights) {
        lender.projection =
            net().phi(run, weights, net().adaptedPhoto(run, weights, lender.photo), condition);
    });
    return lender;
}

std::shared_ptr<const CoCosNetWarper::Lender>
CoCosNetWarper::lenderOf(const scene::Exemplar& exemplar, Size content,
                         const nets::InferenceRun::Options& options) {
    if (!exemplar.labels) {
        throw Error("has no label map", "exemplar \"" + exemplar.id + "\"",
                    "Give one of the photo's size (--exemplar-labels)");
    }
    const Size size = lenderSize(exemplar.photo->size(), content,
                                 static_cast<int>(m_network.network().multiple()));
    const auto known = std::ranges::find_if(
        m_lenders, [&](const auto& lender) { return lender->isOf(exemplar, size); });
    return known != m_lenders.end()
               ? *known
               : std::make_shared<const Lender>(newLender(exemplar, size, options));
}

CoCosNetWarper::Layer CoCosNetWarper::layerOf(const scene::Exemplar& exemplar,
                                              const Question& question,
                                              const nets::InferenceRun::Options& options) {
    const CoCosNetContent& content = question.content;
    const auto lender = lenderOf(exemplar, question.scene, options);
    if (std::ranges::find(m_lenders, lender) == m_lenders.end()) {
        m_lenders.push_back(lender);
    }
    const Warping& how = net().warping;
    std::vector<PinnedPlaces> pins;
    for (const scene::Pin& pin : exemplar.pins) {
        const Size photo = exemplar.photo->size();
        pins.push_back(
            {.sceneX = inPlaces(pin.scene.x, content.scene.width, content.photo.width, how.stride) -
                       question.origin.x,
             .sceneY =
                 inPlaces(pin.scene.y, content.scene.height, content.photo.height, how.stride) -
                 question.origin.y,
             .exemplarX = inPlaces(pin.exemplar.x, photo.width, lender->size.width, how.stride),
             .exemplarY = inPlaces(pin.exemplar.y, photo.height, lender->size.height, how.stride)});
    }
    const MatchedPlaces places = lender->places(exemplar, how.stride);
    const nets::Tensor lent = places.hidden.defined()
                                  ? places.classes.masked_select(places.hidden.eq(0))
                                  : places.classes;
    Layer layer{.picture = {}, .there = {}, .found = {}, .lender = lender->size};
    m_network.run(options, [&](nets::Run& run, const nets::Scope&) {
        const nets::Attention asked = ruledQuestion(
            matching(how, question.projection, lender->projection), question.places, places,
            {.within = exemplar.within, .temperature = exemplar.temperature, .pins = pins},
            [&](const nets::Attention& first) { return run.attend(first); });
        const nets::cocosnet::Warps warps = warp(run, how, asked, {.exemplar = lender->photo});
        layer.found = warps.matches;
        layer.found.match = layer.found.match.to(at::kCPU).contiguous();
        layer.found.probability = layer.found.probability.to(at::kCPU, at::kFloat).contiguous();
        layer.found.entropy = layer.found.entropy.to(at::kCPU, at::kFloat).contiguous();
        layer.found.values = nets::Tensor();
        const nets::Tensor reach = reachOf(run, how, layer.found).to(at::kCPU, at::kFloat);
        // Beside a place that found nothing the colour is that of those that did.
        layer.there = at::isin(content.channels, lent).unsqueeze(1).logical_and(reach.gt(0));
        layer.picture = warps.out.to(at::kCPU, at::kFloat) / reach.masked_fill(reach.le(0), 1);
        layer.there = layer.there.to(at::kFloat);
    });
    return layer;
}

void CoCosNetWarper::put(const Layer& layer, const scene::Exemplar& exemplar,
                         const Question& question, LentLook& look) const {
    const nets::Tensor here = targeted(exemplar.target, question.content);
    const nets::Tensor share = here.to(at::kFloat).unsqueeze(1) * layer.there * exemplar.strength;
    look.picture = look.picture * (1 - share) + layer.picture * share;
    const std::int64_t stride = net().warping.stride;
    const nets::Tensor herePlaces = everyPlace(here, stride);
    const std::int64_t across = layer.found.match.size(3);
    const std::int64_t lenderAcross = layer.lender.width / stride;
    const Size photo = exemplar.photo->size();
    const int number = static_cast<int>(look.matches.exemplars.size());
    look.matches.exemplars.push_back(exemplar.id);
    for (int y = 0; y < look.matches.places.height; ++y) {
        for (int x = 0; x < look.matches.places.width; ++x) {
            const std::int64_t place = y * across + x;
            const std::int64_t match = layer.found.match.data_ptr<std::int64_t>()[place];
            if (match < 0 || !herePlaces.data_ptr<bool>()[place]) {
                continue;
            }
            look.matches.found[static_cast<std::size_t>(y) *
                                   static_cast<std::size_t>(look.matches.places.width) +
                               static_cast<std::size_t>(x)] = {
                .exemplar = number,
                .from = {inPixels(match % lenderAcross, stride, layer.lender.width, photo.width),
                         inPixels(match / lenderAcross, stride, layer.lender.height, photo.height)},
                .probability = layer.found.probability.data_ptr<float>()[place],
                .entropy = layer.found.entropy.data_ptr<float>()[place]};
        }
    }
}

LentLook CoCosNetWarper::answerOf(const Exemplars& exemplars, const Question& question,
                                  const nets::InferenceRun::Options& options) {
    LentLook look{.picture = net().ownLook(question.content.condition.to(at::kCPU, at::kFloat)),
                  .matches = noMatches(question.content.padded, net().warping.stride)};
    for (const scene::Exemplar* exemplar : exemplars) {
        if (exemplar->strength > 0) {
            put(layerOf(*exemplar, question, options), *exemplar, question, look);
        }
    }
    return look;
}

LentLook CoCosNetWarper::lookOf(const scene::SceneState& scene, const CoCosNetContent& content,
                                const nets::InferenceRun::Options& options) {
    const auto stride = static_cast<int>(net().warping.stride);
    const Exemplars exemplars = inLayers(scene);
    std::erase_if(m_lenders, [&](const auto& lender) {
        return std::ranges::none_of(exemplars, [&](const scene::Exemplar* exemplar) {
            return exemplar->photo == lender->original && exemplar->labels == lender->labels;
        });
    });
    const Question question{.content = content,
                            .origin = {},
                            .scene = content.padded,
                            .projection = exemplars.empty() ? nets::Tensor()
                                                            : projectedScene(content, options),
                            .places = placesOf(content, stride)};
    const LentLook answer = answerOf(exemplars, question, options);
    LentLook look{.picture = at::empty_like(answer.picture),
                  .matches = noMatches(content.photo, stride)};
    merge(answer, {}, placesUnder(wholeOf(content.padded), stride), look);
    look.matches.warped = photoFromTensor(look.picture, content.photo);
    return look;
}

LentLook CoCosNetWarper::keptLookOf(const scene::SceneState& scene, const CoCosNetContent& content,
                                    const nets::InferenceRun::Options& options) {
    LentLook look = lookOf(scene, content, options);
    m_kept.reset();
    const std::map<std::string, scene::Exemplar> exemplars = copiesOf(scene);
    if (net().warping.centredPerPlace &&
        std::ranges::all_of(exemplars, [](const auto& one) { return isLocal(one.second); })) {
        m_kept = {.exemplars = exemplars, .content = content, .look = look};
        m_kept->look.picture = look.picture.clone(); // it is patched
        m_kept->content.condition = nets::Tensor();
    }
    return look;
}

std::optional<LentLook> CoCosNetWarper::patchedLook(const scene::SceneState& scene,
                                                    const CoCosNetContent& content,
                                                    const nets::InferenceRun::Options& options,
                                                    int reach) {
    if (!m_kept || !areAlike(m_kept->content, content) ||
        !areThose(m_kept->exemplars, scene.allExemplars())) {
        return std::nullopt;
    }
    const Rect edit = differenceOf(m_kept->content, content);
    if (edit.empty()) {
        return m_kept->look;
    }
    const auto stride = static_cast<int>(net().warping.stride);
    const Rect all = placesUnder(wholeOf(content.padded), stride);
    const Rect places =
        placesUnder(grown(edit, reach).intersected(wholeOf(content.padded)), stride);
    if (!isWorthWhile(places, {all.width, all.height})) {
        return std::nullopt;
    }
    // Descriptors look at the places beside theirs, and so do colours that are enlarged bilinearly.
    const int margin = static_cast<int>(net().warping.window / 2) + 1;
    const Rect asked = grown(places, margin).intersected(all);
    const Exemplars exemplars = inLayers(scene);
    const CoCosNetContent part = partOfContent(content, pixelsOf(asked, stride));
    const Question question{
        .content = part,
        .origin = {asked.x, asked.y},
        .scene = content.padded,
        .projection = exemplars.empty()
                          ? nets::Tensor()
                          : nets::partOf(projectedScene(content, options), asked).contiguous(),
        .places = placesOf(part, stride)};
    const LentLook answer = answerOf(exemplars, question, options);
    LentLook& look = m_kept->look;
    merge(answer, question.origin, places, look);
    look.matches.warped = photoFromTensor(look.picture, content.photo);
    m_kept->content = content;
    m_kept->content.condition = nets::Tensor();
    return look;
}

} // namespace underpaint::translate
