// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/torch_file.h"

#include "engine/base/error.h"
#include "engine/base/foreign_content.h"
#include "engine/base/mapped_file.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/shown_text.h"
#include "engine/project/tensors/pickle.h"
#include "engine/project/tensors/state_dict.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace underpaint::project {

namespace {

/// torch.save's magic number 0x1950a86a20f9469cfc6c as a pickle stores it.
constexpr std::string_view magicNumber("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t legacyVersion = 1001;

[[noreturn]] void refuse(const std::string& what, const std::string& where,
                         const std::string& remedy = "The file is damaged; fetch it again") {
    throw Error(what, where, remedy);
}

/// Which dictionaries of an object are wanted.
using Choice = std::function<std::vector<TensorDictionary>(const PickleValue& object)>;

std::vector<TensorSet> setsOf(const StateDict& state,
                              const std::vector<TensorDictionary>& dictionaries,
                              std::span<const std::byte> content,
                              const std::shared_ptr<const void>& owner,
                              const std::filesystem::path& path) {
    std::vector<TensorSet> sets;
    for (std::size_t i = 0; i < dictionaries.size(); ++i) {
        sets.push_back({dictionaries[i].name, {path, content.size(), state.tensors(i), owner}});
    }
    return sets;
}

/// The bytes of a checkpoint and what is said of them.
struct Source {
    std::span<const std::byte> content;
    const std::shared_ptr<const void>& owner;
    const std::filesystem::path& path;
    const std::string& where;
};

/// The container before PyTorch 1.6: magic number, version, system, object and key list as five
/// pickles, then for each key of the list the element count and the raw elements.
class LegacyFile {
public:
    explicit LegacyFile(const Source& source)
        : m_source(source), m_content(source.content), m_where(source.where) {}

    std::vector<TensorSet> read(const Choice& choose) {
        const auto magic = next();
        if (magic.root().kind != PickleKind::Huge || magic.root().text != magicNumber) {
            refuse("is not a PyTorch checkpoint", m_where,
                   "Name a .pth file that holds a state dictionary");
        }
        const auto version = next();
        if (version.root().kind != PickleKind::Int || version.root().integer != legacyVersion) {
            refuse("is a PyTorch checkpoint of an unknown version", m_where,
                   "Save it again with a current PyTorch");
        }
        const auto system = next();
        checkSystem(system.root());
        const auto object = next();
        const auto dictionaries = choose(object.root());
        StateDict state(object.root(), dictionaries, m_where);
        const auto keys = next();
        readStorages(keys.root(), state);
        return setsOf(state, dictionaries, m_content, m_source.owner, m_source.path);
    }

private:
    Pickle next() {
        Pickle pickle(m_content.subspan(m_position), m_where);
        m_position += pickle.consumed();
        return pickle;
    }

    void checkSystem(const PickleValue& system) const {
        for (std::size_t i = 0; i + 1 < system.items.size(); i += 2) {
            const auto& key = *system.items[i];
            const auto& value = *system.items[i + 1];
            if (key.isString() && key.text == "little_endian" && value.kind == PickleKind::Bool &&
                value.integer == 0) {
                refuse("was written on a big-endian machine", m_where,
                       "Load and save it again on a usual machine");
            }
        }
    }

    void readStorages(const PickleValue& keys, StateDict& state) {
        if (keys.kind != PickleKind::List) {
            refuse("has no list of storages", m_where);
        }
        ForeignReader reader(m_content.subspan(m_position), m_where);
        for (const auto* key : keys.items) {
            if (!key->isString()) {
                refuse("has a storage whose key is " + describe(*key), m_where);
            }
            const auto* storage = state.storage(key->text);
            if (storage == nullptr) {
                refuse("has data that nothing refers to", m_where);
            }
            const std::uint64_t count = reader.number(8);
            if (count != storage->count) {
                refuse("has a storage of another size than announced", m_where);
            }
            const std::size_t item = elementSize(storage->type);
            if (count > reader.remaining() / item) {
                refuse("ends in the middle of its data (a truncated download?)", m_where);
            }
            state.setStorageData(key->text, reader.take(count * item));
        }
    }

    const Source& m_source;
    std::span<const std::byte> m_content;
    const std::string& m_where;
    std::size_t m_position = 0;
};

/// The container since PyTorch 1.6: a zip with FOLDER/data.pkl and FOLDER/data/KEY, all stored.
std::vector<TensorSet> readZipFile(const Source& source, const Choice& choose) {
    const std::string& where = source.where;
    const ZipIndex zip(source.content, where);
    static constexpr std::string_view pickleName = "/data.pkl";
    std::optional<std::string> folder;
    for (const auto& member : zip.members()) {
        const auto slash = member.name.find('/');
        const auto rest = slash == std::string::npos ? std::string_view(member.name)
                                                     : std::string_view(member.name).substr(slash);
        if (rest == "/constants.pkl" || rest.starts_with("/code/") || rest == "/model.json") {
            refuse("is a TorchScript program, not a checkpoint", where,
                   "Name a file with a state dictionary (torch.save(net.state_dict(), ...))");
        }
        if (rest == pickleName) {
            if (folder) {
                refuse("holds more than one checkpoint", where, "Name a file with one");
            }
            folder = member.name.substr(0, slash);
        }
    }
    if (!folder) {
        refuse("is a zip archive, but not a PyTorch checkpoint", where,
               "Name a .pth file that holds a state dictionary");
    }
    const auto stored = [&](const std::string& name) -> const ZipMember& {
        const auto* member = zip.find(name);
        if (member == nullptr) {
            refuse("misses the member " + shownText(name), where);
        }
        if (!member->stored) {
            refuse("has the compressed member " + shownText(name), where,
                   "PyTorch never compresses: save the checkpoint again with torch.save");
        }
        return *member;
    };
    const auto* order = zip.find(*folder + "/byteorder");
    if (order != nullptr && order->stored && asText(order->data) == "big") {
        refuse("was written on a big-endian machine", where,
               "Load and save it again on a usual machine");
    }
    const Pickle object(stored(*folder + std::string(pickleName)).data, where);
    const auto dictionaries = choose(object.root());
    StateDict state(object.root(), dictionaries, where);
    for (const auto& key : state.storageKeys()) {
        state.setStorageData(key, stored(*folder + "/data/" + key).data);
    }
    return setsOf(state, dictionaries, source.content, source.owner, source.path);
}

bool looksLikeTar(std::span<const std::byte> content) {
    constexpr std::size_t magicOffset = 257;
    return content.size() > 512 && asText(content.subspan(magicOffset, 5)) == "ustar";
}

std::vector<TensorSet> parseSets(std::span<const std::byte> content,
                                 const std::shared_ptr<const void>& owner,
                                 const std::filesystem::path& path, const Choice& choose) {
    const std::string where = path.string();
    if (content.empty()) {
        refuse("is empty", where, "Fetch it again");
    }
    refuseForeignContent(content, "a checkpoint", where);
    if (looksLikeTar(content)) {
        refuse("is a checkpoint from before PyTorch 0.1.10", where,
               "Load and save it again with a current PyTorch");
    }
    const Source source{content, owner, path, where};
    return looksLikeZip(content) ? readZipFile(source, choose) : LegacyFile(source).read(choose);
}

} // namespace

TensorFile parseTorchFile(std::span<const std::byte> content,
                          const std::shared_ptr<const void>& owner,
                          const std::filesystem::path& path) {
    const std::string where = path.string();
    return parseSets(content, owner, path,
                     [&where](const PickleValue& object) {
                         return std::vector{soleTensorDictionary(object, where)};
                     })
        .front()
        .file;
}

std::vector<TensorSet> parseTorchSets(std::span<const std::byte> content,
                                      const std::shared_ptr<const void>& owner,
                                      const std::filesystem::path& path) {
    const std::string where = path.string();
    return parseSets(content, owner, path, [&where](const PickleValue& object) {
        auto found = findTensorDictionaries(object);
        return found.empty() ? std::vector{soleTensorDictionary(object, where)} : found;
    });
}

TensorFile readTorchFile(const std::filesystem::path& path) {
    const MappedFile file(path);
    TensorFile tensors = parseTorchFile(file.bytes(), file.owner(), path);
    file.check();
    return tensors;
}

TensorFile stripModulePrefix(const TensorFile& file) {
    return withPrefix(file, "module.", true);
}

TensorFile withPrefix(const TensorFile& file, std::string_view prefix, bool all) {
    std::vector<StoredTensor> tensors;
    for (const StoredTensor& tensor : file.tensors()) {
        if (tensor.name.starts_with(prefix)) {
            tensors.push_back(tensor);
            tensors.back().name.erase(0, prefix.size());
        } else if (all) {
            return file;
        }
    }
    return {file.path(), file.fileSize(), std::move(tensors), file.owner(), file.metadata()};
}

} // namespace underpaint::project
