// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/npy.h"

#include "engine/base/error.h"
#include "engine/base/foreign_content.h"
#include "engine/base/mapped_file.h"
#include "engine/base/whole_file.h"
#include "engine/project/foreign_reader.h"
#include "engine/project/tensors/npy_header.h"
#include "engine/project/tensors/numpy_pickle.h"
#include "engine/project/tensors/pickle.h"

#include <utility>

namespace underpaint::project {

bool looksLikeNpy(const std::filesystem::path& path) {
    return asText(MappedFile(path).bytes()).starts_with("\x93NUMPY");
}

ClusterTable parseClusters(std::span<const std::byte> content, const std::string& where) {
    refuseForeignContent(content, "a NumPy file", where);
    ForeignReader reader(content, where);
    const NpyHeader header = readNpyHeader(reader);
    if (!header.isObject || !header.shape.empty()) {
        throw Error("is a plain array, not a table of clusters", where,
                    "Name features_clustered_*.npy as pix2pixHD writes it");
    }
    const Pickle pickle(reader.take(reader.remaining()), where);
    return clusterTable(pickle.root(), where, content.size());
}

ClusterTable readClusters(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    ClusterTable table = parseClusters(file.bytes(), path.string());
    file.check();
    return table;
}

NumericArray parseNumericArray(std::span<const std::byte> content, const std::string& where) {
    refuseForeignContent(content, "a NumPy file", where);
    ForeignReader reader(content, where);
    const NpyHeader header = readNpyHeader(reader);
    if (header.isObject) {
        throw Error("holds Python objects instead of numbers", where,
                    "Save a plain array with numpy.save");
    }
    return {header.shape, decodeNumbers(reader.take(reader.remaining()), header.shape, header.type,
                                        header.fortranOrder, where)};
}

NumericArray readNumericArray(const std::filesystem::path& path) {
    const MappedFile file = openWholeFile(path);
    NumericArray array = parseNumericArray(file.bytes(), path.string());
    file.check();
    return array;
}

} // namespace underpaint::project
