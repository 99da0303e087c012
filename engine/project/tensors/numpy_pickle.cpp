// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/numpy_pickle.h"

#include "engine/base/error.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/tensors/npy_header.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace underpaint::project {

namespace {

constexpr std::size_t maxPickledRank = 32;
/// Only the classes of one label set have clusters.
constexpr std::size_t maxClasses = 65536;
/// All arrays together may be this much larger than the file: sharing one array among many
/// classes must not multiply the memory.
constexpr std::size_t pickledSharingFactor = 2;
constexpr std::size_t pickledSharingAllowance = 4096;

/// `value` is a call of `name` in NumPy's module "core.multiarray" or its later home.
bool isNumpyCall(const PickleValue& value, std::string_view name) {
    if (value.kind != PickleKind::Reduce || value.callee->kind != PickleKind::Global) {
        return false;
    }
    for (const std::string_view module :
         {"numpy.core.multiarray ", "numpy._core.multiarray ", "numpy "}) {
        if (value.callee->text.starts_with(module) &&
            value.callee->text.substr(module.size()) == name) {
            return true;
        }
    }
    return false;
}

std::optional<std::string> latin1FromUtf8(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            bytes += text[i];
        } else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[++i]);
            bytes += static_cast<char>(((lead & 3) << 6) | (next & 0x3F));
        } else {
            return std::nullopt;
        }
    }
    return bytes;
}

class NumpyReader {
public:
    NumpyReader(const std::string& where, std::size_t fileSize)
        : m_where(where), m_budget(fileSize * pickledSharingFactor + pickledSharingAllowance) {}

    ClusterTable table(const PickleValue& root) {
        const auto* dictionary = &root;
        if (isNumpyCall(root, "_reconstruct")) {
            const auto* content = arrayState(root).items[4];
            if (!content->isSequence() || content->items.size() != 1) {
                fail("holds " + describe(*content) + " instead of one dictionary");
            }
            dictionary = content->items[0];
        }
        if (dictionary->kind != PickleKind::Dict) {
            fail("holds " + describe(*dictionary) + " instead of a dictionary of clusters");
        }
        ClusterTable result;
        for (std::size_t i = 0; i + 1 < dictionary->items.size(); i += 2) {
            const int id = classId(*dictionary->items[i]);
            if (!result.classes.emplace(id, matrix(*dictionary->items[i + 1])).second ||
                result.classes.size() > maxClasses) {
                fail("has the class " + std::to_string(id) + " twice");
            }
        }
        return result;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(what, m_where, "Name features_clustered_*.npy as pix2pixHD writes it");
    }

    void spend(std::size_t bytes) {
        if (bytes > m_budget) {
            fail("claims to hold far more data than the file");
        }
        m_budget -= bytes;
    }

    /// State of a pickled array: (version, shape, type, fortran order, data).
    const PickleValue& arrayState(const PickleValue& value) const {
        const auto* state = value.state;
        if (state == nullptr || state->kind != PickleKind::Tuple || state->items.size() != 5) {
            fail("has an array without content");
        }
        return *state;
    }

    int classId(const PickleValue& key) {
        if (isNumpyCall(key, "scalar") && key.args->items.size() == 2) {
            const auto type = dtype(*key.args->items[0]);
            const auto values = decodeNumbers(data(*key.args->items[1]), {}, type, false, m_where);
            if (!(values[0] >= 0 && values[0] < static_cast<double>(maxClasses))) {
                fail("has a class outside 0..65535");
            }
            return static_cast<int>(values[0]);
        }
        if (key.kind != PickleKind::Int) {
            fail("has " + describe(key) + " as a class");
        }
        if (key.integer < 0 || key.integer >= static_cast<std::int64_t>(maxClasses)) {
            fail("has a class outside 0..65535");
        }
        return static_cast<int>(key.integer);
    }

    Matrix matrix(const PickleValue& value) {
        if (!isNumpyCall(value, "_reconstruct")) {
            fail("has " + describe(value) + " instead of an array of clusters");
        }
        const auto& state = arrayState(value);
        const auto shape = extents(*state.items[1]);
        if (shape.size() != 2) {
            fail("has clusters that are not a table of rows");
        }
        const auto* fortran = state.items[3];
        if (fortran->kind != PickleKind::Bool && fortran->kind != PickleKind::Int) {
            fail("has an array of unknown order");
        }
        const auto bytes = data(*state.items[4]);
        return {
            shape[0], shape[1],
            decodeNumbers(bytes, shape, dtype(*state.items[2]), fortran->integer != 0, m_where)};
    }

    std::vector<std::int64_t> extents(const PickleValue& value) const {
        if (!value.isSequence() || value.items.size() > maxPickledRank) {
            fail("has an array whose shape is " + describe(value));
        }
        std::vector<std::int64_t> result;
        for (const auto* item : value.items) {
            if (item->kind != PickleKind::Int || item->integer < 0) {
                fail("has an array whose shape is unreadable");
            }
            result.push_back(item->integer);
        }
        return result;
    }

    /// numpy.dtype("f8", ...) with the byte order in the second place of its state.
    NumberType dtype(const PickleValue& value) const {
        if (!isNumpyCall(value, "dtype") || value.args->items.empty() ||
            !value.args->items[0]->isString()) {
            fail("has an array whose type is " + describe(value));
        }
        auto type = numberType(value.args->items[0]->text, m_where);
        if (value.state != nullptr && value.state->items.size() > 1 &&
            value.state->items[1]->isString()) {
            type.bigEndian = value.state->items[1]->text == ">";
        }
        return type;
    }

    /// Bytes, also in the forms that Python 3 uses for them in protocol 2.
    std::span<const std::byte> data(const PickleValue& value) {
        if (value.kind == PickleKind::Bytes) {
            spend(value.text.size());
            return std::as_bytes(std::span(value.text));
        }
        const bool encoded =
            value.kind == PickleKind::Reduce && value.callee->isGlobal("_codecs encode") &&
            value.args->items.size() == 2 && value.args->items[0]->kind == PickleKind::Text;
        spend(encoded ? value.args->items[0]->text.size() : 0);
        auto decoded = encoded ? latin1FromUtf8(value.args->items[0]->text) : std::nullopt;
        const bool noBytes = value.kind == PickleKind::Reduce && value.args->items.empty() &&
                             (value.callee->isGlobal("__builtin__ bytes") ||
                              value.callee->isGlobal("builtins bytes"));
        if (!decoded && !noBytes) {
            fail("has an array whose data is " + describe(value));
        }
        m_buffer = decoded ? std::move(*decoded) : std::string();
        return std::as_bytes(std::span(m_buffer));
    }

    const std::string& m_where;
    std::string m_buffer; ///< the latest decoded data
    std::size_t m_budget;
};

} // namespace

ClusterTable clusterTable(const PickleValue& root, const std::string& where, std::size_t fileSize) {
    return NumpyReader(where, fileSize).table(root);
}

} // namespace underpaint::project
