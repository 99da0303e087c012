// SPDX-License-Identifier: GPL-3.0-or-later
// Horizon, valley and shore: layers from the back to the front. Heights are of the picture,
// places from left to right parts of its width, sizes parts of its shorter side.
#include "engine/scene/templates/scene_templates.h"
#include "engine/scene/templates/template_canvas.h"
#include "engine/scene/templates/template_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <variant>

namespace underpaint::scene {

namespace {

/// A line across the picture; `bend` below 1 lets it fall early, above 1 late.
struct GroundLine {
    double left = 0.5;
    double right = 0.5;
    double bend = 1;

    double at(double share) const { return left + (right - left) * std::pow(share, bend); }
};

enum class Crest { Rolling, Crested };

/// Ground from an uneven line down.
struct Ridge {
    Roles roles;
    GroundLine line;
    double height = 0;
    double wave = 1;
    Crest crest = Crest::Rolling;
    std::uint32_t seed = 1;
};

/// Trees side by side, and all below them.
struct Forest {
    Roles roles;
    GroundLine line;
    double height = 0;
    double crown = 0.05; ///< width of a tree
    bool firs = false;
    std::uint32_t seed = 1;
};

/// A bend of a path or a river.
struct Bend {
    double y = 0;
    double x = 0;
    double half = 0; ///< of its width
};

struct Course {
    Roles roles;
    std::array<Bend, 5> bends;
    double wider = 1;
    double roughness = 0.1; ///< of the width
    std::uint32_t seed = 1;
};

/// Bushes, stones, bare spots: the nearer the larger.
struct Patches {
    Roles roles;
    int count = 0;
    double left = 0;
    double right = 1;
    double top = 0.5;
    double bottom = 1;
    double size = 0.05; ///< at the bottom of the picture
    double flat = 0.5;  ///< height of its width
    double roughness = 0.3;
    std::uint32_t seed = 1;
};

struct LoneTree {
    Roles roles;
    double x = 0;
    double foot = 0;
    double height = 0;
    bool isFir = false;
    std::uint32_t seed = 1;
};

using LandscapeLayer = std::variant<Ridge, Forest, Course, Patches, LoneTree>;

constexpr Roles groundRoles{Role::Grass, Role::Terrain, Role::Earth, Role::Pavement};
constexpr Roles treeRoles{Role::Tree, Role::Vegetation, Role::Bush};
constexpr Roles bushRoles{Role::Bush, Role::Vegetation, Role::Tree};
constexpr Roles beachRoles{Role::Sand, Role::Earth, Role::Terrain, Role::Grass};
constexpr Roles wayRoles{Role::Path, Role::Road, Role::Earth};
constexpr Roles streamRoles{Role::Water, Role::Path, Role::Road, Role::Earth};
constexpr Roles stoneRoles{Role::Rock, Role::Mountain};
constexpr double horizonHeight = 0.5; ///< that sizes shrink to

constexpr LandscapeLayer horizonLayers[] = {
    Ridge{Role::Mountain, {0.5, 0.42, 1.3}, 0.075, 0.5, Crest::Crested, 3},
    Forest{treeRoles, {0.53, 0.52, 1}, 0.085, 0.05, false, 11},
    Ridge{groundRoles, {0.535, 0.522, 1}, 0.006, 0.5, Crest::Rolling, 5},
    Course{wayRoles,
           {{{0.53, 0.6, 0.003},
             {0.58, 0.545, 0.013},
             {0.68, 0.585, 0.042},
             {0.84, 0.47, 0.1},
             {1.05, 0.34, 0.2}}},
           1,
           0.12,
           7},
    Patches{bushRoles, 9, 0.02, 0.4, 0.56, 0.8, 0.09, 0.55, 0.3, 21},
    Patches{bushRoles, 7, 0.66, 1, 0.58, 0.95, 0.09, 0.55, 0.3, 29},
    LoneTree{treeRoles, 0.885, 0.585, 0.2, false, 31},
    LoneTree{treeRoles, 0.79, 0.66, 0.42, false, 33},
};

constexpr LandscapeLayer valleyLayers[] = {
    Ridge{Role::Mountain, {0.36, 0.34, 1}, 0.16, 0.42, Crest::Crested, 41},
    Ridge{Role::Mountain, {0.22, 0.66, 0.8}, 0.07, 0.5, Crest::Crested, 44},
    Forest{treeRoles, {0.63, 0.36, 2.2}, 0.06, 0.028, true, 47},
    Forest{treeRoles, {0.5, 0.66, 0.7}, 0.075, 0.036, true, 51},
    Ridge{groundRoles, {0.62, 0.605, 1}, 0.014, 0.45, Crest::Rolling, 53},
    Course{{Role::Earth, Role::Sand, Role::Path},
           {{{0.605, 0.585, 0.004},
             {0.65, 0.535, 0.014},
             {0.725, 0.6, 0.04},
             {0.85, 0.5, 0.1},
             {1.05, 0.66, 0.22}}},
           1.25,
           0.1,
           57},
    Course{streamRoles,
           {{{0.605, 0.585, 0.004},
             {0.65, 0.535, 0.014},
             {0.725, 0.6, 0.04},
             {0.85, 0.5, 0.1},
             {1.05, 0.66, 0.22}}},
           1,
           0.12,
           57},
    Patches{bushRoles, 6, 0.02, 0.36, 0.66, 0.95, 0.1, 0.5, 0.3, 61},
    Patches{stoneRoles, 4, 0.72, 0.98, 0.72, 0.95, 0.08, 0.55, 0.2, 67},
    LoneTree{treeRoles, 0.94, 0.72, 0.3, true, 69},
    LoneTree{treeRoles, 0.2, 0.76, 0.4, true, 71},
    LoneTree{treeRoles, 0.09, 0.86, 0.62, true, 73},
};

constexpr LandscapeLayer shoreLayers[] = {
    Ridge{stoneRoles, {0.47, 0.36, 1.6}, 0.035, 0.4, Crest::Crested, 81},
    Ridge{stoneRoles, {0.24, 0.62, 0.75}, 0.075, 0.38, Crest::Crested, 84},
    Forest{treeRoles, {0.42, 0.62, 0.8}, 0.03, 0.03, false, 86},
    Ridge{Role::Water, {0.465, 0.465, 1}, 0, 1, Crest::Rolling, 87},
    Patches{stoneRoles, 5, 0.45, 0.8, 0.6, 0.74, 0.075, 0.42, 0.22, 91},
    Ridge{beachRoles, {0.64, 0.97, 1.5}, 0.022, 0.55, Crest::Rolling, 93},
    Ridge{{Role::Grass, Role::Terrain}, {0.76, 1.2, 1.1}, 0.03, 0.4, Crest::Rolling, 97},
    Patches{stoneRoles, 5, 0.42, 0.78, 0.8, 0.98, 0.07, 0.5, 0.22, 99},
    Patches{bushRoles, 6, 0, 0.34, 0.8, 1, 0.11, 0.55, 0.3, 103},
    LoneTree{treeRoles, 0.14, 0.86, 0.56, false, 107},
};

double crestAt(const Ridge& ridge, double t) {
    return ridge.crest == Crest::Crested ? crested(t, ridge.seed, 0.45)
                                         : rolling(t, ridge.seed, 0.45);
}

void drawLayer(TemplateCanvas& canvas, const Ridge& ridge) {
    canvas.fillBelow(ridge.roles, [&](double x) {
        const double wave = crestAt(ridge, x / canvas.scale() / ridge.wave);
        // Narrow pictures have no needles for mountains.
        return ridge.line.at(x / canvas.aspect()) - ridge.height * std::sqrt(canvas.scale()) * wave;
    });
}

void drawLayer(TemplateCanvas& canvas, const Forest& forest) {
    canvas.fillBelow(forest.roles, [&](double x) {
        const double t = x / canvas.scale() / forest.crown;
        // Clearings and clumps, crowns, leaves.
        const double clump = 0.75 + 0.35 * rolling(t / 6, forest.seed + 5);
        const double crown = crowns(t, forest.seed, forest.firs);
        const double leaves = 0.07 * rolling(5 * t, forest.seed + 9);
        return forest.line.at(x / canvas.aspect()) -
               canvas.scale() * forest.height * (0.25 + clump * (0.75 * crown + leaves));
    });
}

/// The value of a column of the bends at a height, smooth.
double alongCourse(const Course& course, double y, double Bend::*value) {
    const auto& bends = course.bends;
    std::size_t i = 0;
    while (i + 2 < bends.size() && bends[i + 1].y < y) {
        ++i;
    }
    const auto slope = [&](std::size_t at) {
        const Bend& a = bends[at == 0 ? 0 : at - 1];
        const Bend& b = bends[std::min(at + 1, bends.size() - 1)];
        return (b.*value - a.*value) / (b.y - a.y);
    };
    const double length = bends[i + 1].y - bends[i].y;
    const double t = std::clamp((y - bends[i].y) / length, 0.0, 1.0);
    // Hermite's cubic.
    const double t2 = t * t;
    const double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * bends[i].*value + (t3 - 2 * t2 + t) * length * slope(i) +
           (3 * t2 - 2 * t3) * bends[i + 1].*value + (t3 - t2) * length * slope(i + 1);
}

void drawLayer(TemplateCanvas& canvas, const Course& course) {
    const double top = course.bends.front().y;
    const auto edge = [&](double y, int side) {
        const double half =
            canvas.scale() * course.wider * std::max(alongCourse(course, y, &Bend::half), 0.002);
        // Bends of the edges are as long as the way is wide there: short ones far away.
        const double t = 3 * std::log(std::max(y - top + 0.02, 0.001)) * 2;
        const double wave = rolling(t, course.seed + (side < 0 ? 0U : 1U));
        return canvas.aspect() * alongCourse(course, y, &Bend::x) +
               side * half * (1 + course.roughness * wave);
    };
    canvas.fillBetween(
        course.roles, top, 1, [&](double y) { return edge(y, -1); },
        [&](double y) { return edge(y, 1); });
}

void drawLayer(TemplateCanvas& canvas, const Patches& patches) {
    for (int i = 0; i < patches.count; ++i) {
        const auto seed = patches.seed + 7 * static_cast<std::uint32_t>(i);
        const double depth = (i + templateShare(i, patches.seed)) / patches.count;
        const double y = std::lerp(patches.top, patches.bottom, depth);
        const double x = canvas.aspect() *
                         std::lerp(patches.left, patches.right, templateShare(i, patches.seed + 1));
        const double near = (y - horizonHeight) / (1 - horizonHeight);
        const double radius =
            canvas.scale() * patches.size * near * (1 + 0.5 * templateChance(i, patches.seed + 2));
        std::vector<Outline> lobes{
            patch({x, y}, radius, patches.flat * radius, patches.roughness, seed)};
        // A second, smaller one beside it, so that it is no ball.
        const double side = templateChance(i, patches.seed + 3);
        lobes.push_back(patch({x + 0.8 * side * radius, y + 0.2 * patches.flat * radius},
                              0.6 * radius, 0.7 * patches.flat * radius, patches.roughness,
                              seed + 3));
        canvas.fillOutlines(patches.roles, lobes);
    }
}

void drawLayer(TemplateCanvas& canvas, const LoneTree& tree) {
    const Spot foot{tree.x * canvas.aspect(), tree.foot};
    const double height = tree.height * canvas.scale();
    canvas.fillOutlines(tree.roles, tree.isFir ? fir(foot, height, tree.seed)
                                               : leafyTree(foot, height, tree.seed));
}

void drawLandscape(TemplateCanvas& canvas, std::span<const LandscapeLayer> layers) {
    canvas.fill(Role::Sky);
    for (const LandscapeLayer& layer : layers) {
        std::visit([&](const auto& one) { drawLayer(canvas, one); }, layer);
    }
}

} // namespace

void drawHorizon(TemplateCanvas& canvas) {
    drawLandscape(canvas, horizonLayers);
}

void drawValley(TemplateCanvas& canvas) {
    drawLandscape(canvas, valleyLayers);
}

void drawShore(TemplateCanvas& canvas) {
    drawLandscape(canvas, shoreLayers);
}

} // namespace underpaint::scene
