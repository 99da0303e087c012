// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

namespace underpaint::scene {

/// Cells as numbers of 0, 1, 2, 4 or 8 bits into a list of the values that occur: a tenth of the
/// memory of a tile in which few objects meet. Cannot be changed.
template<class T>
class PackedCells {
public:
    PackedCells() = default;
    /// Empty where too many values occur for it to be worth while.
    explicit PackedCells(std::span<const T> cells) {
        std::vector<T> values;
        // Of each run one, as sorting all cells would take longer than everything else.
        std::unique_copy(cells.begin(), cells.end(), std::back_inserter(values));
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        constexpr std::size_t most = 64;
        if (values.size() > most) {
            return;
        }
        while ((std::size_t{1} << m_bits) < values.size()) {
            m_bits = m_bits == 0 ? 1 : 2 * m_bits;
        }
        m_values = {values.begin(), values.end()};
        m_numbers.assign(cells.size() * m_bits / 8, 0);
        auto found = values.begin();
        for (std::size_t i = 0; i < cells.size() && m_bits > 0; ++i) {
            found = *found == cells[i] ? found
                                       : std::lower_bound(values.begin(), values.end(), cells[i]);
            m_numbers[i * m_bits / 8] = static_cast<std::uint8_t>(
                m_numbers[i * m_bits / 8] | (found - values.begin()) << (i * m_bits % 8));
        }
    }

    bool empty() const { return m_values.empty(); }
    T at(std::size_t cell) const {
        if (m_bits == 0) {
            return m_values.front();
        }
        const unsigned mask = (1U << m_bits) - 1;
        return m_values[(m_numbers[cell * m_bits / 8] >> (cell * m_bits % 8)) & mask];
    }
    /// The cells from `first` on.
    void read(std::size_t first, std::span<T> out) const {
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = at(first + i);
        }
    }
    std::size_t byteSize() const { return m_numbers.size() + m_values.size() * sizeof(T); }

private:
    unsigned m_bits = 0;
    std::vector<T> m_values;
    std::vector<std::uint8_t> m_numbers;
};

} // namespace underpaint::scene
