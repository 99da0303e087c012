// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that paint areas.
#include "engine/script/command_rows.h"

#include "engine/scene/brush.h"
#include "engine/scene/fill.h"
#include "engine/scene/instances.h"
#include "engine/scene/mask_spans.h"
#include "engine/scene/paint_guard.h"
#include "engine/script/script_scene.h"

#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace underpaint::script {

namespace {

using Spans = std::vector<scene::PixelSpan>;
using SpansOf = std::function<Spans(Run&)>;

/// With what an area is painted.
struct PaintFields {
    ClassName label;
    std::optional<InstanceName> instance; ///< nothing: a new one of things, else the class's own
    std::string as;                       ///< what the instance is called from then on
    std::vector<ClassName> locked;
};

PaintFields readPaint(Fields& fields) {
    PaintFields paint;
    paint.label = fields.className("class");
    if (fields.has("instance")) {
        paint.instance = fields.instance("instance");
    }
    paint.as = fields.textOr("as", {});
    if (paint.as == "new" || (paint.as.empty() && fields.has("as"))) {
        badField("as", "cannot be the name of an instance", "Choose another name");
    }
    paint.locked = fields.classNames("lock");
    return paint;
}

bool isNew(const InstanceName& name) {
    const auto* text = std::get_if<std::string>(&name);
    return text != nullptr && *text == "new";
}

std::uint32_t instanceFor(const ScriptScene& scene, const PaintFields& paint,
                          const scene::LabelClass& label) {
    const scene::SceneState& state = scene.state();
    if (!paint.instance) {
        return label.thing && label.id != 0 ? scene::nextInstanceId(state.instances, label.id)
                                            : scene::stuffInstance(label.id);
    }
    if (isNew(*paint.instance)) {
        return scene::nextInstanceId(state.instances, label.id);
    }
    const std::uint32_t id = scene.idOf(*paint.instance, "instance");
    const auto info = scene::instanceIn(state, id);
    const std::uint32_t of = info ? info->label : scene::classOfInstance(id);
    if (of != label.id) {
        badField("instance",
                 std::to_string(id) + " is not of the class " + label.name +
                     (info ? ", but of " + state.labelSet.at(info->label).name : ""),
                 "Leave it out, or say \"new\"");
    }
    return id;
}

/// How many pixels of the map a painting changes.
long long pixelsOf(const scene::Edit& edit, Rect bounds) {
    const auto* paint = std::get_if<scene::PaintPixels>(&edit.kind);
    if (paint == nullptr) {
        return 0;
    }
    Spans spans;
    for (const scene::LabelRun& run : paint->labels) {
        spans.push_back({run.x, run.y, run.length});
    }
    for (const scene::InstanceRun& run : paint->instances) {
        spans.push_back({run.x, run.y, run.length});
    }
    long long count = 0;
    for (const scene::PixelSpan& span : scene::normalised(std::move(spans), bounds)) {
        count += span.length;
    }
    return count;
}

Action painting(const char* what, PaintFields paint, SpansOf spansOf) {
    return
        [what, paint = std::move(paint), spansOf = std::move(spansOf)](Run& run, Report& report) {
            const scene::SceneState& state = run.scene.state();
            const scene::LabelClass& label = run.scene.classOf(paint.label, "class");
            const scene::ProtectedLabels locked = run.scene.labelsOf(paint.locked, "lock");
            const std::uint32_t instance = instanceFor(run.scene, paint, label);
            const std::set<std::uint32_t> noInstances;
            const scene::PixelSelection everywhere;
            const scene::PaintGuard guard(locked, noInstances, everywhere);
            const scene::Edit edit = guard.paint(state, spansOf(run), {label.id, instance});
            report["class"] = label.name;
            report["instance"] = instance;
            report["pixels"] = pixelsOf(edit, state.bounds());
            run.scene.apply(edit, std::string(what) + " of " + label.name);
            if (!paint.as.empty()) {
                run.scene.name(paint.as, instance);
            }
        };
}

Action readStroke(Fields& fields) {
    PaintFields paint = readPaint(fields);
    const scene::Brush brush{
        fields.oneOfOr("shape", {"round", "square"}, "round") == "round"
            ? scene::BrushShape::Round
            : scene::BrushShape::Square,
        static_cast<int>(fields.whole("diameter", 1, scene::maxBrushDiameter))};
    return painting("Stroke", std::move(paint),
                    [brush, points = fields.points("points", 1)](Run& run) {
                        const Rect bounds = run.scene.state().bounds();
                        Spans spans = scene::strokeSpans(brush, points.front(), points.front());
                        for (std::size_t i = 1; i < points.size(); ++i) {
                            const Spans next = scene::strokeSpans(brush, points[i - 1], points[i]);
                            spans.insert(spans.end(), next.begin(), next.end());
                            spans = scene::normalised(std::move(spans), bounds);
                        }
                        return spans;
                    });
}

Action readRectangle(Fields& fields) {
    PaintFields paint = readPaint(fields);
    return painting("Rectangle", std::move(paint), [box = fields.box("box")](Run& run) {
        return scene::rectangleSpans(box, run.scene.state().bounds());
    });
}

Action readEllipse(Fields& fields) {
    PaintFields paint = readPaint(fields);
    return painting("Ellipse", std::move(paint), [box = fields.box("box")](Run& run) {
        return scene::ellipseSpans(box, run.scene.state().bounds());
    });
}

Action readPolygon(Fields& fields) {
    PaintFields paint = readPaint(fields);
    return painting("Polygon", std::move(paint), [points = fields.points("points", 3)](Run& run) {
        return scene::polygonSpans(points, run.scene.state().bounds());
    });
}

Action readFill(Fields& fields) {
    PaintFields paint = readPaint(fields);
    const bool instance = fields.oneOfOr("within", {"class", "instance"}, "class") == "instance";
    return painting("Fill", std::move(paint), [at = fields.point("at"), instance](Run& run) {
        const scene::SceneState& state = run.scene.state();
        if (!state.bounds().contains(at)) {
            badField("at", "lies outside of the scene of " + std::to_string(state.size().width) +
                               "x" + std::to_string(state.size().height) + " pixels");
        }
        return scene::contiguousSpans(
            state, at, instance ? scene::FillMatch::LabelAndInstance : scene::FillMatch::Label);
    });
}

Action readReplace(Fields& fields) {
    PaintFields paint = readPaint(fields);
    return painting("Replacement", std::move(paint), [old = fields.className("of")](Run& run) {
        return scene::spansOf(run.scene.state().labels, run.scene.classOf(old, "of").id);
    });
}

Action readMask(Fields& fields) {
    PaintFields paint = readPaint(fields);
    const Point corner = fields.has("at") ? fields.point("at") : Point{};
    return painting("Mask", std::move(paint), [file = fields.input("mask"), corner](Run& run) {
        const Image photo = run.host.readPhoto(file);
        constexpr int half = 128;
        Image mask(photo.width(), photo.height(), 1, std::uint8_t{0});
        for (int y = 0; y < photo.height(); ++y) {
            for (int x = 0; x < photo.width(); ++x) {
                mask.at(x, y) = photo.at(x, y) >= half ? 1 : 0;
            }
        }
        return scene::maskSpans(mask, corner);
    });
}

constexpr std::array paintRows = {
    CommandRow{"stroke", readStroke},   CommandRow{"rectangle", readRectangle},
    CommandRow{"ellipse", readEllipse}, CommandRow{"polygon", readPolygon},
    CommandRow{"fill", readFill},       CommandRow{"replace", readReplace},
    CommandRow{"mask", readMask}};

} // namespace

std::span<const CommandRow> paintCommands() {
    return paintRows;
}

} // namespace underpaint::script
