// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/builtin_label_sets.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace underpaint::scene {

namespace {

constexpr bool thing = true;
constexpr bool stuff = false;

/// Colours by hue around the wheel in golden-ratio steps, in three levels of saturation and
/// brightness, so that neighbours in the list and most pairs are told apart.
Colour spreadColour(unsigned index) {
    constexpr double goldenRatio = 0.618033988749895;
    constexpr std::array<std::array<double, 2>, 3> levels = {
        {{0.75, 0.90}, {0.50, 0.75}, {0.90, 0.60}}};
    const auto [saturation, brightness] = levels[index % levels.size()];
    const double turn = index * goldenRatio;
    const double hue = 6 * (turn - static_cast<int>(turn));
    const int sector = static_cast<int>(hue);
    const double rest = hue - sector;
    const auto level = [&](double v) { return static_cast<std::uint8_t>(std::lround(255 * v)); };
    const std::uint8_t high = level(brightness);
    const std::uint8_t low = level(brightness * (1 - saturation));
    const std::uint8_t falling = level(brightness * (1 - saturation * rest));
    const std::uint8_t rising = level(brightness * (1 - saturation * (1 - rest)));
    switch (sector) {
    case 0:
        return {high, rising, low};
    case 1:
        return {falling, high, low};
    case 2:
        return {low, high, rising};
    case 3:
        return {low, falling, high};
    case 4:
        return {rising, low, high};
    default:
        return {high, low, falling};
    }
}

void appendGenerated(std::vector<LabelClass>& classes, unsigned first, unsigned end) {
    for (unsigned id = first; id < end; ++id) {
        classes.push_back({static_cast<std::uint16_t>(id), "class " + std::to_string(id),
                           interleavedColour(id), stuff});
    }
}

} // namespace

LabelSet cityscapesLabels() {
    return {"Cityscapes",
            {
                {0, "unlabeled", {0, 0, 0}, stuff},
                {1, "ego vehicle", {0, 0, 0}, stuff},
                {2, "rectification border", {0, 0, 0}, stuff},
                {3, "out of roi", {0, 0, 0}, stuff},
                {4, "static", {0, 0, 0}, stuff},
                {5, "dynamic", {111, 74, 0}, stuff},
                {6, "ground", {81, 0, 81}, stuff},
                {7, "road", {128, 64, 128}, stuff},
                {8, "sidewalk", {244, 35, 232}, stuff},
                {9, "parking", {250, 170, 160}, stuff},
                {10, "rail track", {230, 150, 140}, stuff},
                {11, "building", {70, 70, 70}, stuff},
                {12, "wall", {102, 102, 156}, stuff},
                {13, "fence", {190, 153, 153}, stuff},
                {14, "guard rail", {180, 165, 180}, stuff},
                {15, "bridge", {150, 100, 100}, stuff},
                {16, "tunnel", {150, 120, 90}, stuff},
                {17, "pole", {153, 153, 153}, stuff},
                {18, "polegroup", {153, 153, 153}, stuff},
                {19, "traffic light", {250, 170, 30}, stuff},
                {20, "traffic sign", {220, 220, 0}, stuff},
                {21, "vegetation", {107, 142, 35}, stuff},
                {22, "terrain", {152, 251, 152}, stuff},
                {23, "sky", {70, 130, 180}, stuff},
                {24, "person", {220, 20, 60}, thing},
                {25, "rider", {255, 0, 0}, thing},
                {26, "car", {0, 0, 142}, thing},
                {27, "truck", {0, 0, 70}, thing},
                {28, "bus", {0, 60, 100}, thing},
                {29, "caravan", {0, 0, 90}, thing},
                {30, "trailer", {0, 0, 110}, thing},
                {31, "train", {0, 80, 100}, thing},
                {32, "motorcycle", {0, 0, 230}, thing},
                {33, "bicycle", {119, 11, 32}, thing},
                {34, "license plate", {0, 0, 142}, stuff},
            }};
}

LabelSet camvidLabels() {
    return {"CamVid",
            {
                {0, "sky", {128, 128, 128}, stuff},
                {1, "building", {128, 0, 0}, stuff},
                {2, "pole", {192, 192, 128}, thing},
                {3, "road", {128, 64, 128}, stuff},
                {4, "pavement", {60, 40, 222}, stuff},
                {5, "tree", {128, 128, 0}, stuff},
                {6, "sign", {192, 128, 128}, thing},
                {7, "fence", {64, 64, 128}, stuff},
                {8, "car", {64, 0, 128}, thing},
                {9, "pedestrian", {64, 64, 0}, thing},
                {10, "bicyclist", {0, 128, 192}, thing},
                {11, "unlabelled", {0, 0, 0}, stuff},
            }};
}

LabelSet clothingLabels() {
    constexpr std::array names = {
        "null",       "accessories", "bag",      "belt",      "blazer",   "blouse",     "bodysuit",
        "boots",      "bra",         "bracelet", "cape",      "cardigan", "clogs",      "coat",
        "dress",      "earrings",    "flats",    "glasses",   "gloves",   "hair",       "hat",
        "heels",      "hoodie",      "intimate", "jacket",    "jeans",    "jumper",     "leggings",
        "loafers",    "necklace",    "panties",  "pants",     "pumps",    "purse",      "ring",
        "romper",     "sandals",     "scarf",    "shirt",     "shoes",    "shorts",     "skin",
        "skirt",      "sneakers",    "socks",    "stockings", "suit",     "sunglasses", "sweater",
        "sweatshirt", "swimwear",    "t-shirt",  "tie",       "tights",   "top",        "vest",
        "wallet",     "watch",       "wedges"};
    std::vector<LabelClass> classes;
    for (unsigned id = 0; id < names.size(); ++id) {
        const std::string name = names[id];
        // Background, hair and skin are stuff; each garment is an object of its own.
        const bool garment = id != 0 && name != "hair" && name != "skin";
        Colour colour = id == 0 ? Colour{} : spreadColour(id);
        if (name == "hair") {
            colour = {92, 58, 33};
        } else if (name == "skin") {
            colour = {255, 205, 170};
        }
        classes.push_back({static_cast<std::uint16_t>(id), name, colour, garment});
    }
    return {"Clothing Co-Parsing", std::move(classes)};
}

LabelSet facadeLabels() {
    return {"CMP facades",
            {
                {1, "background", {0, 0, 170}, stuff},
                {2, "facade", {0, 0, 255}, stuff},
                {3, "window", {0, 85, 255}, thing},
                {4, "door", {0, 170, 255}, thing},
                {5, "cornice", {0, 255, 255}, thing},
                {6, "sill", {85, 255, 170}, thing},
                {7, "balcony", {170, 255, 85}, thing},
                {8, "blind", {255, 255, 0}, thing},
                {9, "deco", {255, 170, 0}, thing},
                {10, "molding", {255, 85, 0}, stuff},
                {11, "pillar", {255, 0, 0}, thing},
                {12, "shop", {170, 0, 0}, thing},
            }};
}

LabelSet ade20kLabels() {
    // The names of the scene-parsing benchmark, in its order (Zhou et al. 2017).
    constexpr std::array<std::string_view, 150> names = {"wall",
                                                         "building",
                                                         "sky",
                                                         "floor",
                                                         "tree",
                                                         "ceiling",
                                                         "road",
                                                         "bed",
                                                         "windowpane",
                                                         "grass",
                                                         "cabinet",
                                                         "sidewalk",
                                                         "person",
                                                         "earth",
                                                         "door",
                                                         "table",
                                                         "mountain",
                                                         "plant",
                                                         "curtain",
                                                         "chair",
                                                         "car",
                                                         "water",
                                                         "painting",
                                                         "sofa",
                                                         "shelf",
                                                         "house",
                                                         "sea",
                                                         "mirror",
                                                         "rug",
                                                         "field",
                                                         "armchair",
                                                         "seat",
                                                         "fence",
                                                         "desk",
                                                         "rock",
                                                         "wardrobe",
                                                         "lamp",
                                                         "bathtub",
                                                         "railing",
                                                         "cushion",
                                                         "base",
                                                         "box",
                                                         "column",
                                                         "signboard",
                                                         "chest of drawers",
                                                         "counter",
                                                         "sand",
                                                         "sink",
                                                         "skyscraper",
                                                         "fireplace",
                                                         "refrigerator",
                                                         "grandstand",
                                                         "path",
                                                         "stairs",
                                                         "runway",
                                                         "case",
                                                         "pool table",
                                                         "pillow",
                                                         "screen door",
                                                         "stairway",
                                                         "river",
                                                         "bridge",
                                                         "bookcase",
                                                         "blind",
                                                         "coffee table",
                                                         "toilet",
                                                         "flower",
                                                         "book",
                                                         "hill",
                                                         "bench",
                                                         "countertop",
                                                         "stove",
                                                         "palm",
                                                         "kitchen island",
                                                         "computer",
                                                         "swivel chair",
                                                         "boat",
                                                         "bar",
                                                         "arcade machine",
                                                         "hovel",
                                                         "bus",
                                                         "towel",
                                                         "light",
                                                         "truck",
                                                         "tower",
                                                         "chandelier",
                                                         "awning",
                                                         "streetlight",
                                                         "booth",
                                                         "television",
                                                         "airplane",
                                                         "dirt track",
                                                         "apparel",
                                                         "pole",
                                                         "land",
                                                         "bannister",
                                                         "escalator",
                                                         "ottoman",
                                                         "bottle",
                                                         "buffet",
                                                         "poster",
                                                         "stage",
                                                         "van",
                                                         "ship",
                                                         "fountain",
                                                         "conveyer belt",
                                                         "canopy",
                                                         "washer",
                                                         "plaything",
                                                         "swimming pool",
                                                         "stool",
                                                         "barrel",
                                                         "basket",
                                                         "waterfall",
                                                         "tent",
                                                         "bag",
                                                         "minibike",
                                                         "cradle",
                                                         "oven",
                                                         "ball",
                                                         "food",
                                                         "step",
                                                         "tank",
                                                         "trade name",
                                                         "microwave",
                                                         "pot",
                                                         "animal",
                                                         "bicycle",
                                                         "lake",
                                                         "dishwasher",
                                                         "screen",
                                                         "blanket",
                                                         "sculpture",
                                                         "hood",
                                                         "sconce",
                                                         "vase",
                                                         "traffic light",
                                                         "tray",
                                                         "ashcan",
                                                         "fan",
                                                         "pier",
                                                         "crt screen",
                                                         "plate",
                                                         "monitor",
                                                         "bulletin board",
                                                         "shower",
                                                         "radiator",
                                                         "glass",
                                                         "clock",
                                                         "flag"};
    std::vector<LabelClass> classes{{0, "other", {0, 0, 0}, stuff}};
    appendGenerated(classes, 1, 151);
    for (std::size_t i = 0; i < names.size(); ++i) {
        classes[i + 1].name = names[i];
    }
    return {"ADE20K", std::move(classes)};
}

LabelSet cocoStuffLabels() {
    std::vector<LabelClass> classes;
    appendGenerated(classes, 0, 182);
    // The ids below 91 are the things of COCO; id 0 cannot be told from a class number in an
    // instance map, yet is one (person).
    for (LabelClass& label : classes) {
        label.thing = label.id < 91;
    }
    classes.push_back({255, "unlabelled", {0, 0, 0}, stuff});
    return {"COCO-Stuff", std::move(classes)};
}

LabelSet generatedLabels(int count) {
    if (count < 0 || count > 65536) {
        throw Error("a label set cannot have " + std::to_string(count) + " classes", {},
                    "use between 0 and 65536");
    }
    std::vector<LabelClass> classes;
    appendGenerated(classes, 0, static_cast<unsigned>(count));
    return {"generated-" + std::to_string(count), std::move(classes)};
}

Colour interleavedColour(unsigned id) {
    unsigned red = 0;
    unsigned green = 0;
    unsigned blue = 0;
    for (unsigned j = 0; j < 7; ++j) {
        const unsigned bit = 7 - j;
        red |= (id & 1U) << bit;
        green |= ((id >> 1U) & 1U) << bit;
        blue |= ((id >> 2U) & 1U) << bit;
        id >>= 3U;
    }
    return {static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
            static_cast<std::uint8_t>(blue)};
}

std::vector<std::string> builtinLabelSetNames() {
    return {"cityscapes", "camvid", "ccp", "facades", "ade20k", "coco-stuff"};
}

LabelSet builtinLabels(std::string_view name) {
    using Make = LabelSet (*)();
    constexpr std::array<std::pair<std::string_view, Make>, 6> sets = {
        {{"cityscapes", cityscapesLabels},
         {"camvid", camvidLabels},
         {"ccp", clothingLabels},
         {"facades", facadeLabels},
         {"ade20k", ade20kLabels},
         {"coco-stuff", cocoStuffLabels}}};
    for (const auto& [known, make] : sets) {
        if (known == name) {
            return make();
        }
    }
    constexpr std::string_view prefix = "generated-";
    if (name.starts_with(prefix)) {
        const std::string_view digits = name.substr(prefix.size());
        int count = 0;
        const auto [end, problem] =
            std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (problem == std::errc{} && end == digits.data() + digits.size() && !digits.empty()) {
            return generatedLabels(count);
        }
    }
    std::string list;
    for (const std::string& known : builtinLabelSetNames()) {
        list += known + ", ";
    }
    throw Error("there is no label set named \"" + std::string(name) + "\"", {},
                "use one of " + list + "generated-N");
}

} // namespace underpaint::scene
