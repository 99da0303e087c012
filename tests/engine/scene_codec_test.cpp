// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/scene/checksum.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/record_stream.h"
#include "tests/engine/scene_samples.h"
#include "tests/support/engine_test.h"

#include <set>

using namespace underpaint;
using namespace underpaint::scene;
using underpaint::test::randomEdit;
using underpaint::test::sampleScene;

namespace {

using Bytes = std::vector<std::byte>;

/// Valid encodings of at least one edit of every kind.
std::vector<Bytes> samples() {
    std::vector<Bytes> encodings;
    std::set<std::size_t> kinds;
    Random random(11);
    Scene scene = sampleScene({70, 50}, 11);
    while (kinds.size() < std::variant_size_v<Edit::Kind> || encodings.size() < 40) {
        const Edit edit = randomEdit(*scene, random);
        kinds.insert(edit.kind.index());
        encodings.push_back(serialise(edit));
        scene.apply(edit);
    }
    return encodings;
}

/// Puts the right checksum at the end of a record that was changed.
void repairChecksum(Bytes& bytes) {
    const std::uint32_t sum = crc32(std::span(bytes).first(bytes.size() - 4));
    for (unsigned i = 0; i < 4; ++i) {
        bytes[bytes.size() - 4 + i] = static_cast<std::byte>((sum >> (8 * i)) & 0xFFU);
    }
}

/// True when the bytes are an edit; false when parse() throws an Error; anything else escapes.
bool parses(std::span<const std::byte> bytes) {
    try {
        const Edit edit = parse(bytes);
        // What was accepted must survive being written (bytes, as NaN is not equal to itself).
        const Bytes written = serialise(edit);
        CHECK(serialise(parse(written)) == written);
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// A record with this body and a valid frame.
Bytes framed(const RecordWriter& body) {
    RecordWriter writer;
    for (const char letter : {'U', 'P', 'E', 'D'}) {
        writer.byte(static_cast<std::uint8_t>(letter));
    }
    writer.byte(1);
    writer.raw(body.bytes());
    writer.fixed32(0);
    Bytes bytes = std::move(writer).take();
    repairChecksum(bytes);
    return bytes;
}

/// A body that begins with gesture 0 and the number of a kind.
template<class Kind>
RecordWriter bodyOf() {
    RecordWriter body;
    body.variable(0);
    body.byte(static_cast<std::uint8_t>(Edit{Kind{}}.kind.index()));
    return body;
}

} // namespace

UNDERPAINT_TEST(checksum_is_the_standard_one) {
    const std::string_view text = "123456789";
    CHECK_EQUAL(crc32(std::as_bytes(std::span(text))), 0xCBF43926U);
}

UNDERPAINT_TEST(numbers_of_any_size_survive) {
    RecordWriter writer;
    const std::vector<std::uint64_t> numbers = {0,     1,     127,        128,        16383,
                                                16384, 65535, UINT64_MAX, 1ULL << 63U};
    for (const std::uint64_t number : numbers) {
        writer.variable(number);
    }
    RecordReader reader(writer.bytes());
    for (const std::uint64_t number : numbers) {
        CHECK_EQUAL(reader.variable(), number);
    }
    CHECK_EQUAL(reader.remaining(), 0U);
    const Bytes tooLong(11, std::byte{0x80});
    CHECK_ERROR(RecordReader(tooLong).variable(), "not well formed");
    const Bytes padded = {std::byte{0x81}, std::byte{0}};
    CHECK_ERROR(RecordReader(padded).variable(), "not well formed");
}

UNDERPAINT_TEST(truncated_edits_are_refused) {
    for (const Bytes& bytes : samples()) {
        const std::size_t step = bytes.size() < 3000 ? 1 : bytes.size() / 1500;
        for (std::size_t length = 0; length < bytes.size(); length += step) {
            CHECK(!parses(std::span(bytes).first(length)));
        }
        CHECK(parses(bytes));
    }
}

UNDERPAINT_TEST(truncated_edits_with_a_right_checksum_are_refused) {
    for (const Bytes& bytes : samples()) {
        const std::size_t step = bytes.size() < 2000 ? 1 : bytes.size() / 300;
        for (std::size_t length = 9; length < bytes.size(); length += step) {
            Bytes part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
            repairChecksum(part);
            CHECK(!parses(part));
        }
    }
}

UNDERPAINT_TEST(damaged_edits_are_refused_by_their_checksum) {
    Random random(3);
    const std::vector<Bytes> encodings = samples();
    for (int round = 0; round < 4000; ++round) {
        Bytes bytes = encodings[random.below(encodings.size())];
        bytes[random.below(bytes.size())] ^= static_cast<std::byte>(1 + random.below(255));
        CHECK(!parses(bytes));
    }
}

UNDERPAINT_TEST(changed_edits_with_a_right_checksum_parse_or_are_refused) {
    Random random(4);
    const std::vector<Bytes> encodings = samples();
    int accepted = 0;
    for (int round = 0; round < 6000; ++round) {
        Bytes bytes = encodings[random.below(encodings.size())];
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
            // Near the beginning, where the counts and sizes are, as often as anywhere.
            const std::size_t end =
                random.below(2) == 0 ? std::min<std::size_t>(bytes.size(), 40) : bytes.size();
            bytes[random.below(end)] ^= static_cast<std::byte>(1 + random.below(255));
        }
        repairChecksum(bytes);
        accepted += parses(bytes) ? 1 : 0;
    }
    // Both must occur, or the flips test nothing behind the checksum.
    CHECK(accepted > 100);
    CHECK(accepted < 5900);
}

UNDERPAINT_TEST(edits_that_claim_more_than_they_hold_are_refused) {
    const auto refuses = [](const RecordWriter& body, const char* part) {
        CHECK_ERROR(parse(framed(body)), part);
    };
    RecordWriter runs = bodyOf<PaintPixels>();
    runs.variable(1ULL << 60U);
    refuses(runs, "too early");

    RecordWriter maps = bodyOf<ReplaceMaps>();
    maps.variable(maxMapExtent);
    maps.variable(maxMapExtent);
    refuses(maps, "larger than what follows");

    RecordWriter colour = bodyOf<ReplaceMaps>();
    colour.variable(1);
    colour.variable(1);
    colour.byte(1); // a known colour, though none occurred
    colour.variable(7);
    refuses(colour, "did not occur");

    RecordWriter photo = bodyOf<SetReferencePhoto>();
    photo.byte(1);
    photo.variable(1U << 20U);
    photo.variable(1U << 20U);
    photo.variable(3);
    refuses(photo, "too early");

    RecordWriter text = bodyOf<SetModel>();
    text.variable(UINT64_MAX);
    refuses(text, "too early");

    RecordWriter group = bodyOf<EditGroup>();
    group.variable(1);
    group.variable(0);
    group.byte(static_cast<std::uint8_t>(Edit{EditGroup{}}.kind.index()));
    group.variable(0);
    refuses(group, "another group");

    RecordWriter kind;
    kind.variable(0);
    kind.byte(200);
    refuses(kind, "unknown kind");

    RecordWriter rest = bodyOf<SetSeed>();
    rest.variable(1);
    rest.byte(0);
    refuses(rest, "left over");
}

UNDERPAINT_TEST(edits_of_a_newer_format_are_named) {
    Bytes bytes = serialise({SetSeed{1}});
    bytes[4] = std::byte{2};
    repairChecksum(bytes);
    CHECK_ERROR(parse(bytes), "format version 2");
    CHECK_ERROR(parse({}), "does not begin");
}

UNDERPAINT_TEST(maps_are_stored_compactly) {
    ReplaceMaps load{LabelMap(Size{2048, 1024}, 7), InstanceMap(Size{2048, 1024}, 7), std::nullopt};
    load.labels.fill({0, 300, 2048, 10}, 26);
    const Edit edit{load};
    const Bytes bytes = serialise(edit);
    // 32 tiles in one row of tiles hold two colours; each is as the one before.
    CHECK(bytes.size() < 512 * 3 + 2 * 512 + 100);
    const Edit parsed = parse(bytes);
    CHECK(parsed == edit);
    const auto& maps = std::get<ReplaceMaps>(parsed.kind);
    CHECK(maps.labels.byteSize() <
          3 * sizeof(TileHandle<std::uint16_t>::Cells) + 512 * sizeof(TileHandle<std::uint16_t>));
}
