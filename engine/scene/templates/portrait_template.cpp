// SPDX-License-Identifier: GPL-3.0-or-later
// A person who stands before us, from the background to the hair. Measured in heights of the
// person, from the crown of the head down and from the middle to the right.
#include "engine/scene/templates/scene_templates.h"
#include "engine/scene/templates/template_canvas.h"
#include "engine/scene/templates/template_shapes.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <vector>

namespace underpaint::scene {

namespace {

constexpr Roles behindRoles{Role::Background, Role::Unlabelled, Role::Wall, Role::Sky};
constexpr Roles outerRoles{Role::Coat, Role::Jacket, Role::Sweater, Role::Shirt};
constexpr Roles innerRoles{Role::Shirt, Role::TShirt, Role::Top, Role::Sweater};
constexpr Roles legRoles{Role::Jeans, Role::Pants};
constexpr Roles footRoles{Role::Shoes, Role::Boots};

constexpr Spot hairBehind[] = {{0, -0.002},    {0.045, 0.012}, {0.066, 0.06},  {0.07, 0.13},
                               {0.066, 0.185}, {0.03, 0.2},    {-0.03, 0.2},   {-0.068, 0.19},
                               {-0.07, 0.13},  {-0.064, 0.06}, {-0.045, 0.012}};
constexpr Spot hairAbove[] = {{0, -0.004},     {0.042, 0.01},  {0.056, 0.05},   {0.052, 0.085},
                              {0.043, 0.066},  {0.022, 0.04},  {-0.018, 0.036}, {-0.04, 0.06},
                              {-0.051, 0.085}, {-0.056, 0.05}, {-0.042, 0.01}};
constexpr Spot faceShape[] = {{0, 0.018},      {0.035, 0.028}, {0.046, 0.065}, {0.041, 0.105},
                              {0.02, 0.134},   {0, 0.14},      {-0.02, 0.134}, {-0.041, 0.105},
                              {-0.046, 0.065}, {-0.035, 0.028}};
constexpr Spot neckShape[] = {{-0.024, 0.11}, {0.024, 0.11}, {0.028, 0.16}, {0.05, 0.19},
                              {0, 0.245},     {-0.05, 0.19}, {-0.028, 0.16}};
constexpr Spot coatShape[] = {{-0.034, 0.163}, {-0.085, 0.182}, {-0.118, 0.2},   {-0.136, 0.26},
                              {-0.15, 0.35},   {-0.163, 0.45},  {-0.165, 0.487}, {-0.135, 0.494},
                              {-0.122, 0.44},  {-0.106, 0.36},  {-0.108, 0.46},  {-0.118, 0.6},
                              {-0.06, 0.612},  {0.01, 0.606},   {0.07, 0.612},   {0.12, 0.598},
                              {0.108, 0.46},   {0.106, 0.36},   {0.124, 0.43},   {0.14, 0.49},
                              {0.17, 0.478},   {0.164, 0.43},   {0.15, 0.34},    {0.136, 0.26},
                              {0.118, 0.2},    {0.085, 0.182},  {0.034, 0.163},  {0, 0.19}};
constexpr Spot shirtShape[] = {{-0.036, 0.172}, {0, 0.205},    {0.036, 0.172},
                               {0.045, 0.26},   {0.034, 0.4},  {0.028, 0.53},
                               {-0.02, 0.535},  {-0.032, 0.4}, {-0.046, 0.26}};
constexpr Spot leftLeg[] = {{-0.1, 0.55},   {0.012, 0.55},  {0.004, 0.64},   {-0.014, 0.75},
                            {-0.024, 0.86}, {-0.03, 0.955}, {-0.084, 0.957}, {-0.088, 0.86},
                            {-0.1, 0.74},   {-0.108, 0.64}};
constexpr Spot rightLeg[] = {{-0.012, 0.55}, {0.1, 0.55},   {0.108, 0.64},  {0.104, 0.74},
                             {0.1, 0.86},    {0.098, 0.95}, {0.044, 0.953}, {0.036, 0.86},
                             {0.022, 0.75},  {0.004, 0.64}};
constexpr Spot leftShoe[] = {{-0.082, 0.945}, {-0.034, 0.943}, {-0.032, 0.968}, {-0.04, 0.992},
                             {-0.08, 1.004},  {-0.108, 0.996}, {-0.1, 0.972}};
constexpr Spot rightShoe[] = {{0.046, 0.941}, {0.096, 0.938}, {0.112, 0.966}, {0.126, 0.988},
                              {0.1, 0.998},   {0.058, 0.988}, {0.046, 0.966}};
constexpr Spot leftHand[] = {{-0.162, 0.482}, {-0.14, 0.486},  {-0.134, 0.51},
                             {-0.142, 0.545}, {-0.158, 0.548}, {-0.168, 0.52}};
constexpr Spot rightHand[] = {{0.143, 0.482}, {0.166, 0.472}, {0.174, 0.505},
                              {0.168, 0.536}, {0.152, 0.54},  {0.142, 0.512}};
constexpr Spot bagShape[] = {{0.14, 0.55},  {0.175, 0.535}, {0.215, 0.55}, {0.232, 0.6},
                             {0.238, 0.68}, {0.18, 0.7},    {0.122, 0.69}, {0.126, 0.61}};

class StandingPerson {
public:
    explicit StandingPerson(TemplateCanvas& canvas)
        : m_canvas(canvas), m_height(0.93 * std::min(1.0, canvas.aspect() / slim)) {}

    void draw(const Roles& roles, std::initializer_list<std::span<const Spot>> shapes) {
        std::vector<Outline> outlines;
        for (const std::span<const Spot> shape : shapes) {
            Outline outline;
            for (const Spot& spot : shape) {
                outline.push_back(
                    {0.5 * m_canvas.aspect() + m_height * spot.x, 0.5 + m_height * (spot.y - 0.5)});
            }
            outlines.push_back(rounded(outline));
        }
        m_canvas.fillOutlines(roles, outlines);
    }

private:
    static constexpr double slim = 0.5; ///< of pictures that are as wide as the person needs

    TemplateCanvas& m_canvas;
    double m_height;
};

} // namespace

void drawPortrait(TemplateCanvas& canvas) {
    canvas.fill(Role::Hair); // where nothing stands for what is behind
    canvas.fill(behindRoles);
    StandingPerson person(canvas);
    person.draw(Role::Hair, {hairBehind});
    person.draw(Role::Bag, {bagShape});
    person.draw(legRoles, {leftLeg, rightLeg});
    person.draw(footRoles, {leftShoe});
    person.draw(footRoles, {rightShoe});
    person.draw(Role::Skin, {leftHand, rightHand});
    person.draw(outerRoles, {coatShape});
    person.draw(innerRoles, {shirtShape});
    person.draw(Role::Skin, {neckShape, faceShape});
    person.draw(Role::Hair, {hairAbove});
}

} // namespace underpaint::scene
