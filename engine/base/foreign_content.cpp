// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/foreign_content.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace underpaint {

namespace {

constexpr std::string_view fetchItself =
    "The download brought this instead of the file: fetch the file itself (the link \"raw\" or "
    "\"download\"), log in where that is needed, and compare its size";
constexpr std::string_view unpack = "Unpack it and name the file inside";

struct Signature {
    std::string_view begin;
    std::string_view what;
    std::string_view remedy;
};

/// By bytes as they are.
constexpr std::array<Signature, 12> signatures = {{
    {"version https://git-lfs.github.com/spec", "a pointer of Git LFS, not the file itself",
     "Fetch the file with `git lfs pull`, or download it from the page of the repository"},
    {"version https://hawser.github.com/spec", "a pointer of Git LFS, not the file itself",
     "Fetch the file with `git lfs pull`, or download it from the page of the repository"},
    {"/annex/objects/", "a pointer of git-annex, not the file itself",
     "Fetch the file with `git annex get`"},
    {"\x1f\x8b", "packed with gzip", unpack},
    {"BZh", "packed with bzip2", unpack},
    {std::string_view("\xfd"
                      "7zXZ\0",
                      6),
     "packed with xz", unpack},
    {"\x28\xb5\x2f\xfd", "packed with zstd", unpack},
    {"7z\xbc\xaf\x27\x1c", "a 7z archive", unpack},
    {"Rar!\x1a\x07", "a RAR archive", unpack},
    {"\x89HDF\r\n\x1a\n", "an HDF5 file (Keras?)",
     "Convert its weights to safetensors or a PyTorch state dictionary"},
    {"%PDF-", "a PDF document", fetchItself},
    {"GGUF", "a GGUF file", "Convert its weights to safetensors"},
}};

/// By text without regard to blanks before it and to case.
constexpr std::array<Signature, 10> texts = {{
    {"<!doctype html", "a web page (HTML)", fetchItself},
    {"<html", "a web page (HTML)", fetchItself},
    {"<head", "a web page (HTML)", fetchItself},
    {"<body", "a web page (HTML)", fetchItself},
    {"<script", "a web page (HTML)", fetchItself},
    {"<title", "a web page (HTML)", fetchItself},
    {"<h1", "a web page (HTML)", fetchItself},
    {"<?xml", "an XML message of a server", fetchItself},
    {"<error", "an XML message of a server", fetchItself},
    {"<!--", "a web page (HTML)", fetchItself},
}};

std::string beginningOf(std::span<const std::byte> content) {
    constexpr std::size_t looked = 1024;
    const auto first = content.first(std::min(content.size(), looked));
    return {reinterpret_cast<const char*>(first.data()), first.size()};
}

/// Without the mark of UTF-8, blanks and capitals.
std::string asMarkup(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) {
        text.remove_prefix(3);
    }
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/// The length of a safetensors header may look like its first characters.
bool isJsonObject(std::string_view lower) {
    constexpr std::size_t looked = 8;
    return lower.starts_with('{') && lower.size() > looked && lower.find('"') < looked &&
           std::all_of(lower.begin(), lower.begin() + looked, [](unsigned char c) {
               return std::isprint(c) != 0 || std::isspace(c) != 0;
           });
}

/// Sentences of servers that say no. No file of ours begins with three words of plain text.
bool isServerMessage(std::string_view lower) {
    static constexpr std::array<std::string_view, 12> messages = {"404",
                                                                  "403",
                                                                  "not found",
                                                                  "access denied",
                                                                  "forbidden",
                                                                  "rate limit",
                                                                  "too many requests",
                                                                  "quota",
                                                                  "invalid username",
                                                                  "repository not found",
                                                                  "entry not found",
                                                                  "unauthorized"};
    return std::any_of(messages.begin(), messages.end(),
                       [lower](std::string_view text) { return lower.starts_with(text); });
}

} // namespace

std::optional<ForeignContent> foreignContent(std::span<const std::byte> content) {
    const std::string begin = beginningOf(content);
    for (const Signature& known : signatures) {
        if (begin.starts_with(known.begin)) {
            return ForeignContent{std::string(known.what), std::string(known.remedy)};
        }
    }
    const std::string lower = asMarkup(begin);
    for (const Signature& known : texts) {
        if (lower.starts_with(known.begin)) {
            return ForeignContent{std::string(known.what), std::string(known.remedy)};
        }
    }
    if (isJsonObject(lower)) {
        return ForeignContent{"JSON text (a message of a server?)", std::string(fetchItself)};
    }
    if (isServerMessage(lower)) {
        return ForeignContent{"a message of a server", std::string(fetchItself)};
    }
    // Downloads that reserve their place first.
    if (content.size() >= 64 &&
        std::all_of(begin.begin(), begin.end(), [](char c) { return c == '\0'; })) {
        return ForeignContent{"nothing but zeros at its beginning, a download that never came",
                              "Fetch it again"};
    }
    return std::nullopt;
}

void refuseForeignContent(std::span<const std::byte> content, const std::string& wanted,
                          const std::string& where) {
    if (const auto found = foreignContent(content)) {
        throw Error("is " + found->what + ", not " + wanted, where, found->remedy);
    }
}

} // namespace underpaint
