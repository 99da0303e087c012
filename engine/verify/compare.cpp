// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/compare.h"

#include "engine/base/error.h"

#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace underpaint::verify {

namespace {

using at::Tensor;

constexpr double infinity = std::numeric_limits<double>::infinity();

Difference incomparable(std::string why) {
    return {false, infinity, 0, std::move(why)};
}

double largest(const Tensor& values) {
    return values.numel() == 0 ? 0.0 : values.abs().max().item<double>();
}

/// Share of the elements for which `over` is true.
double share(const Tensor& over) {
    return over.numel() == 0 ? 0.0 : over.sum().item<double>() / static_cast<double>(over.numel());
}

std::string percent(double value) {
    std::ostringstream text;
    text.precision(3);
    text << value * 100 << " %";
    return text.str();
}

Difference maxAbs(const Tensor& x, const Tensor& r, const Rule& rule) {
    const Tensor difference = (x - r).abs();
    const double measured = largest(difference);
    Difference result{measured <= rule.tolerance, measured, rule.tolerance, {}};
    if (result.passed || !rule.fraction) {
        return result;
    }
    const double over = share(difference.gt(rule.tolerance));
    result.tolerance = rule.outlierTolerance.value_or(infinity);
    result.passed = over <= *rule.fraction && measured <= result.tolerance;
    result.text = percent(over) + " of the values differ by more than the tolerance, " +
                  percent(*rule.fraction) + " may";
    return result;
}

/// Measured as the largest share of what each element is allowed.
Difference absRel(const Tensor& x, const Tensor& r, const Rule& rule) {
    const Tensor difference = (x - r).abs();
    const Tensor allowed = rule.tolerance + rule.relative * r.abs();
    const bool passed = difference.le(allowed).all().item<bool>();
    // The element that uses up most of its allowance; 0 of 0 is no difference.
    const Tensor used =
        at::where(difference.eq(0), at::zeros_like(difference), difference / allowed);
    if (used.numel() == 0) {
        return {passed, 0, rule.tolerance, {}};
    }
    const Tensor worst = used.flatten().argmax();
    return {passed,
            difference.flatten().index({worst}).item<double>(),
            allowed.flatten().index({worst}).item<double>(),
            {}};
}

Difference exact(const Tensor& x, const Tensor& r) {
    const double measured = largest(x - r);
    Difference result{x.eq(r).all().item<bool>(), measured, 0, {}};
    if (!result.passed) {
        result.text = percent(share(x.ne(r))) + " of the values differ";
    }
    return result;
}

Difference relativeL2(const Tensor& x, const Tensor& r, const Rule& rule) {
    const double distance = (x - r).norm().item<double>();
    const double size = r.norm().item<double>();
    const bool passed = distance <= rule.tolerance * size;
    const double measured = distance == 0 ? 0 : distance / size;
    return {passed, measured, rule.tolerance, {}};
}

Difference relativeMax(const Tensor& x, const Tensor& r, const Rule& rule) {
    const double measured = largest(x - r);
    const double allowed = rule.tolerance * largest(r) + rule.absolute;
    return {measured <= allowed, measured, allowed, {}};
}

Difference levels(Tensor x, Tensor r, const Rule& rule) {
    if (rule.range) {
        const auto [low, high] = *rule.range;
        const auto level = [low = low, high = high](const Tensor& v) {
            return at::round((v - low) / (high - low) * 255);
        };
        x = level(x);
        r = level(r);
    }
    const double measured = largest(x - r);
    const double over = share(x.ne(r));
    const double may = rule.fraction.value_or(0);
    Difference result{measured <= rule.tolerance && over <= may, measured, rule.tolerance, {}};
    if (over > 0) {
        result.text = percent(over) + " of the values differ, " + percent(may) + " may";
    }
    return result;
}

Difference nearZero(const Tensor& x, const Rule& rule) {
    const double measured = largest(x);
    return {measured <= rule.tolerance, measured, rule.tolerance, {}};
}

/// Adam turns the sign of a gradient into a step of the learning rate, so where the gradient is
/// mere noise only the length of the step can be compared.
Difference adamUpdate(const Tensor& x, const Tensor& r, const Rule& rule,
                      const AdamReference& adam) {
    const Tensor before = adam.before.to(at::kDouble);
    if (before.numel() != x.numel()) {
        return incomparable("the weight file has another shape for this parameter");
    }
    Tensor clear = at::zeros_like(x, x.options().dtype(at::kBool));
    if (adam.gradient.defined()) {
        if (adam.gradient.numel() != x.numel()) {
            return incomparable("the stored gradient has another shape");
        }
        const Tensor g = adam.gradient.to(at::kDouble).abs().reshape(x.sizes());
        clear = g.gt(rule.gradientThreshold * adam.largestGradient);
    }
    const Tensor difference = (x - r).abs().masked_select(clear);
    const Tensor moved = (x - before.reshape(x.sizes())).abs().masked_select(clear.logical_not());
    const double stepLimit = rule.otherToleranceLr * adam.learningRate;
    const double over = share(difference.gt(rule.tolerance));
    const bool steps = largest(moved) <= stepLimit;
    Difference result{
        over <= rule.fraction.value_or(0) && steps, largest(difference), rule.tolerance, {}};
    if (!steps) {
        std::ostringstream text;
        text << "where the gradient is noise, a step of " << largest(moved) << " exceeds "
             << stepLimit;
        result.text = text.str();
    } else if (over > 0) {
        result.text = percent(over) + " of the values with a clear gradient differ";
    }
    return result;
}

bool isScalar(const Tensor& value) {
    return value.numel() == 1 && value.dim() <= 1;
}

bool finite(const Tensor& value) {
    return at::isfinite(value).all().item<bool>();
}

Difference byKind(const Tensor& x, const Tensor& r, const Rule& rule, const AdamReference* adam) {
    switch (rule.kind) {
    case CompareKind::MaxAbs:
        return maxAbs(x, r, rule);
    case CompareKind::AbsRel:
        return absRel(x, r, rule);
    case CompareKind::Exact:
        return exact(x, r);
    case CompareKind::RelativeL2:
        return relativeL2(x, r, rule);
    case CompareKind::RelativeMax:
        return relativeMax(x, r, rule);
    case CompareKind::U8:
        return levels(x, r, rule);
    case CompareKind::NearZero:
        return nearZero(x, rule);
    case CompareKind::AdamUpdate:
        if (adam == nullptr) {
            return incomparable("adam_update applies to stepN.after.NET.KEY only");
        }
        return adamUpdate(x, r, rule, *adam);
    }
    throw Error("unknown kind of comparison");
}

void require(bool condition, const char* problem) {
    if (!condition) {
        throw Error(problem, "views", "Correct the case in the index");
    }
}

Tensor strided(Tensor value, const std::vector<std::int64_t>& steps) {
    require(static_cast<std::int64_t>(steps.size()) == value.dim(),
            "a stride is given for another number of axes than the value has");
    for (std::int64_t axis = 0; axis < value.dim(); ++axis) {
        const std::int64_t step = steps[static_cast<std::size_t>(axis)];
        require(step > 0, "a stride is not positive");
        value = value.slice(axis, 0, value.size(axis), step);
    }
    return value;
}

Tensor part(const Tensor& value, std::int64_t axis, std::int64_t from, std::int64_t to) {
    require(axis >= 0 && axis < value.dim(), "the value has too few axes");
    require(from >= 0 && from <= to && to <= value.size(axis), "a part leaves the value");
    return value.slice(axis, from, to);
}

Tensor reshaped(const Tensor& value, const std::vector<std::int64_t>& shape) {
    std::int64_t known = 1;
    int open = 0;
    for (const std::int64_t extent : shape) {
        require(extent == -1 || (extent >= 0 && extent <= value.numel()), "the new shape is bad");
        open += extent == -1 ? 1 : 0;
        known *= extent == -1 ? 1 : std::max<std::int64_t>(extent, 1);
        require(known <= std::max<std::int64_t>(value.numel(), 1), "the new shape is too large");
    }
    require(open <= 1 && value.numel() > 0 && value.numel() % known == 0 &&
                (open == 1 || known == value.numel()),
            "the new shape has another number of values");
    return value.reshape(shape);
}

Tensor applied(const Tensor& value, const View& view) {
    const auto& n = view.numbers;
    switch (view.kind) {
    case View::Kind::Stride:
        return strided(value, n);
    case View::Kind::Channels:
        return part(value, 1, n[0], n[1]);
    case View::Kind::First:
        return part(value.contiguous().flatten(), 0, 0, n[0]);
    case View::Kind::Crop:
        return part(part(value, value.dim() - 2, n[0], n[1]), value.dim() - 1, n[2], n[3]);
    case View::Kind::Sample:
        require(value.dim() > 0 && n[0] >= 0 && n[0] < value.size(0), "there is no such sample");
        return value.select(0, n[0]);
    case View::Kind::Reshape:
        return reshaped(value, n);
    case View::Kind::Mean:
        return value.to(at::kDouble).mean();
    }
    throw Error("unknown view");
}

} // namespace

std::string shapeText(const Tensor& value) {
    std::string text;
    for (const std::int64_t extent : value.sizes()) {
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    }
    return "(" + text + ")";
}

Difference compareTensors(const Tensor& computed, const Tensor& stored, const Rule& rule,
                          const AdamReference* adam) {
    Tensor x = computed.detach().to(at::kCPU).to(at::kDouble);
    Tensor r = stored.detach().to(at::kCPU).to(at::kDouble);
    if (isScalar(x) && isScalar(r)) {
        x = x.reshape({1});
        r = r.reshape({1});
    }
    if (x.sizes() != r.sizes()) {
        return incomparable("the shape is " + shapeText(x) + ", stored is " + shapeText(r));
    }
    if (!finite(x)) {
        return incomparable("the computed value is not finite");
    }
    if (!finite(r)) {
        return incomparable("the stored value is not finite");
    }
    return byKind(x, r, rule, adam);
}

Tensor applyViews(Tensor value, const std::vector<View>& views) {
    for (const View& view : views) {
        value = applied(value, view);
    }
    return value;
}

} // namespace underpaint::verify
