// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/safetensors.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/foreign_content.h"
#include "engine/base/mapped_file.h"
#include "engine/base/whole_file.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/json.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <utility>

namespace underpaint::project {

namespace {

// Layout (github.com/huggingface/safetensors, "Format"): u64 header length, JSON header, data.
constexpr std::size_t lengthSize = 8;
constexpr std::size_t maxHeader = std::size_t{16} << 20;
constexpr std::size_t maxRank = 64;
/// The header is padded with blanks, so that the data begins aligned for any element type.
constexpr std::size_t alignment = 64;
const std::string metadataKey = "__metadata__";

std::optional<ElementType> typeNamed(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(ElementType::Bool); ++i) {
        if (name == elementName(static_cast<ElementType>(i))) {
            return static_cast<ElementType>(i);
        }
    }
    return std::nullopt;
}

std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis-- > 1;) {
        strides[axis - 1] = strides[axis] * std::max<std::int64_t>(shape[axis], 1);
    }
    return strides;
}

/// Bytes of a dense tensor; nothing when they exceed 64 bits.
std::optional<std::uint64_t> denseSize(const std::vector<std::int64_t>& shape, ElementType type) {
    // Empty tensors still need extents whose product is representable, see elementCount().
    std::int64_t count = 1;
    bool empty = false;
    for (const auto extent : shape) {
        empty = empty || extent == 0;
        if (__builtin_mul_overflow(count, std::max<std::int64_t>(extent, 1), &count)) {
            return std::nullopt;
        }
    }
    std::int64_t size = 0;
    if (__builtin_mul_overflow(count, static_cast<std::int64_t>(elementSize(type)), &size)) {
        return std::nullopt;
    }
    return empty ? 0 : static_cast<std::uint64_t>(size);
}

class HeaderReader {
public:
    HeaderReader(std::span<const std::byte> data, const std::string& where)
        : m_data(data), m_where(where) {}

    void read(const nlohmann::json& header) {
        const JsonPlace root(header, "");
        if (!header.is_object()) {
            fail(root, "is not an object");
        }
        for (const auto& item : header.items()) {
            const auto place = root.member(item.key());
            if (item.key() == metadataKey) {
                readMetadata(place);
            } else {
                readTensor(item.key(), place);
            }
        }
        sortAndCheckCover();
    }

    std::vector<StoredTensor> takeTensors() {
        std::vector<StoredTensor> tensors;
        for (auto& entry : m_entries) {
            tensors.push_back(std::move(entry.tensor));
        }
        return tensors;
    }
    std::map<std::string, std::string> takeMetadata() { return std::move(m_metadata); }

private:
    struct Entry {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        StoredTensor tensor;
    };

    [[noreturn]] void fail(const JsonPlace& place, const std::string& what) const {
        throw Error("the header's " + shownText(place.pointer()) + " (" + place.shown() + ") " +
                        what,
                    m_where, "The file is damaged; fetch it again");
    }

    void readMetadata(const JsonPlace& place) {
        if (!place.value().is_object()) {
            fail(place, "is not an object");
        }
        for (const auto& item : place.value().items()) {
            if (!item.value().is_string()) {
                fail(place.member(item.key()), "is not a text");
            }
            m_metadata[item.key()] = item.value().get<std::string>();
        }
    }

    JsonPlace required(const JsonPlace& place, const std::string& key) const {
        if (!place.value().contains(key)) {
            fail(place, "has no " + key);
        }
        return place.member(key);
    }

    std::vector<std::int64_t> counts(const JsonPlace& place) const {
        if (!place.value().is_array() || place.value().size() > maxRank) {
            fail(place, "is not a list of some numbers");
        }
        std::vector<std::int64_t> result;
        for (std::size_t i = 0; i < place.value().size(); ++i) {
            const auto value = place.element(i).integer();
            if (!value || *value < 0) {
                fail(place.element(i), "is not a count");
            }
            result.push_back(*value);
        }
        return result;
    }

    void readTensor(const std::string& name, const JsonPlace& place) {
        if (!place.value().is_object()) {
            fail(place, "is not an object");
        }
        Entry entry;
        entry.tensor.name = name;
        const auto type = required(place, "dtype");
        const auto known =
            type.value().is_string() ? typeNamed(type.value().get<std::string>()) : std::nullopt;
        if (!known) {
            fail(type, "is not an element type that is supported");
        }
        entry.tensor.type = *known;
        const auto shape = required(place, "shape");
        entry.tensor.shape = counts(shape);
        const auto size = denseSize(entry.tensor.shape, *known);
        if (!size) {
            fail(shape, "is impossibly large");
        }
        entry.tensor.strides = rowMajorStrides(entry.tensor.shape);
        const auto offsetsPlace = required(place, "data_offsets");
        const auto offsets = counts(offsetsPlace);
        if (offsets.size() != 2 || offsets[1] < offsets[0] ||
            static_cast<std::uint64_t>(offsets[1]) > m_data.size()) {
            fail(offsetsPlace, "does not lie in the file (a truncated download?)");
        }
        entry.begin = static_cast<std::uint64_t>(offsets[0]);
        entry.end = static_cast<std::uint64_t>(offsets[1]);
        if (entry.end - entry.begin != *size) {
            fail(offsetsPlace, "does not fit the shape and the element type");
        }
        entry.tensor.bytes =
            m_data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(*size));
        m_entries.push_back(std::move(entry));
    }

    void sortAndCheckCover() {
        std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        std::uint64_t expected = 0;
        for (const auto& entry : m_entries) {
            if (entry.begin != expected) {
                throw Error("the tensor " + shownText(entry.tensor.name) +
                                " leaves a gap or overlaps its neighbour",
                            m_where, "The file is damaged; fetch it again");
            }
            expected = entry.end;
        }
        if (expected != m_data.size()) {
            throw Error("has data that belongs to no tensor", m_where,
                        "The file is damaged; fetch it again");
        }
    }

    std::span<const std::byte> m_data;
    const std::string& m_where;
    std::vector<Entry> m_entries;
    std::map<std::string, std::string> m_metadata;
};

/// Order in the file: large elements first keeps all of them aligned.
std::vector<const TensorToWrite*> fileOrder(std::span<const TensorToWrite> tensors) {
    std::vector<const TensorToWrite*> order;
    for (const auto& tensor : tensors) {
        order.push_back(&tensor);
    }
    std::sort(order.begin(), order.end(), [](const TensorToWrite* a, const TensorToWrite* b) {
        const auto sizeA = elementSize(a->type);
        const auto sizeB = elementSize(b->type);
        return sizeA != sizeB ? sizeA > sizeB : a->name < b->name;
    });
    return order;
}

void checkTensor(const TensorToWrite& tensor) {
    const bool negative = std::any_of(tensor.shape.begin(), tensor.shape.end(),
                                      [](std::int64_t extent) { return extent < 0; });
    if (negative || denseSize(tensor.shape, tensor.type) != tensor.bytes.size()) {
        throw Error("the tensor " + shownText(tensor.name) +
                    " cannot be stored: its shape and its data disagree");
    }
}

std::string headerText(const std::vector<const TensorToWrite*>& order,
                       const std::map<std::string, std::string>& metadata) {
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty()) {
        header[metadataKey] = metadata;
    }
    std::uint64_t offset = 0;
    for (const auto* tensor : order) {
        checkTensor(*tensor);
        if (tensor->name == metadataKey || header.contains(tensor->name)) {
            throw Error("the tensor name " + shownText(tensor->name) + " is used twice");
        }
        header[tensor->name] = {{"dtype", elementName(tensor->type)},
                                {"shape", tensor->shape},
                                {"data_offsets", {offset, offset + tensor->bytes.size()}}};
        offset += tensor->bytes.size();
    }
    try {
        std::string text = header.dump();
        text.append((alignment - (lengthSize + text.size()) % alignment) % alignment, ' ');
        return text;
    } catch (const nlohmann::json::exception&) {
        throw Error("a tensor name or a metadata text is not UTF-8", {}, "Rename it before saving");
    }
}

} // namespace

std::uint64_t tensorHeaderBytes(std::span<const std::byte> content) {
    if (content.size() < lengthSize) {
        return 0;
    }
    const std::uint64_t length = ForeignReader(content, {}).number(lengthSize);
    return length > maxHeader ? length : lengthSize + length;
}

TensorFile parseSafetensors(std::span<const std::byte> content, std::shared_ptr<const void> owner,
                            const std::filesystem::path& where) {
    const std::string name = where.string();
    refuseForeignContent(content, "a safetensors file", name);
    ForeignReader reader(content, name);
    const std::uint64_t length = reader.number(lengthSize);
    const auto text = asText(reader.take(length));
    const auto header = parseJson(text, name, maxHeader);
    HeaderReader headerReader(reader.take(reader.remaining()), name);
    headerReader.read(header);
    return {where, content.size(), headerReader.takeTensors(), std::move(owner),
            headerReader.takeMetadata()};
}

TensorFile readSafetensors(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    TensorFile tensors = parseSafetensors(file.bytes(), file.owner(), path);
    file.check();
    return tensors;
}

void streamSafetensors(std::span<const TensorToWrite> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::function<void(std::span<const std::byte>)>& sink) {
    const auto order = fileOrder(tensors);
    const std::string header = headerText(order, metadata);
    std::array<std::byte, lengthSize> length = {};
    for (std::size_t i = 0; i < length.size(); ++i) {
        length.at(i) = static_cast<std::byte>(header.size() >> (8 * i));
    }
    sink(length);
    sink(std::as_bytes(std::span(header)));
    for (const auto* tensor : order) {
        sink(tensor->bytes);
    }
}

void writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                      const std::map<std::string, std::string>& metadata) {
    writeFileAtomically(path, [&](std::ostream& out) {
        streamSafetensors(tensors, metadata, [&out](std::span<const std::byte> part) {
            out.write(reinterpret_cast<const char*>(part.data()),
                      static_cast<std::streamsize>(part.size()));
        });
    });
}

} // namespace underpaint::project
