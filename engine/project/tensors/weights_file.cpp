// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/weights_file.h"

#include "engine/base/mapped_file.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/tensors/safetensors.h"

namespace underpaint::project {

namespace {

/// The length of a header in the file, then its opening brace.
bool looksLikeSafetensors(std::span<const std::byte> content) {
    constexpr std::size_t lengthSize = 8;
    constexpr std::uint64_t longestHeader = std::uint64_t{1} << 27U; // also of a file that is cut
    return content.size() > lengthSize && content[lengthSize] == std::byte{'{'} &&
           littleEndian(content.first(lengthSize)) <= longestHeader;
}

/// By what is in the file; the ending decides where that says nothing.
bool isSafetensors(const MappedFile& file) {
    return looksLikeSafetensors(file.bytes()) || file.path().extension() == ".safetensors";
}

bool isTorch(std::span<const std::byte> content) {
    return asText(content).starts_with("PK\x03\x04") || asText(content).starts_with("\x80\x02");
}

} // namespace

TensorFile readWeightsFile(const std::filesystem::path& path) {
    const MappedFile file(path);
    TensorFile tensors = isSafetensors(file) && !isTorch(file.bytes())
                             ? parseSafetensors(file.bytes(), file.owner(), path)
                             : parseTorchFile(file.bytes(), file.owner(), path);
    file.check();
    return tensors;
}

std::vector<TensorSet> readWeightSets(const std::filesystem::path& path) {
    const MappedFile file(path);
    std::vector<TensorSet> sets;
    if (isSafetensors(file) && !isTorch(file.bytes())) {
        sets.push_back({{}, parseSafetensors(file.bytes(), file.owner(), path)});
    } else {
        sets = parseTorchSets(file.bytes(), file.owner(), path);
    }
    file.check();
    return sets;
}

} // namespace underpaint::project
