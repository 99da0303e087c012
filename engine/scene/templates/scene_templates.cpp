// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/templates/scene_templates.h"

#include "engine/scene/templates/template_canvas.h"

#include <algorithm>
#include <utility>

namespace underpaint::scene {

namespace {

constexpr Roles horizonNeeds[] = {Role::Sky,
                                  {Role::Grass, Role::Terrain, Role::Earth, Role::Pavement}};
constexpr Roles valleyNeeds[] = {
    Role::Sky, Role::Mountain, {Role::Grass, Role::Terrain, Role::Earth}};
constexpr Roles shoreNeeds[] = {
    Role::Sky, Role::Water, {Role::Sand, Role::Earth, Role::Grass, Role::Terrain}};
constexpr Roles streetNeeds[] = {Role::Sky, Role::Road, Role::Building, Role::Car};
constexpr Roles facadeNeeds[] = {{Role::Facade, Role::Building, Role::Wall}, Role::Window};
constexpr Roles portraitNeeds[] = {
    Role::Skin, Role::Hair, {Role::Coat, Role::Jacket, Role::Sweater, Role::Shirt}};

constexpr SceneTemplate allTemplates[] = {
    {"horizon", horizonNeeds, drawHorizon, 1}, {"valley", valleyNeeds, drawValley, 1},
    {"shore", shoreNeeds, drawShore, 1},       {"street", streetNeeds, drawStreet, 17},
    {"facade", facadeNeeds, drawFacade, 0},    {"portrait", portraitNeeds, drawPortrait, 4},
};

} // namespace

std::span<const SceneTemplate> sceneTemplates() {
    return allTemplates;
}

const SceneTemplate* findTemplate(std::string_view id) {
    const auto* found = std::ranges::find(allTemplates, id, &SceneTemplate::id);
    return found == std::end(allTemplates) ? nullptr : found;
}

bool fits(const SceneTemplate& one, const RoleClasses& classes) {
    return std::ranges::all_of(one.needs, [&](const Roles& need) { return classes.has(need); });
}

TemplateMaps drawTemplate(const SceneTemplate& one, const RoleClasses& classes, Size size) {
    TemplateCanvas canvas(size, classes);
    one.draw(canvas);
    // Labels change while the drawing ends.
    InstancePlane instances = canvas.finish();
    return {canvas.labels(), std::move(instances)};
}

} // namespace underpaint::scene
