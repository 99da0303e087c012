// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/colour_codes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace underpaint::imaging {

namespace {

/// The colours in which the 150 classes of ADE20K are published, from class 1 on. Two of them share
/// a colour (road, skyscraper): it is read as the first.
constexpr std::array<scene::Colour, 150> kAde20kColours{{
    {120, 120, 120}, {180, 120, 120}, {6, 230, 230},   {80, 50, 50},    {4, 200, 3},
    {120, 120, 80},  {140, 140, 140}, {204, 5, 255},   {230, 230, 230}, {4, 250, 7},
    {224, 5, 255},   {235, 255, 7},   {150, 5, 61},    {120, 120, 70},  {8, 255, 51},
    {255, 6, 82},    {143, 255, 140}, {204, 255, 4},   {255, 51, 7},    {204, 70, 3},
    {0, 102, 200},   {61, 230, 250},  {255, 6, 51},    {11, 102, 255},  {255, 7, 71},
    {255, 9, 224},   {9, 7, 230},     {220, 220, 220}, {255, 9, 92},    {112, 9, 255},
    {8, 255, 214},   {7, 255, 224},   {255, 184, 6},   {10, 255, 71},   {255, 41, 10},
    {7, 255, 255},   {224, 255, 8},   {102, 8, 255},   {255, 61, 6},    {255, 194, 7},
    {255, 122, 8},   {0, 255, 20},    {255, 8, 41},    {255, 5, 153},   {6, 51, 255},
    {235, 12, 255},  {160, 150, 20},  {0, 163, 255},   {140, 140, 140}, {250, 10, 15},
    {20, 255, 0},    {31, 255, 0},    {255, 31, 0},    {255, 224, 0},   {153, 255, 0},
    {0, 0, 255},     {255, 71, 0},    {0, 235, 255},   {0, 173, 255},   {31, 0, 255},
    {11, 200, 200},  {255, 82, 0},    {0, 255, 245},   {0, 61, 255},    {0, 255, 112},
    {0, 255, 133},   {255, 0, 0},     {255, 163, 0},   {255, 102, 0},   {194, 255, 0},
    {0, 143, 255},   {51, 255, 0},    {0, 82, 255},    {0, 255, 41},    {0, 255, 173},
    {10, 0, 255},    {173, 255, 0},   {0, 255, 153},   {255, 92, 0},    {255, 0, 255},
    {255, 0, 245},   {255, 0, 102},   {255, 173, 0},   {255, 0, 20},    {255, 184, 184},
    {0, 31, 255},    {0, 255, 61},    {0, 71, 255},    {255, 0, 204},   {0, 255, 194},
    {0, 255, 82},    {0, 10, 255},    {0, 112, 255},   {51, 0, 255},    {0, 194, 255},
    {0, 122, 255},   {0, 255, 163},   {255, 153, 0},   {0, 255, 10},    {255, 112, 0},
    {143, 255, 0},   {82, 0, 255},    {163, 255, 0},   {255, 235, 0},   {8, 184, 170},
    {133, 0, 255},   {0, 255, 92},    {184, 0, 255},   {255, 0, 31},    {0, 184, 255},
    {0, 214, 255},   {255, 0, 112},   {92, 255, 0},    {0, 224, 255},   {112, 224, 255},
    {70, 184, 160},  {163, 0, 255},   {153, 0, 255},   {71, 255, 0},    {255, 0, 163},
    {255, 204, 0},   {255, 0, 143},   {0, 255, 235},   {133, 255, 0},   {255, 0, 235},
    {245, 0, 255},   {255, 0, 122},   {255, 245, 0},   {10, 190, 212},  {214, 255, 0},
    {0, 204, 255},   {20, 0, 255},    {255, 255, 0},   {0, 153, 255},   {0, 41, 255},
    {0, 255, 204},   {41, 0, 255},    {41, 255, 0},    {173, 0, 255},   {0, 245, 255},
    {71, 0, 255},    {122, 0, 255},   {0, 255, 184},   {0, 92, 255},    {184, 255, 0},
    {0, 133, 255},   {255, 214, 0},   {25, 194, 194},  {102, 255, 0},   {92, 0, 255},
}};

struct CamVidColour {
    scene::Colour colour;
    std::string_view group;
};

/// The 32 classes of the original label files and the class of the 12-class split they belong to.
constexpr std::array<CamVidColour, 32> kCamVidColours{{
    {{64, 128, 64}, "pedestrian"},  // animal
    {{192, 0, 128}, "building"},    // archway
    {{0, 128, 192}, "bicyclist"},   // bicyclist
    {{0, 128, 64}, "building"},     // bridge
    {{128, 0, 0}, "building"},      // building
    {{64, 0, 128}, "car"},          // car
    {{64, 0, 192}, "pedestrian"},   // cart, luggage, pram
    {{192, 128, 64}, "pedestrian"}, // child
    {{192, 192, 128}, "pole"},      // column, pole
    {{64, 64, 128}, "fence"},       // fence
    {{128, 0, 192}, "road"},        // lane markings, driving
    {{192, 0, 64}, "road"},         // lane markings, not driving
    {{128, 128, 64}, "sign"},       // text
    {{192, 0, 192}, "bicyclist"},   // motorcycle, scooter
    {{128, 64, 64}, "car"},         // other moving
    {{64, 192, 128}, "pavement"},   // parking block
    {{64, 64, 0}, "pedestrian"},    // pedestrian
    {{128, 64, 128}, "road"},       // road
    {{128, 128, 192}, "pavement"},  // road shoulder
    {{0, 0, 192}, "pavement"},      // sidewalk
    {{192, 128, 128}, "sign"},      // sign
    {{128, 128, 128}, "sky"},       // sky
    {{64, 128, 192}, "car"},        // SUV, pickup
    {{0, 0, 64}, "pole"},           // traffic cone
    {{0, 64, 64}, "sign"},          // traffic light
    {{192, 64, 128}, "car"},        // train
    {{128, 128, 0}, "tree"},        // tree
    {{192, 128, 192}, "car"},       // truck, bus
    {{64, 0, 64}, "building"},      // tunnel
    {{192, 192, 0}, "tree"},        // other vegetation
    {{0, 0, 0}, "unlabelled"},      // void
    {{64, 192, 0}, "building"},     // wall
}};

void add(std::vector<ColourCode>& codes, scene::Colour colour, std::uint16_t id) {
    const auto same = [&](const ColourCode& code) { return code.colour == colour; };
    if (std::none_of(codes.begin(), codes.end(), same)) {
        codes.push_back({colour, id});
    }
}

/// The colours that ADE20K's label maps are shown in everywhere, where the set has its ids.
std::vector<ColourCode> ade20kCodes(const scene::LabelSet& classes) {
    std::vector<ColourCode> codes;
    if (classes.contains(0)) {
        codes.push_back({{}, 0});
    }
    for (std::size_t i = 0; i < kAde20kColours.size(); ++i) {
        const auto id = static_cast<std::uint16_t>(i + 1);
        if (classes.contains(id)) {
            add(codes, kAde20kColours[i], id);
        }
    }
    return codes;
}

} // namespace

std::vector<ColourCode> colourCodes(const scene::LabelSet& classes, LabelFormat format) {
    std::vector<ColourCode> codes;
    for (const scene::LabelClass& entry : classes.classes()) {
        add(codes, entry.colour, entry.id);
    }
    if (format == LabelFormat::CamVid) {
        for (const CamVidColour& entry : kCamVidColours) {
            if (const scene::LabelClass* found = classes.find(entry.group)) {
                add(codes, entry.colour, found->id);
            }
        }
    }
    return codes;
}

std::vector<std::vector<ColourCode>> colourCodeLists(const scene::LabelSet& classes,
                                                     LabelFormat format) {
    std::vector<std::vector<ColourCode>> lists{colourCodes(classes, format)};
    if (classes.name() == "ADE20K") {
        lists.push_back(ade20kCodes(classes));
    }
    return lists;
}

} // namespace underpaint::imaging
