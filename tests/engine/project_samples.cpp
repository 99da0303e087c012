// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/project_samples.h"

#include "engine/project/archive/zip_writer.h"

#include <cstring>
#include <sstream>

namespace underpaint::test {

namespace {

std::string littleEndian(std::uint64_t value, std::size_t width) {
    std::string result;
    for (std::size_t i = 0; i < width; ++i) {
        result += static_cast<char>(value >> (8 * i));
    }
    return result;
}

std::string joined(const std::vector<std::string>& values) {
    std::string result;
    for (const auto& value : values) {
        result += value;
    }
    return result;
}

std::vector<std::string> numbers(const std::vector<std::int64_t>& values) {
    std::vector<std::string> result;
    for (const auto value : values) {
        result.push_back(pickled::number(value));
    }
    return result;
}

} // namespace

namespace pickled {

std::string text(std::string_view value) {
    return "X" + littleEndian(value.size(), 4) + std::string(value);
}

std::string bytes(std::string_view value) {
    return "B" + littleEndian(value.size(), 4) + std::string(value);
}

std::string oldText(std::string_view value) {
    return "U" + littleEndian(value.size(), 1) + std::string(value);
}

std::string number(std::int64_t value) {
    return "\x8a\x08" + littleEndian(static_cast<std::uint64_t>(value), 8);
}

std::string tuple(const std::vector<std::string>& values) {
    return "(" + joined(values) + "t";
}

std::string list(const std::vector<std::string>& values) {
    return "](" + joined(values) + "e";
}

std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string result = "}(";
    for (const auto& [key, value] : items) {
        result += key + value;
    }
    return result + "u";
}

std::string global(std::string_view module, std::string_view name) {
    return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

std::string call(const std::string& callee, const std::vector<std::string>& arguments) {
    return callee + tuple(arguments) + "R";
}

std::string whole(const std::string& value) {
    return "\x80\x02" + value + ".";
}

std::string tensor(const TensorSpec& spec) {
    const auto word = spec.python2 ? oldText : text;
    const std::string storage =
        tuple({word("storage"), global("torch", spec.storageType), word(spec.key), word("cpu"),
               number(spec.count), spec.view}) +
        "Q";
    std::vector<std::string> arguments = {storage, number(spec.offset), tuple(numbers(spec.shape)),
                                          tuple(numbers(spec.strides))};
    if (spec.maker == "_rebuild_tensor_v2") {
        arguments.insert(arguments.end(), {"\x89", orderedDict({})});
    }
    return call(global("torch._utils", spec.maker), arguments);
}

std::string orderedDict(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string result = call(global("collections", "OrderedDict"), {});
    if (items.empty()) {
        return result;
    }
    result += "(";
    for (const auto& [key, value] : items) {
        result += key + value;
    }
    const auto version = dict({{text("version"), number(1)}});
    return result + "u" + dict({{text("_metadata"), dict({{text(""), version}})}}) + "b";
}

} // namespace pickled

std::string legacyCheckpoint(const std::string& object, const std::vector<StorageBytes>& storages) {
    using namespace pickled;
    const std::string magic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
    std::string file = whole("\x8a\x0a" + magic) + whole(number(1001)) +
                       whole(dict({{text("little_endian"), "\x88"}})) + whole(object);
    std::vector<std::string> keys;
    std::string data;
    for (const auto& storage : storages) {
        keys.push_back(text(storage.key));
        data += littleEndian(static_cast<std::uint64_t>(storage.count), 8) + storage.data;
    }
    return file + whole(list(keys)) + data;
}

std::string storedZip(const std::vector<std::pair<std::string, std::string>>& members,
                      bool always64) {
    std::ostringstream out;
    project::ZipWriter zip(out, always64);
    for (const auto& [name, content] : members) {
        zip.add(name, [&text = content](const project::ByteSink& sink) { sink(asBytes(text)); });
    }
    zip.finish();
    return out.str();
}

std::string zipCheckpoint(const std::string& object, const std::vector<StorageBytes>& storages) {
    std::vector<std::pair<std::string, std::string>> members = {
        {"net/data.pkl", pickled::whole(object)}};
    for (const auto& storage : storages) {
        members.emplace_back("net/data/" + storage.key, storage.data);
    }
    members.emplace_back("net/version", "3\n");
    return storedZip(members);
}

std::string floats(std::initializer_list<float> values) {
    std::string result(values.size() * sizeof(float), '\0');
    std::memcpy(result.data(), values.begin(), result.size());
    return result;
}

std::vector<float> floatsOf(const project::StoredTensor& tensor) {
    std::vector<float> values(static_cast<std::size_t>(project::elementCount(tensor)));
    project::copyContiguous(tensor, std::as_writable_bytes(std::span(values)));
    return values;
}

std::size_t tortureReader(const std::string& content, std::size_t flips, std::uint64_t seed,
                          const std::function<void(const std::string&)>& read) {
    std::size_t errors = 0;
    const auto attempt = [&](const std::string& damaged) {
        try {
            read(damaged);
        } catch (const Error&) {
            ++errors;
        }
    };
    for (std::size_t length = 0; length < content.size(); ++length) {
        attempt(content.substr(0, length));
    }
    Random random(seed);
    for (std::size_t i = 0; i < flips; ++i) {
        std::string damaged = content;
        for (std::uint64_t change = 1 + random.below(4); change > 0; --change) {
            damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
        }
        attempt(damaged);
    }
    return errors;
}

} // namespace underpaint::test
