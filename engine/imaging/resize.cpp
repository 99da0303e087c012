// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/resize.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace underpaint::imaging {

namespace {

constexpr int kFractionBits = 22;

void checkSizes(Size from, Size to) {
    if (from.empty() || to.empty()) {
        throw Error("an image of " + std::to_string(from.width) + " x " +
                    std::to_string(from.height) + " pixels cannot become " +
                    std::to_string(to.width) + " x " + std::to_string(to.height));
    }
}

/// Keys' cubic convolution kernel with a = -0.5.
double cubic(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    if (x < 2) {
        return (((x - 5) * x + 8) * x - 4) * a;
    }
    return 0;
}

/// Triangle: linear interpolation.
double linear(double x) {
    return std::max(0.0, 1 - std::abs(x));
}

/// What a pixel is made of: a function of the distance, 0 from `support` on.
struct Filter {
    double (*weight)(double) = nullptr;
    double support = 0;
};
constexpr Filter kCubic{cubic, 2};
constexpr Filter kLinear{linear, 1};

/// For each output position the first source position and fixed-point weights.
struct Taps {
    int longest = 0;
    std::vector<int> first;
    std::vector<int> count;
    /// `longest` values a position.
    std::vector<std::int32_t> weights;
};

Taps tapsOf(const Filter& filter, int in, int out) {
    const double scale = static_cast<double>(in) / out;
    const double stretch = std::max(scale, 1.0);
    const double support = filter.support * stretch;
    Taps taps;
    taps.longest = 2 * static_cast<int>(std::ceil(support)) + 1;
    taps.first.resize(static_cast<std::size_t>(out));
    taps.count.resize(static_cast<std::size_t>(out));
    taps.weights.assign(static_cast<std::size_t>(out) * static_cast<std::size_t>(taps.longest), 0);
    std::vector<double> exact(static_cast<std::size_t>(taps.longest));
    for (int i = 0; i < out; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int end = std::min(in, static_cast<int>(centre + support + 0.5));
        const int count = end - first;
        double sum = 0;
        for (int k = 0; k < count; ++k) {
            const auto slot = static_cast<std::size_t>(k);
            exact[slot] = filter.weight((k + first - centre + 0.5) * (1.0 / stretch));
            sum += exact[slot];
        }
        const std::size_t offset =
            static_cast<std::size_t>(i) * static_cast<std::size_t>(taps.longest);
        for (int k = 0; k < count; ++k) {
            const auto slot = static_cast<std::size_t>(k);
            const double weight = sum != 0 ? exact[slot] / sum : exact[slot];
            // Half away from zero, as the reference rounds.
            taps.weights[offset + slot] = static_cast<std::int32_t>(weight * (1 << kFractionBits) +
                                                                    (weight < 0 ? -0.5 : 0.5));
        }
        taps.first[static_cast<std::size_t>(i)] = first;
        taps.count[static_cast<std::size_t>(i)] = count;
    }
    return taps;
}

/// Holds a sum of weighted values.
template<class T>
using Sum = std::conditional_t<sizeof(T) == 1, std::int32_t, std::int64_t>;

template<class T>
T toValue(Sum<T> sum) {
    constexpr Sum<T> most = std::numeric_limits<T>::max();
    return static_cast<T>(std::clamp<Sum<T>>(sum >> kFractionBits, 0, most));
}

/// One row; `Channels` is known at compile time so that the sums stay in registers.
template<int Channels, class T>
void resampleRow(const T* in, T* out, const Taps& taps) {
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
        const std::int32_t* weights =
            taps.weights.data() + i * static_cast<std::size_t>(taps.longest);
        const T* source = in + static_cast<std::ptrdiff_t>(taps.first[i]) * Channels;
        Sum<T> sums[Channels];
        std::fill_n(sums, Channels, Sum<T>{1} << (kFractionBits - 1));
        for (int k = 0; k < taps.count[i]; ++k) {
            for (int c = 0; c < Channels; ++c) {
                sums[c] += Sum<T>{source[k * Channels + c]} * weights[k];
            }
        }
        for (int c = 0; c < Channels; ++c) {
            out[i * Channels + static_cast<std::size_t>(c)] = toValue<T>(sums[c]);
        }
    }
}

template<class T>
Plane<T> resampleColumns(const Plane<T>& source, int width, const Filter& filter) {
    const Taps taps = tapsOf(filter, source.width(), width);
    Plane<T> result(width, source.height(), source.channels(), 0);
    for (int y = 0; y < source.height(); ++y) {
        const T* in = source.row(y).data();
        T* out = result.row(y).data();
        if (source.channels() == 3) {
            resampleRow<3>(in, out, taps);
        } else {
            resampleRow<1>(in, out, taps);
        }
    }
    return result;
}

template<class T>
Plane<T> resampleRows(const Plane<T>& source, int height, const Filter& filter) {
    const Taps taps = tapsOf(filter, source.height(), height);
    Plane<T> result(source.width(), height, source.channels(), 0);
    // Whole rows are accumulated: the inner loops run along memory and vectorise.
    std::vector<Sum<T>> sums(source.row(0).size());
    for (int y = 0; y < height; ++y) {
        const auto slot = static_cast<std::size_t>(y);
        const std::int32_t* weights =
            taps.weights.data() + slot * static_cast<std::size_t>(taps.longest);
        std::fill(sums.begin(), sums.end(), Sum<T>{1} << (kFractionBits - 1));
        for (int k = 0; k < taps.count[slot]; ++k) {
            const T* in = source.row(taps.first[slot] + k).data();
            const Sum<T> weight = weights[k];
            for (std::size_t x = 0; x < sums.size(); ++x) {
                sums[x] += in[x] * weight;
            }
        }
        std::transform(sums.begin(), sums.end(), result.row(y).begin(), toValue<T>);
    }
    return result;
}

/// Source positions of the nearest-neighbour rule, see the header.
std::vector<int> nearestPositions(int in, int out) {
    const double scale = static_cast<double>(in) / out;
    double position = scale * 0.5;
    std::vector<int> result(static_cast<std::size_t>(out));
    for (int& entry : result) {
        entry = std::min(static_cast<int>(position), in - 1);
        position += scale;
    }
    return result;
}

template<class T>
Plane<T> nearest(const Plane<T>& source, Size size) {
    checkSizes(source.size(), size);
    if (source.size() == size) {
        return source;
    }
    const std::vector<int> columns = nearestPositions(source.width(), size.width);
    const std::vector<int> rows = nearestPositions(source.height(), size.height);
    const int channels = source.channels();
    Plane<T> result(size.width, size.height, channels, T{});
    for (int y = 0; y < size.height; ++y) {
        const auto slot = static_cast<std::size_t>(y);
        T* out = result.row(y).data();
        if (y > 0 && rows[slot] == rows[slot - 1]) {
            std::copy_n(result.row(y - 1).data(), result.row(y).size(), out);
            continue;
        }
        const T* in = source.row(rows[slot]).data();
        for (const int column : columns) {
            for (int c = 0; c < channels; ++c) {
                *out++ = in[static_cast<std::ptrdiff_t>(column) * channels + c];
            }
        }
    }
    return result;
}

template<class T>
Plane<T> crop(const Plane<T>& source, Rect rect) {
    if (rect.empty()) {
        throw Error("a picture cannot be cropped to nothing");
    }
    Plane<T> result(rect.width, rect.height, source.channels(), T{});
    const Rect inside = rect.intersected({0, 0, source.width(), source.height()});
    for (int y = inside.y; y < inside.bottom(); ++y) {
        std::copy_n(&source.at(inside.x, y),
                    static_cast<std::size_t>(inside.width) *
                        static_cast<std::size_t>(source.channels()),
                    &result.at(inside.x - rect.x, y - rect.y));
    }
    return result;
}

template<class T>
Plane<T> mirror(const Plane<T>& source) {
    Plane<T> result = source;
    const int channels = source.channels();
    for (int y = 0; y < source.height(); ++y) {
        const T* in = source.row(y).data();
        T* out = result.row(y).data() + result.row(y).size();
        for (int x = 0; x < source.width(); ++x, in += channels) {
            out -= channels;
            std::copy_n(in, channels, out);
        }
    }
    return result;
}

} // namespace

namespace {

template<class T>
Plane<T> resampled(const Plane<T>& source, Size size, const Filter& filter) {
    checkSizes(source.size(), size);
    if (source.channels() != 3 && source.channels() != 1) {
        throw Error("only grey and RGB pictures can be resized");
    }
    if (source.width() == size.width) {
        return source.height() == size.height ? source : resampleRows(source, size.height, filter);
    }
    const Plane<T> columns = resampleColumns(source, size.width, filter);
    return columns.height() == size.height ? columns : resampleRows(columns, size.height, filter);
}

} // namespace

Image resizeBicubic(const Image& source, Size size) {
    return resampled(source, size, kCubic);
}

DeepImage resizeBicubic(const DeepImage& source, Size size) {
    return resampled(source, size, kCubic);
}

Image resizeBilinear(const Image& source, Size size) {
    return resampled(source, size, kLinear);
}

Image resizeNearest(const Image& source, Size size) {
    return nearest(source, size);
}
LabelPlane resizeNearest(const LabelPlane& source, Size size) {
    return nearest(source, size);
}
InstancePlane resizeNearest(const InstancePlane& source, Size size) {
    return nearest(source, size);
}

Image cropPadded(const Image& source, Rect rect) {
    return crop(source, rect);
}
LabelPlane cropPadded(const LabelPlane& source, Rect rect) {
    return crop(source, rect);
}
InstancePlane cropPadded(const InstancePlane& source, Rect rect) {
    return crop(source, rect);
}

Image flipped(const Image& source) {
    return mirror(source);
}
LabelPlane flipped(const LabelPlane& source) {
    return mirror(source);
}
InstancePlane flipped(const InstancePlane& source) {
    return mirror(source);
}

} // namespace underpaint::imaging
