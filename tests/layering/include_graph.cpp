// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/layering/include_graph.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string_view>

namespace underpaint::test {

namespace {

constexpr std::array<std::string_view, 5> sourceFolders = {"app", "ui", "engine", "tests",
                                                           "packaging"};

std::string_view trimmedLeft(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

std::optional<Include> parsedInclude(std::string_view line, int number) {
    line = trimmedLeft(line);
    if (!line.starts_with('#')) {
        return std::nullopt;
    }
    line = trimmedLeft(line.substr(1));
    if (!line.starts_with("include")) {
        return std::nullopt;
    }
    line = trimmedLeft(line.substr(std::string_view("include").size()));
    if (line.empty() || (line.front() != '"' && line.front() != '<')) {
        return std::nullopt;
    }
    const bool quoted = line.front() == '"';
    const std::size_t end = line.find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    return Include{std::string(line.substr(1, end - 1)), quoted, number};
}

std::string extensionOf(const std::string& file) {
    return std::filesystem::path(file).extension().string();
}

bool isCMake(const std::string& file) {
    return extensionOf(file) == ".cmake" ||
           std::filesystem::path(file).filename() == "CMakeLists.txt";
}

SourceFile parsedSource(std::istream& stream, bool code) {
    SourceFile source;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        if (number <= 3 && line.find("SPDX-License-Identifier: GPL-3.0-or-later") != line.npos) {
            source.hasLicence = true;
        }
        if (!code) {
            if (number == 3) {
                break;
            }
            continue;
        }
        if (line.starts_with("#pragma once")) {
            source.hasPragmaOnce = true;
        }
        if (auto include = parsedInclude(line, number)) {
            source.includes.push_back(std::move(*include));
        }
    }
    return source;
}

bool isScript(std::istream& stream) {
    std::array<char, 2> start = {};
    stream.read(start.data(), start.size());
    const bool script = stream.gcount() == 2 && start[0] == '#' && start[1] == '!';
    stream.clear();
    stream.seekg(0);
    return script;
}

} // namespace

IncludeGraph readIncludeGraph(const std::filesystem::path& root) {
    namespace fs = std::filesystem;
    IncludeGraph graph;
    for (const std::string_view folder : sourceFolders) {
        if (!fs::exists(root / folder)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file()) {
                continue;
            }
            const std::string file = entry.path().lexically_relative(root).generic_string();
            std::ifstream stream(entry.path(), std::ios::binary);
            if (!stream) {
                throw Error("cannot be read", file, "Check its permissions.");
            }
            if (isCode(file) || isCMake(file) || isScript(stream)) {
                graph.emplace(file, parsedSource(stream, isCode(file)));
            }
        }
    }
    return graph;
}

std::string folderOf(const std::string& file) {
    return std::filesystem::path(file).parent_path().generic_string();
}

bool isHeader(const std::string& file) {
    const std::string extension = extensionOf(file);
    return extension == ".h" || extension == ".cuh";
}

bool isCode(const std::string& file) {
    const std::string extension = extensionOf(file);
    return isHeader(file) || extension == ".cpp" || extension == ".cu" || extension == ".inl";
}

} // namespace underpaint::test
