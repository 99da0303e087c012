// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"

#include <cstddef>
#include <span>
#include <vector>

namespace underpaint::project {

/// The ways in which the looks of a class differ: the principal directions of its styles, the one
/// in which they differ most first, as many as there are features. Sliders move along them.
class StyleDirections {
public:
    /// Of a class with one style at least. Where its styles do not differ a direction is one of
    /// the features that are left.
    explicit StyleDirections(std::span<const StyleCentroid> styles);

    std::size_t count() const { return m_directions.size(); }
    /// The styles of the class lie between these places; a little more, so that there is something
    /// to try. They include the place 0, the middle of the styles.
    /// @{
    double least(std::size_t direction) const { return m_directions.at(direction).least; }
    double most(std::size_t direction) const { return m_directions.at(direction).most; }
    /// @}
    /// Where features lie on a direction.
    double placeOf(std::span<const float> features, std::size_t direction) const;
    /// The features at another place on one direction, and as they are on the others; as far as
    /// features go.
    std::vector<float> moved(std::span<const float> features, std::size_t direction,
                             double place) const;

private:
    struct Direction {
        std::vector<double> axis; ///< of length 1
        double least = 0;
        double most = 0;
    };
    std::vector<double> m_middle;
    std::vector<Direction> m_directions;
    double m_bound = 1; ///< of each feature
};

} // namespace underpaint::project
