// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_name.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace underpaint {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestFileName = 255;

/// As much of the beginning as fits into `bytes`, in whole characters.
std::string beginningOf(std::string_view name, std::size_t bytes) {
    std::size_t length = 0;
    while (length < name.size()) {
        const std::size_t next = characterLength(name.substr(length));
        const std::size_t step = next == 0 ? 1 : next;
        if (length + step > bytes) {
            break;
        }
        length += step;
    }
    return std::string(name.substr(0, length));
}

/// FNV-1a: the same in every build and on every machine.
std::uint64_t digestOf(std::string_view text) {
    std::uint64_t digest = 0xcbf29ce484222325U;
    for (const char c : text) {
        digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return digest;
}

/// Of ".NAME.PROCESS-NUMBER.ENDING".
struct TemporaryName {
    std::string_view finished;
    int process = 0;
    std::string_view ending; ///< with the dot
};

/// Some writers tell the format by what comes after.
constexpr std::string_view unfinished = ".part";

/// Nothing for other names.
std::optional<TemporaryName> partsOf(std::string_view name) {
    const std::size_t dash = name.rfind('-');
    const std::size_t dot = name.rfind('.', dash);
    if (!name.starts_with('.') || dash == std::string_view::npos || dot == std::string_view::npos ||
        name.find('.', dash) == std::string_view::npos) {
        return std::nullopt;
    }
    int process = 0;
    const char* last = name.data() + dash;
    const auto [end, status] = std::from_chars(name.data() + dot + 1, last, process);
    if (dot == 0 || status != std::errc() || end != last || process <= 0) {
        return std::nullopt;
    }
    return TemporaryName{name.substr(1, dot - 1), process, name.substr(name.find('.', dash))};
}

bool isOver(int process) {
    return process == ::getpid() || (::kill(process, 0) != 0 && errno == ESRCH);
}

template<class Wanted>
void removeLeftoversIf(const fs::path& folder, const Wanted& wanted) {
    std::error_code code;
    for (fs::directory_iterator it(folder.empty() ? "." : folder, code), end; !code && it != end;
         it.increment(code)) {
        const std::string found = it->path().filename().string();
        const auto parts = partsOf(found);
        const bool ours =
            parts && (parts->ending.starts_with(unfinished) || parts->ending == ".planes");
        if (ours && wanted(*parts) && isOver(parts->process)) {
            std::error_code ignored; // the next start tries again
            fs::remove_all(it->path(), ignored);
        }
    }
}

} // namespace

std::string nameProblem(std::string_view name) {
    if (name.find_first_not_of(' ') == std::string_view::npos) {
        return "is empty";
    }
    if (name.size() > longestName) {
        return "has " + std::to_string(name.size()) + " bytes, more than " +
               std::to_string(longestName);
    }
    if (name.find_first_of("/\\") != std::string_view::npos) {
        return "holds a / or \\";
    }
    if (name == "." || name == "..") {
        return "names a folder";
    }
    if (safeText(name) != name) {
        return "holds characters that cannot be shown";
    }
    return {};
}

void checkName(std::string_view name, const std::string& what, const std::string& where) {
    const std::string problem = nameProblem(name);
    if (problem.empty()) {
        return;
    }
    const std::string shown =
        name.size() > longestName || problem == "is empty" ? "" : " \"" + safeText(name) + "\"";
    throw Error(what + shown + " " + problem, where,
                "Files are called by it: use letters, digits, blanks, - and _, at most " +
                    std::to_string(longestName) + " bytes");
}

fs::path temporaryBeside(const fs::path& path, std::string_view ending) {
    static std::atomic<unsigned> counter = 0;
    const std::string rest =
        "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + std::string(ending);
    const std::size_t room = longestFileName - 1 - rest.size();
    return path.parent_path() / ("." + beginningOf(path.filename().string(), room) + rest);
}

fs::path withEnding(const fs::path& path, std::string_view ending) {
    const std::string name = path.filename().string();
    if (name.size() + ending.size() <= longestFileName || name.size() > longestFileName) {
        return path.parent_path() / (name + std::string(ending));
    }
    const std::string digest = "~" + std::to_string(digestOf(name));
    const std::size_t room = longestFileName - digest.size() - ending.size();
    return path.parent_path() / (beginningOf(name, room) + digest + std::string(ending));
}

void removeLeftovers(const fs::path& folder, std::string_view name) {
    removeLeftoversIf(folder, [name](const TemporaryName& parts) {
        return name.empty() || parts.finished == name;
    });
}

void removeLeftovers(const fs::path& folder, const std::set<std::string, std::less<>>& names) {
    removeLeftoversIf(
        folder, [&names](const TemporaryName& parts) { return names.contains(parts.finished); });
}

std::multimap<fs::path, fs::path> leftoversBelow(const fs::path& folder) {
    std::multimap<fs::path, fs::path> leftovers;
    std::error_code code;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end;
         it.increment(code)) {
        const std::string name = it->path().filename().string();
        if (const auto parts = partsOf(name); parts && parts->ending == unfinished) {
            leftovers.emplace(it->path().parent_path() / parts->finished, it->path());
        }
    }
    return leftovers;
}

} // namespace underpaint
