// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/cancel_token.h"
#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/base/random.h"
#include "engine/base/whole_file.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <fstream>
#include <set>

using namespace underpaint;

namespace {

std::string contentOf(const std::filesystem::path& path) {
    const MappedFile file(path);
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

int entriesIn(const std::filesystem::path& folder) {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) {
        ++count;
    }
    return count;
}

} // namespace

UNDERPAINT_TEST(error_message_joins_place_problem_and_remedy) {
    const Error error("has no weights", "a.pth", "Export it again");
    CHECK_EQUAL(error.message(), std::string("a.pth: has no weights. Export it again"));
    CHECK_EQUAL(Error("plain").message(), std::string("plain"));
}

UNDERPAINT_TEST(rectangles_intersect_and_unite) {
    const Rect a{0, 0, 4, 4};
    CHECK(a.intersected({2, 2, 4, 4}) == Rect({2, 2, 2, 2}));
    CHECK(a.intersected({4, 0, 2, 2}).empty());
    CHECK(a.united({6, 6, 1, 1}) == Rect({0, 0, 7, 7}));
    CHECK(a.united({}) == a);
    CHECK(Rect{}.united(a) == a);
    CHECK(a.contains({3, 3}) && !a.contains({4, 3}));
}

UNDERPAINT_TEST(planes_address_interleaved_channels) {
    Image image(3, 2, 3, 7);
    image.at(2, 1, 1) = 9;
    CHECK_EQUAL(image.data()[(1 * 3 + 2) * 3 + 1], std::uint8_t(9));
    CHECK_EQUAL(image.row(1).size(), std::size_t(9));
    CHECK_ERROR(Image(-1, 2), "negative");
}

UNDERPAINT_TEST(planes_are_put_away_into_files_without_names) {
    Image image(300, 200, 3, 7);
    image.at(299, 199, 2) = 9;
    const Image away = image.putAway();
    CHECK(away.isAway() && !image.isAway());
    CHECK(away == image);
    away.rest();
    CHECK(away == image); // read from the file again
    Image copy = away;
    CHECK(!copy.isAway());
    copy.at(0, 0, 0) = 1;
    CHECK_EQUAL(away.at(0, 0, 0), std::uint8_t(7));
    const Image moved = std::move(copy);
    CHECK(!moved.isAway());
    CHECK(Image().putAway().empty());

    // Where there is no room they stay in memory. Nothing is left of the others.
    const test::TemporaryFolder folder;
    const char* const before = std::getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    CHECK(image.putAway().isAway());
    CHECK_EQUAL(entriesIn(folder.path()), 0);
    ::setenv("TMPDIR", (folder / "nowhere").c_str(), 1);
    const Image stays = image.putAway();
    before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
    CHECK(!stays.isAway() && stays == image);
}

UNDERPAINT_TEST(cancel_token_copies_share_the_flag) {
    const CancelToken token;
    const CancelToken copy = token;
    copy.cancel();
    CHECK(token.cancelled());
    bool threw = false;
    try {
        token.check();
    } catch (const Cancelled&) {
        threw = true;
    }
    CHECK(threw);
}

UNDERPAINT_TEST(random_draws_are_fixed_and_in_range) {
    Random a(7);
    Random b(7);
    double sum = 0;
    double squares = 0;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 20000; ++i) {
        const double x = a.normal();
        CHECK_EQUAL(x, b.normal());
        sum += x;
        squares += x * x;
        const std::uint64_t draw = a.below(6);
        CHECK_EQUAL(draw, b.below(6));
        CHECK(draw < 6);
        seen.insert(draw);
    }
    CHECK_EQUAL(seen.size(), std::size_t(6));
    CHECK_CLOSE(sum / 20000, 0, 0.03);
    CHECK_CLOSE(squares / 20000, 1, 0.05);
    CHECK(deriveSeed(1, 0) != deriveSeed(1, 1));
}

UNDERPAINT_TEST(atomic_write_replaces_and_leaves_nothing_behind) {
    const test::TemporaryFolder folder;
    writeFileAtomically(folder / "a.txt", std::string_view("first"));
    writeFileAtomically(folder / "a.txt", std::string_view("second"));
    CHECK_EQUAL(contentOf(folder / "a.txt"), std::string("second"));
    CHECK_EQUAL(entriesIn(folder.path()), 1);
}

UNDERPAINT_TEST(atomic_write_that_fails_keeps_the_old_file) {
    const test::TemporaryFolder folder;
    writeFileAtomically(folder / "a.txt", std::string_view("kept"));
    CHECK_ERROR(writeFileAtomically(folder / "a.txt",
                                    [](std::ostream& out) {
                                        out << "half";
                                        throw Error("the disk burns");
                                    }),
                "burns");
    CHECK_EQUAL(contentOf(folder / "a.txt"), std::string("kept"));
    CHECK_EQUAL(entriesIn(folder.path()), 1);
    CHECK_ERROR(writeFileAtomically(folder / "no/such/a.txt", std::string_view("x")), "a.txt");
    CHECK_ERROR(writeFileAtomically(folder.path(), std::string_view("x")), "folder");
}

UNDERPAINT_TEST(mapped_files_explain_what_cannot_be_read) {
    const test::TemporaryFolder folder;
    CHECK_ERROR(MappedFile(folder / "missing.bin"), "missing.bin");
    CHECK_ERROR(MappedFile(folder.path()), "regular");
    writeFileAtomically(folder / "empty", std::string_view());
    CHECK(MappedFile(folder / "empty").bytes().empty());
    CHECK_ERROR(openWholeFile(folder / "empty"), "empty: the file is empty");
}
