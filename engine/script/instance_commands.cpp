// SPDX-License-Identifier: GPL-3.0-or-later
// Commands for instances as a whole.
#include "engine/script/command_rows.h"

#include "engine/imaging/label_set_json.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/edit_plan.h"
#include "engine/scene/instance_edits.h"
#include "engine/scene/instance_transform.h"
#include "engine/scene/instances.h"
#include "engine/scene/span_parts.h"
#include "engine/script/script_scene.h"

#include <array>
#include <cmath>
#include <numbers>
#include <set>

namespace underpaint::script {

namespace {

std::string instancesText(const std::vector<std::uint32_t>& ids) {
    return ids.size() == 1 ? "instance " + std::to_string(ids.front())
                           : std::to_string(ids.size()) + " instances";
}

/// What is left where an instance that covers the whole map goes away.
scene::PaintValue backgroundOf(const scene::SceneState& state) {
    const std::uint16_t label = imaging::unlabelledClass(state.labelSet);
    return {label, scene::stuffInstance(label)};
}

Action readDelete(Fields& fields) {
    return [names = fields.instances("instances")](Run& run, Report& report) {
        const auto ids = run.scene.idsOf(names, "instances");
        scene::EditPlan plan(run.scene.state());
        for (const std::uint32_t id : ids) {
            plan.add(scene::deleteInstance(plan.state(), id, backgroundOf(plan.state())));
        }
        run.scene.apply(plan.joined(), "Delete " + instancesText(ids));
        report["deleted"] = ids;
    };
}

Action readRelabel(Fields& fields) {
    return [names = fields.instances("instances"), className = fields.className("class"),
            locks = fields.classNames("lock")](Run& run, Report& report) {
        const auto ids = run.scene.idsOf(names, "instances");
        const scene::LabelClass label = run.scene.classOf(className, "class");
        const scene::ProtectedLabels locked = run.scene.labelsOf(locks, "lock");
        scene::EditPlan plan(run.scene.state());
        std::vector<std::uint32_t> made;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const std::uint32_t id = label.thing && label.id != 0
                                         ? scene::nextInstanceId(plan.state().instances, label.id)
                                         : scene::stuffInstance(label.id);
            plan.add(scene::relabelInstance(plan.state(), ids[i], {label.id, id}, locked));
            made.push_back(id);
        }
        run.scene.apply(plan.joined(), instancesText(ids) + " become " + label.name);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (const auto* text = std::get_if<std::string>(&names[i])) {
                run.scene.name(*text, made[i]);
            }
        }
        report["class"] = label.name;
        report["instances"] = made;
    };
}

Action readMerge(Fields& fields) {
    auto names = fields.instances("instances");
    if (names.size() < 2) {
        badField("instances", "names one instance", "Name two or more to merge");
    }
    return [names = std::move(names)](Run& run, Report& report) {
        const auto ids = run.scene.idsOf(names, "instances");
        const std::uint32_t kept = ids.front();
        const scene::PaintValue value{scene::instanceIn(run.scene.state(), kept)->label, kept};
        scene::EditPlan plan(run.scene.state());
        for (std::size_t i = 1; i < ids.size(); ++i) {
            const scene::SceneState& state = plan.state();
            plan.add(scene::paintSpans(state, scene::spansOf(state.instances, ids[i]), value));
            plan.add(scene::mergeAppearance(plan.state(), ids[i], kept));
        }
        run.scene.apply(plan.joined(), "Merge " + instancesText(ids));
        report["instance"] = kept;
    };
}

Action readSplit(Fields& fields) {
    return [name = fields.instance("instance")](Run& run, Report& report) {
        const std::uint32_t id = run.scene.idsOf({name}, "instance").front();
        const scene::SceneState& state = run.scene.state();
        const scene::InstanceSplit split =
            scene::splitInstance(state, id, scene::partsOf(scene::spansOf(state.instances, id)));
        run.scene.apply(split.edit, "Split instance " + std::to_string(id));
        report["made"] = split.made;
    };
}

struct MoveFields {
    Point by;
    double scaleX = 1;
    double scaleY = 1;
    double degrees = 0;
};

MoveFields readMoveFields(Fields& fields) {
    constexpr double smallest = 0.01;
    constexpr double largest = 100;
    constexpr double turns = 360;
    MoveFields move;
    if (fields.has("by")) {
        move.by = fields.point("by");
    }
    move.scaleX = move.scaleY = fields.numberOr("scale", smallest, largest, 1);
    const std::string flip = fields.oneOfOr("flip", {"none", "horizontal", "vertical"}, "none");
    move.scaleX *= flip == "horizontal" ? -1 : 1;
    move.scaleY *= flip == "vertical" ? -1 : 1;
    move.degrees = fields.numberOr("turn", -turns, turns, 0);
    return move;
}

/// Clockwise on the screen, around the middle of the box.
scene::Affine affineOf(const MoveFields& move, const Rect& box) {
    const double angle = move.degrees * std::numbers::pi / 180;
    const double middleX = box.x + box.width / 2.0;
    const double middleY = box.y + box.height / 2.0;
    scene::Affine affine;
    affine.xx = std::cos(angle) * move.scaleX;
    affine.xy = -std::sin(angle) * move.scaleY;
    affine.yx = std::sin(angle) * move.scaleX;
    affine.yy = std::cos(angle) * move.scaleY;
    affine.dx = middleX + move.by.x - affine.xx * middleX - affine.xy * middleY;
    affine.dy = middleY + move.by.y - affine.yx * middleX - affine.yy * middleY;
    return affine;
}

Action readMove(Fields& fields) {
    return [names = fields.instances("instances"), move = readMoveFields(fields),
            locks = fields.classNames("lock")](Run& run, Report& report) {
        const auto ids = run.scene.idsOf(names, "instances");
        const scene::SceneState& state = run.scene.state();
        const scene::ProtectedLabels locked = run.scene.labelsOf(locks, "lock");
        Rect box;
        for (const std::uint32_t id : ids) {
            box = box.united(scene::instanceIn(state, id)->box);
        }
        const std::set<std::uint32_t> noInstances;
        const scene::PixelSelection everywhere;
        const scene::PaintGuard guard(locked, noInstances, everywhere);
        run.scene.apply(
            {scene::transformInstances(state, {ids.begin(), ids.end()}, affineOf(move, box), guard,
                                       backgroundOf(state))},
            "Move " + instancesText(ids));
        report["instances"] = ids;
    };
}

constexpr std::array instanceRows = {
    CommandRow{"delete", readDelete}, CommandRow{"relabel", readRelabel},
    CommandRow{"merge", readMerge}, CommandRow{"split", readSplit}, CommandRow{"move", readMove}};

} // namespace

std::span<const CommandRow> instanceCommands() {
    return instanceRows;
}

} // namespace underpaint::script
