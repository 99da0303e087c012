// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/tiff_samples.h"

#include <bit>
#include <cmath>

namespace underpaint::test {

namespace {

constexpr int kTile = 16;

class TiffWriter {
public:
    explicit TiffWriter(const TiffSample& sample) : m_sample(sample) {}

    std::vector<std::byte> run() {
        number(m_sample.bigEndian ? 0x4D4D : 0x4949, 2);
        number(m_sample.bigTiff ? 43 : 42, 2);
        if (m_sample.bigTiff) {
            number(8, 2);
            number(0, 2);
        }
        std::size_t link = m_file.size();
        number(0, offsetBytes());
        for (int page = 0; page < m_sample.pages; ++page) {
            const std::vector<std::size_t> blocks = pixels();
            const std::size_t offsets = table(blocks);
            const std::size_t sizes = table(std::vector<std::size_t>(blocks.size(), blockBytes()));
            put(link, m_file.size(), offsetBytes());
            link = directory(page, blocks.size(), offsets, sizes);
        }
        return m_file;
    }

private:
    int offsetBytes() const { return m_sample.bigTiff ? 8 : 4; }

    void put(std::size_t at, std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            const int place = m_sample.bigEndian ? bytes - 1 - i : i;
            m_file[at + static_cast<std::size_t>(i)] =
                static_cast<std::byte>(value >> (8U * static_cast<unsigned>(place)) & 0xFFU);
        }
    }
    void number(std::uint64_t value, int bytes) {
        m_file.resize(m_file.size() + static_cast<std::size_t>(bytes));
        put(m_file.size() - static_cast<std::size_t>(bytes), value, bytes);
    }

    std::uint64_t stored(int x, int y) const {
        const bool inside = x < m_sample.width && y < m_sample.height;
        const double value = inside ? m_sample.value(x, y) : 0;
        if (m_sample.sampleFormat == 3) {
            return m_sample.bits == 32 ? std::bit_cast<std::uint32_t>(static_cast<float>(value))
                                       : std::bit_cast<std::uint64_t>(value);
        }
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(value)));
    }

    void row(int left, int y, int width) {
        if (m_sample.bits % 8 == 0) {
            for (int x = left; x < left + width; ++x) {
                number(stored(x, y), m_sample.bits / 8);
            }
            return;
        }
        std::uint64_t waiting = 0;
        int count = 0;
        for (int x = left; x < left + width; ++x) {
            const std::uint64_t mask = (std::uint64_t{1} << m_sample.bits) - 1;
            waiting = waiting << m_sample.bits | (stored(x, y) & mask);
            for (count += m_sample.bits; count >= 8; count -= 8) {
                number(waiting >> (count - 8) & 0xFFU, 1);
            }
        }
        if (count > 0) {
            number(waiting << (8 - count) & 0xFFU, 1);
        }
    }

    std::size_t blockBytes() const {
        const int width = m_sample.tiled ? kTile : m_sample.width;
        const int height = m_sample.tiled ? kTile : m_sample.height;
        return static_cast<std::size_t>((width * m_sample.bits + 7) / 8 * height);
    }

    std::vector<std::size_t> pixels() {
        std::vector<std::size_t> blocks;
        const int width = m_sample.tiled ? kTile : m_sample.width;
        const int height = m_sample.tiled ? kTile : m_sample.height;
        for (int top = 0; top < m_sample.height; top += height) {
            for (int left = 0; left < m_sample.width; left += width) {
                blocks.push_back(m_file.size());
                for (int y = top; y < top + height; ++y) {
                    row(left, y, width);
                }
            }
        }
        return blocks;
    }

    /// Offsets or sizes of the blocks; one alone stands in the directory itself.
    std::size_t table(const std::vector<std::size_t>& values) {
        if (values.size() == 1) {
            return values.front();
        }
        const std::size_t at = m_file.size();
        for (const std::size_t value : values) {
            number(value, offsetBytes());
        }
        return at;
    }

    void entry(int tag, std::uint64_t value, std::uint64_t count = 1, bool wide = false) {
        number(static_cast<std::uint64_t>(tag), 2);
        number(wide ? (m_sample.bigTiff ? 16 : 4) : 3, 2);
        number(count, offsetBytes());
        if (wide) {
            number(value, offsetBytes());
            return;
        }
        number(value, 2);
        number(0, offsetBytes() - 2);
    }

    /// Returns where the offset of the next page belongs.
    std::size_t directory(int page, std::size_t blocks, std::size_t offsets, std::size_t sizes) {
        number(m_sample.tiled ? 13 : 12, m_sample.bigTiff ? 8 : 2);
        entry(254, page > 0 && m_sample.laterPagesReduced ? 1 : 0, 1, true);
        entry(256, static_cast<std::uint64_t>(m_sample.width));
        entry(257, static_cast<std::uint64_t>(m_sample.height));
        entry(258, static_cast<std::uint64_t>(m_sample.bits));
        entry(259, 1);
        entry(262, static_cast<std::uint64_t>(m_sample.photometric));
        if (!m_sample.tiled) {
            entry(273, offsets, blocks, true);
        }
        entry(274, static_cast<std::uint64_t>(m_sample.orientation));
        entry(277, 1);
        if (!m_sample.tiled) {
            entry(278, static_cast<std::uint64_t>(m_sample.height));
            entry(279, sizes, blocks, true);
        } else {
            entry(322, kTile);
            entry(323, kTile);
            entry(324, offsets, blocks, true);
            entry(325, sizes, blocks, true);
        }
        entry(339, static_cast<std::uint64_t>(m_sample.sampleFormat));
        number(0, offsetBytes());
        return m_file.size() - static_cast<std::size_t>(offsetBytes());
    }

    TiffSample m_sample;
    std::vector<std::byte> m_file;
};

} // namespace

std::vector<std::byte> tiffFile(const TiffSample& sample) {
    return TiffWriter(sample).run();
}

} // namespace underpaint::test
