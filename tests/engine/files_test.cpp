// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_lock.h"
#include "engine/base/file_name.h"
#include "engine/base/foreign_content.h"
#include "engine/base/mapped_file.h"
#include "engine/base/safe_text.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <fstream>
#include <numeric>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace underpaint;

namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path) {
    const MappedFile file(path);
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

std::ptrdiff_t entriesIn(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), {});
}

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

} // namespace

UNDERPAINT_TEST(names_that_lead_elsewhere_or_cannot_be_typed_are_refused) {
    for (const std::string good :
         {"street", "Street 2", "a.b-c_d", ".hidden", "街景", "…", "COM1", "-o"}) {
        CHECK_EQUAL(nameProblem(good), "");
    }
    CHECK_EQUAL(nameProblem(std::string(longestName, 'a')), "");
    for (const std::string bad :
         {"",         " ",      "   ",     ".",    "..",          "../victim",  "/etc/passwd",
          "a/b",      "a\\b",   "..\\x",   "a/",   "/",           "tab\there",  "line\nbreak",
          "\x1b[2J",  "bell\a", "del\x7f", "\xff", "cut\xe8\xa1", "turn\u202e", "wide\u2028line",
          "csi\u009b"}) {
        CHECK(!nameProblem(bad).empty());
        CHECK_ERROR(checkName(bad, "the recipe's name", "r.json"), "r.json: the recipe's name");
    }
    CHECK(!nameProblem(std::string("nul\0x", 5)).empty());
    CHECK_ERROR(checkName(std::string(300, 'a'), "the name", "r.json"), "300 bytes");
}

UNDERPAINT_TEST(text_of_files_cannot_act_on_a_terminal) {
    CHECK_EQUAL(safeText("plain 街景 é"), "plain 街景 é");
    CHECK_EQUAL(safeText("\x1b[31mred\x1b]0;title\a"), "\\x1b[31mred\\x1b]0;title\\x07");
    CHECK_EQUAL(safeText("a\nb\r\tc"), "a\\nb\\r\\tc");
    CHECK_EQUAL(safeLines("a\nb\x7f"), "a\nb\\x7f");
    CHECK_EQUAL(safeText("\u009b31m \u202e \u2066 \ufeff"),
                "\\u{9b}31m \\u{202e} \\u{2066} \\u{feff}");
    CHECK_EQUAL(safeText("\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80"),
                "\\xff\\xc0\\xaf\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80");
    CHECK_EQUAL(safeText("\xe8\xa1"), "\\xe8\\xa1");
    CHECK_EQUAL(safeJson("{\n\"a\": \"\u009b\u202e\U000e0001\"\n}"),
                "{\n\"a\": \"\\u009b\\u202e\\udb40\\udc01\"\n}");
    CHECK_EQUAL(Error("line\x1b one\nline two", "file\nname", "do\x07").message(),
                "file\\nname: line\\x1b one\nline two. do\\x07");
}

UNDERPAINT_TEST(names_of_every_legal_length_can_be_written) {
    const test::TemporaryFolder folder;
    for (const std::size_t length : {1U, 200U, 240U, 254U, 255U}) {
        const fs::path path = folder / std::string(length, 'n');
        writeFileAtomically(path, std::string_view("content"));
        CHECK_EQUAL(contentOf(path), "content");
        writeFileAtomically(path, std::string_view("again"));
        CHECK_EQUAL(contentOf(path), "again");
    }
    std::string wide;
    while (wide.size() < 255) {
        wide += "街"; // 3 bytes: cut in the middle it would be no name on some file systems
    }
    writeFileAtomically(folder / wide, std::string_view("x"));
    const std::string temporary = temporaryBeside(folder / wide, ".part").filename().string();
    CHECK_EQUAL(safeText(temporary), temporary);
    CHECK_EQUAL(entriesIn(folder.path()), 6);
    CHECK_ERROR(writeFileAtomically(folder / std::string(300, 'n'), std::string_view("x")),
                "shorter name");
    CHECK(withEnding(folder / std::string(255, 'n'), ".claim").filename().string().size() <= 255);
    CHECK(withEnding(folder / std::string(255, 'n'), ".claim") !=
          withEnding(folder / (std::string(254, 'n') + "m"), ".claim"));
    CHECK_EQUAL(withEnding(folder / "a.png", ".claim"), folder / "a.png.claim");
}

UNDERPAINT_TEST(a_link_stays_a_link_when_it_is_written_to) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "real");
    writeFileAtomically(folder / "real/a.txt", std::string_view("old"));
    fs::create_symlink("real/a.txt", folder / "near");
    fs::create_symlink(folder / "near", folder / "far");
    fs::create_symlink("real/new.txt", folder / "dangling");
    writeFileAtomically(folder / "far", std::string_view("new"));
    CHECK(fs::is_symlink(folder / "far") && fs::is_symlink(folder / "near"));
    CHECK_EQUAL(contentOf(folder / "real/a.txt"), "new");
    writeFileAtomically(folder / "dangling", std::string_view("made"));
    CHECK(fs::is_symlink(folder / "dangling"));
    CHECK_EQUAL(contentOf(folder / "real/new.txt"), "made");
    CHECK_EQUAL(entriesIn(folder / "real"), 2);
    fs::create_symlink("round", folder / "circle");
    fs::create_symlink("circle", folder / "round");
    CHECK_ERROR(writeFileAtomically(folder / "circle", std::string_view("x")), "circle");
    CHECK(isSameFile(folder / "far", folder / "real/../real/a.txt"));
    CHECK(!isSameFile(folder / "far", folder / "dangling"));
    CHECK(isSameFile(folder / "none", folder / "real/../none"));
}

UNDERPAINT_TEST(what_is_no_regular_file_is_not_replaced) {
    const test::TemporaryFolder folder;
    CHECK_EQUAL(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    CHECK_ERROR(writeFileAtomically(folder / "pipe", std::string_view("x")), "no regular file");
    fs::create_symlink("/dev/null", folder / "null");
    CHECK_ERROR(writeFileAtomically(folder / "null", std::string_view("x")), "no regular file");
    CHECK_ERROR(writeFileAtomically(folder.path(), std::string_view("x")), "folder");
    CHECK(fs::is_fifo(folder / "pipe") && fs::is_symlink(folder / "null"));
    CHECK_EQUAL(entriesIn(folder.path()), 2);
}

UNDERPAINT_TEST(files_that_belong_together_are_written_together) {
    const test::TemporaryFolder folder;
    writeFileAtomically(folder / "a", std::string_view("before"));
    const std::vector<FileToWrite> fine{{folder / "a", bytesOf("1")}, {folder / "b", bytesOf("2")}};
    writeFilesAtomically(fine);
    CHECK_EQUAL(contentOf(folder / "a") + contentOf(folder / "b"), "12");
    fs::create_directory(folder / "in the way");
    for (const fs::path& bad : {folder / "in the way", folder / "no/such/folder/c"}) {
        const std::vector<FileToWrite> files{
            {folder / "a", bytesOf("3")}, {folder / "new", bytesOf("4")}, {bad, bytesOf("5")}};
        CHECK_ERROR(writeFilesAtomically(files), bad.filename().string());
        CHECK_EQUAL(contentOf(folder / "a") + contentOf(folder / "b"), "12");
        CHECK_EQUAL(entriesIn(folder.path()), 3);
    }
}

UNDERPAINT_TEST(leftovers_of_dead_processes_are_removed_and_nothing_else) {
    const test::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0); // its number is free now
    const std::string dead = std::to_string(child);
    const std::string alive = std::to_string(::getppid());
    for (const std::string& name :
         {".set.pack." + dead + "-0.planes", ".set.pack." + dead + "-7.part",
          ".other.pack." + dead + "-0.part", ".set.pack." + alive + "-0.part",
          std::string("set.pack"), std::string(".set.pack.part"), std::string(".set.pack.x-1.part"),
          ".set.pack." + dead + "-0.old"}) {
        std::ofstream(folder / name) << "x";
    }
    CHECK_EQUAL(leftoversBelow(folder.path()).count(folder / "set.pack"), 2U);
    removeLeftovers(folder.path(), "set.pack");
    CHECK_EQUAL(entriesIn(folder.path()), 6);
    CHECK(!fs::exists(folder / (".set.pack." + dead + "-0.planes")));
    removeLeftovers(folder.path());
    CHECK_EQUAL(entriesIn(folder.path()), 5);
}

UNDERPAINT_TEST(pipes_and_devices_are_refused_at_once) {
    const test::TemporaryFolder folder;
    CHECK_EQUAL(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    CHECK_ERROR(MappedFile(folder / "pipe"), "is not a regular file");
    fs::create_symlink("pipe", folder / "link");
    CHECK_ERROR(MappedFile(folder / "link"), "is not a regular file");
    CHECK_ERROR(MappedFile("/dev/zero"), "is not a regular file");
}

UNDERPAINT_TEST(a_file_that_is_cut_off_while_it_is_mapped_is_told) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / "big";
    constexpr std::size_t size = 1 << 20;
    {
        std::ofstream(path, std::ios::binary) << std::string(size, 'x');
        const MappedFile file(path);
        const MappedFile other(path);
        file.check();
        fs::resize_file(path, 4096);
        CHECK(file.bytes()[0] == std::byte{'x'});
        file.check(); // nothing that was read is lost yet
        checkMappedFiles();
        std::size_t read = 0;
        for (const std::byte byte : file.bytes()) {
            read += byte == std::byte{'x'} ? 1 : 0;
        }
        CHECK_EQUAL(read, 4096U);
        CHECK_ERROR(file.check(), "big: was cut off");
        CHECK_ERROR(checkMappedFiles(), "big: was cut off");
        other.check(); // it did not read there
    }
    checkMappedFiles(); // told already
    {
        std::ofstream(path, std::ios::binary) << std::string(size, 'x');
        const MappedFile file(path);
        fs::resize_file(path, 0);
        CHECK(file.bytes()[size - 1] == std::byte{0});
    }
    CHECK_ERROR(checkMappedFiles(), "big: was cut off"); // although it is unmapped by now
    checkMappedFiles();
}

UNDERPAINT_TEST(a_fault_elsewhere_still_ends_the_process) {
    const pid_t child = ::fork();
    if (child == 0) {
        const test::TemporaryFolder folder;
        std::ofstream(folder / "a") << "x";
        const MappedFile file(folder / "a"); // the handler is installed
        ::kill(::getpid(), SIGBUS);
        ::kill(::getpid(), SIGBUS);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
}

UNDERPAINT_TEST(a_lock_is_had_by_one_and_ends_with_its_owner) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / ".lock";
    {
        const auto lock = FileLock::take(path);
        CHECK(lock.has_value());
        CHECK(!FileLock::take(path).has_value());
        CHECK_EQUAL(FileLock::holderOf(path), "process " + std::to_string(::getpid()));
    }
    CHECK(!fs::exists(path));
    const pid_t child = ::fork();
    if (child == 0) {
        auto lock = FileLock::take(path);
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    CHECK(fs::exists(path)); // the file is left, the lock is not
    CHECK(FileLock::take(path).has_value());
    CHECK_ERROR(FileLock::take(folder / "no/such/.lock"), "cannot be written");
}

UNDERPAINT_TEST(what_servers_and_tools_put_in_place_of_files_is_recognised) {
    const auto what = [](std::string_view content) {
        const auto found = foreignContent(bytesOf(content));
        return found ? found->what : std::string();
    };
    for (const char* page : {"<!DOCTYPE html><html>", "\n  <html lang=en>",
                             "\xef\xbb\xbf<!doctype HTML>", "<HEAD>", "<!-- x --><html>"}) {
        CHECK(what(page).find("HTML") != std::string::npos);
    }
    CHECK(what("version https://git-lfs.github.com/spec/v1\noid sha256:1").find("Git LFS") !=
          std::string::npos);
    CHECK(what("/annex/objects/SHA256E-s1--2").find("git-annex") != std::string::npos);
    CHECK(what("<?xml version=\"1.0\"?><Error>").find("XML") != std::string::npos);
    CHECK(what("{\"error\": \"not found\"}").find("JSON") != std::string::npos);
    CHECK(what("\x1f\x8b\x08").find("gzip") != std::string::npos);
    CHECK(what("\x89HDF\r\n\x1a\n").find("HDF5") != std::string::npos);
    CHECK(what("Access denied").find("server") != std::string::npos);
    CHECK(what(std::string(4096, '\0')).find("zeros") != std::string::npos);
    for (const std::string& fine :
         {std::string("PK\x03\x04"), std::string("\x80\x02\x8a\x0a"), std::string("\x93NUMPY"),
          std::string("{\"\0\0\0\0\0\0{\"a\":{}}", 17), std::string(), std::string("UPPACK1\n")}) {
        CHECK_EQUAL(what(fine), "");
    }
}
