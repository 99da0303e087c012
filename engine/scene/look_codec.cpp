// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/look_codec.h"

#include "engine/base/error.h"
#include "engine/scene/state_checks.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <variant>

namespace underpaint::scene {

namespace {

/// Longest side of a photo, in pixels.
constexpr std::uint64_t maxPhotoExtent = 1U << 20U;

/// The number of a style's form in the file.
constexpr std::uint8_t noStyle = 0;
constexpr std::uint8_t clusterStyle = 1;
constexpr std::uint8_t mixtureStyle = 2;
constexpr std::uint8_t featureStyle = 3;

/// Behind its width.
std::shared_ptr<const Image> readPixels(RecordReader& reader, std::uint64_t width) {
    const std::uint64_t height = reader.variable(maxPhotoExtent);
    const std::uint64_t channels = reader.variable(3);
    if (width == 0 || height == 0 || (channels != 1 && channels != 3)) {
        throwDamaged("a photo has no pixels");
    }
    const auto bytes = reader.raw(width * height * channels);
    auto photo = std::make_shared<Image>(static_cast<int>(width), static_cast<int>(height),
                                         static_cast<int>(channels), std::uint8_t{0});
    std::transform(bytes.begin(), bytes.end(), photo->data(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return photo;
}

/// A map of ids beside a photo: most are small.
template<class T>
void writeIds(RecordWriter& writer, const Plane<T>& map) {
    for (const T id : map.values()) {
        writer.variable(id);
    }
}

template<class T>
std::shared_ptr<const Plane<T>> readIds(RecordReader& reader, Size size) {
    if (reader.remaining() < static_cast<std::size_t>(size.area())) {
        throwDamaged("it ends too early");
    }
    auto map = std::make_shared<Plane<T>>(size.width, size.height);
    for (T& id : map->values()) {
        id = static_cast<T>(reader.variable(std::numeric_limits<T>::max()));
    }
    return map;
}

template<class T>
void writeMapOf(RecordWriter& writer, const std::shared_ptr<const Plane<T>>& map) {
    writer.byte(map ? 1 : 0);
    if (map) {
        writer.variable(static_cast<std::uint64_t>(map->width()));
        writer.variable(static_cast<std::uint64_t>(map->height()));
        writeIds(writer, *map);
    }
}

/// What stands behind the photo of an exemplar. Programs that know only the first read what has
/// nothing else.
/// @{
constexpr std::uint8_t withLabels = 1;
constexpr std::uint8_t withInstances = 2;
constexpr std::uint8_t withHidden = 4;
constexpr std::uint8_t withRules = 8;
/// Beside a MatchWithin.
constexpr std::uint8_t withTexture = 16;
/// @}

template<class T>
bool sameMap(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
    return a == b || (a && b && *a == *b);
}

bool samePictures(const Exemplar& a, const Exemplar& b) {
    return sameMap(a.photo, b.photo) && sameMap(a.labels, b.labels) &&
           sameMap(a.instances, b.instances) && sameMap(a.hidden, b.hidden);
}

bool hasPlainRules(const Exemplar& exemplar) {
    return exemplar.within == MatchWithin::Photo && exemplar.temperature == 1 && !exemplar.texture;
}

/// Its photo and maps, or in the place of a photo without pixels the number of an exemplar of the
/// same record that has them too.
void writePictures(EditWriter& writer, const Exemplar& exemplar) {
    const auto earlier = std::ranges::find_if(
        writer.exemplars, [&](const Exemplar& one) { return samePictures(one, exemplar); });
    const std::uint8_t rules = hasPlainRules(exemplar) ? 0 : withRules;
    if (earlier != writer.exemplars.end()) {
        writer.variable(0);
        writer.variable(static_cast<std::uint64_t>(earlier - writer.exemplars.begin()));
        writer.byte(rules);
        return;
    }
    writer.exemplars.push_back(exemplar);
    writePhoto(writer, *exemplar.photo);
    writer.byte(static_cast<std::uint8_t>(rules | (exemplar.labels ? withLabels : 0) |
                                          (exemplar.instances ? withInstances : 0) |
                                          (exemplar.hidden ? withHidden : 0)));
    if (exemplar.labels) {
        for (const std::uint16_t label : exemplar.labels->values()) {
            writer.fixed16(label);
        }
    }
    if (exemplar.instances) {
        writeIds(writer, *exemplar.instances);
    }
    if (exemplar.hidden) {
        writeIds(writer, *exemplar.hidden);
    }
}

std::shared_ptr<const LabelPlane> readExemplarLabels(RecordReader& reader, Size size) {
    if (reader.remaining() / sizeof(std::uint16_t) < static_cast<std::size_t>(size.area())) {
        throwDamaged("it ends too early");
    }
    auto labels = std::make_shared<LabelPlane>(size.width, size.height);
    for (std::uint16_t& label : labels->values()) {
        label = reader.fixed16();
    }
    return labels;
}

/// Returns what else stands behind them.
std::uint8_t readPictures(EditReader& reader, Exemplar& exemplar) {
    const std::uint64_t width = reader.variable(maxPhotoExtent);
    if (width == 0) {
        const std::uint64_t number = reader.variable();
        if (number >= reader.exemplars.size()) {
            throwDamaged("an exemplar has the photo of one that is not there");
        }
        const Exemplar& earlier = reader.exemplars[number];
        exemplar.photo = earlier.photo;
        exemplar.labels = earlier.labels;
        exemplar.instances = earlier.instances;
        exemplar.hidden = earlier.hidden;
        return reader.byte();
    }
    exemplar.photo = readPixels(reader, width);
    const std::uint8_t parts = reader.byte();
    const Size size = exemplar.photo->size();
    if ((parts & withLabels) != 0) {
        exemplar.labels = readExemplarLabels(reader, size);
    }
    if ((parts & withInstances) != 0) {
        exemplar.instances = readIds<std::uint32_t>(reader, size);
    }
    if ((parts & withHidden) != 0) {
        exemplar.hidden = readIds<std::uint8_t>(reader, size);
    }
    reader.exemplars.push_back(exemplar);
    return parts & static_cast<std::uint8_t>(~(withLabels | withInstances | withHidden));
}

} // namespace

void writeStyle(RecordWriter& writer, const std::optional<Style>& style) {
    if (!style) {
        writer.byte(noStyle);
    } else if (const auto* cluster = std::get_if<ClusterStyle>(&*style)) {
        writer.byte(clusterStyle);
        writer.variable(cluster->cluster);
    } else if (const auto* mixture = std::get_if<MixtureStyle>(&*style)) {
        writer.byte(mixtureStyle);
        writer.reals(mixture->weights);
    } else {
        writer.byte(featureStyle);
        writer.reals(std::get<FeatureStyle>(*style).values);
    }
}

std::optional<Style> readStyle(RecordReader& reader) {
    switch (reader.byte()) {
    case noStyle:
        return std::nullopt;
    case clusterStyle:
        return ClusterStyle{static_cast<std::uint32_t>(reader.variable(UINT32_MAX))};
    case mixtureStyle:
        return MixtureStyle{reader.reals()};
    case featureStyle:
        return FeatureStyle{reader.reals()};
    default:
        throwDamaged("a style has an unknown form");
    }
}

void writePhoto(RecordWriter& writer, const Image& photo) {
    writer.variable(static_cast<std::uint64_t>(photo.width()));
    writer.variable(static_cast<std::uint64_t>(photo.height()));
    writer.variable(static_cast<std::uint64_t>(photo.channels()));
    writer.raw(std::as_bytes(photo.values()));
}

std::shared_ptr<const Image> readPhoto(RecordReader& reader) {
    return readPixels(reader, reader.variable(maxPhotoExtent));
}

void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const LabelPlane>& map) {
    writeMapOf(writer, map);
}

void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const InstancePlane>& map) {
    writeMapOf(writer, map);
}

void writeMapOfPhoto(RecordWriter& writer, const std::shared_ptr<const Image>& map) {
    writeMapOf(writer, map);
}

template<class T>
std::shared_ptr<const Plane<T>> readMapOfPhoto(RecordReader& reader) {
    if (!reader.flag()) {
        return nullptr;
    }
    const auto width = static_cast<int>(reader.variable(maxPhotoExtent));
    const auto height = static_cast<int>(reader.variable(maxPhotoExtent));
    return readIds<T>(reader, {width, height});
}

template std::shared_ptr<const LabelPlane> readMapOfPhoto<std::uint16_t>(RecordReader& reader);
template std::shared_ptr<const InstancePlane> readMapOfPhoto<std::uint32_t>(RecordReader& reader);
template std::shared_ptr<const Image> readMapOfPhoto<std::uint8_t>(RecordReader& reader);

void writePins(RecordWriter& writer, const std::vector<Pin>& pins) {
    writer.variable(pins.size());
    for (const Pin& pin : pins) {
        for (const int coordinate : {pin.scene.x, pin.scene.y, pin.exemplar.x, pin.exemplar.y}) {
            writer.fixed32(static_cast<std::uint32_t>(coordinate));
        }
    }
}

std::vector<Pin> readPins(RecordReader& reader) {
    std::vector<Pin> pins(reader.count(4 * sizeof(std::uint32_t)));
    for (Pin& pin : pins) {
        for (int* coordinate : {&pin.scene.x, &pin.scene.y, &pin.exemplar.x, &pin.exemplar.y}) {
            *coordinate = static_cast<std::int32_t>(reader.fixed32());
        }
    }
    return pins;
}

void writeLending(RecordWriter& writer, Lending lending) {
    writer.byte(static_cast<std::uint8_t>(static_cast<std::uint8_t>(lending.within) |
                                          (lending.texture ? withTexture : 0)));
}

Lending readLending(RecordReader& reader) {
    const std::uint8_t byte = reader.byte();
    const auto within = static_cast<std::uint8_t>(byte & static_cast<std::uint8_t>(~withTexture));
    if (within > static_cast<std::uint8_t>(MatchWithin::Instance)) {
        throwDamaged("an exemplar restricts its matches in an unknown way");
    }
    return {static_cast<MatchWithin>(within), (byte & withTexture) != 0};
}

ExemplarTarget readTarget(RecordReader& reader) {
    const std::uint8_t kind = reader.byte();
    if (kind > static_cast<std::uint8_t>(ExemplarTarget::Kind::Instance)) {
        throwDamaged("an exemplar has an unknown kind of target");
    }
    return {static_cast<ExemplarTarget::Kind>(kind),
            static_cast<std::uint32_t>(reader.variable(UINT32_MAX))};
}

void writeExemplar(EditWriter& writer, const Exemplar& exemplar) {
    if (!exemplar.photo) {
        throw Error("the photo is missing", "exemplar \"" + exemplar.id + "\"");
    }
    writer.text(exemplar.id);
    writePictures(writer, exemplar);
    writer.byte(static_cast<std::uint8_t>(exemplar.target.kind));
    writer.variable(exemplar.target.id);
    writer.real(exemplar.strength);
    writePins(writer, exemplar.pins);
    if (!hasPlainRules(exemplar)) {
        writeLending(writer, {exemplar.within, exemplar.texture});
        writer.real(exemplar.temperature);
    }
}

Exemplar readExemplar(EditReader& reader) {
    Exemplar exemplar;
    exemplar.id = reader.text();
    const std::uint8_t more = readPictures(reader, exemplar);
    if ((more & static_cast<std::uint8_t>(~withRules)) != 0) {
        throwDamaged("an exemplar has parts of an unknown kind");
    }
    exemplar.target = readTarget(reader);
    exemplar.strength = reader.real();
    exemplar.pins = readPins(reader);
    if (more != 0) {
        const Lending lending = readLending(reader);
        exemplar.within = lending.within;
        exemplar.texture = lending.texture;
        exemplar.temperature = reader.real();
    }
    return exemplar;
}

void writeLook(EditWriter& writer, const Appearance& look) {
    writeStyle(writer, look.style);
    writer.reals(look.code.values);
    writer.variable(look.exemplars.size());
    for (const auto& [id, exemplar] : look.exemplars) {
        writeExemplar(writer, exemplar);
    }
}

Appearance readLook(EditReader& reader, std::uint32_t instance) {
    constexpr std::size_t leastOfOne = 11; // id, whose photo, parts, target, strength, pins
    Appearance look;
    look.style = readStyle(reader);
    look.code.values = reader.reals();
    for (std::size_t left = reader.count(leastOfOne); left > 0; --left) {
        Exemplar exemplar = readExemplar(reader);
        std::string id = exemplar.id;
        if (!look.exemplars.empty() && look.exemplars.rbegin()->first >= id) {
            throwDamaged("its exemplars are not sorted");
        }
        look.exemplars.emplace(std::move(id), std::move(exemplar));
    }
    checkAppearance(look, instance);
    return look;
}

} // namespace underpaint::scene
