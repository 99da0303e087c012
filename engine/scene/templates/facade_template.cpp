// SPDX-License-Identifier: GPL-3.0-or-later
// Fronts of houses, seen straight on: floors and axes of windows, as many as the picture has room
// for.
#include "engine/scene/templates/scene_templates.h"
#include "engine/scene/templates/template_canvas.h"
#include "engine/scene/templates/template_shapes.h"

#include <algorithm>
#include <cmath>

namespace underpaint::scene {

namespace {

constexpr Roles frontRoles{Role::Facade, Role::Building, Role::Wall};
constexpr Roles besideRoles{Role::Background, Role::Sky, Role::Unlabelled};
constexpr Roles doorRoles{Role::Door, Role::Window};

/// What a house is like. Shares of a floor's height or of an axis's width.
struct FrontStyle {
    double roof = 0.1; ///< its top, in the picture
    double floorHeight = 0.2;
    double axisWidth = 0.17;
    double windowWidth = 0.5;
    double windowHeight = 0.62;
    bool shops = false;     ///< at the ground floor
    int balconyFloor = -1;  ///< the floor, from the top, whose windows have balconies
    bool pediments = false; ///< above the windows of the second floor from the top
    double blinds = 0;      ///< share of the windows that have one
    std::uint32_t seed = 1;
};

constexpr FrontStyle frontStyles[] = {
    {0.085, 0.2, 0.175, 0.5, 0.62, false, 1, true, 0.1, 3},
    {0.16, 0.185, 0.16, 0.54, 0.56, false, 0, false, 0.25, 7},
    {0.05, 0.21, 0.18, 0.48, 0.66, true, 2, true, 0.12, 11},
};

/// A house between two edges of the picture.
struct Front {
    double left = 0;
    double right = 0;
    FrontStyle style;
    int floors = 1; ///< above the ground floor
    int axes = 1;
    double floorHeight = 0;
    double axisWidth = 0;

    double floorTop(int floor) const { return style.roof + cornice() + floor * floorHeight; }
    double cornice() const { return 0.16 * floorHeight; }
    double axis(int i) const { return left + (i + 0.5) * axisWidth; }
};

Front measured(double left, double right, const FrontStyle& style, double scale) {
    Front front{.left = left, .right = right, .style = style};
    const double size = std::sqrt(scale); // a narrow picture shows more floors, but not many
    front.axes =
        std::max(2, static_cast<int>(std::lround((right - left) / (style.axisWidth * size))));
    front.axisWidth = (right - left) / front.axes;
    // The ground floor is a little higher than the others.
    const double height = 1 - style.roof;
    front.floors =
        std::max(1, static_cast<int>(std::lround(height / (style.floorHeight * size) - 1.2)));
    front.floorHeight = height / (front.floors + 1.36);
    return front;
}

void drawWindow(TemplateCanvas& canvas, const Front& front, int floor, int axis) {
    const FrontStyle& style = front.style;
    const double middle = front.axis(axis);
    const double half = style.windowWidth * front.axisWidth / 2;
    const double top = front.floorTop(floor) + 0.2 * front.floorHeight;
    const double bottom = top + style.windowHeight * front.floorHeight;
    const double step = 0.05 * front.floorHeight;
    canvas.fillBox(Role::Window, middle - half, top, middle + half, bottom);
    const int number = floor * front.axes + axis;
    if (templateShare(number, style.seed) < style.blinds) {
        const double down = 0.25 + 0.3 * templateShare(number, style.seed + 1);
        canvas.fillBox(Role::Blind, middle - half, top, middle + half,
                       std::lerp(top, bottom, down));
    }
    // A lintel, or a pediment above every second window.
    if (style.pediments && floor == 1 && axis % 2 == 0) {
        canvas.fillOutline(Role::Deco, {{middle - 1.3 * half, top - 0.4 * step},
                                        {middle, top - 2.6 * step},
                                        {middle + 1.3 * half, top - 0.4 * step}});
    } else {
        canvas.fillBox(Role::Deco, middle - 1.15 * half, top - 1.5 * step, middle + 1.15 * half,
                       top - 0.4 * step);
    }
    if (style.balconyFloor == floor && canvas.has(Role::Balcony)) {
        canvas.fillBox(Role::Balcony, middle - 1.4 * half, bottom - 4.5 * step, middle + 1.4 * half,
                       bottom + 0.6 * step);
    } else {
        canvas.fillBox(Role::Sill, middle - 1.25 * half, bottom, middle + 1.25 * half,
                       bottom + 0.9 * step);
    }
}

/// Windows and a door in the middle.
void drawLivingFloor(TemplateCanvas& canvas, const Front& front, double top) {
    const int entrance = front.axes / 2;
    for (int axis = 0; axis < front.axes; ++axis) {
        const double middle = front.axis(axis);
        const double half = front.style.windowWidth * front.axisWidth / 2;
        if (axis == entrance) {
            canvas.fillBox(doorRoles, middle - 1.15 * half, top + 0.34 * front.floorHeight,
                           middle + 1.15 * half, 1);
            canvas.fillBox(Role::Deco, middle - 1.5 * half, top + 0.2 * front.floorHeight,
                           middle + 1.5 * half, top + 0.3 * front.floorHeight);
            continue;
        }
        const double upper = top + 0.26 * front.floorHeight;
        const double lower = upper + 0.6 * front.floorHeight;
        canvas.fillBox(Role::Window, middle - half, upper, middle + half, lower);
        canvas.fillBox(Role::Sill, middle - 1.25 * half, lower, middle + 1.25 * half,
                       lower + 0.05 * front.floorHeight);
    }
}

/// Shops of two axes each, pillars between them, and the door of the house.
void drawShops(TemplateCanvas& canvas, const Front& front, double top) {
    const int entrance = front.axes / 2;
    const double pillar = 0.1 * front.axisWidth;
    const double upper = top + 0.16 * front.floorHeight;
    for (int axis = 0; axis < front.axes;) {
        const int wide = axis == entrance || axis + 1 == entrance || axis + 1 == front.axes ? 1 : 2;
        const double left = front.left + axis * front.axisWidth + pillar;
        const double right = front.left + (axis + wide) * front.axisWidth - pillar;
        if (axis == entrance) {
            const double inset = 0.16 * front.axisWidth;
            canvas.fillBox(doorRoles, left + inset, upper + 0.12 * front.floorHeight, right - inset,
                           1);
        } else {
            canvas.fillBox({Role::Shop, Role::Window}, left, upper, right,
                           canvas.has(Role::Shop) ? 1 : 0.95);
        }
        canvas.fillBox(Role::Pillar, right + 0.3 * pillar, upper, right + 1.7 * pillar, 1);
        axis += wide;
    }
}

void drawFront(TemplateCanvas& canvas, const Front& front) {
    const double cornice = front.cornice();
    const double over = 0.1 * front.axisWidth;
    canvas.fillBox(frontRoles, front.left, front.style.roof, front.right, 1);
    for (int floor = 0; floor < front.floors; ++floor) {
        for (int axis = 0; axis < front.axes; ++axis) {
            drawWindow(canvas, front, floor, axis);
        }
    }
    // Where every second floor ends, and above the ground floor.
    const double ground = front.floorTop(front.floors);
    for (int floor = front.floors; floor > 0; floor -= 2) {
        const double y = front.floorTop(floor);
        canvas.fillBox(Role::Molding, front.left, y, front.right, y + 0.4 * cornice);
    }
    if (front.style.shops) {
        drawShops(canvas, front, ground);
    } else {
        drawLivingFloor(canvas, front, ground);
    }
    canvas.fillBox(Role::Cornice, front.left - over, front.style.roof, front.right + over,
                   front.style.roof + cornice);
}

} // namespace

void drawFacade(TemplateCanvas& canvas) {
    canvas.fill(frontRoles); // where nothing stands for what is beside it
    canvas.fill(besideRoles);
    const double aspect = canvas.aspect();
    constexpr double houseWidth = 0.95;
    const int houses = std::max(1, static_cast<int>(std::lround(aspect / houseWidth)));
    // Sky on both sides of a house that stands alone.
    const double margin = houses == 1 ? 0.07 * aspect : 0;
    double left = margin;
    for (int i = 0; i < houses; ++i) {
        const auto& style = frontStyles[static_cast<std::size_t>(i) % std::size(frontStyles)];
        const double even = margin + (aspect - 2 * margin) * (i + 1) / houses;
        const double right =
            i + 1 == houses ? even : even + 0.12 * houseWidth * templateChance(i, 5);
        drawFront(canvas, measured(left, right, style, canvas.scale()));
        left = right;
    }
}

} // namespace underpaint::scene
