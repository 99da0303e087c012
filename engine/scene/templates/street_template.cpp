// SPDX-License-Identifier: GPL-3.0-or-later
// A street in perspective: places are in metres, seen by a camera above the middle of the road.
#include "engine/scene/templates/scene_templates.h"
#include "engine/scene/templates/template_canvas.h"
#include "engine/scene/templates/template_shapes.h"

#include <algorithm>
#include <span>
#include <vector>

namespace underpaint::scene {

namespace {

constexpr Roles streetTrees{Role::Tree, Role::Vegetation, Role::Bush};
constexpr Roles houseRoles{Role::Building, Role::Facade};
constexpr Roles sideRoles{Role::Pavement, Role::Road};

constexpr double kerb = 4; ///< from the middle of the road to its side
constexpr double houseFront = 7.4;
constexpr double farthest = 200;

/// Metres to the right of the middle, above the road, and away from the camera.
struct Place {
    double right = 0;
    double up = 0;
    double away = 0;
};

class StreetView {
public:
    explicit StreetView(const TemplateCanvas& canvas)
        : m_middle(0.52 * canvas.aspect()),
          m_metre(fullMetre * std::min(1.0, canvas.aspect() / squareEnough)) {}

    double horizon() const { return m_horizon; }
    Spot spot(const Place& place) const {
        const double metre = metreAt(place.away);
        return {m_middle + place.right * metre, m_horizon + (cameraHeight() - place.up) * metre};
    }
    /// How long a metre is there.
    double metreAt(double away) const { return m_metre * nearest / away; }

private:
    /// The bottom of the picture shows the road so many metres away.
    static constexpr double nearest = 4;
    static constexpr double fullMetre = 0.24; ///< there, in pictures that are not narrow
    static constexpr double squareEnough = 1.15;

    double cameraHeight() const { return (1 - m_horizon) / m_metre; }

    double m_horizon = 0.46;
    double m_middle;
    double m_metre;
};

/// Houses of a side, from `begin` to `end` metres away.
struct House {
    int side = -1;
    double begin = 0;
    double end = 0;
    double height = 9;
    double gable = 0; ///< how much higher its ridge is
};

constexpr House streetHouses[] = {
    {-1, 3, 12, 7.2, 0},   {-1, 12, 20, 6, 2},   {-1, 20, 30, 8.6, 0}, {-1, 38, 48, 6.6, 2.2},
    {-1, 48, 64, 9, 0},    {-1, 64, 95, 7.5, 2}, {1, 12, 19, 6.4, 2},  {1, 19, 26, 8.6, 0},
    {1, 31, 41, 6.8, 2.2}, {1, 41, 52, 9.6, 0},  {1, 52, 64, 7, 2},    {1, 64, 95, 8.4, 0},
};

enum class StreetThing { ParkedCar, Person, Lamp, SignPost, StreetTree };

struct Standing {
    StreetThing what;
    std::uint32_t seed = 1;
    double right = 0;
    double away = 0;
    double height = 0; ///< of all but cars
};

constexpr Standing standingThings[] = {
    {StreetThing::StreetTree, 23, 8.2, 10.6, 7},  {StreetThing::StreetTree, 27, 10.6, 11.2, 5.5},
    {StreetThing::StreetTree, 5, 5.9, 28.5, 7.5}, {StreetThing::StreetTree, 9, -7.4, 34, 8.5},
    {StreetThing::StreetTree, 13, 6.2, 52, 8},    {StreetThing::StreetTree, 19, -6, 57, 8},
    {StreetThing::Lamp, 1, -4.9, 11.8, 5.8},      {StreetThing::Lamp, 1, 4.9, 27, 5.8},
    {StreetThing::Lamp, 1, -4.9, 44, 5.8},        {StreetThing::SignPost, 1, 4.7, 14.5, 2.6},
    {StreetThing::ParkedCar, 1, 2.95, 9.6, 0},    {StreetThing::ParkedCar, 2, 2.95, 17.5, 0},
    {StreetThing::ParkedCar, 3, 2.95, 28, 0},     {StreetThing::ParkedCar, 5, -2.95, 14.5, 0},
    {StreetThing::ParkedCar, 6, -2.95, 22.5, 0},  {StreetThing::ParkedCar, 7, -0.9, 34, 0},
    {StreetThing::Person, 1, -5.9, 10.4, 1.75},   {StreetThing::Person, 2, 6.1, 11.5, 1.72},
    {StreetThing::Person, 3, -5.4, 19, 1.8},      {StreetThing::Person, 4, 5.6, 22, 1.75},
};

Outline seen(const StreetView& view, std::span<const Place> places) {
    Outline outline;
    for (const Place& place : places) {
        outline.push_back(view.spot(place));
    }
    return outline;
}

void drawHouse(TemplateCanvas& canvas, const StreetView& view, const House& house) {
    const double front = house.side * houseFront;
    const double back = house.side * (houseFront + 9.0);
    const double middle = (house.begin + house.end) / 2;
    const double top = house.height;
    // The wall along the street, with its ridge behind it, and the wall that looks at us.
    const Place along[] = {{front, 0, house.begin},
                           {front, top, house.begin},
                           {front, top + house.gable, middle},
                           {front, top, house.end},
                           {front, 0, house.end}};
    const Place across[] = {{front, 0, house.begin},
                            {front, top, house.begin},
                            {(front + back) / 2, top + house.gable, house.begin},
                            {back, top, house.begin},
                            {back, 0, house.begin}};
    std::vector<Outline> outlines{seen(view, along), seen(view, across)};
    // Chimneys.
    for (const double at : {0.25, 0.8}) {
        const double away = house.begin + at * (house.end - house.begin);
        const Place chimney[] = {{front, top - 0.5, away},
                                 {front, top + 1.5, away},
                                 {front - 0.9 * house.side, top + 1.5, away},
                                 {front - 0.9 * house.side, top - 0.5, away}};
        if (house.gable == 0 && house.begin > 15) {
            Outline outline = seen(view, chimney);
            for (Spot& spot : outline) {
                spot.x += house.side * 0.9 * view.metreAt(away);
            }
            outlines.push_back(std::move(outline));
        }
    }
    canvas.fillOutlines(houseRoles, outlines);
}

/// Where the street ends: houses across it, and trees.
void drawDistance(TemplateCanvas& canvas, const StreetView& view) {
    const double metre = view.metreAt(105);
    const double middle = view.spot({0, 0, 105}).x;
    for (const double side : {-1.0, 1.0}) {
        canvas.fillBelow(houseRoles, [&](double x) {
            const double away = side * (x - middle) / metre;
            const bool stepped = templateShare(static_cast<std::int64_t>(away / 7), 3) > 0.5;
            return away < 5 ? 2 : view.horizon() - metre * (stepped ? 9 : 6.5);
        });
    }
    canvas.fillBelow(streetTrees, [&](double x) {
        const double t = (x - middle) / metre;
        const double height = 4 + 3 * crowns(t / 5, 17, false) + 0.5 * rolling(t, 5);
        return t < -30 || t > 30 ? 2 : view.horizon() - metre * height;
    });
}

void drawGround(TemplateCanvas& canvas, const StreetView& view) {
    canvas.fillBelow(sideRoles, [&](double) { return view.spot({0, 0, farthest}).y; });
    const auto edge = [&](int side) {
        const Spot far = view.spot({side * kerb, 0, farthest});
        const Spot near = view.spot({side * kerb, 0, 2});
        return [far, near](double y) {
            return far.x + (near.x - far.x) * (y - far.y) / (near.y - far.y);
        };
    };
    canvas.fillBetween(Role::Road, view.spot({0, 0, farthest}).y, 1, edge(-1), edge(1));
}

/// Body and cabin, each as wide as its farthest reach, and wheels.
void drawCar(TemplateCanvas& canvas, const StreetView& view, const Standing& car) {
    const double length = 4 + 0.4 * templateChance(car.seed, 11);
    const double half = 0.87;
    const double roof = 1.45 + 0.12 * templateChance(car.seed, 13);
    std::vector<Place> body;
    for (const double end : {0.0, length}) {
        for (const int side : {-1, 1}) {
            for (const double up : {0.24, 0.55, 0.88}) {
                const double tuck = up > 0.8 || up < 0.3 ? 0.06 : 0;
                body.push_back({car.right + side * (half - tuck), up, car.away + end});
            }
        }
    }
    std::vector<Place> cabin;
    for (const double end : {0.12, 0.62}) {
        for (const int side : {-1, 1}) {
            const double slope = end < 0.5 ? 0.06 : -0.06;
            cabin.push_back({car.right + side * 0.81, 0.86, car.away + (end - slope) * length});
            cabin.push_back(
                {car.right + side * 0.68, roof - 0.06, car.away + (end + slope) * length});
            cabin.push_back({car.right + side * 0.55, roof, car.away + (end + slope) * length});
        }
    }
    std::vector<Outline> outlines{hull(seen(view, body)), hull(seen(view, cabin))};
    for (const double end : {0.55, length - 0.6}) {
        for (const int side : {-1, 1}) {
            const double outer = car.right + side * 0.84;
            const double inner = car.right + side * 0.6;
            const double away = car.away + end;
            const Place wheel[] = {{outer, 0, away - 0.3},   {outer, 0, away + 0.3},
                                   {outer, 0.5, away + 0.3}, {outer, 0.5, away - 0.3},
                                   {inner, 0, away - 0.3},   {inner, 0.5, away - 0.3}};
            outlines.push_back(hull(seen(view, wheel)));
        }
    }
    canvas.fillOutlines(Role::Car, outlines);
}

void drawPerson(TemplateCanvas& canvas, const StreetView& view, const Standing& person) {
    const Spot foot = view.spot({person.right, 0, person.away});
    const double tall = person.height * view.metreAt(person.away);
    const double stride = 0.05 + 0.05 * templateShare(person.seed, 3);
    const auto at = [&](double x, double up) {
        return Spot{foot.x + x * tall, foot.y - up * tall};
    };
    canvas.fillOutlines(
        Role::Person,
        std::vector<Outline>{
            patch(at(0, 0.925), 0.058 * tall, 0.075 * tall, 0.05, person.seed),
            rounded({at(-0.035, 0.87), at(0.035, 0.87), at(0.12, 0.81), at(0.15, 0.62),
                     at(0.13, 0.46), at(0.1, 0.44), at(-0.1, 0.44), at(-0.135, 0.46),
                     at(-0.15, 0.63), at(-0.12, 0.81)}),
            {at(-0.1, 0.48), at(0.015, 0.48), at(-stride + 0.035, 0), at(-stride - 0.055, 0)},
            {at(-0.015, 0.48), at(0.1, 0.48), at(stride + 0.065, 0), at(stride - 0.03, 0)}});
}

void drawLamp(TemplateCanvas& canvas, const StreetView& view, const Standing& lamp) {
    const Spot foot = view.spot({lamp.right, 0, lamp.away});
    const double metre = view.metreAt(lamp.away);
    const double towards = lamp.right < 0 ? 1 : -1;
    const double top = foot.y - lamp.height * metre;
    const double half = 0.085 * metre;
    // One outline: what hangs together is one lamp.
    const double arm = foot.x + towards * 1.5 * metre;
    const double inner = foot.x + towards * half;
    const double outer = foot.x - towards * half;
    canvas.fillOutline(Role::Pole, {{outer, foot.y},
                                    {outer, top},
                                    {arm, top - 0.1 * metre},
                                    {arm, top + 0.14 * metre},
                                    {inner, top + 0.22 * metre},
                                    {inner, foot.y}});
}

void drawSignPost(TemplateCanvas& canvas, const StreetView& view, const Standing& sign) {
    const Spot foot = view.spot({sign.right, 0, sign.away});
    const double metre = view.metreAt(sign.away);
    const double top = foot.y - sign.height * metre;
    canvas.fillBox(Role::Pole, foot.x - 0.06 * metre, top, foot.x + 0.06 * metre, foot.y);
    const double radius = 0.36 * metre;
    canvas.fillOutline(Role::Sign, patch({foot.x, top}, radius, radius, 0, 1));
}

void drawStanding(TemplateCanvas& canvas, const StreetView& view, const Standing& one) {
    switch (one.what) {
    case StreetThing::ParkedCar:
        return drawCar(canvas, view, one);
    case StreetThing::Person:
        return drawPerson(canvas, view, one);
    case StreetThing::Lamp:
        return drawLamp(canvas, view, one);
    case StreetThing::SignPost:
        return drawSignPost(canvas, view, one);
    case StreetThing::StreetTree:
        canvas.fillOutlines(streetTrees, leafyTree(view.spot({one.right, 0, one.away}),
                                                   one.height * view.metreAt(one.away), one.seed));
    }
}

} // namespace

void drawStreet(TemplateCanvas& canvas) {
    const StreetView view(canvas);
    canvas.fill(Role::Sky);
    drawDistance(canvas, view);
    drawGround(canvas, view);
    std::vector<House> houses(std::begin(streetHouses), std::end(streetHouses));
    std::vector<Standing> things(std::begin(standingThings), std::end(standingThings));
    // From afar, each house before what stands in front of it.
    std::ranges::sort(houses, std::greater(), &House::begin);
    std::ranges::sort(things, std::greater(), &Standing::away);
    auto house = houses.begin();
    for (const Standing& thing : things) {
        for (; house != houses.end() && house->end > thing.away; ++house) {
            drawHouse(canvas, view, *house);
        }
        drawStanding(canvas, view, thing);
    }
    for (; house != houses.end(); ++house) {
        drawHouse(canvas, view, *house);
    }
}

} // namespace underpaint::scene
