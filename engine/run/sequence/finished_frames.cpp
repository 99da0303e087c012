// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/finished_frames.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/file_name.h"
#include "engine/base/make_folder.h"
#include "engine/base/safe_text.h"
#include "engine/imaging/codec.h"
#include "engine/project/tensors/safetensors.h"

#include <charconv>
#include <cstddef>
#include <fstream>
#include <functional>
#include <span>
#include <string_view>
#include <system_error>
#include <vector>

namespace underpaint::run {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view memoryEnding = ".safetensors";
/// Of a frame that is to be made again.
constexpr std::uint64_t doubted = std::uint64_t{1} << 32U;

std::string textOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

translate::RolloutMemory readMemory(const fs::path& path) {
    const project::TensorFile file = project::readSafetensors(path);
    translate::RolloutMemory memory;
    for (const project::StoredTensor& tensor : file.tensors()) {
        if (tensor.type != project::ElementType::F32) {
            throw Error("holds other numbers than those of a sequence", path.string());
        }
        auto& numbers = memory.numbers[tensor.name];
        numbers.shape = tensor.shape;
        numbers.values.resize(static_cast<std::size_t>(project::elementCount(tensor)));
        project::copyContiguous(tensor, std::as_writable_bytes(std::span(numbers.values)));
    }
    return memory;
}

} // namespace

FinishedFrames::FinishedFrames(fs::path notes, NameOf nameOf, std::size_t frames,
                               const std::string& settings)
    : m_notes(std::move(notes)), m_nameOf(std::move(nameOf)) {
    takeUp(settings, frames);
    std::map<fs::path, std::set<std::string, std::less<>>> names;
    for (std::size_t i = 0; i < frames; ++i) {
        names[file(i).parent_path()].insert(file(i).filename().string());
    }
    for (const auto& [folder, unfinished] : names) { // of who was killed: the lock is ours
        removeLeftovers(folder, unfinished);
    }
    removeLeftovers(m_notes);
}

void FinishedFrames::takeUp(const std::string& settings, std::size_t frames) {
    const fs::path how = m_notes / "settings.txt";
    if (!fs::exists(how)) {
        for (std::size_t i = 0; i < frames; ++i) {
            if (fs::exists(file(i))) {
                throw Error("is there already, and is no frame that this command made",
                            safeText(file(i).string()), "Choose another output");
            }
        }
        makeFolder(m_notes, "Choose another output");
        lock();
        writeFileAtomically(how, std::string_view(settings));
        return;
    }
    lock();
    const std::string before = textOf(how);
    if (before != settings) {
        throw Error("the frames there were made in another way (" + safeText(before) + ", now " +
                        safeText(settings) + ")",
                    safeText(m_notes.parent_path().string()),
                    "Go on with the same model and settings, or choose another output");
    }
    const std::string list = textOf(m_notes / "frames.txt");
    std::size_t start = 0;
    for (std::size_t end = list.find('\n'); end != std::string::npos;
         start = end + 1, end = list.find('\n', start)) { // a line without an end is unfinished
        std::size_t frame = 0;
        std::uint64_t checksum = 0;
        const auto [next, first] = std::from_chars(list.data() + start, list.data() + end, frame);
        if (first != std::errc{} || next >= list.data() + end) {
            continue;
        }
        const auto [last, second] = std::from_chars(next + 1, list.data() + end, checksum);
        if (second != std::errc{} || last != list.data() + end) {
            continue;
        }
        if (checksum == doubted) {
            m_doubted.insert(frame);
        } else {
            m_doubted.erase(frame);
            m_checksums[frame] = static_cast<std::uint32_t>(checksum);
        }
    }
}

void FinishedFrames::lock() {
    const fs::path file = m_notes / "lock";
    if (std::optional<FileLock> taken = FileLock::take(file)) {
        m_lock.emplace(std::move(*taken));
    } else {
        const std::string holder = FileLock::holderOf(file);
        throw Error("another process" + (holder.empty() ? "" : " (" + holder + ")") +
                        " works on this sequence",
                    safeText(m_notes.parent_path().string()),
                    "Wait for it, or choose another output");
    }
}

bool FinishedFrames::has(std::size_t frame, std::uint32_t checksum) const {
    const auto found = m_checksums.find(frame);
    return found != m_checksums.end() && found->second == checksum && fs::exists(file(frame));
}

bool FinishedFrames::has(std::size_t frame) const {
    return fs::exists(file(frame));
}

Image FinishedFrames::read(std::size_t frame) const {
    return imaging::readPhoto(file(frame));
}

void FinishedFrames::write(std::size_t frame, std::uint32_t checksum, const Image& photo) {
    imaging::writePhoto(file(frame), photo);
    confirm(frame, checksum);
}

void FinishedFrames::doubt(std::size_t frame) {
    if (m_checksums.contains(frame) && m_doubted.insert(frame).second) {
        note(frame, doubted);
    }
    std::error_code ignored; // there may be none
    fs::remove(memoryFile(frame), ignored);
}

void FinishedFrames::confirm(std::size_t frame, std::uint32_t checksum) {
    m_doubted.erase(frame);
    m_checksums[frame] = checksum;
    note(frame, checksum);
}

void FinishedFrames::note(std::size_t frame, std::uint64_t checksum) {
    std::ofstream list(m_notes / "frames.txt", std::ios::app | std::ios::binary);
    list << frame << ' ' << checksum << '\n';
    list.flush();
    if (!list) {
        throw Error("cannot be written to", safeText((m_notes / "frames.txt").string()),
                    "Check permissions and free space");
    }
}

std::size_t FinishedFrames::removeFrom(std::size_t frame) {
    std::size_t removed = 0;
    while (!m_checksums.empty() && m_checksums.rbegin()->first >= frame) {
        const std::size_t last = m_checksums.rbegin()->first;
        std::error_code ignored; // somebody else removed it
        removed += fs::remove(file(last), ignored) ? 1 : 0;
        fs::remove(memoryFile(last), ignored);
        m_checksums.erase(last);
    }
    if (removed > 0) {
        std::string list;
        for (const auto& [number, checksum] : m_checksums) {
            list += std::to_string(number) + ' ' + std::to_string(checksum) + '\n';
        }
        writeFileAtomically(m_notes / "frames.txt", list);
    }
    return removed;
}

fs::path FinishedFrames::memoryFile(std::size_t frame) const {
    std::string number = std::to_string(frame);
    constexpr std::size_t digits = 8;
    number.insert(0, number.size() < digits ? digits - number.size() : 0, '0');
    return m_notes / ("before_" + number + std::string(memoryEnding));
}

void FinishedFrames::keep(std::size_t frame, const translate::RolloutMemory& memory) {
    std::vector<project::TensorToWrite> tensors;
    for (const auto& [name, numbers] : memory.numbers) {
        tensors.push_back({name, project::ElementType::F32, numbers.shape,
                           std::as_bytes(std::span(numbers.values))});
    }
    project::writeSafetensors(memoryFile(frame), tensors);
}

std::optional<std::pair<std::size_t, translate::RolloutMemory>>
FinishedFrames::keptAt(std::size_t first, std::size_t frame) const {
    for (std::size_t at = frame + 1; at-- > first;) {
        if (!fs::exists(memoryFile(at))) {
            continue;
        }
        try {
            return std::pair{at, readMemory(memoryFile(at))};
        } catch (const Error&) { // damaged: an earlier one will do
            continue;
        }
    }
    return std::nullopt;
}

} // namespace underpaint::run
